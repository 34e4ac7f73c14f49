"""A page that is never read or rendered to its end is named, and the others go on."""

from __future__ import annotations

import contextlib
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest

from sitegen.config import LimitsConfig
from sitegen.content import page_codec as packing
from sitegen.content.data_files import DataFiles
from sitegen.content.parse_options import ParseOptions
from sitegen.engine import work_limits
from sitegen.engine.page_limits import limit_resolving
from sitegen.engine.work_limits import (
    PAGE,
    Work,
    limit_work,
)
from sitegen.errors import LimitError
from sitegen.model import ParsedPage, SourceFile
from support.sites import CONFIG, MakeSite

#: A configuration with little time for each page and template.
IMPATIENT = f"{CONFIG}[limits]\nparse_seconds = 0.3\nrender_seconds = 0.3\n"


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every page that says so take for ever, as a pattern that goes back and forth does."""
    real = packing.parse_page

    def parse_page(source: SourceFile, options: ParseOptions) -> ParsedPage:
        while b"for ever" in source.data:
            pass
        return real(source, options)

    monkeypatch.setattr(packing, "parse_page", parse_page)


# The signal may come in a function that a library has given to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("endless")
@pytest.mark.parametrize("count", [3, 150])
def test_it_is_named_and_the_others_go_on(make_site: MakeSite, count: int) -> None:
    """Alone and in processes; once the page is mended, nothing is left of it."""
    pages = {f"content/more/p{number}.md": f"{number}\n" for number in range(count)}
    site = make_site(
        {**pages, "content/b.md": "for ever\n", "content/c.md": "[no](no.md)\n"}, IMPATIENT
    )
    for _ in range(2):  # the second time from the store
        result = site.build()
        told = [str(each) for each in result.diagnostics]
        assert [each.code for each in result.diagnostics] == ["page-timeout", "broken-link"], told
        assert str(result.diagnostics[0].location.path) == "content/b.md"
    site.write({"content/b.md": "at last\n", "content/c.md": "yes\n"})
    assert site.build_well().ok


def test_it_is_not_tried_again_until_it_is_saved_again(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small edit of a page and the whole build that follows have the same patience, once."""
    site = make_site({"content/a.md": "1\n", "content/b.md": "1\n"}, IMPATIENT)
    site.build_well()
    real, tried = packing.parse_page, []

    def parse_page(source: SourceFile, options: ParseOptions) -> ParsedPage:
        tried.append(str(source.path))
        while b"not at all" in source.data:
            pass
        return real(source, options)

    monkeypatch.setattr(packing, "parse_page", parse_page)
    for text in ("1\n", "2\n"):
        site.write({"content/a.md": "not at all\n", "content/b.md": text})
        (problem,) = site.build().diagnostics
        assert problem.message == "reading this page took more than 0.3 s of processor time"
    assert tried.count("content/a.md") == 1


ENDLESS = """{% extends "theme/page.html" %}
{% block after_content %}
{% if page.title in ["7", "8"] %}
{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}
{% endif %}
{% endblock %}
"""


@pytest.mark.parametrize("count", [10, 150])
def test_a_template_without_end_is_named_with_its_line(make_site: MakeSite, count: int) -> None:
    """Alone and in processes."""
    pages = {f"content/more/p{number}.md": f"# {number}\n" for number in range(count)}
    site = make_site({**pages, "templates/page.html": ENDLESS}, IMPATIENT)
    (problem,) = site.build(jobs=2).diagnostics
    assert (problem.code, problem.location.path) == ("template-timeout", "templates/page.html")
    assert problem.location.line == 4
    assert problem.message.startswith("rendering this took more than 0.3 s of processor time")
    site.write({"templates/page.html": ENDLESS.replace("100000", "10")})
    assert site.build_well().ok


def test_a_part_without_end_is_tried_once(make_site: MakeSite) -> None:
    """All templates need it, and the first one that has tried it stands for the others."""
    endless = "{% for a in range(1000000000000) %}{% endfor %}\n"
    site = make_site(
        {"content/a.md": "# A\n", "templates/partials/footer.html": endless}, IMPATIENT
    )
    spent = time.process_time()
    (problem,) = site.build().diagnostics
    assert time.process_time() - spent < 0.9
    assert str(problem.location) == "templates/partials/footer.html:1:4"
    assert problem.code == "template-timeout"


def test_code_that_catches_everything_is_interrupted_again() -> None:
    """The exception comes until the work ends."""
    caught = []

    def swallow() -> None:
        with limit_work(Work(PAGE, "content/a.md", "swallowed"), 0.05):
            while len(caught) < 2:
                try:
                    for _ in iter(int, 1):
                        pass
                except BaseException as error:  # noqa: BLE001  # what a library may do
                    caught.append(error)
            for _ in iter(int, 1):
                pass

    with pytest.raises(LimitError, match=r"took more than 0\.05 s of processor time"):
        swallow()
    assert len(caught) == 2
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_work_that_has_just_ended_is_not_interrupted() -> None:
    """Nothing would catch the exception: it is on its way out of the block."""
    frames = []

    @contextlib.contextmanager
    def work() -> Iterator[None]:
        yield
        frames.append(sys._getframe(1))

    with work():
        pass
    (frame,) = frames
    assert frame.f_code.co_name == "__exit__"
    with limit_work(Work(PAGE, "content/a.md", "ended"), 5):
        work_limits._interrupt(signal.SIGPROF, frame)
        with pytest.raises(BaseException, match=r"^$"):
            work_limits._interrupt(signal.SIGPROF, sys._getframe())


def test_waiting_is_not_counted() -> None:
    """A machine on which other programs run fails nothing: time is processor time."""
    with limit_work(Work(PAGE, "content/a.md", "waiting"), 0.05):
        time.sleep(0.2)


def test_a_file_that_takes_too_long_is_named(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DataFiles, "parse", lambda *_: [0 for _ in iter(int, 1)])
    site = make_site({"content/index.md": "# Home\n", "data/a.toml": "a = 1\n"}, IMPATIENT)
    (problem,) = site.build().diagnostics
    assert str(problem) == (
        "data/a.toml: error[file-limit]: reading this file took more than 0.3 s of processor"
        " time; make it smaller or simpler"
    )


def test_an_included_text_that_takes_too_long_is_named(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = packing.parse_page

    def parse_page(source: SourceFile, options: ParseOptions) -> ParsedPage:
        while source.path.name == "_part.md":
            pass
        return real(source, options)

    monkeypatch.setattr(packing, "parse_page", parse_page)
    site = make_site(
        {"content/a.md": "{{< include _part.md >}}\n", "content/_part.md": "Text.\n"}, IMPATIENT
    )
    assert [(each.code, each.location.path) for each in site.build().diagnostics] == [
        ("page-timeout", "content/_part.md")
    ]


HEAD = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
    "<info><title>A</title><id>a</id></info>"
)
AREAS = ("citation", "bibliography")


def test_the_stages_of_a_page_take_no_more_than_20_seconds() -> None:
    """Parsing, references and rendering; the last one may be ended by the system, a little late."""
    usual, late = LimitsConfig(), 1.5
    assert usual.parse_seconds + 2 * usual.render_seconds + late <= 20


#: Each citation writes its work thousands of times.
STYLE = (
    f"{HEAD}<citation><layout>"
    + '<text variable="title" prefix="("/>' * 3_000
    + "</layout></citation></style>"
)
OTHERS = {"missing-bib-field", "underscore-name"}
CITING = " ".join(f"[@a{n}]" for n in range(300))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("page", [CITING, "{{< include _text.md >}}"], ids=["own", "included"])
def test_citations_that_take_too_long_are_named(make_site: MakeSite, page: str) -> None:
    """Also those of a text that the page includes; the other pages are checked."""
    site = make_site(
        {
            "references.bib": "".join(f"@misc{{a{n}, title = {{A work}}}}\n" for n in range(300)),
            "bibliography/long.csl": STYLE,
            "content/a.md": f"---\ncsl: bibliography/long.csl\n---\n{page}\n",
            "content/_text.md": CITING,
            "content/b.md": "[no](no.md)\n",
        },
        f"{CONFIG}[limits]\nrender_seconds = 0.3\n",
    )
    told = [str(each) for each in site.build().diagnostics if each.code not in OTHERS]
    late, *others = told
    assert late == (
        "content/a.md:1:1: error[page-timeout]: writing the references and citations of this page "
        "took more than 0.3 s of processor time; make several pages of it, take a simpler citation "
        "style, or raise limits.render_seconds in sitegen.toml"
    )
    assert [each.partition(": ")[0] for each in others] == ["content/b.md:1:6"]


@pytest.mark.parametrize(
    ("front", "text", "limited"),
    [
        ("csl: ieee", "See [@a1] and [@a2].", False),
        ("csl: bibliography/own.csl", "See [@a1].", True),
        ('nocite: ["@a1"]', "See [@a2].", True),
        ("csl: ieee", "See [" + "; ".join(f"@a{n}" for n in range(101)) + "].", True),
        ("csl: ieee", "See nothing.", False),
    ],
)
def test_citations_are_limited_if_they_are_many_or_their_style_is_an_authors(
    make_site: MakeSite,
    monkeypatch: pytest.MonkeyPatch,
    front: str,
    text: str,
    limited: bool,  # noqa: FBT001  # of a case
) -> None:
    limits: list[str] = []
    limit = limit_resolving

    def note(page: str) -> AbstractContextManager[None]:
        limits.append(page)
        return limit(page)

    monkeypatch.setattr("sitegen.engine.assembly_inputs.limit_resolving", note)
    layout = '<layout><text variable="title"/></layout>'
    site = make_site(
        {
            "references.bib": "".join(f"@misc{{a{n}, title = {{A work}}}}\n" for n in range(101)),
            "bibliography/own.csl": f"{HEAD}<citation>{layout}</citation></style>",
            "content/a.md": f"---\n{front}\n---\n{text}\n",
        },
        CONFIG,
    )
    site.build()
    assert limits == (["content/a.md"] if limited else [])


@pytest.mark.parametrize("name", ["citation", "bibliography"])
def test_a_style_that_writes_too_much_of_its_own(make_site: MakeSite, name: str) -> None:
    """A text of the style stands in the page as often as a work is cited or listed."""
    text = '<text variable="title"/>'
    parts = {each: f"<{each}><layout>{text}</layout></{each}>" for each in AREAS}
    parts[name] = parts[name].replace(text, f'<text value="{"x" * 2_000}"/>')
    site = make_site(
        {
            "references.bib": "".join(f"@misc{{a{n}, title = {{A work}}}}\n" for n in range(300)),
            "bibliography/long.csl": f"{HEAD}{''.join(parts.values())}</style>",
            "content/a.md": f"---\ncsl: bibliography/long.csl\n---\n{CITING}\n",
            "content/b.md": "[no](no.md)\n",
        },
        f"{CONFIG}[limits]\nrendered_bytes = 500000\n",
    )
    told = [str(each) for each in site.build().diagnostics if each.code not in OTHERS]
    long, *others = told
    assert long == (
        "content/a.md:1:1: error[limit-exceeded]: the references and citations of this page have "
        "more than 500,000 characters; make several pages of it, take a simpler citation style, "
        "or raise limits.rendered_bytes in sitegen.toml"
    )
    assert [each.partition(": ")[0] for each in others] == ["content/b.md:1:6"]
