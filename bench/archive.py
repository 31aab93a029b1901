"""Measure coding a web archive: reports a second, and the most memory that the process and its workers took.

    python -m bench.archive [--reports 1000,10000] [--workers 2] [--damaged 0.02]

Each number of reports is coded in a process of its own, from a WARC.gz of made-up short reports to JSON Lines. A share of the
records is damaged; each of these has to come out as an issue, and every other one as a coding.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from onrecord.commands.coding import code_to, coder_of
from onrecord.readers import read

SAID = sys.stdout.write
_TOWNS = ("Arle", "Boreth", "Carn", "Dulmen", "Esk", "Farrow", "Gilt", "Harrow")
_WHO = ("Rebels", "Government troops", "Protesters", "Police officers", "The foreign minister", "Local officials")
_DID = ("attacked", "visited", "criticised", "met", "arrested", "praised")
_WHOM = ("the mayor", "two journalists", "the rebels", "opposition leaders", "the delegation")
_DAYS = ("Monday", "Tuesday", "Friday", "Sunday")


def record(number: int, dice: random.Random) -> bytes:
    """A record of the archive: an answer in plain text of about 20 words."""
    who, did, whom, town, day = (dice.choice(words) for words in (_WHO, _DID, _WHOM, _TOWNS, _DAYS))
    text = f"{who} {did} {whom} in the town of {town} on {day}, officials said, according to report {number} of the state news agency."
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:bench:{number}>\r\nWARC-Target-URI: https://news.example/{number}\r\n"
        f"WARC-Date: 2024-03-05T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def write_archive(path: Path, reports: int, damaged: float) -> int:
    """Write an archive with so many records; how many of them are damaged."""
    dice = random.Random(reports)
    harmed = 0
    with path.open("wb") as file:
        for number in range(reports):
            member = bytearray(gzip.compress(record(number, dice)))
            if dice.random() < damaged:
                harmed += 1
                member[len(member) // 2] ^= 0xFF
            file.write(member)
    return harmed


def measure(reports: int, workers: int, damaged: float) -> dict[str, float]:
    """Code an archive once, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        archive, out = Path(folder) / "archive.warc.gz", Path(folder) / "coded.jsonl"
        harmed = write_archive(archive, reports, damaged)
        begin = time.monotonic()
        with coder_of(workers, None) as coder:
            unread = code_to(coder, read(archive), "jsonl", out, threads=1, brief=False, resume=False)
        seconds = time.monotonic() - begin
        with out.open(encoding="utf-8") as lines:
            coded = sum(bool(json.loads(line)["report"]["text"]) for line in lines)
    return {
        "seconds": seconds, "coded": coded, "unread": unread, "harmed": harmed,
        # Of all workers the one that took most; kilobytes on Linux.
        "parent": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "worker": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }  # fmt: skip


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", default="1000,10000")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--damaged", type=float, default=0.02)
    parser.add_argument("--once", action="store_true", help="measure one number in this process and print JSON")
    options = parser.parse_args()
    if options.once:
        SAID(json.dumps(measure(int(options.reports), options.workers, options.damaged)) + "\n")
        return 0
    wrong = 0
    for number in options.reports.split(","):
        command = [
            sys.executable,
            "-m",
            "bench.archive",
            "--once",
            "--reports",
            number,
            "--workers",
            str(options.workers),
        ]
        done = subprocess.run([*command, "--damaged", str(options.damaged)], check=True, capture_output=True, text=True)
        found = json.loads(done.stdout)
        right = found["coded"] == int(number) - found["harmed"] and found["unread"] == found["harmed"]
        wrong += not right
        SAID(
            f"{int(number):,} reports, {options.workers} worker(s): {int(number) / found['seconds']:.1f} reports/s; most memory "
            f"{found['parent']:.0f} MB in the main process, {found['worker']:.0f} MB in a worker; {found['coded']:.0f} coded, "
            f"{found['unread']:.0f} told as damaged of {found['harmed']:.0f}{'' if right else ' (WRONG)'}\n"
        )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
