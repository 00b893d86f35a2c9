"""The user's own rules: what they change is consistent, what they do not touch stays."""

from __future__ import annotations

import pytest
from conftest import articles

from quoteminer import Article, Source, Speaker
from quoteminer.own_rules import apply

TEXT = (
    "La préfecture a indiqué que la route était «coupée pour deux jours». «Soyez prudents», a "
    "demandé le préfet. «Nous aiderons», a promis la maire, Anne Roy. «Vite», a-t-elle ajouté."
)


def holder(quote, article):
    """The office and its holder are one source."""
    if quote.speaker and quote.speaker.name in ("la préfecture", "le préfet"):
        who = Speaker(name="Bertrand Aucourt", kind="person")
        return quote.model_copy(update={"speaker": who})
    return quote


def nobody(quote, article):
    return quote.model_copy(update={"speaker": None, "confidence": 0.0})


def test_a_rule_changes_speakers_mentions_and_counts(miner):
    article = miner(Source(text=TEXT, id="route"))
    ruled = apply(article, holder)
    assert [s.name for s in ruled.speakers] == ["Bertrand Aucourt", "Anne Roy"]
    assert [m.text for m in ruled.speakers[0].mentions] == ["La préfecture", "le préfet"]
    assert [len(ruled.quotes_of(s)) for s in ruled.speakers] == [2, 2]
    assert ruled.quotes[0].explanation[-1] == "own rule: holder"
    assert ruled.quotes[2:] == article.quotes[2:]
    assert Article.model_validate_json(ruled.model_dump_json()) == ruled
    (roy,) = [p for p in apply(article, nobody).people if p.name == "Anne Roy"]
    assert (roy.quotes, roy.quoted_words) == (0, 0) and roy.mentions == 1
    assert apply(article, holder, nobody).speakers == ()


@pytest.mark.parametrize("gold", articles()[:6], ids=lambda g: g["id"])
def test_a_rule_that_changes_nothing_changes_nothing(miner, gold):
    article = miner(gold["text"])
    assert apply(article, lambda quote, _: quote) == article


def test_what_a_rule_returns_is_checked(miner):
    with pytest.raises(ValueError, match="is not"):
        apply(
            miner(TEXT), lambda q, _: q.model_copy(update={"start": q.start + 1, "end": q.end + 1})
        )
