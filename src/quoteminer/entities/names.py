"""Canonical names: the fullest name the article gives everybody and everything it names.

People: a surname, a first name or initials stand for the full name that holds them,
names of different people kept apart. Organisations and places: an acronym stands for its
expansion where the article gives both.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from functools import cache

from quoteminer.entities.article import initials
from quoteminer.entities.evidence import View
from quoteminer.entities.gazetteer import blocks
from quoteminer.entities.pieces import PARTICLES, plain
from quoteminer.lexicon.nouns import first_name_gender, human_noun, is_first_name

Named = tuple[int, int, str]  # first piece, last piece, label
_BUILT = ("building", "seat")
_OPENED = ("hopital", "palais")
_FAMILY = frozenset("frères soeurs sœurs époux couple famille clan les".split())
_FEMININE = frozenset("mme mmes mlle mlles madame mademoiselle".split())
_MASCULINE = frozenset("m. mm. m monsieur messieurs".split())


@cache
def aliases() -> dict[str, tuple[str, ...]]:
    """Return the long names each short name may stand for, all in plain form."""
    table: dict[str, tuple[str, ...]] = {}
    for _, pairs in blocks("aliases"):
        for pair in pairs:
            short, _, long = pair.partition(" = ")
            table[plain(short)] = (*table.get(plain(short), ()), plain(long))
    return table


def canonical_names(view: View, named: list[Named]) -> list[str]:
    """Return the canonical name of each decided span, in order."""
    people = [n for n, (_, _, label) in enumerate(named) if label == "PER"]
    others = [n for n, (_, _, label) in enumerate(named) if label != "PER"]
    names = [""] * len(named)
    for n, name in zip(people, _people(view, [named[n] for n in people]), strict=True):
        names[n] = name
    for n, name in zip(others, _others(view, [named[n] for n in others]), strict=True):
        names[n] = name
    return names


def written(view: View, i: int, j: int) -> str:
    """Return the words of a span as the article writes them, on one line."""
    text = view.folded[view.pieces[i].start : view.pieces[j].end]
    return " ".join(text.replace("\u00ad", "").split())


def _fittest(forms: Counter[str]) -> str:
    """Of the ways to write one name, the one to keep: not all capitals, then the commonest."""
    return max(forms, key=lambda f: (not f.isupper() or len(f) < 5, forms[f]))


def title_gender(view: View, i: int) -> str:
    """Return "m" or "f" where a title of gender stands before piece `i`."""
    if i == 0:
        return ""
    word = view.pieces[i - 1].low
    if word == "." and i > 1:
        word = view.pieces[i - 2].low
    return "f" if word in _FEMININE else "m" if word in _MASCULINE else ""


def _shown_gender(view: View, i: int) -> str:
    """Return the gender a title or office before a name shows: «le **sénateur** Lee Roy» → m."""
    gender = title_gender(view, i)
    for k in range(i - 1, max(-1, i - 4), -1):
        if gender:
            break
        noun = human_noun(view.pieces[k].low)
        if noun is not None:
            return noun.form_gender or ""
    return gender


def _people(view: View, named: list[Named]) -> list[str]:
    keys = [view.key(i, j) for i, j, _ in named]
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for key, (i, j, _) in zip(keys, named, strict=True):
        forms[key][written(view, i, j)] += 1
    fulls = [k for k in forms if len(k.split()) > 1]
    tails: dict[str, list[str]] = defaultdict(list)
    firsts: dict[str, list[str]] = defaultdict(list)
    for full in fulls:
        words = full.split()
        for k in range(1, len(words)):
            tails[" ".join(words[k:])].append(full)
        firsts[words[0]].append(full)
    counts = {key: sum(found.values()) for key, found in forms.items()}
    fuller = _fullest(fulls)
    for full, right in _spelt(fulls, counts).items():
        if fuller[full] == full:
            fuller[full] = right
    shown: dict[str, set[str]] = defaultdict(set)
    for key, (i, _, _) in zip(keys, named, strict=True):
        shown[key].add(_shown_gender(view, i))
    edges: dict[str, set[str]] = defaultdict(set)
    for tail in tails:
        if " " not in tail:
            for edge in _edges(tail):
                edges[edge].add(tail)
    bynames = _bynames(view, named, keys)
    by_initials = {short: full for full in fulls for short in _person_initials(full)}
    names: list[str] = []
    last_seen: dict[str, str] = {}
    for key, (i, _, _) in zip(keys, named, strict=True):
        options = [f for f in tails.get(key, ()) if f != key]
        if not options and " " not in key:
            options = _nearly(key, tails, edges)
        if len(options) > 1 and i and view.pieces[i - 1].low in _FAMILY:
            options = []  # «les frères Roy»: none of them alone
        elif len(key.split()) == 1 and not options:
            options = firsts.get(key, [])
        chosen = key
        if len(key.split()) > 1 and not options:
            chosen = fuller[key]
        elif options:
            chosen = _choose(view, i, key, options, last_seen, forms, shown)
            chosen = fuller.get(chosen, chosen)
        elif view.pieces[i].shape == "XX" and key in by_initials:
            chosen = by_initials[key]  # «DSK»
        chosen = fuller.get(bynames.get(chosen, chosen), bynames.get(chosen, chosen))
        for part in (*_tails(chosen), chosen.split()[0]):
            last_seen[part] = chosen
        names.append(_fittest(forms[chosen]))
    return names


def _tails(full: str) -> list[str]:
    words = full.split()
    return [" ".join(words[k:]) for k in range(1, len(words))]


def _choose(
    view: View,
    i: int,
    key: str,
    options: list[str],
    last_seen: dict[str, str],
    forms: dict[str, Counter[str]],
    shown: Mapping[str, set[str]],
) -> str:
    """Return whom a surname or first name stands for: title's gender, then the last named."""
    gender = title_gender(view, i)
    if gender:
        # «M. Roy» is not Anne Roy, even where nobody else of the name is called in full
        options = [
            f
            for f in options
            if first_name_gender(next(iter(forms[f])).split()[0]) in (None, gender)
            or gender in shown.get(f, ())
        ]
        if not options:
            return key
    recent = last_seen.get(key)
    if recent in options:
        return recent
    top = max(options, key=lambda f: sum(forms[f].values()))
    return top


def _person_initials(full: str) -> set[str]:
    """Return what a name in full may be cut to: «Anne-Marie de Roy» → amdr, amr."""
    words = full.split()
    if len(words) < 3:
        return set()
    return {"".join(w[0] for w in words), initials(words)}


def _near(one: str, other: str) -> bool:
    """Whether two words differ by one slip: a letter more, less, other, or two exchanged."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    a, b = one[at:], other[at:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


_SLIP_LEAST = 5  # letters of a word that may be misspelt


def _spelt(fulls: list[str], counts: Mapping[str, int]) -> dict[str, str]:
    """Return the commoner spelling of full names with a slip: «Anne Kerbat» → «Anne Kerbrat».

    Two known first names are two people: «Michel Roy», «Michèle Roy».
    """
    # names that differ in one word, by its place and the other words
    alike: dict[tuple[int, str], list[tuple[str, str]]] = defaultdict(list)
    for full in fulls:
        words = full.split()
        for k, word in enumerate(words):
            if len(word) >= _SLIP_LEAST:
                alike[k, " ".join([*words[:k], "", *words[k + 1 :]])].append((word, full))
    found = {}
    for (k, _), members in alike.items():
        top, right = max(members, key=lambda member: counts[member[1]])
        for word, full in members:
            if counts[full] >= counts[right] or not _near(word, top):
                continue
            if k == 0 and is_first_name(word.title()) and is_first_name(top.title()):
                continue
            found[full] = right
    return found


def _edges(word: str) -> tuple[str, str]:
    """The two ends of a word: one slip leaves one of them as it is."""
    return "^" + word[:3], "$" + word[-3:]


def _nearly(key: str, tails: Mapping[str, list[str]], edges: Mapping[str, set[str]]) -> list[str]:
    """Return the full names whose surname a lone surname misspells."""
    if len(key) <= _SLIP_LEAST:
        return []
    first, last = _edges(key)
    options = edges.get(first, set()) | edges.get(last, set())
    near = [tail for tail in options if _near(key, tail)]
    return tails[near[0]] if len(near) == 1 else []


_BYNAME = re.compile(
    r",? \(?(?:alias|dite?|surnommée?|de son (?:vrai|véritable) nom|"
    r"plus connue? sous le (?:nom|pseudonyme) d[e']|(?:de son )?nom de scène)(?: |(?<='))[\"«“+]? ?"
)
_REAL = re.compile(r",? de son (?:vrai|véritable) nom\b")


def _bynames(view: View, named: list[Named], keys: list[str]) -> dict[str, str]:
    """Names of one person the text joins: «Zaza, de son vrai nom Anne Roy», «Anne Roy, alias Zaza».

    The fuller of the two stands for both.
    """
    found: dict[str, str] = {}
    pieces = view.pieces
    for n in range(len(named) - 1):
        end, start = pieces[named[n][1]].end, pieces[named[n + 1][0]].start
        between = view.folded[end:start]
        after = view.folded[pieces[named[n + 1][1]].end :][:40]
        if _BYNAME.fullmatch(between) or (between == " (" and _REAL.match(after)):
            one, other = keys[n], keys[n + 1]
            if len(one.split()) < len(other.split()):
                found[one] = other
            else:
                found[other] = one
    return found


def _fullest(fulls: list[str]) -> dict[str, str]:
    """Return for each full name its fullest writing."""
    # Only names that share the first and the last word, or their first letters, compare.
    alike: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for full in fulls:
        words = full.split()
        for first in {words[0], words[0][0]}:
            for last in {words[-1], words[-1][0]}:
                alike[first, last].setdefault(full)
    return {full: _fuller(full, alike[full.split()[0], full.split()[-1]]) for full in fulls}


def _fuller(full: str, fulls: Collection[str]) -> str:
    """Return the fullest writing of the same full name.

    «J. Roy», «Jean R.» → «Jean Roy»; «Anne Roy» → «Anne Marie Roy»; «Donald J. Roy», no fuller than
    «Donald Roy», → «Donald Roy».
    """
    words = full.split()
    bare = " ".join([words[0], *(w for w in words[1:-1] if len(w) > 1), words[-1]])
    if bare in fulls:
        words = bare.split()
    best = " ".join(words)
    for other in fulls:
        theirs = other.split()
        if other in (best, full) or len(theirs) < len(words):
            continue
        if theirs[-1] != words[-1] and len(words[-1]) > 1:
            continue
        if len(theirs) == len(words):
            # initials: the same words, one of them cut to its first letter
            if any(len(w) == 1 for w in words) and all(
                a == b or (len(a) == 1 and b.startswith(a))
                for a, b in zip(words, theirs, strict=True)
            ):
                best = other
        elif theirs[0] == words[0] and set(words) <= set(theirs):
            added = [w for w in theirs if w not in words]
            if all(len(w) > 1 for w in added) and len(theirs) > len(best.split()):
                best = other
    return best


def _others(view: View, named: list[Named]) -> list[str]:
    keys = [view.key(i, j) for i, j, _ in named]
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for key, (i, j, _) in zip(keys, named, strict=True):
        forms[key][written(view, i, j)] += 1
    # A dict, for its order: two names may have the same initials.
    organisations = dict.fromkeys(k for k, n in zip(keys, named, strict=True) if n[2] == "ORG")
    longer: dict[str, str] = {}
    at_end = {named[n][1]: n for n in range(len(named))}
    for n, (i, j, label) in enumerate(named):
        # «Long Name (LN)» and «LN (Long Name)»
        before = i - 2
        if (
            before >= 0
            and view.pieces[i - 1].text == "("
            and before in at_end
            and (j + 1 < len(view.pieces) and view.pieces[j + 1].text in "),")
        ):
            m = at_end[before]
            pair = sorted((keys[m], keys[n]), key=len)
            if label == named[m][2] and _abbreviates(pair[0], pair[1]):
                longer.setdefault(pair[0], pair[1])
    by_initials: dict[str, str] = {}
    for key in organisations:
        if len(key.split()) > 2:
            by_initials.setdefault(initials(key.split()), key)
    for key in forms:
        if key in longer:
            continue
        for long in aliases().get(key, ()):
            if long in forms and long != key:
                longer[key] = long
                break
        else:
            if key in by_initials and 2 <= len(key) <= 8 and key in organisations:
                longer[key] = by_initials[key]
    for key in forms:
        # «Parisien» beside «Le Parisien»
        for article in ("le ", "la ", "les ", "l' "):
            if article + key in forms:
                longer.setdefault(key, article + key)
    for key, long in _fuller_bodies(view, organisations).items():
        longer.setdefault(key, long)
    for key, long in _shortened(view, named, keys, forms).items():
        longer.setdefault(key, long)
    names = []
    for key in keys:
        seen = {key}
        while key in longer and longer[key] not in seen:
            key = longer[key]
            seen.add(key)
        names.append(_fittest(forms[key]))
    return names


def _fuller_bodies(view: View, organisations: Collection[str]) -> dict[str, str]:
    """Bodies named with a word or an end left out, where one longer name alone fits.

    «Chambre d'agriculture» of «Chambre d'agriculture de Dol», «tribunal de Dol» of «tribunal
    correctionnel de Dol»; a listed name keeps to itself.
    """
    heads = view.gazetteer.heads
    content = {}
    starts: dict[tuple[str, str], list[str]] = defaultdict(list)
    ends: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in organisations:
        words = [w for w in key.split() if w not in PARTICLES]
        if len(words) > 1 and words[0] in heads:
            content[key] = words
            starts[words[0], words[1]].append(key)
            ends[words[0], words[-1]].append(key)
    found = {}
    for key, words in content.items():
        size = len(words)
        options = []
        if key not in view.gazetteer.names:
            options = [
                o
                for o in starts[words[0], words[1]]
                if len(content[o]) > size and content[o][:size] == words
            ]
        for other in ends[words[0], words[-1]]:
            rest = iter(content[other])
            if size < len(content[other]) <= size + 2 and all(word in rest for word in words):
                options.append(other)
        if len(set(options)) == 1:
            found[key] = options[0]
    return found


def _shortened(
    view: View, named: list[Named], keys: list[str], forms: dict[str, Counter[str]]
) -> dict[str, str]:
    """Short forms of one longer name: «Lafond» of «Lafond Énergie», «E19» of «autoroute E19».

    A place keeps its name beside what lies in it («Nantes», «gare de Nantes»).
    """
    labels = {key: label for key, (_, _, label) in zip(keys, named, strict=True)}
    gazetteer = view.gazetteer
    starts: dict[tuple[str, str], set[str]] = defaultdict(set)
    ends: dict[tuple[str, str], set[str]] = defaultdict(set)
    for key in forms:
        words = key.split()
        label = labels[key]
        if len(words) < 2:
            continue
        starts[(words[0], label)].add(key)
        if label == "ORG":
            ends[(words[-1], label)].add(key)
        elif "road" in gazetteer.heads.get(words[0], ()) or words[0] in _OPENED:
            rest = words[1:]
            while rest and rest[0] in PARTICLES:
                rest = rest[1:]
            ends[(" ".join(rest), label)].add(key)
    found = {}
    for key, label in labels.items():
        classes = gazetteer.names.get(key, ())
        if label == "LOC" and any(c not in _BUILT for c in classes):
            continue
        options = set(ends.get((key, label), ()))
        if label == "ORG" and " " not in key:
            if classes:  # «Lafond» beside «Lafond Canada»: a name known for itself
                continue
            options |= starts.get((key, label), set())
        elif label == "LOC" and " " not in key and len(key) > 3:
            options |= {o for o in starts.get((key, label), set()) if len(o.split()) == 2}
        if len(options) == 1:
            found[key] = next(iter(options))
    return found


def _abbreviates(short: str, long: str) -> bool:
    """Whether `short` can abbreviate `long`: one word, its letters in order in `long`."""
    if len(short) < 6:
        short = short.replace(" ", "")  # «AP-HP»
    if " " in short or len(short) < 2 or len(long.split()) < 2:
        return False
    if short[0] not in {w[0] for w in long.split() if w not in PARTICLES}:
        return False
    at = 0
    for letter in short:
        at = long.find(letter, at) + 1
        if at == 0:
            return False
    return True


__all__ = ["canonical_names", "title_gender", "written"]
