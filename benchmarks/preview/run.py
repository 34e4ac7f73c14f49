"""Measure previews in a real Chromium and write RESULTS-preview.md (`make bench-preview`)."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus import middle, studies
from benchmarks.install import install
from benchmarks.machine import describe
from benchmarks.measure import prepare_processes
from benchmarks.peers import Generator, generators
from benchmarks.preview.crowd import measure_load, measure_soak
from benchmarks.preview.edits import EDITS, Saved
from benchmarks.preview.records import Records
from benchmarks.preview.report import write_report
from benchmarks.preview.screen import chromium, find_chromium
from benchmarks.preview.server import NotReady, Server, serving
from benchmarks.preview.session import Limits, Session
from benchmarks.preview.subjects import OURS, Subject, subjects
from benchmarks.records import Peer

__all__ = ["main"]

_PEERS = ("hugo", "eleventy", "mkdocs", "zensical")
_HERE = Path(__file__).parents[1]
_WORK = _HERE / ".work-preview"
_RECORDS = _HERE / ".work-preview.json"
_REPORT = _HERE / "RESULTS-preview.md"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--alone", type=int, default=0, help="so many pages, without peers")
    parser.add_argument("--edits", type=int, default=20, help="of each kind")
    parser.add_argument("--peers", nargs="*", default=["all"], choices=[*_PEERS, "all", "none"])
    parser.add_argument("--tabs", type=int, default=200, help="under load")
    parser.add_argument("--rate", type=int, default=500, help="requests a second under load")
    parser.add_argument("--load", type=float, default=30, help="seconds of load")
    parser.add_argument("--soak", type=int, default=1_000, help="edits, for memory")
    parser.add_argument("--start", type=float, default=300, help="seconds for a start")
    parser.add_argument("--slow", type=float, default=60, help="seconds for an edit")
    parser.add_argument("--report", action="store_true", help="only write the report again")
    arguments = parser.parse_args()
    if "all" in arguments.peers:
        arguments.peers = list(_PEERS)
    return arguments


def _found(everyone: list[Subject], work: Path) -> Iterator[Peer]:
    """Say of every preview which version is there, or why there is none."""
    for subject in everyone:
        one: Generator = subject.generator
        missing, ours = one.missing(work), subject.name == OURS
        yield Peer(one.name, one.label, one.version(), missing, one.python, ours, subject.notes)


def main() -> int:
    """Run everything that the arguments ask for."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is ended
    if arguments.report:
        write_report(Records.load_from(_RECORDS), _REPORT)
        return 0
    if not find_chromium():
        print("There is no Chromium; Debian: apt install chromium", file=sys.stderr)
        return 1
    prepare_processes()
    shutil.rmtree(_WORK, ignore_errors=True)
    _WORK.mkdir()
    everyone = subjects(generators(install(arguments.peers), arguments.peers))
    records = Records(machine=describe(), peers=list(_found(everyone, _WORK)))
    usable = [each for each, peer in zip(everyone, records.peers, strict=True) if not peer.missing]
    _measure_screens(usable, records, arguments)
    ours = next(subject for subject in usable if subject.name == OURS)
    if arguments.load or arguments.soak:
        _measure_crowds(ours, records, arguments)
    if not records.failures:  # otherwise its logs say more
        shutil.rmtree(_WORK, ignore_errors=True)
    records.save(_RECORDS)
    print(write_report(records, _REPORT))
    return 1 if records.failures else 0


def _measure_screens(
    usable: list[Subject], records: Records, arguments: argparse.Namespace
) -> None:
    """Measure what a person sees."""
    limits = Limits(arguments.edits, arguments.start, arguments.slow)
    session = Session(records, _WORK, _RECORDS, limits)
    with chromium() as (version, opened):
        records.machine["Chromium"] = version
        for pages in sorted(arguments.pages):
            for subject in usable:
                session.measure(subject, pages, opened)
        if arguments.alone:
            for subject in (each for each in usable if each.name == OURS):
                session.measure(subject, arguments.alone, opened)


def _measure_crowds(subject: Subject, records: Records, arguments: argparse.Namespace) -> None:
    """Measure sitegen's preview with many tabs, and over many edits."""
    pages = min(arguments.pages)
    site = _WORK / "crowd"
    site.mkdir()
    subject.write(site, pages)
    study = middle(pages)
    path = subject.address(study)
    numbers = iter(range(1, sys.maxsize))

    def next_edit() -> Saved:
        return EDITS[0].prepare(subject, site, study, pages, next(numbers))

    async def run(server: Server) -> None:
        server.wait_until_quiet()
        others = [subject.address(each) for each in studies(pages) if each != study]
        if arguments.load:
            records.load = await measure_load(
                *(server, path, others, next_edit),
                tabs=arguments.tabs,
                rate=arguments.rate,
                duration=arguments.load,
            )
        if arguments.soak:
            records.soak = await measure_soak(server, path, next_edit, arguments.soak)

    try:
        with serving(subject.command, site, _WORK / "crowd.log", path, arguments.start) as server:
            asyncio.run(run(server))
    except NotReady as error:
        records.failures.append(f"sitegen under load: {error}")


if __name__ == "__main__":
    sys.exit(main())
