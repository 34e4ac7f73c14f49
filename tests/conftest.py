"""Fixtures: a site from a dict of files, and a clock that stands still."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import tempfile
from typing import TYPE_CHECKING

import hypothesis
import pytest

pytest.register_assert_rewrite("support")

from support.memory import remember_answers  # noqa: E402  # after the line above
from support.shared import make_demo, make_once  # noqa: E402  # as above
from support.sites import CONFIG, NOW, MakeSite, SiteFolder  # noqa: E402  # as above
from support.tools import report_not_found  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: Thousands of small files come and go, which takes half of the time on a disk.
_MEMORY = "/dev/shm"  # noqa: S108  # pytest makes a folder of its own in it
_ENOUGH = 4 << 30
if (
    "TMPDIR" not in os.environ
    and os.access(_MEMORY, os.W_OK)
    and shutil.disk_usage(_MEMORY).free > _ENOUGH
):
    os.environ["TMPDIR"] = _MEMORY
    tempfile.tempdir = None  # asked for before

#: The tests leave the user's own key alone, and make no file beside it.
os.environ["SITEGEN_CACHE_KEY"] = "a key for the tests of sitegen"

#: Every build happens at the same moment, also those of fixtures.
os.environ["SOURCE_DATE_EPOCH"] = str(NOW)

#: After how many new objects the collector looks through the youngest, and so on. By default it is
#: after 700, which takes a tenth of the time of builds, and finds next to nothing.
_COLLECTOR = (50_000, 20, 50)

#: In a short run a part, which is the same each time.
_EXAMPLES = 60 if os.environ.get("SITEGEN_LONG_TESTS") else 25
hypothesis.settings.register_profile(
    "sitegen", deadline=None, derandomize=True, print_blob=True, max_examples=_EXAMPLES
)
#: For a long search: `pytest tests/properties --hypothesis-profile=thorough`.
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=3000)
hypothesis.settings.load_profile("sitegen")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--golden`."""
    parser.addoption(
        "--golden",
        action="store_true",
        help="write the expected outputs anew instead of comparing; read the diff",
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which tests did not run for want of a program."""
    report_not_found(terminalreporter)


def pytest_collection() -> None:
    """Let the collector rest while tests are collected: nothing of theirs is garbage."""
    gc.disable()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Do not look through twelve thousand tests again and again for garbage.

    Processes that share tests out know them by their names, which have to be the same in each.
    """
    for item in session.items:
        if " at 0x" in item.nodeid:
            message = f"{item.nodeid}: name this parameter with `ids` or `__repr__`"
            raise pytest.UsageError(message)
    gc.freeze()
    gc.set_threshold(*_COLLECTOR)
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Set the moment again, whatever the test before has made of it.

    As a fixture, this would take a sixth of the time of a small test.
    """
    os.environ["SOURCE_DATE_EPOCH"] = str(NOW)


@pytest.fixture(autouse=True)
def _loops_of_their_own(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let tests without a browser start event loops.

    Playwright's loop stays registered as the running one of this thread as long as the browser is
    open, which is until the end of the run; while such a test runs, it rests. This is a fixture for
    it to be there again when those of the whole run are closed, as part of the last test.
    """
    if "browser" in request.fixturenames:
        yield
        return
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(loop)


@pytest.fixture(scope="session")
def demo_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own site with its images made; only its cache may change."""
    return make_once(tmp_path_factory, "demo-source", make_demo)


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    """Whether expected outputs are to be written anew."""
    return bool(request.config.getoption("--golden"))


@pytest.fixture(scope="session", autouse=True)
def _answers_are_remembered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        remember_answers(patch, tmp_path_factory)
        yield


@pytest.fixture
def make_site(tmp_path: Path) -> MakeSite:
    """Return a function that writes a site and returns its folder, not built yet."""
    count = 0

    def make(files: Mapping[str, str | bytes], config: str = CONFIG) -> SiteFolder:
        nonlocal count
        count += 1
        site = SiteFolder(tmp_path / f"site-{count}", tmp_path / f"output-{count}")
        site.write({"sitegen.toml": config, **files})
        return site

    return make
