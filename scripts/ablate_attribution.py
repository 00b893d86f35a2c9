"""What each family of observations is worth: figures with its weights left out.

    python scripts/ablate_attribution.py GOLD.jsonl

The weights are not fitted anew: what falls is what the decision leans on, not what other
observations could make up for. The table of `docs/accuracy.md` is printed as Markdown.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import quoteminer
from quoteminer import confidence, weights
from quoteminer.attribution import decide, reading
from quoteminer.evaluation import Score, evaluate, prediction
from quoteminer.models import Article, Source
from quoteminer.speakers import resolve

# name: (table, what its observations match)
FAMILIES = {
    "all in place": ("", "$^"),
    "role of the cue in its clause": (
        "attribution",
        r"(clitic|incise|bare|short|subject|selon|gerund|part|inf|noun)\.(before|after|around)",
    ),
    "which verb or noun (lemma, class, strength)": (
        "attribution",
        r".*(lemma|class)\.|.*\.(strong|medium|weak)$",
    ),
    "distance, commas, other verbs between": (
        "attribution",
        r"(verb|prep|noun)\.\w+\.(\d|commas|finite|rivals|slots|break|conj|relative)|.*\.gap\.",
    ),
    "shape and size of the quotation": (
        "attribution",
        r".*(shape|size|first_person|capital|first)\b",
    ),
    "word before and after the quotation": ("attribution", r".*\b(det|after|then|lead)\."),
    "repeated words, headlines": ("attribution", r".*(repeated|elsewhere|title|crosshead)"),
    "the quotation before": ("attribution", r"(before|none\.before)\."),
    "what the cue's subject is": ("attribution", r".*subject\."),
    "what networks read around quotations and cues": ("attribution", r"(.*\.)?read\."),
    "mention: what a network reads around it": ("mention", r"(.*\.)?read\."),
    "mention: distance and what stands between": (
        "mention",
        r"\w+\.(left|right)\.(\d|commas|finite|rivals|quote|break|que|relative)",
    ),
    "mention: the way between cue, quotation and subject": ("mention", r".*\bpath\b|.*[<>]"),
    "mention: subjects lent by other verbs": ("mention", r"lent\b"),
    "mention: apposition and coordination": ("mention", r".*(appos|coordin)"),
    "mention: number, kind of noun or name": (
        "mention",
        r".*(number|PER|ORG|LOC|role|person|group|institution|document|thing)",
    ),
    "antecedent: gender and number": ("antecedent", r".*(gender|number)"),
    "antecedent: last speaker": ("antecedent", r".*(last_speaker|second_speaker|has_spoken)"),
    "antecedent: nearest, subject, recency": (
        "antecedent",
        r".*(nearest|subject|gap|nearer|same_paragraph|since)",
    ),
    "antecedent: roles and descriptions": (
        "antecedent",
        r"nom\.(match|head|words|related|nationality|name|same|part|other_)",
    ),
    "antecedent: headline, how often named": (
        "antecedent",
        r".*(title|foremost|second$|only_person)",
    ),
    "antecedent: words reported without marks": ("antecedent", r".*(teller|told)"),
    "antecedent: whom the article names as its voice": ("antecedent", r".*voice"),
    "quotations without a clause: whom the sentences around tell of": (
        "carried",
        r"(near|subject|told|centre|next)\.|centre$",
    ),
    "quotations without a clause: «je», «nous», its voices": (
        "carried",
        r"(I|we)\.|.*voice|only_person",
    ),
    "quotations without a clause: what stands around": ("carried", r".*(before|after|echo)"),
}


def without(table: str, pattern: str) -> Callable[[str], dict[str, float]]:
    """Return the look-up of weights with those of one family left out."""
    family = re.compile(pattern)

    def lookup(name: str) -> dict[str, float]:
        rows = weights.weights(name)
        if name != table:
            return dict(rows)
        return {k: w for k, w in rows.items() if not family.match(k.rpartition("|")[2])}

    made: dict[str, dict[str, float]] = {}
    return lambda name: made.setdefault(name, lookup(name))


def main(path: str) -> None:
    golds = [json.loads(line) for line in Path(path).read_text("utf-8").splitlines() if line]
    miner = quoteminer.load()
    print("| left out | reported F1 | kind | cue | mention | speaker strict F1 |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, (table, pattern) in FAMILIES.items():
        lookup = without(table, pattern)
        grouped = weights.group(lookup("attribution"), ("cue", *reading.KINDS))
        decide.weights = resolve.weights = confidence.weights = lookup  # type: ignore[assignment]
        decide.grouped_weights = lambda *_, grouped=grouped: grouped  # type: ignore[assignment]
        found = {}
        sources = [Source(text=g["text"], id=str(g["id"])) for g in golds]
        for gold, article in zip(golds, miner.pipe(sources), strict=True):
            assert isinstance(article, Article)
            found[gold["id"]] = prediction(article)
        figures = evaluate(golds, found).figures
        row = [figures[k] for k in ("reported", "kind", "cue", "mention", "speaker strict")]
        cells = [f"{v.f1 if isinstance(v, Score) else v:.3f}" for v in row]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
