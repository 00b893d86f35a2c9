"""Everything quoteminer does, with every way out of the process watched and shut.

Run by `test_safety.py` in a process of its own, where the system allows in an empty
network namespace: prints what was attempted, as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

WAYS_OUT = (
    "socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
    "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request", "http.client.connect",
    "ftplib.connect", "smtplib.connect", "os.system", "subprocess.Popen", "os.exec",
    "os.posix_spawn",
)  # fmt: skip
attempts: list[str] = []
unpickled: list[str] = []
watching_pickle = True


def watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in WAYS_OUT:
        attempts.append(f"{event} {arguments!r}"[:200])
        raise PermissionError(f"no {event} here")
    if event == "pickle.find_class" and watching_pickle:
        unpickled.append(str(arguments))


sys.addaudithook(watch)


def run(folder: Path) -> None:
    """Load, mine, batch, summarise, convert, show, report, by the command line."""
    global watching_pickle  # noqa: PLW0603 - the hook reads it
    from quoteminer import cli

    def command(*arguments: object) -> None:
        try:
            cli.app([str(a) for a in arguments], standalone_mode=False)
        except SystemExit as stop:
            assert not stop.code, (arguments, stop.code)

    source = folder / "a.jsonl"
    command("extract", source, "--format", "json")
    command("entities", source)
    command("show", source, "--out", folder / "page.html")
    command("batch", source, "--out", folder / "run")
    command("summary", folder / "run", "--format", "csv")
    command("report", folder / "run", "--out", folder / "report.html")
    for tool, place in (("tei", "tei"), ("brat", "brat"), ("gexf", "a.gexf")):
        command("convert", source, "--to", tool, "--out", folder / place)
    command("schema")
    # Worker processes hand each other what they made by pickle; nothing is read so from outside.
    watching_pickle = False
    command("batch", source, "--out", folder / "shared", "--workers", "2")


if __name__ == "__main__":
    print_to, sys.stdout = sys.stdout, sys.stderr
    run(Path(sys.argv[1]))
    print(json.dumps({"attempts": attempts, "unpickled": unpickled}), file=print_to)
