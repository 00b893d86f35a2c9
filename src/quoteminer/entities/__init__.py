"""People, places and organisations: the model's entities made right, with canonical names."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from spacy.tokens import Doc

from quoteminer.lexicon.nouns import demonym, human_noun, is_first_name, is_time_word, title


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A name in the text: offsets (end exclusive), label PER / LOC / ORG, canonical name."""

    start: int
    end: int
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Role:
    """A role as the text gives it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person over the article."""

    name: str
    gender: str | None
    gender_evidence: str | None
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class EntityLayer:
    """The entities of an article, and its people."""

    entities: tuple[EntityMention, ...]
    people: tuple[PersonRecord, ...] = ()


_TITLES = re.compile(
    r"^(?:(?:MM?|Mm?es?|Mlles?|Mes?|Drs?|Prs?|Dre|Mgr|Sir|Lord|Monsieur|Madame|Maître|Docteur)\b\.?\s+|"
    r"(?:[Ll]e|[Ll]a|[Ll]es|[Uu]n|[Uu]ne|[Dd]e|[Dd]u|[Dd]es|[Aa]u|[Ee]t)\s+|[LlDdQqNnSsCcJj]u?')"
)
_WORD = re.compile(r"[\w'-]+")


def plain(name: str) -> str:
    """A name without accents and case, to compare."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return bare.replace("-", " ").replace(".", "").strip()


def _clean(text: str, start: int, end: int, label: str) -> tuple[int, int]:
    while True:
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip(" .,;:-–—'\"«»“”()+•\n"))
        start += lead
        piece = text[start:end]
        end -= len(piece) - len(piece.rstrip(" ,;:-–—'\"«»“”(+•\n"))
        if piece.endswith(".") and not re.search(r"\b[A-Z]\.$", piece):
            end -= 1
        match = _TITLES.match(text[start:end])
        if not match:
            break
        start += match.end()
    if label == "PER":
        # «Premier ministre Edouard Philippe», «ministre Bruno Le Maire»
        words = [(m.group(), m.start()) for m in _WORD.finditer(text, start, end)]
        while len(words) > 1 and (
            words[0][0][0].islower()
            or (human_noun(words[0][0].lower()) is not None and not is_first_name(words[0][0]))
            or words[0][0] in ("Premier", "Première")
        ):
            words.pop(0)
        if words:
            start = words[0][1]
    if text[start:end].count("(") != text[start:end].count(")"):
        cut = text.find("(", start, end)
        if cut > start:
            end = cut
    return start, end


_CAPITALISED = re.compile(r"[A-ZÀ-Þ][\w'-]*(?:\s(?:de |du |des |la |le |l'|von |van |d'|ben |al-)*[A-ZÀ-Þ][\w'-]*)*")


def _everywhere(text: str, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Mark a person's surname and an acronym wherever they stand in the article."""
    known: dict[str, str] = {}
    for a, b, label in spans:
        form = text[a:b]
        words = form.split()
        if label == "PER" and len(words) > 1:
            known.setdefault(" ".join(words[1:]), "PER")
            if len(words[-1]) > 3:
                known.setdefault(words[-1], "PER")
        if label == "PER" and len(form) > 3:
            known.setdefault(form, "PER")
        if label == "ORG" and (form.isupper() or " " in form):
            known.setdefault(form, "ORG")
    found = list(spans)
    taken = sorted((a, b) for a, b, _ in spans)
    for match in _CAPITALISED.finditer(text):
        form = match.group()
        a, b = match.span()
        found_label = known.get(form)
        if found_label is None:
            for word in re.finditer(r"[\w'-]+", form):
                if word.group() in known:
                    a, b = match.start() + word.start(), match.start() + word.end()
                    found_label = known[word.group()]
                    break
        if found_label is None or any(s < b and a < e for s, e in taken):
            continue
        found.append((a, b, found_label))
        taken.append((a, b))
    return sorted(found)


def find_entities(doc: Doc) -> EntityLayer:
    """Return the entities of a folded Doc, repaired and named."""
    text = doc.text
    spans: list[tuple[int, int, str]] = []
    for ent in doc.ents:
        label = ent.label_
        if label not in ("PER", "LOC", "ORG"):
            continue
        start, end = ent.start_char, ent.end_char
        for piece in re.finditer(r"[^\n]+", text[start:end]):
            a, b = _clean(text, start + piece.start(), start + piece.end(), label)
            words = text[a:b].split()
            if not words or not any(w[0].isupper() for w in words):
                continue
            low = text[a:b].lower()
            if len(words) == 1 and (
                demonym(low)
                or is_time_word(low)
                or human_noun(low)
                or title(words[0])
                or len(low) < 2
            ):
                continue
            spans.append((a, b, label))
            break
    spans = _everywhere(text, spans)
    counts: dict[str, Counter[str]] = {}
    for a, b, label in spans:
        counts.setdefault(plain(text[a:b]), Counter())[label] += 1
    people = sorted(
        {text[a:b] for a, b, label in spans if label == "PER" and " " in text[a:b].strip()},
        key=len,
        reverse=True,
    )
    full: dict[str, str] = {}
    for name in people:
        words = plain(name).split()
        for i in range(1, len(words)):
            full.setdefault(" ".join(words[i:]), name)
        full.setdefault(words[0], name)
        full[" ".join(words)] = full.get(" ".join(words), name)
    acronyms = {
        m.group(2): m.group(1)
        for m in re.finditer(r"((?:[A-ZÉÈ][\w'-]+\s(?:(?:de|du|des|la|le|l'|et|d'|pour|les)\s?)*)+[\w'-]+)\s\(([A-Z]{2,7})\)", text)
        if plain(m.group(1))[:1] == m.group(2)[:1].lower()
    }
    mentions = []
    for a, b, label in spans:
        form = text[a:b]
        known = counts[plain(form)].most_common(1)[0][0]
        if label != known and counts[plain(form)][known] > counts[plain(form)][label]:
            label = known
        name = form
        if label == "PER" or (label != "PER" and plain(form) in full and " " not in form):
            better = full.get(plain(form))
            if better is not None:
                name, label = better, "PER"
        elif form in acronyms:
            name = acronyms[form]
        mentions.append(EntityMention(a, b, label, name))
    return EntityLayer(tuple(mentions), ())


__all__ = ["EntityLayer", "EntityMention", "PersonRecord", "Role", "find_entities"]
