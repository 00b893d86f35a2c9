"""Texts that nobody should have to read, and what has to hold of every article all the same.

Every choice is drawn from a `random.Random`, so that one generator serves hypothesis
(`st.randoms()`, which shrinks what it finds), a seeded run of any length, and a fuzzer that
draws the choices from its own bytes (`scripts/fuzz.py`).
"""

from __future__ import annotations

import html
import json
import random
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from quoteminer import Article

HERE = Path(__file__).parent
MARKS = [*"«»“”„‟‹›\"\"''‘’‚+", "<<", ">>", "''", "``", "« ", " »", "«\u00a0", "\u202f»"]
WORDS = (
    "Anne Roy Karim Belhadj Mme M. Dr Brest Lyon CGT l'Union l' d' qu' la le les un une des du de à au "
    "maire ministre porte-parole elle il on qui que dont et mais selon d'après dit a-t-il a-t-elle "
    "déclaré assure affirme annoncé prévient ajoute, dit-on estime qualifié de comme pour oui non "
    "nous tiendrons rien n'est réglé demain 2019 14h30 15 % 3,5 1er J. U.R.S.S. ex-maire etc. NDLR "
    "-t-il porte -elle aujourd'hui États-Unis Éric Œuvre œ ﬁ ß İ ǅ ﷺ ½ ₂ ① Ⅳ"
).split()
STOPS = [
    ".",
    "...",
    "…",
    "?",
    "!",
    "?!",
    ":",
    ";",
    ",",
    " – ",
    " — ",
    "(",
    ")",
    "[…]",
    "[",
    "]",
    "/",
    "-",
]
SPACES = [
    " ",
    " ",
    " ",
    "",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\u00a0",
    "\u202f",
    "\u2009",
    "\u3000",
    "\u2028",
]
INVISIBLE = [
    *"\0\x01\x02\x07\x08\x0b\x0c\x1b\x1f\x7f\x85\xad",
    *"\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2069\ufeff\ufffe\uffff",
    "\ud800", "\udfff", "\udc80", "\U000e0041", "\U0010ffff",
]  # fmt: skip
ACCENTS = ["\u0300", "\u0301", "\u0302", "\u0308", "\u0327", "\u0338", "\u20dd", "\ufe0f", "\u3099"]
FOREIGN = [
    "The mayor said: “We will hold.”", "„Wir bleiben“, sagte Anna Rot.", "«Да», сказал он.",
    "“Sí”, dijo.", "他说:“好。”", "「はい」と言った。", "قال «نعم»", "אמר ״כן״", "그는 “네” 라고 했다",
    "नहीं", "👩‍👩‍👧‍👦", "🇫🇷", "Ἀθήνα", "ไม่มีช่องว่าง", "Zażółć ‚tak’",
]  # fmt: skip
MARKUP = [
    "<p>", "</p>", "<br/>", "&nbsp;", "&laquo;", "&raquo;", "&#8217;", "&", "<a href=\"http://a.fr/?b=c&d\">",
    "<!-- «non» -->", "<script>alert('«oui»')</script>", "{\"a\": \"«b»\"}", "http://www.a.fr/b_c?d=%C2%AB",
    "a.b@c.fr", "@anne_roy", "#Brest", "**", "[lien](x)", "{direct 1 X}", "=1+1", "%s", "\\n", "$1",
]  # fmt: skip
DEBRIS = [
    "l|", "rn", "0ui", "I'", "(( ", "~", "^", "`", "¬", "|", "_ _ _", "....", "-\n", "tiendr-\nons",
    "« «", "» »", "\"\"", ",,", ";;", "l 'eau", "L E S", "aujourd ' hui", "�", "Ã©", "Â«", "â€™",
]  # fmt: skip
POOLS = (MARKS, WORDS, WORDS, STOPS, SPACES, MARKS, INVISIBLE, ACCENTS, FOREIGN, MARKUP, DEBRIS)


@cache
def sentences() -> list[str]:
    """Sentences of the project's own articles, to be spoilt."""
    from conftest import articles

    return [line for a in articles() for line in a["text"].split("\n") if line]


def debris(choice: random.Random, most: int = 24) -> str:
    """A text of up to `most` words, marks and remains, with or without spaces between."""
    pools = [choice.choice(POOLS) for _ in range(choice.randint(1, 5))]
    glue = choice.choice([" ", " ", "", "\u00a0", "\n"])
    return glue.join(choice.choice(choice.choice(pools)) for _ in range(choice.randint(0, most)))


def runs(choice: random.Random, most: int = 80) -> str:
    """A few characters or words again and again: rules, dotted lines, nested marks."""
    piece = "".join(choice.choice(choice.choice(POOLS)) for _ in range(choice.randint(1, 3)))
    times = choice.randint(1, most)
    if choice.random() < 0.3:
        closing = choice.choice(["»", "”", '"', "’", ")"])
        return f"{piece} " * times + "oui" + f" {closing}" * times
    return piece * times


def spoilt(choice: random.Random) -> str:
    """A few sentences of the press with a few mutations."""
    lines = [choice.choice(sentences()) for _ in range(choice.randint(1, 2))]
    return mutated(choice.choice(["\n", " "]).join(lines), choice, choice.randint(1, 4))


def text(choice: random.Random) -> str:
    """Any of these, or two of them joined."""
    made = choice.choice([debris, debris, runs, spoilt, spoilt])(choice)
    if choice.random() < 0.2:
        made += choice.choice(SPACES) + choice.choice([debris, spoilt])(choice)
    return made


# --- Mutations of a text ---------------------------------------------------------------


def _at(text: str, choice: random.Random) -> int:
    return choice.randint(0, len(text))


def _insert(text: str, choice: random.Random) -> str:
    at = _at(text, choice)
    return text[:at] + choice.choice(choice.choice(POOLS)) + text[at:]


def _delete(text: str, choice: random.Random) -> str:
    at = _at(text, choice)
    return text[:at] + text[at + choice.randint(1, 1 + len(text) // 10) :]


def _repeat(text: str, choice: random.Random) -> str:
    at = _at(text, choice)
    piece = text[at : at + choice.randint(1, 30)]
    return text[:at] + piece * choice.randint(2, 20) + text[at:]


def _swap(text: str, choice: random.Random) -> str:
    a, b, c = sorted(_at(text, choice) for _ in range(3))
    return text[:a] + text[b:c] + text[a:b] + text[c:]


def _marks(text: str, choice: random.Random) -> str:
    """Every mark of one kind replaced by another, or lost."""
    return text.replace(choice.choice(MARKS), choice.choice([*MARKS, ""]))


def _lose_mark(text: str, choice: random.Random) -> str:
    places = [i for i, c in enumerate(text) if c in "«»“”\"’'"]
    if not places:
        return text
    at = choice.choice(places)
    return text[:at] + text[at + 1 :]


def _spaces(text: str, choice: random.Random) -> str:
    return text.replace(choice.choice([" ", "\n", ", "]), choice.choice([*SPACES, ",", "\r"]))


def _case(text: str, choice: random.Random) -> str:
    a, b = sorted((_at(text, choice), _at(text, choice)))
    how: Callable[[str], str] = choice.choice([str.upper, str.lower, str.title, str.swapcase])
    return text[:a] + how(text[a:b]) + text[b:]


def _form(text: str, choice: random.Random) -> str:
    a, b = sorted((_at(text, choice), _at(text, choice)))
    form: Any = choice.choice(["NFC", "NFD", "NFKC", "NFKD"])
    return text[:a] + unicodedata.normalize(form, text[a:b]) + text[b:]


def _encoding(text: str, choice: random.Random) -> str:
    a, b = sorted((_at(text, choice), _at(text, choice)))
    wrong = choice.choice(["cp1252", "cp850", "utf-16-le", "latin-1"])
    spoilt = text[a:b].encode("utf-8", "surrogatepass").decode(wrong, "replace")
    return text[:a] + spoilt + text[b:]


def _markup(text: str, choice: random.Random) -> str:
    return choice.choice(["<p>{}</p>", "{}", "<b>{}"]).replace("{}", html.escape(text))


def _lines(text: str, choice: random.Random) -> str:
    """Broken every so many characters, as a column of print is."""
    width = choice.randint(1, 60)
    ending = choice.choice(["\n", "\r\n", "-\n", " \n"])
    return ending.join(text[i : i + width] for i in range(0, len(text), width))


MUTATIONS: tuple[Callable[[str, random.Random], str], ...] = (
    _insert, _delete, _repeat, _swap, _marks, _lose_mark, _spaces, _case, _form, _encoding, _markup,
    _lines, _insert, _lose_mark,
)  # fmt: skip


def mutated(text: str, choice: random.Random, times: int = 1) -> str:
    """`text` after so many mutations."""
    for _ in range(times):
        text = choice.choice(MUTATIONS)(text, choice)
    return text


# --- What holds ------------------------------------------------------------------------


def check(article: Article, text: str) -> None:
    """Raise `AssertionError` where something of an article does not hold."""
    size = len(text)
    assert article.text == text, "the text was changed"
    spans = [*article.entities, *article.quotes]
    for quote in article.quotes:
        spans += [part for part in (quote.mention, quote.cue) if part is not None]
    spans += [mention for speaker in article.speakers for mention in speaker.mentions]
    for span in spans:
        assert 0 <= span.start < span.end <= size, f"an empty span, or one outside: {span!r}"
        assert text[span.start : span.end] == span.text, f"wrong offsets: {span!r}"
    for a, b in zip(article.entities, article.entities[1:], strict=False):
        assert a.end <= b.start, f"entities overlap: {a!r} {b!r}"
    for index, quote in enumerate(article.quotes):
        assert quote.outer_start <= quote.start < quote.end <= quote.outer_end <= size
        assert quote.sentence_start <= quote.outer_start, f"begins before its sentence: {quote!r}"
        assert quote.outer_end <= quote.sentence_end <= size, f"ends after its sentence: {quote!r}"
        opening, closing = quote.marks
        assert text.startswith(opening, quote.outer_start)
        assert text.endswith(closing, 0, quote.outer_end)
        assert quote.recovered or (opening and closing)
        for start, end in quote.incises:
            assert quote.start <= start < end <= quote.end
        if quote.parent is not None:
            assert quote.parent < index
            parent = article.quotes[quote.parent]
            assert parent.start <= quote.outer_start and quote.outer_end <= parent.end
        if quote.continues is not None:
            assert 0 <= quote.continues < len(article.quotes) and quote.continues != index
        if quote.kind == "scare":
            assert quote.speaker is quote.mention is quote.cue is None
        if quote.speaker is not None:
            assert quote.speaker in article.speakers and quote.speaker.name.strip()
    starts = [quote.outer_start for quote in article.quotes]
    assert starts == sorted(starts), "quotes out of order"
    assert sum(profile.mentions for profile in article.profiles) == len(article.entities)
    again = Article.model_validate_json(article.model_dump_json())
    if all(not "\ud800" <= c <= "\udfff" for c in text):
        assert again == article, "JSON does not give the article back"
    else:
        assert len(again.text) == size
    for table in ("articles", "quotes", "entities", "speakers"):
        json.dumps(article.to_rows(table), default=str).encode()
