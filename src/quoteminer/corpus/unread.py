"""What could not be read, in its place in the stream: one article's failure, never the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from quoteminer.errors import InputError, reason_of
from quoteminer.models import Source


class Unread(InputError):  # noqa: N818 - a result in a stream before it is an error
    """An article that could not be read: where it stands, why, and its id where known."""

    def __init__(self, where: str, reason: str, id: str | None = None) -> None:
        super().__init__(reason)
        self.where = where
        self.reason = reason
        self.id = id


Item = Source | Unread
"""What a reader yields."""


@contextmanager
def failing(where: str) -> Iterator[list[Unread]]:
    """Catch what goes wrong with one record and leave it in the list as `Unread`."""
    caught: list[Unread] = []
    try:
        yield caught
    except Unread as error:
        caught.append(error)
    except InputError as error:
        caught.append(Unread(where, str(error)))
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        caught.append(Unread(where, reason_of(error)))
