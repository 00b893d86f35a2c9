"""Annotations written into the text itself, so that a case reads as an article does.

    «Nous tiendrons»{direct 1 Anne Roy}, a {c1:promis} {n1:Anne Roy}, qui refuse
    toute «rallonge»{scare}.

`{direct N NAME}`, `{mixed N NAME}` or `{scare}` stands right after the closing mark of
the quotation it annotates; `{cN:…}` is the cue numbered N, `{nN:…}`, `{dN:…}`, `{pN:…}`
the mention (named, a description, a pronoun); `{n1,2:…}` where quotations with cues of
their own share it. Several quotations may share a number;
a number without cue or mention says that there is none. NAME is the speaker's fullest
name, or the description as written; it is left out where the words have no source.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from quoteminer.errors import InputError

__all__ = [
    "NotationError",
    "cases",
    "parse",
    "read",
    "unparse",
]

_NOTE = re.compile(r"\{([^{}]*)\}")
_SPAN = re.compile(r"([cndp])(\d+(?:,\d+)*):(.+)", re.DOTALL)
_KIND = re.compile(r"(direct|mixed|scare)(?: (\d+))?(?: (\S.*))?", re.DOTALL)
_TYPES = {"n": "named", "d": "nominal", "p": "pronoun"}
_LETTERS = {v: k for k, v in _TYPES.items()}
_OPENING = {"»": "«", "”": "“", "›": "‹", '"': '"', "“": "„", "’": "‘", "'": "'", "+": "+"}


class NotationError(InputError):
    """The notation is not well formed; the message gives line and column."""

    def __init__(self, message: str, source: str, at: int) -> None:
        line = source.count("\n", 0, at) + 1
        column = at - source.rfind("\n", 0, at)
        super().__init__(f"line {line}, column {column}: {message}")


def parse(source: str, *, id: str = "") -> dict[str, Any]:
    """Return the annotated article: `id`, `text` without notes, `quotes`.

    Raises `NotationError` with line and column.

    >>> parse("«Oui»{direct 1 Zoé}, {c1:dit} {n1:Zoé}.")["quotes"][0]["cue"]
    {'start': 7, 'end': 10, 'text': 'dit'}
    """
    parts: list[str] = []
    length = 0
    spans: dict[tuple[str, str], dict[str, Any]] = {}
    notes: list[tuple[int, int, str, str | None, str | None]] = []
    at = 0
    for note in _NOTE.finditer(source):
        parts.append(source[at : note.start()])
        length += note.start() - at
        at = note.end()
        body = note.group(1)
        if span := _SPAN.fullmatch(body):
            letter, numbers, words = span.groups()
            for number in numbers.split(","):
                key = ("cue" if letter == "c" else "mention", number)
                if key in spans:
                    raise NotationError(f"a second {key[0]} {number}", source, note.start())
                spans[key] = {"start": length, "end": length + len(words), "text": words}
                if letter != "c":
                    spans[key]["type"] = _TYPES[letter]
            parts.append(words)
            length += len(words)
        elif kind := _KIND.fullmatch(body):
            name, number, speaker = kind.group(1), kind.group(2), kind.group(3)
            notes.append((length, note.start(), name, number, speaker))
        else:
            raise NotationError(f"{note.group()!r} is no note", source, note.start())
    parts.append(source[at:])
    text = "".join(parts)
    if stray := re.search(r"[{}]", text):
        raise NotationError("a brace without its other", source, source.find(stray.group()))
    quotes: list[dict[str, Any]] = []
    for end, place, kind_name, number, speaker in notes:
        start = _opening(text, end)
        if start < 0:
            raise NotationError("no quotation ends here", source, place)
        inner = text[start + 1 : end - 1]
        first = start + 1 + len(inner) - len(inner.lstrip())
        last = end - 1 - (len(inner) - len(inner.rstrip()))
        if kind_name == "scare" and (number or speaker):
            raise NotationError("a scare quote has no source", source, place)
        quotes.append(
            {
                "start": first, "end": last, "text": text[first:last], "kind": kind_name,
                "speaker": speaker,
                "mention": spans.get(("mention", number or "")),
                "cue": spans.get(("cue", number or "")),
                "incise": [], "nested": False,
            }
        )  # fmt: skip
    numbered = {n for _, _, _, n, _ in notes}
    for what, number in spans:
        if number not in numbered:
            raise NotationError(f"{what} {number} belongs to no quotation", source, 0)
    quotes.sort(key=lambda q: (q["start"], -q["end"]))
    for quote in quotes:
        quote["nested"] = any(
            o["start"] < quote["start"] and quote["end"] <= o["end"] for o in quotes
        )
    return {"id": id, "text": text, "quotes": quotes}


def cases(source: str, *, name: str = "") -> list[tuple[str, str]]:
    r"""Return the annotated texts of a file, each with its name.

    A line `== NAME` begins a case; lines before the first that begin with # say what the file
    holds. A file without such lines is one text, `name`.

    >>> cases("== one\n«Oui»{scare}.\n== two\nRien.")
    [('one', '«Oui»{scare}.'), ('two', 'Rien.')]
    """
    if not re.search(r"^== ", source, re.MULTILINE):
        return [(name, source)]
    _, *parts = re.split(r"^== *(.*)$", source, flags=re.MULTILINE)
    return [
        (title.strip(), text.strip())
        for title, text in zip(parts[::2], parts[1::2], strict=True)
        if text.strip()
    ]


def read(path: Path) -> list[dict[str, Any]]:
    """Return the annotated articles of a file in the notation (see `cases`).

    Raises `InputError`, which names the case, the line in it and the column.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from error
    found = []
    for name, source in cases(text, name=path.stem):
        try:
            found.append(parse(source, id=name))
        except NotationError as error:
            raise InputError(f"{path}, «{name}», {error}") from error
    return found


def _opening(text: str, end: int) -> int:
    """Where the quotation whose closing mark ends at `end` opens, or −1."""
    closing = text[end - 1 : end]
    opening = _OPENING.get(closing)
    if opening is None:
        return -1
    depth = 0
    for i in range(end - 2, -1, -1):
        if text[i] == opening and (depth == 0 or opening == closing):
            return i
        if text[i] == opening:
            depth -= 1
        elif text[i] == closing:
            depth += 1
    return -1


def unparse(article: dict[str, Any]) -> str:
    """Return the text of an annotated article with its notes: the inverse of `parse`."""
    text: str = article["text"]
    inserts: list[tuple[int, int, str]] = []
    marked: dict[tuple[int, int, str], list[str]] = {}
    numbers: dict[tuple[Any, ...], int] = {}
    for quote in article["quotes"]:
        note = quote["kind"]
        mention, cue = quote.get("mention"), quote.get("cue")
        if quote["kind"] != "scare" and (mention or cue):
            key = tuple((s["start"], s["end"]) if s else None for s in (mention, cue))
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                for span, letter in (
                    (cue, "c"),
                    (mention, _LETTERS[mention["type"]] if mention else ""),
                ):
                    if span:
                        place = (span["start"], span["end"], letter)
                        marked.setdefault(place, []).append(str(numbers[key]))
            note += f" {numbers[key]}"
        if quote.get("speaker"):
            note += f" {quote['speaker']}"
        close = quote["end"]
        while close < len(text) and text[close].isspace():
            close += 1
        inserts.append((close + 1, 0, "{" + note + "}"))
    for (start, end, letter), numbered in marked.items():
        inserts.append((start, 1, f"{{{letter}{','.join(numbered)}:"))
        inserts.append((end, 0, "}"))
    for at, _, words in sorted(inserts, reverse=True):
        text = text[:at] + words + text[at:]
    return text
