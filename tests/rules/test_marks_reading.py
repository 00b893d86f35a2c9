"""How one mark looks in its surroundings, and which pairing of a paragraph wins."""

from __future__ import annotations

import pytest

from quoteminer import marks
from quoteminer.marks import Stretch, find_stretches
from quoteminer.text import fold, paragraphs


def cost(text, char, nth=0):
    """Costs of reading the `nth` `char` of `text` as opening and as closing."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(char, at + 1)
    return marks._cost(text, 0, len(text), at, char)


def read(text):
    folded = fold(text)
    return find_stretches(folded, text, paragraphs(folded))


def quoted(text):
    return [text[s.start : s.end] for s in read(text)]


INF = float("inf")


@pytest.mark.parametrize(
    ("text", "char"),
    [
        ('Il dit "oui', '"'),
        ('"oui', '"'),
        ("l'\"oui", '"'),
        ('("oui', '"'),
        ('["oui', '"'),
        ('«"oui', '"'),
        ('-"oui', '"'),
        ('/"oui', '"'),
        (':"oui', '"'),
        ('dit "…oui', '"'),
        ('dit "(oui', '"'),
        ('mot "[…] oui', '"'),
        ("dit “oui", "“"),
        ("mot“oui", "“"),
        ("dit „oui", "„"),
        ("dit ‟oui", "‟"),
        ("dit ‚oui", "‚"),
        ("dit ‹oui", "‹"),
        ("dit «oui", "«"),
        ("dit <<oui", "<<"),
        ("dit ‘oui", "‘"),
        ("dit 'oui", "'"),
        ("dit ’oui", "’"),
        ("dit +oui", "+"),
    ],
)
def test_looks_like_an_opening_mark(text, char):
    opens, closes = cost(text, char)
    assert opens < 1
    assert closes >= opens + 0.4


@pytest.mark.parametrize(
    ("text", "char"),
    [
        ('oui" dit-il', '"'),
        ('oui"', '"'),
        ('oui!" dit', '"'),
        ('oui", dit', '"'),
        ('oui).", dit', '"'),
        ('oui".', '"'),
        ('oui":', '"'),
        ('oui";', '"'),
        ('oui"!', '"'),
        ('oui"?', '"'),
        ('oui")', '"'),
        ('oui"…', '"'),
        ('oui"-ci', '"'),
        ("oui” dit", "”"),
        ("oui»", "»"),
        ("oui›", "›"),
        ("oui>>", ">>"),
        ("oui' dit", "'"),
        ("oui.’ Il", "’"),
        ("oui+ dit", "+"),
    ],
)
def test_looks_like_a_closing_mark(text, char):
    opens, closes = cost(text, char)
    assert closes < 1
    assert opens >= closes + 0.4


# A no-break space stands between a mark and its words, an ordinary one between words: of
# «"\u00a0oui\u00a0"» with spaces on all sides it tells the opening mark from the closing one.
@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
@pytest.mark.parametrize("after", [" ", "\n", "\t", *",.;:!?)…"])
def test_a_no_break_space_before_a_mark_closes(space, after):
    opens, closes = cost(f'oui{space}"{after}dit', '"')
    assert closes < 0.4 and opens > closes + 1
    opens, closes = cost(f'oui "{after}dit', '"')  # an ordinary one does not
    assert not (closes < 0.4 and opens > closes + 1)


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
@pytest.mark.parametrize("before", [" ", "\n", "\t", "(", "[", "/"])
def test_a_no_break_space_after_a_mark_opens(space, before):
    opens, closes = cost(f'dit{before}"{space}oui', '"')
    assert opens < 0.4 and closes > opens + 1
    opens, closes = cost(f'dit{before}" oui', '"')  # an ordinary one does not
    assert not (opens < 0.4 and closes > opens + 1)


def test_no_break_spaces_on_both_sides_tell_nothing():
    for text in ('oui\u00a0"\u00a0dit', 'oui " dit'):
        opens, closes = cost(text, '"')
        assert opens == closes
    # nor does one beside a letter
    opens, closes = cost('oui\u00a0"dit', '"')
    assert closes > opens
    opens, closes = cost('oui"\u00a0dit', '"')
    assert opens > closes


def stretch(start, end):
    return Stretch(start + 1, end - 1, start, end, ("«", "»"), 0)


def test_crossing_stretches_and_those_too_deep_are_left_out_alone():
    """What follows them is read on."""
    first, crossing, after = stretch(0, 10), stretch(5, 15), stretch(20, 30)
    found = marks._nest([after, crossing, first])
    assert [(s.outer_start, s.parent) for s in found] == [(0, None), (20, None)]
    deep = [stretch(n, 100 - n) for n in range(marks.MAX_DEPTH + 2)]
    found = marks._nest([*deep, stretch(200, 210)])
    assert [s.parent for s in found] == [None, *range(marks.MAX_DEPTH - 1), None]
    assert found[-1].outer_start == 200


def test_an_opening_mark_before_paired_ones_is_a_stray():
    for text in ("Il dit «oui “non et puis oui» et voilà.\n«Bien», dit-il.",
                 "Il dit «oui» et “non et puis «oui bon» et voilà.\n«Bien», dit-il."):  # fmt: skip
        assert not [s for s in read(text) if s.recovered]
        assert quoted(text)[-1] == "Bien"
    text = "Il dit «oui» et “non et puis oui et voilà.\n«Bien», dit-il."
    assert [text[s.start : s.end] for s in read(text) if s.recovered] == [
        "non et puis oui et voilà."
    ]


def test_no_break_spaces_in_a_text():
    text = 'Il dit "\u00a0oui\u00a0" , puis "\u00a0non\u00a0". Et il "\u00a0part\u00a0" enfin.'
    assert [w.strip() for w in quoted(text)] == ["oui", "non", "part"]


@pytest.mark.parametrize(
    ("text", "char", "opens", "closes"),
    [
        ("un › mot", "›", False, True),
        ("un ‹ mot", "‹", True, False),
        ("un » mot", "»", False, True),
        ("un « mot", "«", True, False),
        ("un << mot", "<<", True, False),
        ("un >> mot", ">>", False, True),
        ("un „ mot", "„", True, False),
        ("un ‟ mot", "‟", True, False),
        ("un ‚ mot", "‚", True, False),
        ("deux +mots", "+", True, False),
        ("deux mots+ ici", "+", False, True),
        ("deux+ mots", "+", False, True),
        ("a+b", "+", False, False),
        ("deux + mots", "+", False, False),
        ("l'accord", "'", False, False),
        ("dit 'oui", "'", True, False),
        ("mes parents' amis", "'", False, True),
    ],
)
def test_what_a_mark_can_be_at_all(text, char, opens, closes):
    found = cost(text, char)
    assert (found[0] < INF, found[1] < INF) == (opens, closes)


def band(cost):
    """What a reading costs, in words; a true mark left alone costs 3."""
    if cost == INF:
        return "never"
    assert cost >= 0
    return "free" if cost == 0 else "little" if cost < 1 else "dear" if cost < 2.2 else "dearest"


@pytest.mark.parametrize(
    ("text", "char", "opens", "closes"),
    [
        ("dit «oui", "«", "free", "never"),
        ("dit ‹oui", "‹", "free", "never"),
        ("dit „oui", "„", "free", "never"),
        ("dit ‟oui", "‟", "free", "never"),
        ("dit ‚oui", "‚", "free", "never"),
        ("oui» dit", "»", "never", "free"),
        ("oui› dit", "›", "never", "free"),
        ("dit <<oui", "<<", "little", "never"),
        ("oui>> dit", ">>", "never", "little"),
        ("dit +oui", "+", "little", "never"),
        ("oui+ dit", "+", "never", "little"),
        # A space on one side tells.
        ('dit "oui', '"', "free", "dear"),
        ('oui" dit', '"', "dear", "free"),
        ('15" dit', '"', "dear", "little"),  # inches, or seconds
        ("15” dit", "”", "dearest", "little"),
        ("15“ dit", "“", "dear", "dear"),
        # Spaces on both sides tell nothing: only “ and ” say which they are.
        ('un " mot', '"', "little", "little"),
        ("un “ mot", "“", "little", "dear"),
        ("un ” mot", "”", "dear", "little"),
        ("dit “oui", "“", "free", "dearest"),
        ("oui” dit", "”", "dearest", "free"),
        # Glued on both sides: letters, stops and brackets tell.
        ('mot"de', '"', "little", "little"),
        ('mot"«de', '"', "dear", "little"),
        ('mot"(de', '"', "dear", "little"),
        ('mot"[de', '"', "dear", "little"),
        ('mot!"de', '"', "little", "dear"),
        ('mot",de', '"', "dearest", "free"),
        ('10%",de', '"', "dear", "free"),
        ('10%";de', '"', "dear", "free"),
        ('10%"-ci', '"', "dear", "free"),
        ('mot."/de', '"', "dear", "free"),
        ('("oui', '"', "free", "dearest"),
        ('["oui', '"', "free", "dearest"),
        ('-"oui', '"', "free", "dearest"),
        ('/"oui', '"', "free", "dearest"),
        (':"oui', '"', "free", "dearest"),
        ("l'\"oui", '"', "free", "dearest"),
        # Single marks: an apostrophe is more often no mark.
        ("dit 'oui", "'", "little", "never"),
        ("dit ‘oui", "‘", "little", "never"),
        ("oui' dit", "'", "never", "little"),
        ("oui.' Dit", "'", "dear", "free"),
        ("oui‘ dit", "‘", "never", "dear"),
        ("oui' ", "'", "never", "little"),
    ],
)
def test_what_a_reading_costs(text, char, opens, closes):
    found = cost(text, char)
    assert (band(found[0]), band(found[1])) == (opens, closes)


def test_an_apostrophe_before_the_mark_leans_to_opening():
    assert cost("l'\"on", '"')[1] > cost('("on', '"')[1]


def test_a_mark_left_open_costs_as_much_as_one_left_alone():
    first = marks._Open(marks._Mark(0, "«", 0.0, INF), None)
    second = marks._Open(marks._Mark(3, "“", 0.0, INF), first)
    assert marks._left_open(None) == 0
    assert marks._left_open(first) == marks._UNPAIRED
    assert marks._left_open(second) == 2 * marks._UNPAIRED


def test_pairs_come_by_their_opening_mark():
    text = "«Un «mot» pesé», puis «rien» et oui» là»"
    pairs, loose = marks._pair(marks._marks(text, 0, len(text)))
    assert [text[a.at : b.at + 1] for a, b in pairs] == ["«Un «mot» pesé»", "«mot»", "«rien»"]
    assert [m.at for m in loose] == [35, 39]


def test_the_paragraph_is_all_that_is_seen():
    """What stands before the start or after the end of a paragraph is as good as a space."""
    text = 'mot"oui"mot'
    assert marks._cost(text, 3, 8, 3, '"') == marks._cost(' "oui" ', 0, 7, 1, '"')
    assert marks._cost(text, 3, 8, 7, '"') == marks._cost(' "oui" ', 0, 7, 5, '"')
    assert marks._cost("a<<oui>>b", 1, 8, 6, ">>") == (INF, 0.5)
    assert marks._cost(" 'oui", 0, 5, 1, "'")[0] == marks._cost("m'oui", 1, 5, 1, "'")[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Each pair of marks the press mixes.
        ("Il dit «oui».", ["oui"]),
        ("Il dit “oui“ hier.", ["oui"]),
        ('Il dit “oui" hier.', ["oui"]),
        ("Il dit „oui” hier.", ["oui"]),
        ('Il dit „oui" hier.', ["oui"]),
        ("Il dit ‟oui” hier.", ["oui"]),
        ('Il dit "oui” hier.', ["oui"]),
        ('Il dit "oui“ hier.', ["oui"]),
        ('Il dit ”oui" hier.', ["oui"]),
        ("Il dit ”oui” hier.", ["oui"]),
        ("Il dit ‘oui' hier.", ["oui"]),
        ("Il dit 'oui’ hier.", ["oui"]),
        ("Il dit ’oui’ hier.", ["oui"]),
        ("Il dit ’oui' hier.", ["oui"]),
        ("Il dit ‚oui‘ hier.", ["oui"]),
        ("Il dit ‚oui’ hier.", ["oui"]),
        ("Il dit ‚oui' hier.", ["oui"]),
        ("Le film +Nuit claire+ sort.", []),
        ("«Le film +Nuit claire+ sort», dit-il.", ["Le film +Nuit claire+ sort", "Nuit claire"]),
        ("Il dit »oui« hier.", []),
        ("Il dit <<oui>> hier.", ["oui"]),
        # Marks that do not go together.
        ("Il dit ‹oui» hier.", []),
        ("Il dit «oui› hier.", []),
        # Marks that only singles make.
        ("Il dit '…oui' hier.", ["…oui"]),
        ("Il dit '[…] oui' hier.", ["[…] oui"]),
        ("Il dit '...oui' hier.", ["...oui"]),
        ("Il dit ‘¿y ahora?’ hier.", ["¿y ahora?"]),
        ("Il dit ‘¡ahora!’ hier.", ["¡ahora!"]),
        ("Il dit ‘oui (ou non)’ hier.", ["oui (ou non)"]),
        ("Il dit ‘oui [ou non]’ hier.", ["oui [ou non]"]),
        ("Il dit ‘plus de 10%’ hier.", ["plus de 10%"]),
        ("Les parents’ n’ont rien dit.", []),
        ("Rock'n'roll et l'an 40.", []),
        ("L'aveu' vient avant 'l'autre", []),
        # + only beside letters
        ("«Un +mot+ pesé»", ["Un +mot+ pesé", "mot"]),
        ("«Le 3+3 et +4+ pesé»", ["Le 3+3 et +4+ pesé"]),
        ("«C++ et +Java+»", ["C++ et +Java+", "Java"]),
        ("«Dit +oui !+, puis»", ["Dit +oui !+, puis", "oui !"]),
        # One and the same mark
        ('"Un", "deux" et "trois".', ["Un", "deux", "trois"]),
        ('"Un"."Deux".', ["Un", "Deux"]),
        ('Il dit "oui" "non" hier.', ["oui", "non"]),
        ('Il dit " oui " hier.', ["oui"]),
        ("«Un “beau” «mot» pesé»", ["Un “beau” «mot» pesé", "beau", "mot"]),
        ("«Un 'beau' mot»", ["Un 'beau' mot", "beau"]),
        ("«On m'a dit 'viens', l'an dernier», dit-il.",
         ["On m'a dit 'viens', l'an dernier", "viens"]),
        ("«Un «mot «trois fois» dedans» pesé»",
         ["Un «mot «trois fois» dedans» pesé", "mot «trois fois» dedans", "trois fois"]),
        # The inner mark is never closed, or one mark is too many.
        ("Il cite «un “mot pesé» hier.", ["un “mot pesé"]),
        ("Il cite «un ‘mot pesé» hier.", ["un ‘mot pesé"]),
        ("Il cite «un mot” pesé» hier.", ["un mot” pesé"]),
        ("Il dit oui», puis «non» hier.", ["non"]),
        ("Il dit «oui», puis non» hier.", ["oui"]),
        ('Il dit «oui», puis "non hier.', ["oui"]),
        ("«Un»«deux»", ["Un", "deux"]),
        ('"Un "mot" pesé"', ['Un "mot" pesé', "mot"]),
        ('" Un " mot " pesé "', ["Un", "pesé"]),
        ("“ Un “ mot ” pesé ”", ["Un “ mot ” pesé", "mot"]),
        ('"Un ”mot", dit-il.', ["Un ”mot"]),
        ("Le mot «‚dit» est +de trop+.", ["‚dit"]),
        # Nothing but marks and spaces inside is no quotation.
        ('Il dit "" et " " et «oui».', ["oui"]),
        ("Il dit « ».", []),
        ("Rien.", []),
    ],
)  # fmt: skip
def test_pairing(text, expected):
    assert quoted(text) == expected


def test_the_marks_and_their_places():
    text = "Il dit << oui >> et « non\u00a0»."
    first, second = read(text)
    assert first.marks == ("<<", ">>")
    assert text[first.outer_start : first.outer_end] == "<< oui >>"
    assert text[first.start : first.end] == "oui"
    assert text[second.outer_start : second.outer_end] == "« non\u00a0»"
    assert text[second.start : second.end] == "non"
    assert (first.paragraph, first.parent, first.recovered) == (0, None, False)


def test_each_paragraph_for_itself():
    """A mark left over in one paragraph does not turn the next inside out."""
    text = 'Un écran de 15" vendu.\nIl dit "oui" hier.\nElle dit "non".'
    assert [(text[s.start : s.end], s.paragraph) for s in read(text)] == [("oui", 1), ("non", 2)]


def test_nesting_gives_each_the_nearest_around():
    text = "«Un «mot «de trois» ici» et “deux”», puis «rien»."
    found = [(text[s.start : s.end], s.parent) for s in read(text)]
    assert [p for _, p in found] == [None, 0, 1, 0, None]


LONG = "Nous avons bien commencé hier"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Reopened in the next paragraph, whatever the mark.
        (f"Il dit «{LONG}\n«Puis la pluie est tombée», dit-il.",
         [LONG, "Puis la pluie est tombée"]),
        (f"Il dit “{LONG}\n“Puis la pluie est tombée”, dit-il.",
         [LONG, "Puis la pluie est tombée"]),
        (f"Il dit „{LONG}\n„Puis la pluie est tombée“, dit-il.",
         [LONG, "Puis la pluie est tombée"]),
        (f"Il dit «{LONG}\n»Puis la pluie», dit-il.", [LONG]),
        # Not reopened: only where the mark opens the paragraph or follows a colon …
        (f"«{LONG}.\nLe maire est parti.", [f"{LONG}."]),
        (f"Il dit: «{LONG}.\nLe maire est parti.", [f"{LONG}."]),
        (f"Il dit : « {LONG} !\nLe maire est parti.", [f"{LONG} !"]),
        (f"Il dit «{LONG}.\nLe maire est parti.", []),
        # … and the paragraph ends as a sentence does;
        (f"«{LONG}\nLe maire est parti.", []),
        (f"«{LONG},\nLe maire est parti.", []),
        (f"«{LONG}…\nLe maire est parti.", [f"{LONG}…"]),
        (f"«{LONG}?\nLe maire est parti.", [f"{LONG}?"]),
        # at the end of the text too;
        (f"«{LONG}.", [f"{LONG}."]),
        # a few words are no evidence.
        ("«Nous avons commencé.\nLe maire est parti.", []),
        ("«Nous avons bien commencé.\nLe maire est parti.", ["Nous avons bien commencé."]),
        # The narrator's clause ends it.
        (f"«{LONG}, a déclaré le maire.\nIl est parti.", [LONG]),
        (f"«{LONG} et il a mangé.\nIl est parti.", [f"{LONG} et il a mangé."]),
        (f"«{LONG}, a longuement expliqué le maire.\nIl est parti.", [LONG]),
        (f"«{LONG}, a-t-il dit.\nIl est parti.", [LONG]),
        (f"«{LONG}, ont-ils dit.\nIl est parti.", [LONG]),
        (f"«{LONG}, explique le maire.\nIl est parti.", [LONG]),
        (f"«{LONG}, assure-t-elle.\nIl est parti.", [LONG]),
        (f"Le maire a dit: «{LONG}.\nIl est parti.", [f"{LONG}."]),
        # A mark that may be either closes over paragraphs, and opens nothing.
        (f'Il dit "{LONG}.\nEt rien d\'autre " selon le maire.', [f"{LONG}.\nEt rien d'autre"]),
        (f'Il dit " {LONG}.\nEt rien d\'autre", selon le maire.', []),
        # Over paragraphs, where the closing mark stands before any pair.
        (f"Il dit «{LONG}.\nEt rien d'autre», a dit le maire.",
         [f"{LONG}.\nEt rien d'autre"]),
        (f"Il dit “{LONG}.\nEt rien d'autre”, a dit le maire, “sans rire”.",
         [f"{LONG}.\nEt rien d'autre", "sans rire"]),
        (f"Il dit «{LONG}.\n" + "Encore.\n" * 7 + "Et rien d'autre», a dit le maire.",
         [f"{LONG}.\n" + "Encore.\n" * 7 + "Et rien d'autre"]),
        ("Hier.\n" * 5 + f"Il dit «{LONG}.\nEt rien d'autre», a dit le maire.",
         [f"{LONG}.\nEt rien d'autre"]),
        (f"Il dit «{LONG}.\n" + "Encore.\n" * 8 + "Et rien d'autre», a dit le maire.", []),
        (f"Il dit «{LONG}.\nEt «ici» rien d'autre», puis «là».", ["ici", "là"]),
        (f"Il dit «{LONG}.\nEt “ici» rien d'autre” puis «là».", ["ici» rien d'autre", "là"]),
        # A second one begins where the first ends.
        (f"Il dit «{LONG}.\nEt rien d'autre», a dit le maire: «Puis la pluie est tombée.",
         [f"{LONG}.\nEt rien d'autre", "Puis la pluie est tombée."]),
        # A stray mark inside or before well-paired ones opens nothing.
        ("Il dit “un « mot” et “deux”.\nPuis la pluie», dit-il.", ["un « mot", "deux"]),
        ("Il dit “deux” et “un « mot”.\nPuis la pluie», dit-il.", ["deux", "un « mot"]),
        ("Il dit « mot, et “deux”.\nPuis la pluie», dit-il.", ["deux"]),
        ("Il dit “deux” et « mot.\nPuis la pluie», dit-il.", ["deux", "mot.\nPuis la pluie"]),
        (f"Il dit «{LONG}.\n" + "Encore «ici».\n" + "Et rien d'autre», a dit le maire.",
         ["ici"]),
    ],
)  # fmt: skip
def test_over_paragraphs(text, expected):
    assert quoted(text) == expected


def test_recovered_says_so():
    (found,) = read(f"Il dit: «{LONG}.\nLe maire est parti.")
    assert found.recovered
    assert found.marks == ("«", "")
    assert (found.start, found.end) == (found.outer_start + 1, found.outer_end)
    whole = read(f"Il dit «{LONG}.\nEt rien d'autre», a dit le maire.")[0]
    assert not whole.recovered
    assert whole.paragraph == 0
    assert whole.marks == ("«", "»")
    assert whole.outer_end == whole.end + 1


SAID = "dit déclaré expliqué affirmé ajouté indiqué précisé estimé assuré confié lancé souligné"
SAYS = "explique affirme ajoute indique précise estime assure confie lance souligne"


@pytest.mark.parametrize("clause", [f"a {v}" for v in SAID.split()] + SAYS.split())
def test_the_clause_that_ends_an_unclosed_quotation(clause):
    assert quoted(f"«{LONG}, {clause} le maire.\nIl est parti.") == [LONG]
