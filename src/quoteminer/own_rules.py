"""The user's own rules: functions from quote to quote, applied to a whole article.

def newsroom(quote, article):
    if quote.speaker and quote.speaker.name == "la rédaction":
        paper = Speaker(name=article.outlet, kind="organisation")
        return quote.model_copy(update={"speaker": paper})
    return quote

article = apply(miner(source), newsroom)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeAlias

from quoteminer.models import Article, Mention, Profile, Quote, Speaker

__all__ = ["Rule", "apply"]

Rule: TypeAlias = Callable[[Quote, Article], Quote]
"""Given a quote and its article, returns the quote as it stands or a changed copy."""


def apply(article: Article, *rules: Rule) -> Article:
    """Return the article with its quotes as the rules, one after the other, leave them.

    Speakers with their mentions, and the counts of profiles, are made anew from the quotes;
    the explanation of a changed quote says which rule changed it. The article is validated
    again: raises `ValueError` where a rule sets an offset that does not fit.
    """
    quotes = []
    for quote in article.quotes:
        for rule in rules:
            changed = rule(quote, article)
            if changed != quote:
                name = getattr(rule, "__name__", type(rule).__name__)
                told = (*changed.explanation, f"own rule: {name}")
                changed = changed.model_copy(update={"explanation": told})
            quote = changed
        quotes.append(quote)
    return Article.model_validate(
        {
            **dict(article),
            "quotes": quotes,
            "speakers": _speakers(quotes),
            "profiles": _profiles(article.profiles, quotes),
        }
    )


def _speakers(quotes: Iterable[Quote]) -> list[Speaker]:
    """Everybody quoted, in order of first appearance, with the mentions of their quotes."""
    found: dict[tuple[str, str], Speaker] = {}
    mentions: dict[tuple[str, str], dict[int, Mention]] = {}
    for quote in quotes:
        if quote.speaker is not None:
            key = quote.speaker.name, quote.speaker.kind
            found.setdefault(key, quote.speaker)
            of = mentions.setdefault(key, {})
            if quote.mention is not None:
                of[quote.mention.start] = quote.mention
    return [
        speaker.model_copy(update={"mentions": tuple(of[at] for at in sorted(of))})
        for speaker, of in zip(found.values(), mentions.values(), strict=True)
    ]


def _profiles(profiles: Iterable[Profile], quotes: Iterable[Quote]) -> list[Profile]:
    """The profiles with quotes and quoted words counted again."""
    times: Counter[tuple[str, str]] = Counter()
    words: Counter[tuple[str, str]] = Counter()
    for quote in quotes:
        if quote.speaker is not None and quote.speaker.entity is not None:
            key = quote.speaker.name, quote.speaker.entity.label
            times[key] += 1
            words[key] += quote.word_count
    return [
        p.model_copy(
            update={"quotes": times[p.name, p.label], "quoted_words": words[p.name, p.label]}
        )
        for p in profiles
    ]
