"""Run a corpus through `quoteminer batch` whole, then kill the run at random moments.

    python scripts/endure.py CORPUS.jsonl.gz… [--kills 10] [--workers 2] [--out FOLDER]

The first run is left alone (and left out where OUT holds a finished one): its rate is printed, and the memory of all its processes as it
goes. The second is killed with SIGKILL, its whole process group at once, at `--kills` random
moments, started again each time, and at last let finish. Then every row of every table and
every byte of every file of the two are compared. Exit code 1 where they differ.
Linux: memory is the proportional set size (what processes share counts once).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from quoteminer.corpus.batch import TABLES

PROC = Path("/proc")


class Sample(NamedTuple):
    """What was seen of a run at one moment."""

    seconds: float
    shards: int
    megabytes: float


def command(args: argparse.Namespace, out: Path) -> list[str]:
    """Return the command line of a run."""
    return [
        sys.executable, "-m", "quoteminer.cli", "batch", *args.corpus, "--out", str(out),
        "--workers", str(args.workers), "--shard-size", str(args.shard_size),
    ]  # fmt: skip


def started(args: argparse.Namespace, out: Path, log: Path) -> subprocess.Popen[bytes]:
    """Start a run as the leader of a process group of its own; stderr is appended to `log`."""
    with log.open("ab") as stream:
        return subprocess.Popen(command(args, out), stderr=stream, start_new_session=True)


def memory(group: int) -> float:
    """Return the proportional set size of a process group, in MB."""
    total = 0
    for folder in PROC.iterdir():
        if not folder.name.isdigit():
            continue
        try:
            if os.getpgid(int(folder.name)) != group:
                continue
            lines = (folder / "smaps_rollup").read_text().splitlines()
        except OSError:  # it ended in the meantime
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def shards(out: Path) -> int:
    """Return how many shards are whole."""
    return sum(1 for _ in out.glob("articles/part-*.parquet"))


def watched(run: subprocess.Popen[bytes], out: Path, every: float) -> list[Sample]:
    """Wait for a run to end, looking at it every so many seconds."""
    begin = time.monotonic()
    samples = []
    while run.poll() is None:
        samples.append(Sample(time.monotonic() - begin, shards(out), memory(run.pid)))
        time.sleep(every)
    samples.append(Sample(time.monotonic() - begin, shards(out), 0.0))
    return samples


def complete(out: Path) -> bool:
    """Return whether a run in this folder came to its end."""
    manifest = out / "manifest.json"
    return manifest.exists() and bool(json.loads(manifest.read_text("utf-8"))["complete"])


def measure(args: argparse.Namespace, whole: Path, log: Path) -> None:
    """Let a run alone; print its time, and its memory by tenths of that time."""
    *seen, last = watched(started(args, whole, log), whole, args.every)
    print(log.read_text("utf-8").strip())
    for part in range(10):
        tenth = seen[part * len(seen) // 10 : (part + 1) * len(seen) // 10]
        if tenth:
            middle = statistics.median(s.megabytes for s in tenth)
            most = max(s.megabytes for s in tenth)
            print(
                f"  to {tenth[-1].seconds:5.0f} s: {tenth[-1].shards:4} shards, "
                f"{middle:5.0f} MB, at most {most:5.0f} MB"
            )
    most = max(s.megabytes for s in seen)
    print(f"whole: {last.seconds:.0f} s, at most {most:.0f} MB", flush=True)


def killed(args: argparse.Namespace, out: Path, log: Path, whole: Path) -> int:
    """Kill a run `args.kills` times at random moments, let the last finish; return the kills.

    A run is left to finish so many more shards, and then killed at any moment of the time
    that a shard takes: on average the kills share out a whole run, also on a busy machine.
    """
    chance = random.Random(args.seed)
    ends = sorted(p.stat().st_mtime for p in whole.glob("articles/part-*.parquet"))
    pace = (ends[-1] - ends[0]) / max(1, len(ends) - 1)
    for kill in range(1, args.kills + 1):
        run = started(args, out, log)
        begin = time.monotonic()
        wanted = shards(out) + chance.randint(0, 2 * len(ends) // args.kills)
        while run.poll() is None and shards(out) < wanted:
            time.sleep(0.2)
        try:
            run.wait(chance.uniform(0, pace))
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            took = time.monotonic() - begin
            print(f"  kill {kill} after {took:.0f} s: {shards(out)} shards whole", flush=True)
        else:
            print(f"  finished before kill {kill}")
            return kill - 1
    started(args, out, log).wait()
    return args.kills


def differences(one: Path, other: Path) -> list[str]:
    """Return in what the results of two runs differ: rows of tables, bytes of files."""
    found = []
    for name in TABLES:
        mine, theirs = (pq.read_table(folder / name) for folder in (one, other))
        if not mine.equals(theirs):
            found.append(f"{name}: {mine.num_rows} and {theirs.num_rows} rows, not the same")
    files = [
        {
            p.relative_to(folder).as_posix(): p.read_bytes()
            for p in folder.rglob("*")
            if p.is_file() and p.name != ".lock"
        }
        for folder in (one, other)
    ]
    names = sorted(files[0].keys() | files[1].keys())
    return found + [f"{n}: bytes differ" for n in names if files[0].get(n) != files[1].get(n)]


def main() -> int:
    """Run, kill, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("corpus", nargs="+")
    parser.add_argument("--out", type=Path, help="default: a temporary folder")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--shard-size", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=10, help="0: the uninterrupted run alone")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two looks")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.out or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        whole, broken, log = folder / "whole", folder / "killed", folder / "log.txt"
        if not complete(whole):
            measure(args, whole, log)
        if not args.kills:
            return 0
        kills = killed(args, broken, log, whole)
        found = differences(whole, broken)
        print(f"killed {kills} times and resumed: {'; '.join(found) or 'the same content'}")
        return 1 if found or not kills else 0


if __name__ == "__main__":
    sys.exit(main())
