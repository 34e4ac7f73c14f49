"""Measure sitegen and its peers in turns and write RESULTS.md. `make bench` runs this."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from benchmarks.install import install
from benchmarks.machine import describe
from benchmarks.measure import prepare_processes
from benchmarks.peers import OURS, PEERS, Generator, generators
from benchmarks.records import Peer, Records
from benchmarks.report import write_report
from benchmarks.session import Limits, Session

__all__ = ["main"]

_HERE = Path(__file__).parent
_WORK = _HERE / ".work"
_RECORDS = _HERE / ".work.json"


def _arguments() -> argparse.Namespace:
    names = [peer.name for peer in PEERS]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", nargs="*", default=names, choices=[*names, "all", "none"])
    parser.add_argument("--huge", type=int, default=0, help="also build this many pages once")
    parser.add_argument("--slow", type=float, default=120, help="seconds; slower ones run once")
    parser.add_argument("--timeout", type=float, default=1_800, help="seconds for one build")
    parser.add_argument("--keep", action="store_true", help="add to what was measured before")
    parser.add_argument("--report", action="store_true", help="only write the report again")
    arguments = parser.parse_args()
    if "all" in arguments.peers:
        arguments.peers = names
    return arguments


def _found(all_of_them: list[Generator], scratch: Path) -> list[Peer]:
    """Say of every generator which version is there, or why there is none."""
    found = []
    for one in all_of_them:
        place = scratch / one.name
        place.mkdir(parents=True)
        found.append(
            Peer(
                name=one.name,
                label=one.label,
                version=one.version(),
                missing=one.missing(place),
                python=one.python,
                ours=isinstance(one, OURS),
                notes=one.notes,
            )
        )
    return found


def main() -> int:
    """Run everything that the arguments ask for."""
    arguments = _arguments()
    if arguments.report:
        write_report(Records.load(_RECORDS), _HERE / "RESULTS.md")
        return 0
    prepare_processes()
    shutil.rmtree(_WORK, ignore_errors=True)
    everyone = generators(install(arguments.peers), arguments.peers)
    records = Records(machine=describe(), peers=_found(everyone, _WORK / "probes"))
    for peer in records.peers:
        print(f"{peer.label}: {peer.missing or peer.version}", flush=True)
    if arguments.keep:
        before = Records.load(_RECORDS)
        records.runs, records.outputs = before.runs, before.outputs
        records.failures = before.failures
        records.peers = before.peers
    usable = [one for one in everyone if records.peer(one.name)]
    limits = Limits(arguments.runs, arguments.slow, arguments.timeout)
    session = Session(records, _WORK, _RECORDS, limits)
    if not arguments.keep:
        session.measure_version(usable[0])
    for pages in sorted(arguments.pages):
        session.measure_size(usable, pages)
    if arguments.huge:
        ours = [one for one in usable if isinstance(one, OURS)]
        session.measure_huge(ours[-1], arguments.huge)
    shutil.rmtree(_WORK, ignore_errors=True)
    print(write_report(records, _HERE / "RESULTS.md"))
    return 1 if records.failures else 0


if __name__ == "__main__":
    sys.exit(main())
