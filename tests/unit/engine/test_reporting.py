# ruff: noqa: E501  # lines of files and messages are easier to read whole
"""Levels of diagnostics, and the baseline: what is reported of what was found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sitegen.config import parse_config
from sitegen.diagnostics import Diagnostic, Location, Problem, Severity
from sitegen.engine.baseline import Baseline, pack_baseline, parse_baseline
from sitegen.engine.reporting import Reporting
from sitegen.errors import ConfigError, UsageError
from sitegen.images.image_codec import MadeVariants
from support.pictures import picture
from support.sites import CONFIG

if TYPE_CHECKING:
    from support.sites import MakeSite

BROKEN = "# Home\n\nSee [it](nowhere.md).\n"


def broken(path: str = "content/a.md", line: int = 3, code: str = "broken-link") -> Diagnostic:
    return Diagnostic(code=code, message="no page 'x.md'", location=Location(path=path, line=line))


def reporting(levels: str, baseline: str = "") -> Reporting:
    config = parse_config(f"{CONFIG}[diagnostics]\n{levels}", "sitegen.toml").diagnostics
    known = parse_baseline(baseline, "known.json") if baseline else Baseline()
    return Reporting(config=config, baseline=known)


# --- levels --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "level"),
    [
        ("content/a.md", "warning"),
        ("content/archive/a.md", "error"),
        ("content/archive/b/a.md", "error"),
        ("content/archive-2/a.md", "warning"),
        ("content/archive/2019/a.md", ""),
        ("content/new/old.md", ""),
        ("content/new/older.md", "warning"),
    ],
)
def test_levels_of_folders(path: str, level: str) -> None:
    found = reporting(
        'levels = { broken-link = "warning" }\n[diagnostics.folders]\n'
        '"content/archive" = { broken-link = "error" }\n'
        '"content/archive/2019/**" = { broken-link = "off" }\n'
        '"**/old.md" = { broken-link = "off" }\n'
    ).report([broken(path)])
    assert [each.severity for each in found.diagnostics] == ([level] if level else [])
    assert found.turned_off == ({} if level else {"broken-link": 1})
    assert found.has_errors is (level == "error")


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("content/*.md", {"content/a.md"}),
        ("content/**/*.md", {"content/a.md", "content/b/a.md", "content/b/c/a.md"}),
        ("content/?/", {"content/b/a.md", "content/b/c/a.md"}),
        ("**", {"content/a.md", "content/b/a.md", "content/b/c/a.md", "data/a.yaml"}),
        ("content/b/a.md", {"content/b/a.md"}),
    ],
)
def test_patterns(pattern: str, fits: set[str]) -> None:
    paths = ["content/a.md", "content/b/a.md", "content/b/c/a.md", "data/a.yaml"]
    rules = reporting(f'[diagnostics.folders]\n"{pattern}" = {{ broken-link = "off" }}\n')
    shown = rules.report(map(broken, paths)).diagnostics
    assert set(paths) - {each.location.path for each in shown} == fits


def test_what_could_not_be_made_stays_an_error() -> None:
    rules = reporting('levels = { broken-link = "off" }\n', pack_baseline([broken()]))
    assert rules.report([broken()], {broken()}).diagnostics == (broken(),)
    assert rules.report([broken()]).diagnostics == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[diagnostics]\nlevels = { broken-lnik = "off" }',
            "4:12: error[invalid-setting]: 'diagnostics': there is no diagnostic 'broken-lnik'; did you mean 'broken-link'?",
        ),
        (
            '[diagnostics.levels]\n# broken-link\nbroken-link = "warn"',
            "5:1: error[invalid-setting]: 'diagnostics': 'broken-link': there is no level 'warn'; did you mean 'warning'?",
        ),
        (
            '[diagnostics]\nlevels = { image-alt = "off", draft-link = "warning" }',
            "4:31: error[invalid-setting]: 'diagnostics': 'draft-link' cannot be turned down: it keeps something from being published by accident; remove it; it stays an error",
        ),
        (
            '[diagnostics.folders]\n"content/a/**" = { svg-active = "off" }',
            "4:20: error[invalid-setting]: 'diagnostics': 'svg-active' cannot be turned down: it keeps something from being published by accident; remove it; it stays a warning",
        ),
        (
            '[diagnostics.folders]\n"archive/**" = { broken-link = "off" }',
            "4:2: error[invalid-setting]: 'diagnostics': 'archive/**' fits no file of a site; write it from the site's folder: 'content/old/**'",
        ),
        (
            '[diagnostics]\nlevels = { template-syntax = "warning" }',
            "4:12: error[invalid-setting]: 'diagnostics': 'template-syntax' cannot be turned down: there is nothing to publish in the place of what it is about; remove it; it stays an error",
        ),
    ],
)
def test_mistakes_in_the_configuration(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(f"{CONFIG}{text}\n", "sitegen.toml")
    assert [str(each) for each in caught.value.diagnostics] == [f"sitegen.toml:{message}"]


def test_a_level_can_be_raised() -> None:
    rules = reporting('levels = { svg-active = "error" }\n')
    (shown,) = rules.report([broken(code="svg-active")]).diagnostics
    assert shown.severity is Severity.ERROR


# --- the baseline --------------------------------------------------------------------------------


def test_a_known_problem_may_move() -> None:
    rules = reporting("", pack_baseline([broken(line=3), broken(line=9)]))
    found = rules.report([broken(line=4), broken(line=20)])
    assert (found.diagnostics, found.known, found.fixed) == ((), 2, {})


def test_more_of_the_same_is_new() -> None:
    rules = reporting("", pack_baseline([broken(line=3)]))
    found = rules.report([broken(line=20), broken(line=4)])
    assert [each.location.line for each in found.diagnostics] == [20]


def test_what_is_fixed_is_told() -> None:
    other = broken("content/b.md")
    rules = reporting("", pack_baseline([broken(), other, broken("content/b.md", 9)]))
    found = rules.report([broken()])
    assert [(str(each), count) for each, count in found.fixed.items()] == [
        ("content/b.md: [broken-link]: no page 'x.md'", 2)
    ]


def test_it_has_one_line_for_each_problem_and_none_that_must_stay() -> None:
    text = pack_baseline([broken("content/b.md"), broken(), broken(code="draft-link")])
    assert text.splitlines() == [
        '{"version": 1, "problems": [',
        '{"path": "content/a.md", "code": "broken-link", "message": "no page \'x.md\'", "count": 1},',
        '{"path": "content/b.md", "code": "broken-link", "message": "no page \'x.md\'", "count": 1}',
        "]}",
    ]
    assert pack_baseline([]) == '{"version": 1, "problems": [\n]}\n'


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2, "problems": []}', "[" * 100_000])
def test_a_file_that_is_no_baseline(text: str) -> None:
    with pytest.raises(UsageError, match=r"known\.json: .*write it again"):
        parse_baseline(text, "known.json")


def test_a_baseline_cannot_hide_what_must_stay() -> None:
    text = pack_baseline([broken()]).replace("broken-link", "draft-link")
    with pytest.raises(UsageError, match="'draft-link' cannot be turned down"):
        parse_baseline(text, "known.json")


# --- whole sites ---------------------------------------------------------------------------------


def test_a_link_that_is_turned_down_is_published_as_it_was_written(make_site: MakeSite) -> None:
    site = make_site(
        {"content/index.md": BROKEN + "\n![A knee](knee.png)\n"},
        CONFIG + '[diagnostics]\nlevels = { broken-link = "off", image-missing = "warning" }\n',
    )
    run = site.run_here()
    assert run.code == 0
    assert run.lines[0].startswith("content/index.md:5:11: warning[image-missing]: ")
    assert run.lines[1].endswith("; turned off: broken-link (1)")
    assert '<a href="nowhere.md">it</a>' in site.text("index.html")
    assert "A knee" in site.text("index.html")
    # Nothing has changed, and the report is the same.
    assert site.run_here().lines[1].endswith("; turned off: broken-link (1)")


def test_a_link_to_a_heading_that_is_not_there_leads_to_the_page(make_site: MakeSite) -> None:
    site = make_site(
        {"content/index.md": "# Home\n\n[b](b.md#nowhere)\n", "content/b.md": "# B\n"},
        CONFIG + '[diagnostics]\nlevels = { missing-anchor = "warning" }\n',
    )
    assert [str(each) for each in site.build().diagnostics] == [
        "content/index.md:3:5: warning[missing-anchor]: 'b.md#nowhere': there is no heading or id 'nowhere' in content/b.md"
    ]
    assert '<a href="/b/#nowhere">b</a>' in site.text("index.html")


def test_an_error_in_a_template_stays_one(make_site: MakeSite) -> None:
    site = make_site(
        {"content/index.md": "# Home\n", "templates/home.html": "{{ url_for('no.md') }}"},
        CONFIG + '[diagnostics]\nlevels = { broken-link = "off" }\n',
    )
    assert not site.build().ok
    assert site.codes() == ["broken-link"]
    assert site.files() == set()


def test_a_baseline_from_first_to_last(make_site: MakeSite) -> None:
    config = CONFIG + '[diagnostics]\nbaseline = "sitegen-baseline.json"\n'
    site = make_site({"content/index.md": BROKEN, "content/a.md": BROKEN}, config)
    run = site.run_here()
    assert run.code == 2
    assert "there is no baseline sitegen-baseline.json" in run.stderr
    run = site.check_here("--write-baseline")
    assert run.lines[0] == "sitegen-baseline.json: written, with 2 problems"
    assert run.lines[1].endswith(" checked, 0 warnings; 2 known from the baseline")
    assert run.code == 0
    assert site.build().ok
    assert site.result is not None
    assert site.result.known == 2

    site.write({"content/index.md": "\n\n" + BROKEN + "\nAnd [that](other.md).\n"})
    assert not site.build().ok
    assert [each.location.line for each in site.result.diagnostics] == [7]
    site.write({"content/index.md": "# Home\n"})
    run = site.check_here()
    assert run.code == 0
    assert run.lines[:2] == [
        "fixed: content/index.md: [broken-link]: there is no page or file 'nowhere.md'",
        "sitegen-baseline.json: sitegen check --write-baseline takes fixed problems off the list",
    ]
    site.check_here("--write-baseline")
    rows = json.loads((site.root / "sitegen-baseline.json").read_text())["problems"]
    assert [row["path"] for row in rows] == ["content/a.md"]


def test_it_is_told_if_builds_do_not_read_a_baseline(make_site: MakeSite) -> None:
    site = make_site({"content/index.md": BROKEN})
    assert site.check_here("--write-baseline").lines[:2] == [
        "sitegen-baseline.json: written, with 1 problem",
        (
            "builds do not read it yet: write [diagnostics] and baseline = "
            '"sitegen-baseline.json" in the configuration'
        ),
    ]


def test_the_baseline_of_the_command_line(make_site: MakeSite) -> None:
    site = make_site({"content/index.md": BROKEN})
    known = site.root.parent / "known.json"
    assert site.check_here("--write-baseline", "--baseline", str(known)).code == 0
    assert site.run_here().code == 1
    assert site.run_here("--baseline", known).code == 0
    assert site.check_here("--baseline", str(known), "--format", "json").json["known"] == 1
    assert site.check_here("--write-baseline", "--only", "privacy").code == 2


def test_an_image_that_could_not_be_made_stays_an_error(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pages name a file that is not there."""

    def fail(*_: object) -> MadeVariants:
        return MadeVariants(data=(), seconds=0, problems=(Problem("image-broken", "no memory"),))

    monkeypatch.setattr("sitegen.engine.image_derivation.make_order", fail)
    files = {"content/index.md": "![A phantom](p.png)\n", "content/p.png": picture(size=(60, 40))}
    site = make_site(files, CONFIG + '[diagnostics]\nlevels = { image-broken = "off" }\n')
    assert not site.build().ok
    assert site.files() == set()
