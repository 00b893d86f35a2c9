"""One thread for matrix products: what runs in many processes leaves the cores to them.

The products here are small: a second thread gains next to nothing by the clock, and waits
for the next one by spinning on a core that another worker could use.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


def one_thread() -> AbstractContextManager[object]:
    """A context in which numpy's matrix products keep to the calling thread."""
    limit: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limit
