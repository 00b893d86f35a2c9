"""One article from text to decisions: the stages in order.

`plan` reads the text alone (marks, sentences); `analyse` reads the tagged Doc and
returns plain JSON-ready records whose offsets point into the text.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc

from quoteminer.attribution.decide import Attribution, Context, attribute_sentence, key, setting
from quoteminer.attribution.inside import inner_incises
from quoteminer.attribution.parse import Parsed, parse
from quoteminer.attribution.reading import networks, read
from quoteminer.confidence import LEAST_SURE
from quoteminer.entities import EntityLayer, find_entities
from quoteminer.explanation import Language
from quoteminer.findings import findings
from quoteminer.lexicon.cues import CueLexicon, standard
from quoteminer.marks import Stretch, find_stretches
from quoteminer.perceptron import Floats
from quoteminer.sentences import Sentence, split_sentences
from quoteminer.skeleton import Skeleton, build, first_at
from quoteminer.speakers.cast import Cast
from quoteminer.speakers.resolve import resolve_all
from quoteminer.speakers.subjects import introduce, subjects
from quoteminer.text import Paragraph, fold, paragraphs
from quoteminer.tokens import Tokens


@dataclass(slots=True)
class Plan:
    """What the text alone tells: folded text, paragraphs, quotations, sentences.

    `tag_regions` are the character ranges whose words need part-of-speech tags. `lexicon`
    are the cues that it was and will be read with.
    """

    text: str
    folded: str
    paragraphs: list[Paragraph]
    stretches: list[Stretch]
    sentences: list[Sentence]
    tag_regions: list[tuple[int, int]] = field(default_factory=list)
    incises: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    lexicon: CueLexicon = field(default_factory=standard)


def plan(text: str, lexicon: CueLexicon | None = None) -> Plan:
    """Read marks and sentences off the text; `lexicon` holds the cues, the package's if None."""
    lexicon = lexicon or standard()
    folded = fold(text)
    pars = paragraphs(folded)
    stretches = find_stretches(folded, text, pars)
    sentences = split_sentences(folded, pars, stretches)
    incises = {
        index: found
        for index, stretch in enumerate(stretches)
        if (found := inner_incises(folded, stretch, lexicon))
    }
    regions = _regions(sentences, stretches) + [i for found in incises.values() for i in found]
    return Plan(text, folded, pars, stretches, sentences, sorted(regions), incises, lexicon)


def without_quotes(text: str) -> Plan:
    """Return a plan that finds names alone: no quotations, nothing to tag."""
    return Plan(text, fold(text), [], [], [])


def _regions(sentences: list[Sentence], stretches: list[Stretch]) -> list[tuple[int, int]]:
    """Return the narrator's words of sentences with quotations.

    A short quotation stays in, so that the tagger sees the phrase it belongs to.
    """
    regions = []
    for sentence in sentences:
        if not sentence.quotes:
            continue
        at = sentence.start
        for index in sentence.quotes:
            stretch = stretches[index]
            if stretch.end - stretch.start > 40:
                if at < stretch.outer_start:
                    regions.append((at, stretch.outer_start))
                at = stretch.outer_end
        if at < sentence.end:
            regions.append((at, sentence.end))
    return regions


def attribute(tokens: Tokens, plan: Plan, layer: EntityLayer) -> list[Attribution]:
    """Decide kind, cue and mention of every quotation, in text order."""
    parsed = parse_all(tokens, plan, layer)
    read(parsed, plan.stretches, tokens, networks(), plan.lexicon.own)
    return decide_all(parsed, plan)


def parse_all(tokens: Tokens, plan: Plan, layer: EntityLayer) -> list[Parsed]:
    """Take every sentence with a quotation apart, in text order."""
    stretches, folded = plan.stretches, plan.folded
    starts = tokens.starts
    entity_starts = [e.start for e in layer.entities]

    def skeleton(sentence: Sentence) -> Skeleton:
        firsts = first_at(starts, entity_starts, sentence.start)
        return build(tokens, folded, sentence, stretches, layer.entities, *firsts, plan.lexicon)

    return [
        parse(
            skeleton(sentence),
            {
                q: skeleton(Sentence(*plan.incises[q][0], sentence.paragraph, ()))
                for q in sentence.quotes
                if q in plan.incises
            },
            plan.lexicon,
        )
        for sentence in plan.sentences
        if sentence.quotes
    ]


def decide_all(parsed: list[Parsed], plan: Plan) -> list[Attribution]:
    """Decide on the quotations of an article's sentences, in text order."""
    stretches, folded = plan.stretches, plan.folded
    repeated = Counter(key(folded[s.start : s.end]) for s in stretches)
    context = Context(folded, stretches, repeated, lexicon=plan.lexicon)
    # Running text first: headlines and crossheads repeat its words without their clause.
    ordered = sorted(parsed, key=lambda p: bool(setting(p.skeleton, p.skeleton.sentence.paragraph)))
    found = [decision for one in ordered for decision in attribute_sentence(one, context)]
    found.sort(key=lambda a: a.quote)
    return found


def cast_of(tokens: Tokens, plan: Plan, layer: EntityLayer) -> Cast:
    """Everybody who may speak: the named, and those described as subjects."""
    cast = Cast(plan.folded, layer, plan.sentences, plan.stretches, plan.lexicon)
    if plan.stretches:
        found = subjects(tokens, plan.folded, plan.sentences, plan.stretches, layer, plan.lexicon)
        introduce(cast, found, layer)
    return cast


def analyse(
    doc: Doc,
    plan: Plan,
    layer: EntityLayer | None = None,
    *,
    sure: float = LEAST_SURE,
    language: Language = "en",
    vectors: Floats | None = None,
) -> dict[str, Any]:
    """Return the article's records: quotes, entities, speakers, profiles, JSON-ready.

    Speakers whose confidence is below `sure` are left out (`findings.findings`); explanations
    are told in `language`. `vectors` are the tokens' vectors in context as the model's `ner`
    computes them: one witness less without.
    """
    if layer is None:
        layer = find_entities(doc, folded=plan.folded, vectors=vectors)
    tokens = Tokens.of(doc, vectors)
    decisions = attribute(tokens, plan, layer)
    cast = cast_of(tokens, plan, layer)
    spoken = resolve_all(decisions, cast, [(p.start, p.end) for p in plan.paragraphs])
    return findings(
        plan.folded,
        plan.stretches,
        plan.sentences,
        plan.incises,
        layer,
        decisions,
        spoken,
        cast,
        sure,
        language,
    )
