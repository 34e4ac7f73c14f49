# ruff: noqa: E501  # tables of pages and reasons in one line are easier to compare
"""What `--explain`, `--profile` and the last line of a build say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.pictures import picture
from support.shared import copy_demo
from support.sites import MakeSite, Run, SiteFolder, read_tree

FILES = {
    "content/index.md": "# Home\n",
    "content/news/index.md": "# News\n",
    "content/news/a.md": "---\ntitle: A\nweight: 1\n---\n![p](p.png)\n",
    "content/news/b.md": "---\ntitle: B\nweight: 2\n---\nText.\n",
    "content/far/away.md": "---\ntitle: Away\n---\nText.\n",
    "content/news/p.png": picture(size=(600, 400)),
}


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    """A site that was built once."""
    site = make_site(FILES)
    site.build_well()
    return site


def explained(run: Run) -> list[str]:
    """Return the lines after the summary."""
    assert run.code == 0
    (last,) = [n for n, line in enumerate(run.lines) if " written, " in line]
    return run.lines[last + 1 :]


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("content/news/a.md", "news/a/index.html: rendered: the page itself has changed"),
        ("news/a.md", "news/a/index.html: rendered: the page itself has changed"),
        ("./content/news/a.md", "news/a/index.html: rendered: the page itself has changed"),
        ("/news/a/", "news/a/index.html: rendered: the page itself has changed"),
        ("news/a", "news/a/index.html: rendered: the page itself has changed"),
        ("news/a/index.html", "news/a/index.html: rendered: the page itself has changed"),
        ("/news/", "news/index.html: rendered: it shows the title, date, summary or image of content/news/a.md, which has changed"),
        ("/news/b/", "news/b/index.html: rendered: it shows the title, date, summary or image of content/news/a.md, which has changed"),
        ("content/far/away.md", "far/away/index.html: not rendered: nothing that it shows has changed"),
        ("/404.html", "404.html: not rendered: nothing that it shows has changed"),
        ("/", "index.html: rendered: it shows the title, date, summary or image of content/news/a.md, which has changed"),
    ],
)  # fmt: skip
def test_why_a_page_was_rendered(site: SiteFolder, page: str, told: str) -> None:
    site.write({"content/news/a.md": "---\ntitle: Changed\nweight: 1\n---\n![p](p.png)\n"})
    assert explained(site.run_here("--explain", page)) == [told]


def test_why_a_new_page_was_rendered(site: SiteFolder) -> None:
    site.write({"content/far/new.md": "x\n"})
    told = "far/new/index.html: rendered: it has not been rendered before"
    assert explained(site.run_here("--explain", "far/new.md")) == [told]
    (site.output / "far" / "new" / "index.html").unlink()
    told = "far/new/index.html: rendered: its file in the output is missing or was changed"
    assert explained(site.run_here("--explain", "far/new.md")) == [told]


def test_data_is_named_as_a_reason(make_site: MakeSite) -> None:
    site = make_site(
        {
            **FILES,
            "templates/far/page.html": "{{ data.lab.devices | length }}{{ data.get('new') }}",
            "templates/home.html": "{{ data | list }}",
            "data/lab/devices.csv": "name\nMRI\n",
        }
    )
    site.build_well()
    site.write({"data/lab/devices.csv": "name\nMRI\nCT\n"})
    told = "rendered: it shows the data file data/lab/devices.csv, which has changed"
    assert explained(site.run_here("--explain", "far/away.md")) == [f"far/away/index.html: {told}"]
    site.write({"data/new.toml": "a = 1\n"})
    told = "rendered: it shows the data file data/new.toml, which has changed"
    assert explained(site.run_here("--explain", "far/away.md")) == [f"far/away/index.html: {told}"]
    site.write({"data/other.json": "{}"})
    told = "not rendered: nothing that it shows has changed"
    assert explained(site.run_here("--explain", "far/away.md")) == [f"far/away/index.html: {told}"]
    (site.root / "data/other.json").unlink()
    told = "rendered: it shows the list of data/, which has changed"
    assert explained(site.run_here("--explain", "/")) == [f"index.html: {told}"]


def test_list_pages_are_told_one_by_one(make_site: MakeSite) -> None:
    config = 'title = "T"\nbase_url = "https://lab.example.org/"\n[pagination]\nsize = 1\n'
    site = make_site(FILES, config)
    told = explained(site.run_here("--explain", "content/news/index.md"))
    assert [line.partition(":")[0] for line in told] == [
        "news/index.html",
        "news/page/2/index.html",
    ]
    (told_of_one,) = explained(site.run_here("--clean", "--explain", "/news/page/2/"))
    assert told_of_one == "news/page/2/index.html: rendered: it has not been rendered before"


def test_after_a_build_that_changed_nothing(site: SiteFolder) -> None:
    run = site.run_here("--explain", "content/news/a.md")
    told = "news/a/index.html: not rendered: nothing that it shows has changed"
    assert explained(run) == [told]
    assert ", nothing rendered, 0 files written" in run.stderr


@pytest.mark.parametrize(
    ("page", "hint"),
    [
        ("content/news/aa.md", "did you mean 'content/news/a.md'?"),
        ("news/c.md", "did you mean 'news/b.md'?"),
        ("Far/Awya.md", "did you mean 'far/away.md'?"),
        ("far/awy/index.html", "did you mean 'far/away/index.html'?"),
        ("/far/awy/", "did you mean '/far/away/'?"),
        ("far/awy/", "did you mean '/far/away/'?"),
        ("/405.html", "did you mean '/404.html'?"),
        ("NOSUCHPAGE", "name it by its file or its URL"),
    ],
)
@pytest.mark.parametrize("changed", [False, True])
def test_a_page_that_is_not_there(site: SiteFolder, page: str, hint: str, *, changed: bool) -> None:
    """Like every wrong argument it changes nothing."""
    if changed:
        site.write({"content/news/a.md": "---\ntitle: Changed\n---\nText.\n"})
    before = read_tree(site.output)
    run = site.run_here("--explain", page, "--format", "json")
    told = f"sitegen: there is no page '{page}' in this site; {hint}"
    assert (run.code, run.stdout, run.lines) == (2, "", [told])
    assert read_tree(site.output) == before
    assert site.build_well().rendered > 0 or not changed


def test_mistakes_come_before_a_page_that_is_not_there(site: SiteFolder) -> None:
    site.write({"content/news/a.md": "[x](gone.md)\n"})
    run = site.run_here("--explain", "NOSUCHPAGE")
    assert run.code == 1
    assert run.lines[-1] == "1 error: nothing was written"


def test_after_a_mistake_there_is_nothing_to_explain(site: SiteFolder) -> None:
    site.write({"content/news/a.md": "[x](gone.md)\n"})
    run = site.run_here("--explain", "content/news/a.md")
    assert run.code == 1
    assert run.lines[-1] == "1 error: nothing was written"


STAGES = ["scan", "parse", "assemble", "render", "outputs", "images", "write"]


def test_where_the_time_went(site: SiteFolder) -> None:
    site.write({"content/news/a.md": "---\ntitle: New\nweight: 1\n---\n![p](p.png) ![q](q.jpg)\n"})
    site.write({"content/news/q.jpg": picture("JPEG", size=(700, 300))})
    run = site.run_here("--profile")
    assert run.code == 0
    found = [line.split()[0] for line in run.lines if re.fullmatch(r"\w+ +\d+\.\d{3}", line)]
    assert found == STAGES
    assert re.search(r"^slow page +\d+\.\d ms  content/news/a\.md$", run.stderr, re.MULTILINE)
    assert re.search(r"^slow template +\d+\.\d ms  page\.html$", run.stderr, re.MULTILINE)
    assert re.search(r"^slow image +\d+\.\d ms  content/news/q\.jpg$", run.stderr, re.MULTILINE)
    last = re.fullmatch(
        r"of 5 pages and \d+ images: parsed (\d+), rendered (\d+), images made (\d+)", run.lines[-1]
    )
    assert last is not None
    assert last[1] == "1"
    assert 0 < int(last[2]) < 6
    assert int(last[3]) > 0
    assert run.stdout == ""


def test_the_profile_of_a_build_that_changed_nothing(site: SiteFolder) -> None:
    run = site.run_here("--profile")
    assert run.code == 0
    assert run.lines[-1].endswith("parsed 0, rendered 0, images made 0")
    assert "slow" not in run.stderr


def test_reports_do_not_disturb_the_json(site: SiteFolder) -> None:
    run = site.run_here("--format", "json", "--profile", "--explain", "/")
    assert run.json["pages"] == 5
    assert run.stdout.count("\n") == 1


def test_nothing_is_rendered_on_the_second_build_of_the_demo(
    demo_source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    site = SiteFolder(copy_demo(demo_source, tmp_path / "site"), tmp_path / "out")
    first = site.build_well()
    assert first.rendered > 20
    second = site.build_well()
    assert (second.rendered, second.parsed, second.derived, second.written) == (0, 0, 0, 0)
    assert second.files == first.files
    (line,) = site.run_here().lines
    assert (
        f"{first.pages} pages, nothing rendered, 0 files written, {first.files} unchanged" in line
    )
    assert site.build_well(output=tmp_path / "another").parsed == 0
