"""Results in the formats of other tools: annotation, text encoding, textometry, networks.

brat and TEI make one document an article, in a folder; Label Studio, Prodigy, IRaMuTeQ and
GEXF one file. Offsets count Unicode characters, as those tools' readers do.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal, Protocol, TextIO

import lxml.etree

from quoteminer.errors import InputError
from quoteminer.models import Article, Quote

__all__ = [
    "LABEL_CONFIG",
    "Network",
    "brat_annotations",
    "convert",
    "iramuteq_text",
    "label_studio_task",
    "prodigy_task",
    "tei_document",
]

# The stubs know neither a default namespace nor attributes as keywords.
etree: Any = lxml.etree

To = Literal["brat", "labelstudio", "prodigy", "tei", "iramuteq", "gexf"]

TEI = "http://www.tei-c.org/ns/1.0"
GEXF = "http://gexf.net/1.3"
# XML and the tools' line formats cannot hold these: one for one, so that offsets stay.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _clean(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)


class Writer(Protocol):
    """Writes the articles of a corpus one by one."""

    def write(self, article: Article) -> None:
        """Write one article."""

    def close(self) -> None:
        """Write what comes at the end."""


def _name(article: Article, taken: set[str]) -> str:
    """A file name for an article, one no other article has."""
    plain = (
        unicodedata.normalize("NFKD", article.id or "article").encode("ascii", "ignore").decode()
    )
    stem = re.sub(r"[^\w-]+", "_", plain).strip("_")[-80:] or "article"
    name, number = stem, 1
    while name.lower() in taken:
        number += 1
        name = f"{stem}-{number}"
    taken.add(name.lower())
    return name


# --- brat ----------------------------------------------------------------------------

BRAT_CONF = """[entities]
Direct
Mixed
Scare
Mention
Cue
PER
LOC
ORG
[relations]
Said\tArg1:Direct|Mixed, Arg2:Mention
Attributed\tArg1:Direct|Mixed, Arg2:Cue
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>
[events]
[attributes]
Confidence\tArg:Direct|Mixed
"""


def brat_annotations(article: Article) -> str:
    """Return the standoff annotations of an article, whose text file is the text itself.

    Quotes, mentions, cues and entities are text-bound; `Said` ties a quote to the mention
    of its speaker, `Attributed` to its cue; a note (`#`) gives the speaker's full name.
    """
    lines: list[str] = []
    text = _clean(article.text)
    spans: dict[tuple[str, int, int], str] = {}

    def bound(label: str, start: int, end: int) -> str:
        key = (label, start, end)
        if key not in spans:
            spans[key] = f"T{len(spans) + 1}"
            # an annotation over a line break is given as fragments, one a line
            parts = [
                (start + m.start(), start + m.end())
                for m in re.finditer(r"[^\n\r]+", text[start:end])
            ] or [(start, end)]
            where = ";".join(f"{s} {e}" for s, e in parts)
            words = " ".join(text[s:e] for s, e in parts).replace("\t", " ")
            lines.append(f"{spans[key]}\t{label} {where}\t{words}")
        return spans[key]

    relations = notes = 0
    for quote in article.quotes:
        if quote.start == quote.end:
            continue
        mark = bound(quote.kind.capitalize(), quote.start, quote.end)
        for kind, part in (("Said", quote.mention), ("Attributed", quote.cue)):
            if part is not None:
                label = "Mention" if kind == "Said" else "Cue"
                other = bound(label, part.start, part.end)
                relations += 1
                lines.append(f"R{relations}\t{kind} Arg1:{mark} Arg2:{other}")
        if quote.speaker is not None:
            notes += 1
            name = " ".join(_clean(quote.speaker.name).split())
            lines.append(f"#{notes}\tAnnotatorNotes {mark}\t{name}")
    for entity in article.entities:
        bound(entity.label, entity.start, entity.end)
    return "".join(f"{line}\n" for line in lines)


class _Folder:
    def __init__(self, out: Path) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self.out = out
        self.taken: set[str] = set()

    def close(self) -> None:
        pass


class _Brat(_Folder):
    def __init__(self, out: Path) -> None:
        super().__init__(out)
        (out / "annotation.conf").write_text(BRAT_CONF, "utf-8")

    def write(self, article: Article) -> None:
        stem = self.out / _name(article, self.taken)
        # bytes: a text file's line ends would be changed on Windows
        stem.with_suffix(".txt").write_bytes(_clean(article.text).encode())
        stem.with_suffix(".ann").write_bytes(brat_annotations(article).encode())


# --- Label Studio, Prodigy -------------------------------------------------------------

LABEL_CONFIG = """<View>
  <Labels name="label" toName="text">
    <Label value="direct"/><Label value="mixed"/><Label value="scare"/>
    <Label value="mention"/><Label value="cue"/>
    <Label value="PER"/><Label value="LOC"/><Label value="ORG"/>
  </Labels>
  <Relations><Relation value="said by"/><Relation value="attributed by"/></Relations>
  <TextArea name="speaker" toName="text" perRegion="true" editable="true"/>
  <Text name="text" value="$text" granularity="word"/>
</View>
"""


def label_studio_task(article: Article) -> dict[str, Any]:
    """Return a Label Studio task with one prediction (labels, relations, speakers' names).

    `LABEL_CONFIG` is the labelling interface that it fits.
    """
    text = _clean(article.text)
    regions: dict[tuple[str, int, int], str] = {}
    result: list[dict[str, Any]] = []

    def region(label: str, start: int, end: int) -> str:
        key = (label, start, end)
        if key not in regions:
            regions[key] = f"{label}-{start}-{end}"
            result.append(
                {
                    "id": regions[key], "from_name": "label", "to_name": "text", "type": "labels",
                    "value": {"start": start, "end": end, "text": text[start:end], "labels": [label]},
                }
            )  # fmt: skip
        return regions[key]

    for quote in article.quotes:
        mark = region(quote.kind, quote.start, quote.end)
        for kind, label, part in (
            ("mention", "said by", quote.mention),
            ("cue", "attributed by", quote.cue),
        ):
            if part is not None:
                other = region(kind, part.start, part.end)
                result.append(
                    {"type": "relation", "from_id": mark, "to_id": other, "direction": "right",
                     "labels": [label]}
                )  # fmt: skip
        if quote.speaker is not None:
            result.append(
                {
                    "id": mark, "from_name": "speaker", "to_name": "text", "type": "textarea",
                    "value": {"start": quote.start, "end": quote.end,
                              "text": [_clean(quote.speaker.name)]},
                }
            )  # fmt: skip
    for entity in article.entities:
        region(entity.label, entity.start, entity.end)
    return {
        "data": {"text": text, **_about(article)},
        "predictions": [{"model_version": str(article.made_by or "quoteminer"), "result": result}],
    }


def prodigy_task(article: Article) -> dict[str, Any]:
    """Return a Prodigy task: tokens, spans of quotes, mentions and cues, relations.

    Prodigy's spans stand on tokens; these are words, marks and line breaks, and each span
    has both character offsets and token indexes.
    """
    text = _clean(article.text)
    edges = {0, len(text)}
    spans: list[tuple[str, int, int]] = []
    ties: list[tuple[int, int, str]] = []
    for quote in article.quotes:
        if quote.start == quote.end:
            continue
        mark = len(spans)
        spans.append((quote.kind, quote.start, quote.end))
        for label, part in (("mention", quote.mention), ("cue", quote.cue)):
            if part is not None:
                ties.append(
                    (mark, len(spans), "SAID_BY" if label == "mention" else "ATTRIBUTED_BY")
                )
                spans.append((label, part.start, part.end))
    for _, start, end in spans:
        edges |= {start, end}
    tokens: list[dict[str, Any]] = []
    for match in re.finditer(r"\w+|[^\w\s]|\s", text):
        start, end = match.span()
        inner = [e for e in range(start + 1, end) if e in edges]
        for s, e in zip([start, *inner], [*inner, end], strict=True):
            tokens.append({"text": text[s:e], "start": s, "end": e, "id": len(tokens), "ws": False})
    first = {t["start"]: t["id"] for t in tokens}
    last = {t["end"]: t["id"] for t in tokens}
    made = [
        {
            "start": s,
            "end": e,
            "token_start": first[s],
            "token_end": last[e],
            "label": label.upper(),
        }
        for label, s, e in spans
    ]
    relations = [
        {
            "head": made[a]["token_end"], "child": made[b]["token_end"], "label": label,
            "head_span": made[a], "child_span": made[b],
        }
        for a, b, label in ties
    ]  # fmt: skip
    speakers = [_clean(q.speaker.name) if q.speaker else None for q in article.quotes]
    return {
        "text": text, "tokens": tokens, "spans": made, "relations": relations,
        "meta": {k: v for k, v in _about(article).items() if v}, "speakers": speakers,
    }  # fmt: skip


def _about(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "date": article.date.isoformat() if article.date else None,
    }


class _LabelStudio:
    """One JSON array, written as it grows, and beside it the labelling interface (`.interface.xml`)."""

    def __init__(self, out: Path) -> None:
        out.with_suffix(".interface.xml").write_text(LABEL_CONFIG, "utf-8")
        self.stream: TextIO = out.open("w", encoding="utf-8")
        self.stream.write("[")
        self.first = True

    def write(self, article: Article) -> None:
        self.stream.write("\n" if self.first else ",\n")
        self.first = False
        json.dump(label_studio_task(article), self.stream, ensure_ascii=False)

    def close(self) -> None:
        self.stream.write("\n]\n")
        self.stream.close()


class _Prodigy:
    def __init__(self, out: Path) -> None:
        self.stream = out.open("w", encoding="utf-8")

    def write(self, article: Article) -> None:
        self.stream.write(json.dumps(prodigy_task(article), ensure_ascii=False) + "\n")

    def close(self) -> None:
        self.stream.close()


# --- TEI -----------------------------------------------------------------------------


def tei_document(article: Article) -> bytes:
    """Return a TEI P5 document: paragraphs, `<said who="#…">` for quotes, a list of people.

    A quote that crosses paragraphs is one `<said>` in each; scare quotes are `<soCalled>`,
    and what is quoted within a quote stays text of its own. The text of the paragraphs is the article's, character for
    character.
    """
    said = etree.Element(f"{{{TEI}}}TEI", nsmap={None: TEI})

    def add(parent: Any, tag: str, text: str | None = None, **attributes: str) -> Any:
        element = etree.SubElement(parent, f"{{{TEI}}}{tag}", **attributes)
        element.text = _clean(text) if text is not None else None
        return element

    header = add(said, "teiHeader")
    description = add(header, "fileDesc")
    title = add(description, "titleStmt")
    add(title, "title", article.title or article.id or "article")
    add(add(description, "publicationStmt"), "p", f"Annotated by {article.made_by or 'quoteminer'}")
    source = add(add(description, "sourceDesc"), "bibl")
    add(source, "title", article.title or article.id or "article", level="a")
    if article.outlet:
        add(source, "title", article.outlet, level="j")
    if article.date:
        add(source, "date", article.date.isoformat(), when=article.date.isoformat())
    if article.id:
        add(source, "idno", article.id)
    ids: dict[tuple[str, str], str] = {}
    if article.speakers:
        people = add(add(header, "profileDesc"), "particDesc")
        listed = add(people, "listPerson")
        for number, speaker in enumerate(article.speakers, 1):
            key = (speaker.name, speaker.kind)
            ids[key] = f"speaker{number}"
            attributes = {"{http://www.w3.org/XML/1998/namespace}id": ids[key]}
            if speaker.kind == "person":
                person = etree.SubElement(listed, f"{{{TEI}}}person", **attributes)
                add(person, "persName", speaker.name)
            else:
                group = etree.SubElement(
                    listed, f"{{{TEI}}}personGrp", role=speaker.kind, **attributes
                )
                add(group, "name", speaker.name)
    body = add(add(said, "text"), "body")
    _tei_body(article, body, ids, add)
    tree: bytes = etree.tostring(said, xml_declaration=True, encoding="UTF-8")
    return tree


def _tei_body(
    article: Article, body: Any, ids: dict[tuple[str, str], str], add: Callable[..., Any]
) -> None:
    # Outermost quotes only: what is quoted within them stays text of theirs.
    top = [q for q in article.quotes if q.parent is None and q.start < q.end]
    for paragraph in re.finditer(r"[^\n]+", article.text):
        start, end = paragraph.span()
        if not paragraph[0].strip():
            continue
        element = add(body, "p", "")
        at = start
        for quote in top:
            inside = max(start, quote.start, at), min(end, quote.end)
            if inside[0] < inside[1]:
                _tei_text(element, article.text[at : inside[0]])
                _tei_quote(article, quote, inside, element, ids, add)
                at = inside[1]
        _tei_text(element, article.text[at:end])


def _tei_text(element: Any, text: str) -> None:
    """Put text after what the element already holds."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + _clean(text)
    else:
        element.text = (element.text or "") + _clean(text)


def _tei_quote(
    article: Article,
    quote: Quote,
    inside: tuple[int, int],
    element: Any,
    ids: dict[tuple[str, str], str],
    add: Callable[..., Any],
) -> None:
    start, end = inside
    attributes = {}
    if quote.kind != "scare":
        attributes["direct"] = "true"
        if quote.speaker is not None:
            attributes["who"] = f"#{ids[quote.speaker.name, quote.speaker.kind]}"
    add(
        element,
        "soCalled" if quote.kind == "scare" else "said",
        article.text[start:end],
        **attributes,
    )


class _Tei(_Folder):
    def write(self, article: Article) -> None:
        path = self.out / f"{_name(article, self.taken)}.xml"
        path.write_bytes(tei_document(article))


# --- IRaMuTeQ --------------------------------------------------------------------------


def iramuteq_text(article: Article) -> str:
    """Return the reported words of an article, one text a quote, with starred variables.

    `**** *speaker_annie_roy *kind_direct *outlet_… *date_2020-01-02`: variables are of
    letters, figures, `_` and `-` alone, and no line of text starts with `*`.
    """
    found = []
    for quote in article.quotes:
        if quote.kind == "scare" or not quote.text.strip():
            continue
        speaker = quote.speaker
        variables = {
            "speaker": speaker.name if speaker else "unknown",
            "speakerkind": speaker.kind if speaker else "unknown",
            "kind": quote.kind,
            "outlet": article.outlet,
            "date": article.date.isoformat()[:10] if article.date else None,
            "month": article.date.isoformat()[:7] if article.date else None,
            "id": article.id,
        }
        stars = " ".join(f"*{name}_{_modality(v)}" for name, v in variables.items() if v)
        text = "\n".join(
            line.strip().lstrip("*") for line in _clean(quote.text).splitlines() if line.strip()
        )
        found.append(f"**** {stars}\n{text}\n\n")
    return "".join(found)


def _modality(value: str) -> str:
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9-]+", "_", plain).strip("_") or "unknown"


class _Iramuteq:
    def __init__(self, out: Path) -> None:
        self.stream = out.open("w", encoding="utf-8", newline="\n")

    def write(self, article: Article) -> None:
        self.stream.write(iramuteq_text(article))

    def close(self) -> None:
        self.stream.close()


# --- GEXF ------------------------------------------------------------------------------


class Network:
    """Who quotes whom: outlets and the speakers they quote, weighted by quotes."""

    def __init__(self) -> None:
        self.quotes: Counter[tuple[str, str, str]] = Counter()
        self.words: Counter[tuple[str, str, str]] = Counter()

    def add(self, article: Article) -> None:
        """Count the quotes of an article; speakers never named are left out."""
        for quote in article.quotes:
            speaker = quote.speaker
            if speaker is not None and speaker.kind != "unnamed":
                key = (article.outlet or "unknown outlet", speaker.name, speaker.kind)
                self.quotes[key] += 1
                self.words[key] += quote.word_count

    def gexf(self) -> bytes:
        """Return the network as GEXF 1.3 for Gephi."""
        root = etree.Element(f"{{{GEXF}}}gexf", nsmap={None: GEXF}, version="1.3")
        graph = etree.SubElement(root, f"{{{GEXF}}}graph", defaultedgetype="directed")
        attributes: dict[str, str]
        for kind, names in (("node", ["kind"]), ("edge", ["words"])):
            attributes = {"class": kind}
            group = etree.SubElement(graph, f"{{{GEXF}}}attributes", attributes)
            for number, name in enumerate(names):
                type_ = "string" if kind == "node" else "integer"
                etree.SubElement(
                    group, f"{{{GEXF}}}attribute", id=str(number), title=name, type=type_
                )
        nodes = etree.SubElement(graph, f"{{{GEXF}}}nodes")
        edges = etree.SubElement(graph, f"{{{GEXF}}}edges")
        ids: dict[tuple[str, str], str] = {}

        def node(name: str, kind: str) -> str:
            if (name, kind) not in ids:
                ids[name, kind] = f"n{len(ids)}"
                element = etree.SubElement(
                    nodes, f"{{{GEXF}}}node", id=ids[name, kind], label=_clean(name)
                )
                values = etree.SubElement(element, f"{{{GEXF}}}attvalues")
                etree.SubElement(values, f"{{{GEXF}}}attvalue", {"for": "0", "value": kind})
            return ids[name, kind]

        for number, (key, count) in enumerate(sorted(self.quotes.items())):
            outlet, speaker, kind = key
            edge = etree.SubElement(
                edges, f"{{{GEXF}}}edge", id=str(number), source=node(outlet, "outlet"),
                target=node(speaker, kind), weight=str(count),
            )  # fmt: skip
            values = etree.SubElement(edge, f"{{{GEXF}}}attvalues")
            weight = {"for": "0", "value": str(self.words[key])}
            etree.SubElement(values, f"{{{GEXF}}}attvalue", weight)
        tree: bytes = etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", pretty_print=True
        )
        return tree


class _Gexf:
    def __init__(self, out: Path) -> None:
        self.out = out
        self.network = Network()

    def write(self, article: Article) -> None:
        self.network.add(article)

    def close(self) -> None:
        self.out.write_bytes(self.network.gexf())


_WRITERS: dict[str, Callable[[Path], Writer]] = {
    "brat": _Brat, "labelstudio": _LabelStudio, "prodigy": _Prodigy, "tei": _Tei,
    "iramuteq": _Iramuteq, "gexf": _Gexf,
}  # fmt: skip


def convert(articles: Iterable[Article], to: To, out: str | Path) -> None:
    """Write articles in another tool's format: a folder (brat, TEI) or a file.

    Raises `InputError` for a format there is not.
    """
    if to not in _WRITERS:
        raise InputError(f"no such format: {to} (of: {', '.join(_WRITERS)})")
    writer = _WRITERS[to](Path(out))
    try:
        for article in articles:
            writer.write(article)
    finally:
        writer.close()
