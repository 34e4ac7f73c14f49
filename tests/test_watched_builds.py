"""What takes too much time or memory is left out by the process that watches the build.

These are real builds: in a program that calls `sitegen.build`, nobody watches.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.limits import most_with_limits
from support.previewing import previewing
from support.sites import CONFIG, MakeSite, SiteFolder

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the limits of other systems differ"
)

LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
#: So little that honest work just has it.
IMPATIENT = f"{CONFIG}[limits]\nparse_seconds = 1\nrender_seconds = 0.5\nmemory = 100\n"
ENDLESS = "{% for a in range(1000000000000) %}{% endfor %}\n"
#: The HTML parser compares each attribute with all others, in code that no signal interrupts.
ATTRIBUTES = "<div " + " ".join(f"a{number}" for number in range(90_000)) + ">x</div>\n"
#: Each paragraph opens all elements again that were not closed.
OPEN = "".join(f"<b class=a{number}>" for number in range(1900)) + "<p>x" * 1000
UNLIMITED = (
    "html_attributes = 1000000\nhtml_tags = 10000000\nhtml_depth = 2000\n"
    "open_formatting = 1000000\nparagraph_bytes = 10000000\n"
)
HUGE = '{{ "x" * 10**10 }}'
WRONG = "content/wrong.md:1:9: error[broken-link]: "

CASES = {
    "an endless template": (
        {"templates/partials/footer.html": ENDLESS},
        (
            "templates/partials/footer.html:1:4: error[template-timeout]: rendering this took more"
            " than 0.5 s of processor time"
        ),
    ),
    "a template that takes all memory": (
        {"templates/partials/footer.html": HUGE},
        (
            "templates/partials/footer.html:1:4: error[template-memory]: rendering this took more"
            " than 100 MB of memory"
        ),
    ),
    "a page on which a parser works without end": (
        {"content/a.md": ATTRIBUTES},
        (
            "content/a.md:1:1: error[page-timeout]: reading this page took more than 1 s of"
            " processor time"
        ),
    ),
    "a page that takes all memory": (
        {"content/a.md": OPEN},
        "content/a.md:1:1: error[page-memory]: reading this page took more than 100 MB of memory",
    ),
}
OTHERS = {f"content/more/p{number}.md": "Text.\n" for number in range(130)}


def run_bounded(site: SiteFolder, *arguments: str) -> tuple[int, list[str], float]:
    """Build in at most 1.5 GB; return exit code, what was told, and seconds of processor time."""
    before = os.times()
    run = site.run(*arguments, prefix=("prlimit", "--as=1500000000"))
    after = os.times()
    spent = sum(after[2:4]) - sum(before[2:4])
    return run.code, run.lines, spent


@pytest.mark.parametrize(
    "case", most_with_limits(CASES, "an endless template", "a page that takes all memory")
)
@pytest.mark.parametrize("jobs", ["1", "2"] if LONG else ["1"])
@pytest.mark.parametrize("others", [{}, OTHERS] if LONG else [{}], ids=len)
def test_it_is_named_and_the_others_are_checked(
    make_site: MakeSite, case: str, jobs: str, others: dict[str, str]
) -> None:
    files, expected = CASES[case]
    limits = IMPATIENT
    if "memory" in case:  # a slow machine needs more than a second to fill it
        limits = limits.replace("parse_seconds = 1", "parse_seconds = 6")
    site = make_site(
        {**files, **others, "content/wrong.md": "See [x](no.md).\n"}, limits + UNLIMITED
    )
    code, told, spent = run_bounded(site, "-j", jobs)
    assert code == 1, told
    assert told[0].startswith(expected) or told[1].startswith(expected), told
    assert any(line.startswith(WRONG) for line in told), told
    assert len(told) == 3, told
    assert spent < 10


@pytest.mark.limits
@pytest.mark.parametrize("case", CASES if LONG else ["a page on which a parser works without end"])
def test_the_preview_goes_on(make_site: MakeSite, case: str) -> None:
    """It tells the mistake, and shows the next save, also of another page."""
    files, expected = CASES[case]
    (name,) = files
    site = make_site({"content/a.md": "# A\n", "content/b.md": "# B\n"}, IMPATIENT + UNLIMITED)
    with previewing(site.root) as preview:
        preview.wait_until_served("/a/", "A</h1>")
        site.write(files)
        preview.wait_for(expected)
        if name.startswith("content/"):  # without its templates, no page can be shown
            site.write({"content/b.md": "# Bee\n"})
            preview.wait_until_served("/b/", "Bee</h1>")
        (site.root / name).unlink()
        site.write({"content/a.md": "# Mended\n"})
        preview.wait_until_served("/a/", "Mended</h1>")


@pytest.mark.limits
def test_workers_leave_out_what_ends_them(make_site: MakeSite) -> None:
    files = {**OTHERS, "content/a.md": ATTRIBUTES, "content/wrong.md": "See [x](no.md).\n"}
    site = make_site(files, IMPATIENT + UNLIMITED)
    code, told, _ = run_bounded(site, "-j", "2")
    assert (code, len(told)) == (1, 3), told
    assert told[0].startswith("content/a.md:1:1: error[page-timeout]: "), told
    assert told[1].startswith(WRONG), told
    site.write({"content/a.md": "# Mended\n", "content/wrong.md": "# Right\n"})
    assert site.run("-j", "2").code == 0


@pytest.mark.skipif(not LONG, reason="it takes the whole machine")
def test_a_busy_machine_fails_no_page(make_site: MakeSite) -> None:
    """Time is processor time, of which an honest page has enough."""
    site = make_site({f"content/p{number}.md": "Text.\n" for number in range(3)}, IMPATIENT)
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(6)]
    try:
        run = site.run("-j", "1")
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()
    assert run.code == 0, run.stderr


@pytest.mark.limits
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM] if LONG else [signal.SIGKILL])
def test_a_build_that_somebody_ends_says_what_it_worked_on(
    make_site: MakeSite, number: signal.Signals
) -> None:
    """It is not started again: it was not the page that ended it."""
    site = make_site({"content/index.md": "# Home\n", "templates/page.html": ENDLESS}, CONFIG)
    site.write({"content/a.md": "# A\n"})
    process = subprocess.Popen(
        [sys.executable, "-m", "sitegen", "build", str(site.root), "-o", str(site.output)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    child = wait_for_work(process.pid)
    os.kill(child, number)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 3
    assert told.endswith(
        "the process that builds was ended while it worked on content/a.md, perhaps for want of"
        " memory\n"
    )


def wait_for_work(parent: int) -> int:
    """Return the child of a process once it has worked for more than a second."""
    deadline = time.monotonic() + 60
    ticks = os.sysconf("SC_CLK_TCK")
    while time.monotonic() < deadline:
        names = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        for name in names:
            fields = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()
            if int(fields[11]) / ticks > 1.5:
                return int(name)
        time.sleep(0.05)
    raise AssertionError(parent)
