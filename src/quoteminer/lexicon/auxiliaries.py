"""The forms of the auxiliaries «avoir» and «être», lower-case."""

from __future__ import annotations

AVOIR = frozenset(
    "a ai as avons avez ont avait avais avions aviez avaient aura aurai auras aurons aurez auront "
    "aurait aurais auraient aurions auriez eut eurent ait aient ayant avoir eu".split()
)
ETRE = frozenset(
    "est suis es sommes êtes sont était étais étions étiez étaient sera serai seras serons serez "
    "seront serait serais seraient serions seriez fut furent soit soient étant être été".split()
)
