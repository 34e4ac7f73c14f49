"""Runs the cases in `cases/`: a new case is a new file."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.config import ENGINES
from sitegen.engine import published_files
from support.cases import PAGE, Case, mask, read_cases, rewrite_case
from support.comparing import normal
from support.pictures import picture
from support.sites import CONFIG, MakeSite, SiteFolder

CASES = [
    case
    for path in sorted((Path(__file__).parent / "cases").glob("*/*.md"))
    for case in read_cases(path)
]
_PARTS = ("heading", "content", "summary", "toc")
_TEMPLATE = """\
{%- macro toc(entries) -%}
{%- for each in entries %}{{ "  " * (each.level - 2) }}{{ each.id }}: {{ each.title }}
{{ toc(each.children) }}{% endfor -%}
{%- endmacro -%}
{{ page.heading }}
=====
{{ page.content }}
=====
{{ page.summary }}
=====
{{ toc(page.toc) }}"""

#: Pages that every site has and no case is about: the theme's take a tenth of the time of a build.
_OTHERS = {"templates/home.html": "", "templates/404.html": ""}
#: No case is about cards either, but for those with settings of their own.
_NO_CARDS = "[sharing]\ncards = false\n"


@pytest.fixture(autouse=True)
def _without_the_files_of_the_theme(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish no stylesheets and scripts: no case shows them, and they take a fifth of a build."""
    monkeypatch.setattr(published_files, "is_left_out", lambda *_, **__: True)


def _build(case: Case, make_site: MakeSite, engine: str) -> SiteFolder:
    settings = CONFIG + case.settings()
    if "[markdown]\n" not in settings:
        settings += "[markdown]\n"
    settings = settings.replace("[markdown]\n", f'[markdown]\nengine = "{engine}"\n')
    if "[sharing]\n" not in settings:
        settings += _NO_CARDS
    files: dict[str, str | bytes] = dict(case.files())
    files |= {
        path: picture("PNG" if path.endswith("png") else "JPEG", size)
        for path, size in case.images()
    }
    files |= {"templates/case.html": _TEMPLATE, **_OTHERS}
    files[PAGE] = _with_template(str(files[PAGE]))
    return make_site(files, settings)


def _with_template(page: str) -> str:
    if page.startswith("---\n"):
        return page.replace("---\n", "---\ntemplate: case\n", 1)
    return f"---\ntemplate: case\n---\n{page}"


def _observe(case: Case, site: SiteFolder) -> dict[tuple[str, str], str]:
    """Return what the case's blocks should say."""
    result = site.build()
    added = 1 if str(dict(case.files())[PAGE]).startswith("---\n") else 3
    lines = []
    for each in result.diagnostics:
        place = each.location
        line = place.line - added if place.path == PAGE and place.line else place.line
        numbers = [str(n) for n in (line, place.column if line else 0) if n]
        head = ":".join([place.path.removeprefix("content/"), *numbers])
        lines.append(str(each).replace(str(place), head, 1))
    found = {("text", ""): "\n".join(lines)}
    if result.ok:
        parts = site.text("page/index.html").split("\n=====\n")
        shown = dict(zip(_PARTS, (mask(part).strip("\n") for part in parts), strict=True))
        found |= {
            ("html", ""): shown["content"],
            ("html", "heading"): shown["heading"],
            ("text", "summary"): shown["summary"].replace("&#39;", "'"),
            ("text", "toc"): shown["toc"],
        }
    return found


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "case", CASES, ids=[f"{c.path.parent.name}/{c.path.stem}/{c.name}" for c in CASES]
)
def test_case(case: Case, engine: str, make_site: MakeSite, *, rewrite: bool) -> None:
    found = _observe(case, _build(case, make_site, engine))
    if rewrite and engine == ENGINES[0]:
        rewrite_case(case, found)
        case = next(each for each in read_cases(case.path) if each.name == case.name)
    wanted_problems = case.expected("text", engine=engine)
    assert found[("text", "")] == (wanted_problems.text.rstrip() if wanted_problems else "")
    checked = 0
    for language, word in (("html", ""), ("html", "heading"), ("text", "summary"), ("text", "toc")):
        block = case.expected(language, word, engine)
        if block is not None:
            # The other engine may break lines and order attributes as it likes.
            same = str.rstrip if engine == ENGINES[0] or language == "text" else normal
            assert same(found[(language, word)]) == same(block.text)
            checked += 1
    assert checked or wanted_problems, "the case expects nothing"


def test_names_are_unique_in_a_file() -> None:
    names = [(case.path, case.name) for case in CASES]
    assert len(set(names)) == len(names)
    assert names
