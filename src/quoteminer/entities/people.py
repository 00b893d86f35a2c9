"""The people of an article: every form of their names, gender with its evidence, roles.

Gender is what the text shows: a title («**Mme** Roy»), a noun or adjective that agrees
(«la **chanteuse** Anne Roy», «Anne Roy, **présidente** du club»). A first name says
nothing unless the user supplies a list; but what it contradicts is left undecided.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping

from quoteminer.entities.evidence import View
from quoteminer.entities.names import title_gender
from quoteminer.entities.records import Bound, EntityMention, PersonRecord, Role
from quoteminer.lexicon.nouns import first_name_gender, human_noun

_ARTICLE = re.compile(r"\b(?:[Ll][ea]|[Uu]ne?) $")


def people(
    view: View,
    mentions: list[EntityMention],
    bound: Mapping[int, tuple[Bound, ...]],
    first_names: Mapping[str, str] | None = None,
) -> tuple[PersonRecord, ...]:
    """Return a record for each person, in order of first mention.

    `bound` holds the descriptions of each mention (`roles_of`).
    """
    folded = view.folded
    order: dict[str, list[EntityMention]] = {}
    for mention in mentions:
        if mention.label == "PER":
            order.setdefault(mention.name, []).append(mention)
    records = []
    for name, found in order.items():
        votes: Counter[str] = Counter()
        evidence: dict[str, str] = {}
        titles: set[str] = set()
        roles: dict[str, Role] = {}
        names: dict[str, None] = {}
        for mention in found:
            names.setdefault(folded[mention.start : mention.end])
            titled = title_gender(view, _piece_at(view, mention.start))
            if titled:
                votes[titled] += 3
                start = folded.rfind(" ", 0, mention.start - 1) + 1
                if titled not in titles:  # a title is the plainest evidence
                    titles.add(titled)
                    evidence[titled] = folded[start : mention.end].strip()
            for text, start in bound[mention.start]:
                roles.setdefault(text.casefold(), Role(text, start, start + len(text)))
                gender = _role_gender(folded, start, text)
                if gender:
                    votes[gender] += 1
                    lead = _ARTICLE.search(folded, max(0, start - 4), start)
                    evidence.setdefault(gender, (lead.group() if lead else "") + text)
        gender = _settled(votes)
        usual = first_name_gender(name.split()[0])
        if gender is not None and gender not in titles and usual not in (None, gender):
            gender = None  # «Insoumise François Roy»: the noun was not about him
        why = evidence.get(gender or "")
        if gender is None and first_names is not None:
            listed = first_names.get(name.split()[0].casefold())
            if listed in ("m", "f"):
                gender, why = listed, f"first name «{name.split()[0]}» (user's list)"
        records.append(PersonRecord(name, gender, why, tuple(roles.values()), tuple(names)))
    return tuple(records)


def _piece_at(view: View, start: int) -> int:
    """The piece that starts at an offset, 0 where none does."""
    at = bisect_left(view.pieces, start, key=lambda piece: piece.start)
    return at if at < len(view.pieces) and view.pieces[at].start == start else 0


def _settled(votes: Counter[str]) -> str | None:
    """The gender the evidence agrees on; None where it is silent or divided."""
    masculine, feminine = votes["m"], votes["f"]
    if masculine > 2 * feminine:
        return "m"
    if feminine > 2 * masculine:
        return "f"
    return None


def _role_gender(folded: str, start: int, text: str) -> str | None:
    """Return the gender a role shows: of its noun's form, or of its article.

    «chanteuse» f; «la ministre» f and «le ministre» m by the article; «la victime», «la
    star» say nothing. A title weighs more: «Mme Roy, le maire de Dol» stays feminine.
    """
    head = text.split(maxsplit=1)[0].lower()
    noun = human_noun(head)
    if noun is None or noun.number != "s" or noun.fixed:
        return None
    article = _ARTICLE.search(folded, max(0, start - 5), start)
    said = article.group().strip().lower() if article else ""
    if said in ("la", "une"):
        return "f"
    if noun.form_gender == "f" and noun.lemma != head:
        return "f"
    if noun.form_gender != "f" and said in ("le", "un"):
        return "m"
    return None
