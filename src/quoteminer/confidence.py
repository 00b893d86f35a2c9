"""How sure an attribution is: the probability that the speaker is right.

The chances of the steps (reported at all, cue, mention, who it stands for) are
combined and calibrated on held-out articles (`calibration.tsv`); the reliability
curve stands in `docs/accuracy.md`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from quoteminer.phrases import RELATIVES
from quoteminer.weights import logistic, weights

if TYPE_CHECKING:
    from quoteminer.attribution.decide import Attribution
    from quoteminer.speakers.resolve import Speaking


# Below this a speaker is more likely wrong than right: none is named, candidates are listed.
LEAST_SURE = 0.4


def steps(decision: Attribution, speaking: Speaking) -> dict[str, float]:
    """Return what the confidence is computed from: the log-odds of each step and its kind."""
    mention = decision.mention
    how = mention.type if mention is not None else "carried"
    if mention is not None and decision.skeleton.items[mention.head].low in RELATIVES:
        how = "relative"  # as sure as the phrase before it
    label = speaking.figure.label if speaking.figure is not None else "none"
    resolved = speaking.probability if how != "named" else 1.0
    found = decision.p_mention if mention is not None else 1.0
    whole = decision.p_kind * resolved * found
    told = {
        "bias": 1.0,
        "whole": _logit(whole),
        "kind": _logit(decision.p_kind),
        "cue": _logit(decision.p_cue) if decision.cue is not None else 0.0,
        "no_cue": 1.0 if decision.cue is None else 0.0,
        f"mention.{how}": _logit(found) if mention is not None else 0.0,
        f"resolved.{how}": _logit(resolved) if how != "named" else 0.0,
        f"chain.{how}": _logit(speaking.chain) if speaking.chain < 1 else 0.0,
        f"how.{how}": 1.0,
        f"label.{label}": 1.0,
        f"{how}.{label}": 1.0,
        f"kind.{decision.kind}": 1.0,
        f"construction.{decision.construction}": 1.0,
    }
    told.update(dict.fromkeys(_circumstances(decision, speaking, how), 1.0))
    return told


def _circumstances(decision: Attribution, speaking: Speaking, how: str) -> list[str]:
    """What makes attributions of a kind surer or less sure than their chances say."""
    words = len(decision.words.split())
    length = next((n for n in (1, 3, 6, 12) if words <= n), 99)
    seen = [
        f"words.{length}.{decision.kind}",
        f"quotes.{min(len(decision.skeleton.slots), 4)}",
        f"{how}.others.{min(len(speaking.others), 3)}",
    ]
    if speaking.figure is not None:
        seen.append(f"{how}.spots.{min(len(speaking.figure.spots), 6)}")
    if decision.cue is not None:
        seen += [f"{how}.{decision.cue.role}", f"strength.{decision.cue.entry.strength}"]
    if decision.mention is not None and how == "nominal":
        seen += [f"definite.{decision.mention.definite}", f"noun.{decision.mention.role}"]
    return seen


def _logit(p: float) -> float:
    p = min(max(p, 0.005), 0.995)
    return math.log(p / (1 - p))


def confidence(decision: Attribution, speaking: Speaking) -> float:
    """Return the calibrated probability, 0–1; 0 where no speaker is named."""
    if speaking.figure is None:
        return 0.0
    table = weights("calibration")
    if not table:
        p = decision.p_kind * speaking.probability
        return p * decision.p_mention if decision.mention is not None else p
    return logistic(sum(table.get(k, 0.0) * v for k, v in steps(decision, speaking).items()))
