"""The citation processor passes CSL's official test suite, except for what is listed with a reason.

The suite is no part of the repository. Where it lies elsewhere, `SITEGEN_CSL_SUITE` says so; the
cases in `cases/csl/` need nothing.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from support.csl_suite import SUITE, lacks_locale, run_fixture

#: A line each: the name of a fixture that fails, and why.
FAILING = Path(__file__).parent / "cases" / "csl" / "suite_failures.txt"


@pytest.mark.skipif(not SUITE.is_dir(), reason="CSL's test suite is not here")
def test_the_official_suite() -> None:
    lines = FAILING.read_text(encoding="utf-8").splitlines()
    reasons = dict(line.split(": ", 1) for line in lines)
    assert all(reasons.values())
    fixtures = {path.stem: path for path in sorted(SUITE.glob("*_*.txt"))}
    failed = {name for name, path in fixtures.items() if not _passes(path)}
    foreign = {name for name in failed if lacks_locale(fixtures[name])}
    assert failed - foreign - set(reasons) == set(), "these passed before"
    assert set(reasons) & set(fixtures) - failed == set(), "strike these from the list"


def _passes(path: Path) -> bool:
    expected, written = run_fixture(path)
    return expected == written
