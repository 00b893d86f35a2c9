"""Dates as the French press writes them, to `date` and `datetime`."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

# «14 mars 2019», «1er avril 2020», «March 14, 2019», «14/03/2019», «2019-03-14»
_DAY = re.compile(
    r"\b(?P<written>\d{1,2}(?:er|st|nd|rd|th)?\s+[^\W\d_]{3,10}\.?,?\s+\d{4}"
    r"|[^\W\d_]{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})\b"
    r"|\b(?P<iso>\d{4}-\d{2}-\d{2})\b"
    r"|\b(?P<slashed>\d{1,2}[/.]\d{1,2}[/.]\d{4})\b"
)
# «07:05 UTC +01:00», «à 7h05», «18 h 30», «T07:05:00Z»
_TIME = re.compile(
    r"\b(?P<h>[01]?\d|2[0-3])\s?[:hH]\s?(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?"
    r"(?:\s*(?:UTC|GMT)?\s*(?P<zone>[+-]\d{2}:?\d{2}|\bUTC\b|\bGMT\b|Z\b))?"
)
_ORDINAL = re.compile(r"(?<=\d)(?:er|st|nd|rd|th)\b")


class Found(NamedTuple):
    """A date in a longer text, and where it stands (`end` exclusive)."""

    value: dt.datetime | dt.date
    start: int
    end: int


def iso(text: str) -> dt.datetime | dt.date | None:
    """Return the date (and time, where it is told) that a whole cell holds, or None.

    Day before month in figures: the French order.

    >>> iso("1er avril 2020"), iso("03/04/2021"), iso("2019-03-14T07:05:00+01:00").isoformat()
    (datetime.date(2020, 4, 1), datetime.date(2021, 4, 3), '2019-03-14T07:05:00+01:00')
    """
    text = text.strip()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        pass
    try:
        # Python 3.10 knows no Z
        return dt.datetime.fromisoformat(re.sub(r"Z$", "+00:00", text))
    except ValueError:
        pass
    found = find(text)
    return found.value if found is not None else None


def find(text: str) -> Found | None:
    """Return the first date in `text`, with the time that follows it.

    >>> find("Politique, mardi 5 janvier 2021 1240 mots, p. 12").value
    datetime.date(2021, 1, 5)
    >>> find("jeudi 14 mars 2019 - 07:05 UTC +01:00").value.isoformat()
    '2019-03-14T07:05:00+01:00'
    """
    for match in _DAY.finditer(text):
        day = _day(match[0])
        if day is None:
            continue
        time = _TIME.search(text, match.end(), match.end() + 40)
        if time is None:
            return Found(day, match.start(), match.end())
        at = dt.time(int(time["h"]), int(time["m"]), int(time["s"] or 0), tzinfo=_zone(time))
        return Found(dt.datetime.combine(day, at), match.start(), time.end())
    return None


@lru_cache(4096)
def _day(words: str) -> dt.date | None:
    """The day that words or figures name, through dateparser."""
    import dateparser

    found = dateparser.parse(
        _ORDINAL.sub("", words),
        languages=["fr", "en"],
        settings={
            "DATE_ORDER": "DMY",
            "STRICT_PARSING": True,
            "REQUIRE_PARTS": ["day", "month", "year"],
        },
    )
    return found.date() if found is not None else None


def _zone(time: re.Match[str]) -> dt.tzinfo | None:
    zone = time["zone"]
    if zone is None:
        return None
    if zone[0] not in "+-":
        return dt.timezone.utc
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    offset = dt.timedelta(hours=hours, minutes=minutes)
    return dt.timezone(-offset if zone[0] == "-" else offset)
