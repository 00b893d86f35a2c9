"""What speaks for a figure being the one a mention stands for.

Weights stand as data (`antecedent.tsv`); each observation is named so that an
explanation can show it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from quoteminer.lexicon.nouns import HumanNoun, demonym, human_noun, related
from quoteminer.phrases import DETERMINERS, Phrase
from quoteminer.skeleton import Item
from quoteminer.speakers.cast import Cast, Figure, content_words, last_before


@dataclass(slots=True)
class Asked:
    """A mention to resolve: its words, place, grammar, and who has spoken so far."""

    kind: str  # "pronoun", "nominal"
    start: int
    text: str
    gender: str
    number: str
    sentence: int
    paragraph: tuple[int, int]
    phrase: Phrase | None = None
    items: list[Item] = field(default_factory=list)
    cue_start: int = -1
    last_speaker: Figure | None = None
    second_speaker: Figure | None = None
    last_sentence: int = -9
    last_paragraph: bool = False
    form: str = ""
    head: str = ""
    role: str = ""
    words: frozenset[str] = frozenset()
    further: frozenset[str] = frozenset()  # `words` but the head
    places: frozenset[str] = frozenset()
    cue_class: str = ""
    origins: frozenset[str] = frozenset()
    telling: bool = False
    last_offset: int = -1
    nearest: Figure | None = None
    nearest_subject: Figure | None = None
    teller: Figure | None = None  # whose words were last reported without marks
    told_at: int = -1
    barred: tuple[Figure, ...] = ()  # whom the grammar of the sentence rules out
    last_spots: list[int] = field(default_factory=list)  # of everybody who agrees, in order


def survey(asked: Asked, figures: list[Figure], cast: Cast) -> None:
    """Note who that agrees was named last before the mention, and who as a subject."""
    asked.last_spots = sorted(
        f.last_before(asked.start)
        for f in cast.figures
        if f.label in ("PER", "DESC") and not _clash(asked, f)
    )
    best = subject = -1
    for figure in figures:
        if _clash(asked, figure):
            continue
        spot = figure.last_before(asked.start)
        if spot > best and not (asked.cue_start >= 0 and spot > asked.cue_start):
            best, asked.nearest = spot, figure
        acted = last_before(figure.subjects, asked.start)
        if acted > subject:
            subject, asked.nearest_subject = acted, figure
        told = last_before(figure.told, asked.start)
        if told > asked.told_at:
            asked.told_at, asked.teller = told, figure


def describe(asked: Asked, phrase: Phrase, items: list[Item]) -> None:
    """Fill in what the words of a description say: head noun, role, nationality."""
    asked.head = items[phrase.head].low
    noun = human_noun(asked.head)
    if noun is not None:
        asked.head = noun.lemma
    lead = items[phrase.start].low
    shown = (noun is not None and bool(noun.form_gender)) or bool(DETERMINERS.get(lead, ("",))[0])
    asked.telling = (
        bool(phrase.gender)
        and shown
        and (noun is not None and noun.type in ("role", "person", "relation") and not _fixed(noun))
    )
    asked.role = phrase.role
    asked.words = content_words(asked.text)
    # «la **directrice** du club»: its head is a lemma, the words are as written
    asked.further = asked.words - {asked.head, items[phrase.head].low}
    found = [(i.low, d.place) for i in items[phrase.start : phrase.end] if (d := demonym(i.low))]
    asked.origins = frozenset(low for low, _ in found)
    asked.places = frozenset(place for _, place in found)


def _fixed(noun: HumanNoun) -> bool:
    """Whether the noun has one gender for women and men: «la victime»."""
    return noun.form_gender is not None and noun.fixed


def _bin(n: int) -> str:
    return "0" if n == 0 else "1" if n == 1 else "2" if n == 2 else "3-5" if n <= 5 else "6+"


def evidence(asked: Asked, figure: Figure, cast: Cast) -> list[str]:
    """Return the observations on `figure` as the one meant by `asked`."""
    t = "pron" if asked.kind == "pronoun" else "nom"
    if asked.number == "p" and t == "pron":
        t = "prons"
    seen = [f"{t}.{figure.label}"]
    if figure.label == "DESC":
        seen.append(f"{t}.DESC.{figure.role or 'thing'}")
    # Gender: shown by the text, else suggested by the first name.
    if asked.gender:
        if figure.label in ("ORG", "LOC"):
            if figure.gender:
                how = "same" if figure.gender == asked.gender else "other"
                seen.append(f"{t}.{figure.label}.gender.{how}")
        elif figure.gender:
            seen.append(f"{t}.gender.{'same' if figure.gender == asked.gender else 'other'}")
        elif figure.soft_gender:
            same = figure.soft_gender == asked.gender
            seen.append(f"{t}.soft_gender.{'same' if same else 'other'}")
        else:
            seen.append(f"{t}.{figure.label}.gender.unknown")
    if asked.number and figure.number != asked.number:
        seen.append(f"{t}.{figure.label}.number.other")
    last = figure.last_before(asked.start)
    subject = last_before(figure.subjects, asked.start)
    if last < 0:
        if figure.outside:
            seen.append(f"{t}.only_after")
        else:
            seen.append(f"{t}.only_in_quotes")
        gap = -1
    else:
        gap = asked.sentence - cast.sentence_at(last)
        seen.append(f"{t}.gap.{_bin(gap)}")
        if last >= asked.paragraph[0]:
            seen.append(f"{t}.same_paragraph")
            if subject >= asked.paragraph[0]:
                seen.append(f"{t}.subject_in_paragraph")
    if subject >= 0:
        since = asked.sentence - cast.sentence_at(subject)
        if since <= 2:
            seen.append(f"{t}.subject.{since}")
    if figure is asked.nearest:
        seen.append(f"{t}.nearest")
        seen.append(f"{t}.nearest.{figure.label}")
    if figure is asked.nearest_subject:
        seen.append(f"{t}.nearest_subject")
        seen.append(f"{t}.nearest_subject.{figure.label}")
        if figure is asked.nearest:
            seen.append(f"{t}.nearest_both")
        if figure is asked.last_speaker:
            seen.append(f"{t}.nearest_subject.last_speaker")
    if figure.spots and figure.spots[0] < cast.body:
        seen.append(f"{t}.{figure.label}.in_title")
        if figure is cast.star:
            seen.append(f"{t}.{figure.label}.first_in_title")
    since = 0 <= asked.last_offset < last_before(figure.outside, asked.start)
    if since:
        seen.append(f"{t}.since_last_quote")
        if last_before(figure.subjects, asked.start) > asked.last_offset:
            seen.append(f"{t}.subject_since_last_quote")
    if figure is asked.teller:
        when = "since" if asked.told_at > asked.last_offset else "before"
        seen.append(f"{t}.teller.{when}")
        if asked.form:
            seen.append(f"{asked.form}.teller.{when}")
        if asked.told_at >= asked.paragraph[0]:
            seen.append(f"{t}.teller.{when}.same_paragraph")
        gone = asked.sentence - cast.sentence_at(asked.told_at)
        seen.append(f"{t}.teller.{when}.{_bin(gone)}")
    if figure is asked.last_speaker:
        seen.append(f"{t}.last_speaker")
        if asked.told_at > asked.last_offset and figure is not asked.teller:
            seen.append(f"{t}.last_speaker.other_told_since")
        seen.append(f"{t}.last_speaker.{asked.cue_class or 'no_cue'}")
        if not since:
            disturbed = any(
                other is not figure
                and other.label in ("PER", "DESC")
                and not _clash(asked, other)
                and asked.last_offset < other.last_before(asked.start)
                for other in cast.figures
            )
            seen.append(f"{t}.last_speaker.{'disturbed' if disturbed else 'undisturbed'}")
        if asked.last_paragraph:
            seen.append(f"{t}.last_speaker.same_paragraph")
        if asked.sentence - asked.last_sentence <= 1:
            seen.append(f"{t}.last_speaker.near")
    elif figure is asked.second_speaker:
        seen.append(f"{t}.second_speaker")
    elif figure.quoted:
        seen.append(f"{t}.has_spoken")
    seen.append(f"{t}.{figure.label}.voices.{_bin(figure.voices)}")
    if figure is cast.voice:
        seen.append(f"{t}.voice.{'sole' if cast.sole_voice else 'first'}")
    rank = cast.rank.get(figure.index)
    if rank is not None:
        if rank == 0:
            seen.append(f"{t}.{figure.label}.foremost")
        elif rank == 1:
            seen.append(f"{t}.second")
        if cast.people == 1 and figure.label == "PER":
            seen.append(f"{t}.only_person")
    # Nearer compatible people in between
    if last >= 0 and figure.label in ("PER", "DESC"):
        between = len(asked.last_spots) - bisect_right(asked.last_spots, last)
        seen.append(f"{t}.{figure.label}.nearer.{min(between, 3)}")
    # Named in the very clause as its object: «il a qualifié Macron de «…»»
    if asked.cue_start >= 0 and gap == 0:
        if last > asked.cue_start:
            seen.append(f"{t}.after_cue")
        else:
            seen.append(f"{t}.same_sentence")
    elif (
        gap < 0
        and 0 <= figure.next_from(asked.start) - asked.start < 200
        and cast.sentence_at(figure.next_from(asked.start)) == asked.sentence
    ):
        seen.append(f"{t}.later_in_sentence")
    if asked.form:
        seen.append(f"{asked.form}.{figure.label}")
        if figure is asked.last_speaker:
            seen.append(f"{asked.form}.last_speaker")
    if t == "nom":
        _nominal(asked, figure, seen)
    return seen


def _clash(asked: Asked, figure: Figure) -> bool:
    """Whether gender or number rule the figure out."""
    gender = figure.gender or figure.soft_gender
    if asked.gender and gender and asked.gender != gender:
        return True
    return bool(asked.number and figure.number != asked.number)


def _match(asked: Asked, figure: Figure) -> str:
    """How a description fits the roles of a figure: same, part, more, conflict, related, other.

    «le maire» is a part of «le maire de Brest» (part), «le maire de Brest» says more
    than «le maire» (more), and clashes with «le maire de Lorient» (conflict).
    """
    best = ""
    said = asked.further
    order = ("same", "part", "shared", "more", "conflict", "related", "other")
    for role in figure.roles:
        if role.place and asked.places and role.place not in asked.places:
            continue  # «le président américain» is not France's
        wanted = said if role.source != "known" else said - asked.origins
        if role.head == asked.head:
            if role.words == wanted:
                how = "same"
            elif wanted < role.words:
                how = "part"
            elif wanted & role.words:
                how = "shared"
            elif not role.words:
                how = "more"
            else:
                how = "conflict"
        elif role.head in related(asked.head) or (wanted and wanted & role.words):
            how = "related"
        else:
            how = "other"
        if not best or order.index(how) < order.index(best):
            best = how
            source = role.source
    return f"{best}.{source}" if best else ""


# Nouns that fit whoever the text has just told of.
_ANYBODY = frozenset(
    "homme femme garçon fille jeune intéressé concerné interlocuteur interlocutrice personne "
    "trentenaire quadragénaire quinquagénaire sexagénaire septuagénaire octogénaire".split()
)


def _nominal(asked: Asked, figure: Figure, seen: list[str]) -> None:
    """What a description has in common with what the article says of the figure."""
    role = asked.role or "other"
    seen.append(f"nom.{role}.{figure.label}")
    if figure.label in ("ORG", "LOC"):
        seen.append(f"nom.{role}.{figure.label}.{'p' if asked.number == 'p' else 's'}")
        if figure is asked.last_speaker:
            seen.append(f"nom.{role}.{figure.label}.last_speaker")
    match = _match(asked, figure)
    if match:
        seen += [f"nom.match.{match}", f"nom.match.{figure.label}.{match}"]
        seen.append(f"nom.match.{match}.{'one' if len(asked.words) == 1 else 'more'}")
    phrase = asked.phrase
    if phrase is not None and phrase.definite:
        seen.append(f"nom.{phrase.definite}.{figure.label}")
    if phrase is not None and phrase.definite:
        d = phrase.definite
        if asked.head in figure.heads:
            seen.append(f"nom.{d}.head_known")
        if figure is asked.last_speaker:
            seen.append(f"nom.{d}.last_speaker")
        if not figure.outside or figure.outside[0] > asked.start:
            seen.append(f"nom.{d}.{figure.label}.only_after")
    if asked.head in figure.heads:
        seen.append("nom.head_known")
    elif figure.heads & related(asked.head):
        seen.append("nom.related_head")
    elif figure.heads and role in ("role", "person", "relation"):
        seen.append(f"nom.other_heads.{role}")
    if asked.head in _ANYBODY and figure.label in ("PER", "DESC"):
        seen.append(f"nom.anybody.{figure.label}")
        if figure is asked.last_speaker:
            seen.append(f"nom.anybody.{figure.label}.last_speaker")
    extra = asked.further & figure.words
    if extra:
        seen.append(f"nom.words.{min(len(extra), 3)}")
        if asked.head in figure.heads:
            seen.append("nom.head_and_words")
    missing = asked.further - figure.words
    if missing and asked.head in figure.heads:
        seen.append("nom.head_known.words_missing")
    if asked.places:
        of = f"head.{figure.label}" if asked.head in asked.origins else "beside"
        if asked.places & figure.demonyms:
            seen.append(f"nom.nationality.{of}")  # «**le Suédois** Erik Lind … le Suédois»
        elif figure.demonyms:
            seen.append(f"nom.other_nationality.{of}")
        else:
            seen.append(f"nom.no_nationality.{of}")
    name_words = content_words(figure.name)
    shared = name_words & asked.words
    if figure.label in ("ORG", "LOC"):
        if asked.head in name_words:
            seen.append(f"nom.head_in_name.{figure.label}")
        if shared:
            seen.append(f"nom.name_words.{figure.label}")
    elif figure.label == "PER" and shared:
        inside = asked.phrase is not None and _complement(asked, figure)
        seen.append("nom.named_in_complement" if inside else "nom.names_the_figure")
    if figure.label == "DESC":
        known = content_words(figure.name)
        if asked.text.lower() == figure.name.lower():
            seen.append("nom.same_words")
        elif asked.words <= known:
            seen.append("nom.part_of_description")
        if asked.head in figure.heads or asked.head in known:
            seen.append("nom.same_head")


def _complement(asked: Asked, figure: Figure) -> bool:
    """Whether the name depends on the noun: «l'ancien ministre **de** Nicolas Roy» is another."""
    assert asked.phrase is not None
    inside = asked.items[asked.phrase.start : asked.phrase.end]
    for at, item in enumerate(inside):
        if item.label == "PER" and content_words(item.text) & content_words(figure.name):
            lead = [i.low for i in inside[max(0, at - 3) : at]]
            return any(w in ("de", "d'", "du", "des") for w in lead)
    return False


def self_evidence(asked: Asked, cast: Cast, figures: list[Figure]) -> list[str]:
    """Return the observations for «never named: the description is the speaker»."""
    role = asked.role or "other"
    phrase = asked.phrase
    definite = (phrase.definite if phrase is not None else "") or "bare"
    seen = ["self", f"self.{role}", f"self.{definite}", f"self.{role}.{definite}"]
    if asked.number == "p":
        seen.append("self.plural")
        seen.append(f"self.plural.{role}")
    if len(asked.words) >= 3:
        seen.append("self.long")
    elif len(asked.words) == 1:
        seen.append("self.one_word")
    if asked.places:
        seen.append("self.nationality")
    if asked.last_speaker is None:
        seen.append("self.first_quote")
    known = {_match(asked, f).split(".")[0] for f in figures}
    for how in ("same", "part", "shared", "more", "related"):
        if how in known:
            seen.append(f"self.known.{how}")
            break
    else:
        seen.append("self.unknown")
    return seen
