"""How a worker process behaves: it leaves Ctrl-C to its parent, and goes when it goes."""

from __future__ import annotations

import os
import signal
import threading
import time

WATCH = 0.5
"""Seconds between two looks at whether the parent is still there."""


def behave() -> None:
    """Ignore SIGINT, and end soon after the parent, even one that was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if os.name == "posix":
        threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(WATCH)
    os._exit(1)
