"""The HTML exports of the press archive Europresse (Eureka), of every year's layout.

One file holds hundreds of `<article>` elements. It is cut at these as a stream, so that
one article is in memory at a time, and each is parsed by lxml. What stands around the
body (captions, copyright, notes, addresses) is kept in `meta`, out of the text; what is
no press article (a transcript, a post) is an `Unread` with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree, html

from quoteminer.corpus import dates
from quoteminer.corpus.encoding import decode
from quoteminer.corpus.unread import Item, Unread, failing
from quoteminer.errors import InputError
from quoteminer.models import Source

CHUNK = 1 << 20
# An article is at most this long; after that its end is missing, and the next begins.
MAX_ARTICLE = 1 << 26
_EDGE = re.compile(rb"<article[\s>/]|</article\s*>", re.I)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_BLOCKS = frozenset(
    "p div section header footer article aside blockquote ul ol li table tr td h1 h2 h3 h4 h5 h6"
    " figure figcaption hr dl dt dd pre".split()
)
_SILENT = frozenset(("script", "style", "head", "noscript", "aside", "button", "template"))
_HTML_SPACE = re.compile(r"[ \t\r\n\f]+")

# «Le Figaro, no. 23456», «Libération (site web)», «Ouest-France - Édition de Rennes»
_AFTER_OUTLET = re.compile(
    r",\s*n[o°º]s?\b\.?|,?\s+n[°º]\s*\d|\s*\(\s*(?:site|ref|réf|web)\b|\s+[-–]\s+[EÉeé]dition\b|\s{3,}|\n",
    re.I,
)
_EDITION = re.compile(r"\s[-–]\s+([EÉeé]dition\b.+?)\s*(?:,\s*n[o°]|$)", re.I | re.S)
# «1 240 mots», «1,240 words»; not the page before it: «p. 8, 540 mots»
_WORDS = re.compile(r"(?<!\w)(\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+|\d+)\s*(?:mots|words)\b", re.I)
_PAGES = re.compile(r"\bpp?\.\s*([^,;]+(?:,\s*\d+)*)", re.I)
_WEEKDAY = re.compile(
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday"
    r"|friday|saturday|sunday)\b,?\s*$",
    re.I,
)
_NUMBER = re.compile(r"\b(?:news|web|biblio|radio|tv)[·•][\w·•-]+|\b\w+·\d{8}·\w+·\S+")
_COPYRIGHT = re.compile(
    r"^\W*(?:©|\(c\)\s*\d{4}|copyright\b)|\btous droits r[ée]serv[ée]s\b|\ball rights reserved\b",
    re.I,
)
_CAPTION = re.compile(r"^(?:illustrations?|photos?|légendes?)\s*(?:\(s\))?\s*:\s*", re.I)
_NOTE = re.compile(r"^notes?\s*(?:\(s\))?\s*:\s*", re.I)
_SEE_ALSO = re.compile(
    r"^\W*(?:[ÀA]\s+)?(?:lire|voir|écouter)\s+(?:aussi|également|notre|nos)\b", re.I
)
_APPEARED = re.compile(r"cet article est paru dans|this article appeared in", re.I)
_EMAIL = re.compile(
    r"^\W*(?:(?:e-?mail|courriel|contact)\s*:\s*)?[\w.+-]+@[\w-]+\.[\w.-]+\W*$", re.I
)
# Longer than this, a paragraph that follows an empty label is the article again.
_SHORT = 300


def read_html(stream: BinaryIO, name: str, encoding: str | None = None) -> Iterator[Item]:
    """Yield the press articles of an export, an `Unread` in the place of each other item.

    Raises `InputError` where the file holds no `<article>` at all.
    """
    number = 0
    declared: str | None = None
    for number, (head, data) in enumerate(_cut(stream), 1):
        if number == 1:
            declared = encoding or _declared(head)
        with failing(where := f"{name}#{number}") as failure:
            text, note = _decode(data, declared)
            yield _article(text, where, note)
        yield from failure
    if number == 0:
        raise InputError("no <article> in this HTML: not an export of the press archive")


def _declared(head: bytes) -> str | None:
    found = _CHARSET.search(head)
    name = found[1].decode("ascii").lower() if found else None
    # Web pages said to be latin-1 are cp1252: so the HTML standard reads them.
    return "cp1252" if name in ("iso-8859-1", "latin1", "latin-1", "windows-1252") else None


def _decode(data: bytes, declared: str | None) -> tuple[str, str | None]:
    text, note = decode(data)
    if note is not None and declared is not None:
        return data.decode(declared, "replace"), declared
    return text, note


def _cut(stream: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Yield (what stands before the first article, the bytes of each article)."""
    first = stream.read(CHUNK)
    wide = "utf-16" if first[:2] in (b"\xff\xfe", b"\xfe\xff") else None
    if wide:  # the marks to cut at are bytes: bring the whole export to UTF-8 first
        first = (first + stream.read()).decode(wide, "replace").encode("utf-8")
    buffer = first
    start = -1
    at = 0
    head = b""
    seen_head = False
    while True:
        for edge in _EDGE.finditer(buffer, at):
            opening = edge[0][1:2] != b"/"
            if start >= 0:
                yield head, buffer[start : edge.start() if opening else edge.end()]
            if opening and not seen_head:
                head, seen_head = buffer[: edge.start()], True
            start = edge.start() if opening else -1
            at = edge.end()
        keep = start if start >= 0 else max(at, len(buffer) - 16)
        if not seen_head:
            keep = 0 if len(buffer) < CHUNK else max(0, len(buffer) - 16)
        if start >= 0 and len(buffer) - start > MAX_ARTICLE:
            yield head, buffer[start:]
            keep, start = len(buffer), -1
        # The next edge may straddle two chunks: look again at the last bytes.
        at = max(at, len(buffer) - 16) - keep
        buffer = buffer[keep:]
        at = max(0, at)
        start = 0 if start >= 0 else -1
        if start == 0:
            at = max(at, 1)
        more = stream.read(CHUNK)
        if not more:
            break
        buffer += more
    if start >= 0:
        yield head, buffer[start:]


def _article(text: str, where: str, note: str | None) -> Source:
    parser = html.HTMLParser(huge_tree=True, encoding=None)
    try:
        root = html.fragment_fromstring(text, parser=parser)
    except (etree.ParserError, ValueError, AssertionError):
        root = html.fromstring(f"<article>{re.sub('</?article[^>]*>', '', text)}</article>")
    # The parser leaves out what stands deeper than it goes: no part of an article is one.
    if any(e.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for e in parser.error_log):
        raise Unread(where, "elements nested deeper than can be read")
    publication = _first(root, "DocPublicationName")
    number = _doc_number(root)
    title, subtitle, kicker = _titles(root)
    if publication is None or not _line(publication):
        raise Unread(
            where,
            "not a press article: no publication name (a transcript, post or report)",
            id=number,
        )
    header = _header(root)
    meta: dict[str, Any] = {}
    outlet = _outlet(publication, meta)
    date = _read_header(header, meta)
    body = _first(root, "docOcurrContainer")
    if body is None or not _line(body):
        body = _first(root, "DocText")
    if body is None:
        raise Unread(where, "no text", id=number)
    address = _address(root, body)
    paragraphs = _sorted_out(_paragraphs(body), meta)
    _around(root, body, meta)
    if not paragraphs:
        raise Unread(where, "no text", id=number)
    found = {
        "subtitle": subtitle,
        "kicker": kicker,
        "author": _author(root),
        "url": address,
        "document": number,
        "encoding": note,
    }
    meta.update({key: value for key, value in found.items() if value})
    return Source(
        text="\n\n".join(paragraphs),
        id=number or where,
        title=title,
        outlet=outlet,
        date=date,
        meta=meta,
        where=where,
    )


# --- Elements by class ---------------------------------------------------------------


def _having(root: html.HtmlElement, name: str) -> Iterator[html.HtmlElement]:
    """The elements with the class `name` (classes are told apart, case is not)."""
    wanted = name.lower()
    for element in root.iter(etree.Element):
        if wanted in (element.get("class") or "").lower().split():
            yield element


def _first(root: html.HtmlElement, name: str) -> html.HtmlElement | None:
    return next(_having(root, name), None)


def _line(element: html.HtmlElement | None) -> str:
    """The text of an element on one line."""
    return "" if element is None else " ".join(" ".join(_paragraphs(element)).split())


def _paragraphs(element: html.HtmlElement) -> list[str]:
    """The text of an element, a string for each block; a `<br>` breaks a block too.

    Inline markup (a highlighted search term, italics) leaves no trace.
    """
    parts: list[str] = []

    def walk(node: html.HtmlElement) -> None:
        # a loop, not recursion: exports nest as deep as their authors' editors did
        stack: list[tuple[html.HtmlElement, bool]] = [(node, False)]
        while stack:
            current, leaving = stack.pop()
            block = current.tag in _BLOCKS
            if leaving:
                if block:
                    parts.append("\n")
                if current is not node and current.tail:
                    parts.append(_HTML_SPACE.sub(" ", current.tail))
                continue
            if not isinstance(current.tag, str) or current.tag in _SILENT:
                if current is not node and current.tail:
                    parts.append(_HTML_SPACE.sub(" ", current.tail))
                continue
            if block or current.tag == "br":
                parts.append("\n")
            if current.text:
                parts.append(_HTML_SPACE.sub(" ", current.text))
            stack.append((current, True))
            stack.extend((child, False) for child in reversed(current))

    walk(element)
    lines = (re.sub(r" {2,}", " ", line).strip(" \u00a0") for line in "".join(parts).split("\n"))
    return [line for line in lines if line]


# --- Fields --------------------------------------------------------------------------


def _outlet(publication: html.HtmlElement, meta: dict[str, Any]) -> str:
    raw = "\n".join(_paragraphs(publication)) or _line(publication)
    meta["publication"] = " ".join(raw.split())
    edition = _EDITION.search(raw)
    if edition:
        meta["edition"] = " ".join(edition[1].split())
    outlet = _AFTER_OUTLET.split(raw.strip(), maxsplit=1)[0]
    return " ".join(outlet.split()).strip(" ,;") or meta["publication"]


def _header(root: html.HtmlElement) -> str:
    """The line with section, date, pages and word count."""
    found = _line(_first(root, "DocHeader"))
    if found:
        return found
    mark = _first(root, "DocTitreSousSection")
    following = mark.getnext() if mark is not None else None
    while following is not None and following.tag != "span":
        following = following.getnext()
    return _line(following)


def _read_header(header: str, meta: dict[str, Any]) -> Any:
    """Return the date of a header line; section, page and word count go to `meta`."""
    if not header:
        return None
    meta["header"] = header
    found = dates.find(header)
    before = header[: found.start] if found else ""
    after = header[found.end :] if found else header
    section = _WEEKDAY.sub("", before.strip()).strip(" ,;-–")
    if section:
        meta["section"] = section
    words = _WORDS.search(after)
    if words:
        meta["word_count"] = int(re.sub(r"\D", "", words[1]))
        after = f"{after[: words.start()]};{after[words.end() :]}"
    pages = _PAGES.search(after)
    if pages:
        meta["page"] = pages[1].strip(" .-")
    return found.value if found else None


def _titles(root: html.HtmlElement) -> tuple[str | None, str | None, str | None]:
    """Title, subtitle and the line above the title."""
    block = _first(root, "titreArticle")
    where = block if block is not None else root
    title = _first(where, "rdp__articletitle")
    if title is None:
        title = _first(where, "titreArticleVisu")
    subtitle = _first(where, "rdp__subtitle")
    kicker = _first(block, "sm-margin-bottomNews") if block is not None else None
    if title is not None:
        text = _line(title)
    elif block is not None:
        apart = {_line(e) for e in (subtitle, kicker) if e is not None}
        text = " ".join(p for p in _paragraphs(block) if " ".join(p.split()) not in apart)
    else:
        text = ""
    return text or None, _line(subtitle) or None, _line(kicker) or None


def _author(root: html.HtmlElement) -> str | None:
    found = _line(_first(root, "docAuthors"))
    if not found:
        block = _first(root, "titreArticle")
        if block is None:
            block = _first(root, "titreArticleVisu")
        following = block.getnext() if block is not None else None
        while following is not None:
            if "sm-margin-bottomnews" in (following.get("class") or "").lower().split():
                found = _line(following)
                break
            following = following.getnext()
    return re.sub(r"^(?:par|by|de)\s+(?=\S)", "", found, flags=re.I).strip(" ;,") or None


def _doc_number(root: html.HtmlElement) -> str | None:
    """The archive's own number, «news·20190314·LM·0123»."""
    place = _first(root, "publiC-lblNodoc")
    footer = next(root.iter("footer"), None)
    for element in (place, footer):
        found = _NUMBER.search(_line(element)) if element is not None else None
        if found:
            return found[0].strip(".,;")
    return _line(place) or None


def _address(root: html.HtmlElement, body: html.HtmlElement) -> str | None:
    """The web address of the article; the link is taken out of the body."""
    for link in list(root.iter("a")):
        if _APPEARED.search(_line(link)):
            link.text = None
            for child in list(link):
                link.remove(child)
            address: str | None = link.get("href")
            return address
    return None


def _sorted_out(paragraphs: list[str], meta: dict[str, Any]) -> list[str]:
    """Return the paragraphs of the body; what stands around them goes to `meta`."""
    body: list[str] = []
    held: str | None = None
    for index, paragraph in enumerate(paragraphs):
        key, rest = _label(paragraph)
        if key is not None:
            # an empty label speaks of what follows
            held = key if not rest else None
            if rest:
                meta.setdefault(key, []).append(rest)
        elif held is not None and (held == "notes" or _tail(paragraphs, index)):
            meta.setdefault(held, []).append(paragraph)
        else:
            held = None
            body.append(paragraph)
    return body


def _label(paragraph: str) -> tuple[str | None, str]:
    """What a paragraph around the body is, and its words without the label."""
    for key, pattern in (("captions", _CAPTION), ("notes", _NOTE)):
        found = pattern.match(paragraph)
        if found and len(paragraph) <= 4 * _SHORT:
            return key, paragraph[found.end() :].strip()
    if len(paragraph) <= _SHORT:
        if _COPYRIGHT.search(paragraph):
            return "copyright", paragraph
        if _SEE_ALSO.match(paragraph):
            return "see_also", paragraph
        if _EMAIL.match(paragraph):
            return "contacts", paragraph
        if _APPEARED.search(paragraph):
            return "appeared", paragraph
    return None, paragraph


def _tail(paragraphs: list[str], index: int) -> bool:
    """Whether only short paragraphs stand from here to the next label or the end."""
    for paragraph in paragraphs[index:]:
        if _label(paragraph)[0] is not None:
            return True
        if len(paragraph) > _SHORT:
            return False
    return True


def _around(root: html.HtmlElement, body: html.HtmlElement, meta: dict[str, Any]) -> None:
    """Captions, copyright and notes that stand outside the body's element."""
    seen = set(body.iter())
    for element in root.iter("footer", "small", "figcaption"):
        if element in seen:
            continue
        seen.update(element.iter())
        found: dict[str, Any] = {}
        lines = [p for p in _paragraphs(element) if _label(p)[0] or not _NUMBER.search(p)]
        key = "captions" if element.tag == "figcaption" else "around"
        found[key] = _sorted_out(lines, found) + found.get(key, [])
        for key, values in found.items():
            known = meta.get(key, [])
            new = [value for value in values if value not in known]
            if new:
                meta[key] = [*known, *new]
    for name, key in (("docCopyright", "copyright"), ("publiC-lblCopyright", "copyright")):
        for element in _having(root, name):
            text = _line(element)
            if text and text not in meta.get(key, []):
                meta.setdefault(key, []).append(text)
