"""Measure pictures with sitegen, Hugo and sharp, and write RESULTS-images.md."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.images.calibration import Calibration, try_settings
from benchmarks.images.demo import DEMO, measure_demo
from benchmarks.images.formats import measure_formats, pictures_by_set
from benchmarks.images.records import Records
from benchmarks.images.report import write_report
from benchmarks.images.session import Session
from benchmarks.images.shares import measure_shares
from benchmarks.images.subjects import Hugo, Job, Maker, Sharp, Sitegen
from benchmarks.install import Tools, install
from benchmarks.machine import describe
from benchmarks.measure import prepare_processes
from benchmarks.preview.screen import find_chromium
from benchmarks.records import Peer

__all__ = ["main"]

_PEERS: tuple[type[Maker], ...] = (Hugo, Sharp)
_PARTS = ("makers", "formats", "demo")
_SIMILARITY = "scikit-image"
_HERE = Path(__file__).parents[1]
_WORK = _HERE / ".work-images"
_PHOTOGRAPHS = _HERE / ".photographs"  # drawn once, kept
_RECORDS = _HERE / ".work-images.json"
_REPORT = _HERE / "RESULTS-images.md"
_CALIBRATED = 6  # photographs
_TRIED = 10
_COMPARED = 12


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=100)
    parser.add_argument("--hugo", type=int, default=24, help="photographs for Hugo, which is slow")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", nargs="*", default=["all"], help="others' names are ignored")
    parser.add_argument("--parts", nargs="+", default=list(_PARTS), choices=_PARTS)
    parser.add_argument("--report", action="store_true", help="only write the report again")
    return parser.parse_args()


def main() -> int:
    """Run everything that the arguments ask for."""
    arguments = _arguments()
    if arguments.report:
        write_report(Records.load_from(_RECORDS), _REPORT)
        return 0
    if "demo" in arguments.parts and not find_chromium():
        print("There is no Chromium; Debian: apt install chromium", file=sys.stderr)
        return 1
    prepare_processes()
    wanted = [each for each in _PEERS if {"all", each.name}.intersection(arguments.peers)]
    tools = install([_SIMILARITY, *(each.name for each in wanted)])
    if not tools.python_version(_SIMILARITY):
        problem = tools.problems.get(_SIMILARITY, "not installed")
        print(f"{_SIMILARITY}, which compares pictures: {problem}", file=sys.stderr)
        return 1
    shutil.rmtree(_WORK, ignore_errors=True)
    _WORK.mkdir()
    photographs = _photographs(tools, arguments.pictures)
    records = Records(machine=describe())
    if "makers" in arguments.parts:
        _measure_makers(records, tools, wanted, photographs, arguments)
    if "formats" in arguments.parts:
        sets = pictures_by_set(tools, photographs, DEMO)
        records.encoded = measure_formats(tools, sets, _WORK / "formats")
        records.save(_RECORDS)
    if "demo" in arguments.parts:
        measure_demo(records, _WORK, arguments.runs, _own_qualities()["avif"])
    records.save(_RECORDS)
    if not records.failures:  # otherwise its logs say more
        shutil.rmtree(_WORK, ignore_errors=True)
    print(write_report(records, _REPORT))
    return 1 if records.failures else 0


def _photographs(tools: Tools, count: int) -> list[Path]:
    """Return the photographs; those that are not there yet are drawn."""
    command = [str(tools.python), "-m", "benchmarks.images.photographs"]
    subprocess.run([*command, str(_PHOTOGRAPHS), str(count)], cwd=_HERE.parent, check=True)
    return sorted(_PHOTOGRAPHS.glob("*.jpg"))[:count]


def _own_qualities() -> dict[str, int]:
    """Return sitegen's own quality numbers."""
    from sitegen.config import ImagesConfig

    own = ImagesConfig()
    return {"avif": own.avif_quality, "webp": own.webp_quality, "jpg": own.jpeg_quality}


def _measure_makers(
    records: Records,
    tools: Tools,
    wanted: list[type[Maker]],
    photographs: list[Path],
    arguments: argparse.Namespace,
) -> None:
    """Make everyone's files equally good, then measure who makes them how fast."""
    own = _own_qualities()
    job = Job(tuple(photographs), {name: own[name] for name in ("webp", "jpg")})
    records.bytes_in = sum(each.stat().st_size for each in photographs)
    ours, others = Sitegen(tools), [each(tools) for each in wanted]
    records.peers = [_found(each) for each in (ours, *others)]
    subjects: list[tuple[Maker, Job]] = [(ours, job)]
    place = _WORK / "calibration"
    try:
        calibration = Calibration(tools, place, job.first(_CALIBRATED))
        targets = calibration.similarity_of(ours, job.qualities)
        for maker in others:
            if records.peer(maker.name):
                numbers = calibration.equal_numbers(maker, targets)
                count = arguments.hugo if isinstance(maker, Hugo) else len(photographs)
                subjects.append((maker, Job(job.photographs[:count], numbers)))
    except RuntimeError as error:
        records.fail(str(error))
        return
    for maker, its_job in subjects:
        if isinstance(maker, Sharp):
            tell = records.settings.__setitem__
            try_settings(maker, place, its_job.first(_TRIED), tell)
    session = Session(records, _WORK / "sites", _RECORDS)
    through = session.measure(subjects, arguments.runs)
    records.compared = min(_COMPARED, *(len(each.photographs) for _, each in subjects))
    for maker, its_job in subjects:
        if maker in through:
            session.compare(maker, its_job, records.compared)
    if ours in through:
        session.check_pixels(ours)
        settings = (_WORK / "sites/sitegen/sitegen.toml").read_text(encoding="utf-8")
        records.shares = measure_shares(settings, job.first(_TRIED))
    records.save(_RECORDS)


def _found(maker: Maker) -> Peer:
    """Say which version is there, or why there is none."""
    ours = isinstance(maker, Sitegen)
    told = maker.name, maker.label, maker.version(), maker.missing()
    return Peer(*told, python=ours, ours=ours, notes=maker.notes)


if __name__ == "__main__":
    sys.exit(main())
