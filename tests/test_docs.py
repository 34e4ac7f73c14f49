"""Documentation and program say the same."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

import click
import jinja2
import msgspec
import pytest
import yaml

import sitegen
from sitegen import registry
from sitegen.cli.console import _as_json
from sitegen.cli.main import cli
from sitegen.config import Config
from sitegen.content.data_files import DATA_SUFFIXES
from sitegen.content.front_matter_fields import FIELDS
from sitegen.content.other_names import OTHER_NAMES, fold_name
from sitegen.content.text import slugify
from sitegen.diagnostics import declared_codes, why_fixed
from sitegen.model import PageDate
from sitegen.registry import CHECKS
from sitegen.rendering import page_index, template_functions, views
from sitegen.rendering import view_types as pieces
from sitegen.rendering.environment import build_environment
from support.parsing import theme_words
from support.pictures import picture
from support.sites import MakeSite

REPOSITORY = Path(__file__).parent.parent
CODES = declared_codes()
PAGES = [
    REPOSITORY / "README.md",
    REPOSITORY / "CHANGELOG.md",
    REPOSITORY / "CONTRIBUTING.md",
    *sorted((REPOSITORY / "docs").rglob("*.md")),
]
DECISIONS = REPOSITORY / "docs" / "decisions"
RECORDS = sorted(path for path in DECISIONS.glob("*.md") if path.name != "README.md")
_PROMISING = (
    *("Pages", "Files and folders", "Pictures and documents"),
    *("Names", "Limits", "The preview"),
)
CODE = re.compile(r"^(`{3,}|~{3,}).*?^\1`*$", re.MULTILINE | re.DOTALL)


def _name(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def _text(path: str) -> str:
    return (REPOSITORY / path).read_text(encoding="utf-8")


def _sections(path: str) -> dict[str, str]:
    """Return the text below each heading of a page, without code blocks."""
    text = CODE.sub("", _text(path))
    parts = re.split(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {name.strip("`"): body for name, body in zip(parts[1::2], parts[2::2], strict=True)}


def _names(section: str, prefix: str = "") -> set[str]:
    """Return the names in the first column of a section's tables."""
    found: set[str] = set()
    for row in re.findall(r"^\| (.+?) \|", section, re.MULTILINE):
        found |= {name.removeprefix(prefix) for name in re.findall(r"`([^`]+)`", row)}
    return found


# --- settings ----------------------------------------------------------------------------------


def _settings(shape: type[Any], prefix: str = "") -> set[str]:
    hints = get_type_hints(shape)
    names: set[str] = set()
    for name in shape.__struct_fields__:
        if isinstance(hints[name], type) and issubclass(hints[name], msgspec.Struct):
            names |= _settings(hints[name], f"{prefix}{name}.")
        else:
            names.add(prefix + name)
    return names


def test_every_setting() -> None:
    sections = _sections("docs/configuration.md")
    documented: set[str] = set()
    for name, body in sections.items():
        if name == "Settings" or name.startswith("["):
            documented |= _names(body)
    assert {each for each in documented if each != "params"} | {"params"} == _settings(Config)


def test_defaults_of_settings() -> None:
    rows = dict(
        re.findall(
            r"^\| `([\w.]+)` \| [^|]* \| ([^|]*) \|", _text("docs/configuration.md"), re.MULTILINE
        )
    )
    config: Any = Config()
    for name in _settings(Config):
        value = config
        for part in name.split("."):
            value = getattr(value, part)
        if isinstance(value, bool):
            assert rows[name].strip("`") == str(value).lower(), name
        elif isinstance(value, int):
            assert rows[name].strip("`") == str(value), name


# --- the command line ------------------------------------------------------------------------


def _commands() -> list[tuple[str, click.Command]]:
    """Return the commands, and behind a group those in it: `bib`, `bib add`."""
    return list(_commands_of(cli, ""))


def _commands_of(group: click.Group, prefix: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command:
            yield f"{prefix}{name}", command
        if isinstance(command, click.Group):
            yield from _commands_of(command, f"{prefix}{name} ")


@pytest.mark.parametrize("name", [name for name, _ in _commands()])
def test_every_command_and_option(name: str) -> None:
    pages = ("README.md", "docs/configuration.md", "docs/preview.md", "docs/privacy.md")
    text = "".join(map(_text, pages))
    assert f"sitegen {name}" in text
    for parameter in dict(_commands())[name].params:
        if isinstance(parameter, click.Option):
            (long,) = [each for each in parameter.opts if each.startswith("--")]
            assert long in text, f"sitegen {name} {long}"


def test_no_other_command_and_option() -> None:
    known = {
        option
        for _, command in _commands()
        for parameter in command.params
        for option in parameter.opts
    } | {"--help", "--version", "-h"}
    blocks = "\n".join(found[0] for found in CODE.finditer(_text("README.md")))
    for line in re.findall(r"^ *(?:sitegen \w+|\[--).*$", blocks, re.MULTILINE):
        assert set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", line)) <= known
        command = re.match(r"sitegen (\w+)", line)
        assert command is None or command[1] in dict(_commands())


def test_every_check() -> None:
    rows = re.findall(
        r"^\| `([\w-]+)` \|.*\| (yes|no) \|$",
        _sections("docs/configuration.md")["Checks"],
        re.MULTILINE,
    )
    found = {check.name: "yes" if check.runs_in_build else "no" for check in CHECKS.load()}
    assert dict(rows) == found


def test_exit_codes_and_report() -> None:
    sections = _sections("docs/configuration.md")
    assert {"0", "1", "2", "3", "4"} <= set(
        re.findall(r"^\| `?(\d)`? \|", sections["Exit codes"], re.MULTILINE)
    )
    report = _text("docs/configuration.md").partition("### The JSON report")[2].partition("\n#")[0]
    rows = re.findall(r"^\| `(\w+)` \|", report, re.MULTILINE)
    assert rows == list(_as_json(sitegen.BuildResult()))
    python = _sections("docs/configuration.md")["From Python"]
    for key in sitegen.BuildResult.__struct_fields__:
        assert f"`{key}`" in report + python


# --- templates ---------------------------------------------------------------------------------


@cache
def _views() -> dict[str, ast.ClassDef]:
    trees = [
        ast.parse(Path(m.__file__).read_text(encoding="utf-8")) for m in (page_index, views, pieces)
    ]
    nodes = [node for tree in trees for node in tree.body]
    return {node.name: node for node in nodes if isinstance(node, ast.ClassDef)}


def _attributes(view: str) -> set[str]:
    """Return the public names of a view: fields, attributes of `self` and methods."""
    found = set()
    for node in ast.walk(_views()[view]):
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            if isinstance(target, ast.Attribute):
                found.add(target.attr)
    for node in _views()[view].body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
    return {name for name in found if not name.startswith("_")}


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("site", lambda: _attributes("SiteView")),
        ("A menu entry", lambda: _attributes("MenuEntryView")),
        ("Cards", lambda: _attributes("CardView")),
        ("page", lambda: _attributes("PageView")),
        ("A paginator", lambda: _attributes("PaginatorView")),
        ("A term", lambda: _attributes("TermView")),
        ("A taxonomy", lambda: _attributes("TaxonomyView")),
        ("A date", lambda: set(PageDate.__struct_fields__)),
        ("A featured image", lambda: _attributes("FeaturedImageView")),
    ],
)
def test_what_templates_see(section: str, expected: Any) -> None:
    rows = re.findall(
        r"^\| ((?:`[\w.]+`(?:, )?)+) \|", _sections("docs/templates.md")[section], re.MULTILINE
    )
    documented = {
        name.removeprefix("site.") for row in rows for name in re.findall(r"`([\w.]+)`", row)
    }
    assert documented == expected()


def _environment() -> jinja2.Environment:
    return build_environment({}, {}, theme_words(), "https://lab.example.org")


def test_functions() -> None:
    tree = ast.parse(Path(template_functions.__file__).read_text(encoding="utf-8"))
    (by_name,) = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == "by_name"
    )
    (returned,) = (node for node in ast.walk(by_name) if isinstance(node, ast.Dict))
    functions = {key.value for key in returned.keys if isinstance(key, ast.Constant)}
    functions |= set(_environment().globals) - set(jinja2.Environment().globals)  # noqa: S701  # nothing is rendered with it
    rows = re.findall(r"^\| `(\w+)\(", _sections("docs/templates.md")["Functions"], re.MULTILINE)
    assert set(rows) == functions


def test_kinds_of_data_files() -> None:
    rows = re.findall(r"^\| (`\..+?) \|", _sections("docs/templates.md")["Data"], re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`([^`]+)`", row)} == DATA_SUFFIXES


def test_filters() -> None:
    own = set(_environment().filters) - set(jinja2.Environment().filters)  # noqa: S701  # nothing is rendered with it
    assert _names(_sections("docs/templates.md")["Filters"]) == own


def test_blocks() -> None:
    """Every block of the theme is named in the docs, and no other."""
    folder = Path(sitegen.__file__).parent / "theme" / "templates"
    blocks = {
        name
        for path in folder.glob("*.html")
        for name in re.findall(r"{% block (\w+)", path.read_text(encoding="utf-8"))
    }
    text = _sections("docs/templates.md")["Which template renders a page"]
    listed = {
        name
        for sentence in re.findall(r"[Bb]locks? .*?(?=\n\n|\Z)", text, re.DOTALL)
        for name in re.findall(r"`([a-z_]+)`", sentence)
    }
    assert blocks <= listed


# --- the theme and publishing -----------------------------------------------------------------


def test_every_variable_of_the_theme_that_is_named() -> None:
    css = _text("src/sitegen/theme/assets/css/sitegen.css")
    section = (
        _text("docs/configuration.md").partition("Colours and fonts\n")[2].partition("\n### ")[0]
    )
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", section))
    assert len(named) > 15
    assert {each for each in named if f" {each}: " not in css} == set()


def test_workflows_run_what_there_is() -> None:
    blocks = re.findall(
        r"^```yaml\n(.*?)^```", _text("docs/publishing.md"), re.MULTILINE | re.DOTALL
    )
    github, gitlab = map(yaml.safe_load, blocks)
    steps = [each.get("run", "") for each in github["jobs"]["publish"]["steps"]]
    commands = [each for each in (*steps, *gitlab["pages"]["script"]) if "sitegen build" in each]
    assert len(commands) == len(blocks)
    known = {name for each in dict(_commands())["build"].params for name in each.opts}
    for command in commands:
        assert set(re.findall(r"--[a-z-]+", command)) <= known
    used = set(re.findall(r"uses: (\S+)", _text("docs/publishing.md")))
    assert used <= set(re.findall(r"uses: (\S+)", _text(".github/workflows/pages.yml")))


# --- diagnostics and fields ------------------------------------------------------------------


def test_every_code() -> None:
    headings = re.findall(r"^## (.+)$", _text("docs/diagnostics.md"), re.MULTILINE)
    assert sorted(headings) == sorted(CODES)


def test_what_is_said_of_a_code() -> None:
    for code in CODES:
        body = _text("docs/diagnostics.md").partition(f"\n## {code}\n")[2].partition("\n## ")[0]
        assert body.strip().startswith(f"{CODES[code].title()}."), code
        assert f"{CODES[code]}[{code}]: " in body, code
        is_fixed = "Its level cannot be lowered." in " ".join(body.split())
        assert is_fixed is bool(why_fixed(code)), code


def test_every_field() -> None:
    assert _names(
        re.sub(r"\| [^|]* \|$", "|", _sections("docs/content.md")["Front matter"])
    ) >= set(FIELDS)
    rows = re.findall(r"^\| `(\w+)` \|", _sections("docs/content.md")["Front matter"], re.MULTILINE)
    assert rows == list(FIELDS)


def test_every_name_of_other_generators() -> None:
    section = _sections("docs/moving.md")["Fields of other generators"]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", section, re.MULTILINE)
    found = {fold_name(n): field for field, row in rows for n in re.findall(r"`([^`]+)`", row)}
    assert found == {**{name: each.field for name, each in OTHER_NAMES.items()}, "tag": "tags"}


# --- decisions, dependencies, modules ------------------------------------------------------------


def test_the_index_of_decisions() -> None:
    """Every record is listed once, in the order of the numbers, under its own title."""
    listed = re.findall(
        r"^- \[(\d{4}): (.+)\]\((\S+)\)$", _text("docs/decisions/README.md"), re.MULTILINE
    )
    assert [name for _, _, name in listed] == [path.name for path in RECORDS]
    for number, title, name in listed:
        assert name.startswith(f"{number}-")
        assert (DECISIONS / name).read_text(encoding="utf-8").startswith(f"# {title}\n")


def test_the_form_of_a_decision() -> None:
    for record in RECORDS:
        text = record.read_text(encoding="utf-8")
        parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
        assert parts[1::2] == ["Context", "Decision", "Consequences"], record
        assert all(part.strip() for part in parts), record


@pytest.mark.parametrize("page", [DECISIONS, REPOSITORY / "docs" / "architecture.md"], ids=_name)
def test_modules_that_are_named_exist(page: Path) -> None:
    """What looks like the path of a module or a folder of `src/sitegen/` is one."""
    source = Path(sitegen.__file__).parent
    rooms = "|".join(path.name for path in source.iterdir() if path.is_dir())
    for path in [page] if page.is_file() else RECORDS:
        for name in re.findall(rf"`((?:{rooms})/[\w./]*)`", path.read_text(encoding="utf-8")):
            assert (source / name).exists() or name == "content/", f"{path.name}: {name}"


def test_architecture_stays_on_one_page() -> None:
    assert len(_text("docs/architecture.md").splitlines()) <= 120


def test_every_package_is_described() -> None:
    source = Path(sitegen.__file__).parent
    rooms = {
        path.stem
        for path in source.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    named = _names(_sections("docs/architecture.md")["Packages"])
    assert named == {name for name in rooms if not name.startswith("__")} | {"theme"}


@pytest.mark.parametrize(
    ("page", "section"),
    [("docs/architecture.md", "Extensions"), ("CONTRIBUTING.md", "Extend sitegen")],
)
def test_every_list_of_extensions_is_described(page: str, section: str) -> None:
    """An empty list has nothing to show yet."""
    doors = {name: getattr(registry, name) for name in registry.__all__ if name.isupper()}
    text = _sections(page)[section]
    described = {name for name in doors if f"`{name}`" in text}
    assert described == {name for name, door in doors.items() if door.names()}


def test_layers() -> None:
    contracts = tomllib.loads(_text("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (layers,) = (each["layers"] for each in contracts if each["type"] == "layers")
    block = re.search(
        r"^```\n(cli > .*?)```$", _text("docs/architecture.md"), re.MULTILINE | re.DOTALL
    )
    assert block is not None
    assert [each.strip() for each in block[1].split(">")] == layers[1:]


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads(_text("pyproject.toml"))["project"]
    extras = project["optional-dependencies"]
    required = [*project["dependencies"]]
    required += [each for name, extra in extras.items() if name != "dev" for each in extra]
    names = {re.split(r"[><=~\[;]", each)[0] for each in required}
    rows = re.findall(r"^\| ([\w, -]+) \|", _text("docs/dependencies.md"), re.MULTILINE)
    assert {name for row in rows[1:] for name in row.split(", ")} == names


def test_every_make_target_is_described() -> None:
    targets = re.findall(r"^([\w-]+):.*?##", _text("Makefile"), re.MULTILINE)
    described = re.findall(r"^\| `make ([\w-]+)`", _text("CONTRIBUTING.md"), re.MULTILINE)
    assert sorted(described) == sorted(targets)


# --- all pages -----------------------------------------------------------------------------------


def test_the_changelog_knows_the_version() -> None:
    assert sitegen.__version__ in _text("CHANGELOG.md")


def test_links_lead_somewhere() -> None:
    for page in PAGES:
        text = re.sub(r"`[^`\n]*`", "", CODE.sub("", page.read_text(encoding="utf-8")))
        for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            file = (page.parent / path).resolve() if path else page
            assert file.exists(), (page, target)
            if anchor:
                plain = CODE.sub("", file.read_text(encoding="utf-8"))
                headings = re.findall(r"^#+ (.+)$", plain, re.MULTILINE)
                where = (page, target)
                assert anchor in {slugify(each.replace("`", "")) for each in headings}, where


def test_files_that_are_named_exist() -> None:
    for page in PAGES:
        text = CODE.sub("", page.read_text(encoding="utf-8"))
        for name in re.findall(r"`((?:src|tests|docs|\.github)/[\w./-]+)`", text):
            assert (REPOSITORY / name).exists(), (page, name)


# --- security ------------------------------------------------------------------------------------


def test_every_promise_of_security_is_tested() -> None:
    """Each row of its tables names a file that holds tests."""
    rows = [
        row
        for section, body in _sections("docs/security.md").items()
        for row in re.findall(r"^\|(?! ?-)(.+)\|$", body, re.MULTILINE)
        if section in _PROMISING and "Tested in" not in row
    ]
    assert len(rows) > len(_PROMISING)
    for row in rows:
        promise, against, tested, _ = (each.strip() for each in row.split("|"))
        names = re.findall(r"`(tests/[\w./-]+\.py)`", tested)
        assert promise, row
        assert against, row
        assert names, row
        for name in names:
            assert "\ndef test_" in _text(name), name


# --- the tutorial ------------------------------------------------------------------------------


def test_the_tutorial_of_research_makes_a_site(make_site: MakeSite) -> None:
    tutorial = _text("docs/research.md").split("\n## In ten minutes\n")[1].split("\n### ")[0]
    fences = re.findall(r"^(`{3,4})\w+\n(.*?)^\1$", tutorial, re.MULTILINE | re.DOTALL)
    paths = ("publications.bib", "content/people/ada.md", "content/projects/knee-atlas.md")
    files = dict(zip((*paths, "content/selected.md"), (text for _, text in fences), strict=True))
    assert all(f"`{path}`" in tutorial for path in files)
    site = make_site(
        {
            **files,
            "content/index.md": "# We measure knees\n",
            "content/people/ada.jpg": picture("JPEG", (90, 120)),
            "assets/pdf/knee.pdf": "%PDF-1.4\n%%EOF\n",
        }
    )
    site.build_well()
    for name in ("selected", "people/ada", "projects/knee-atlas", "publications"):
        assert "Cartilage at 3" in site.text(f"{name}/index.html"), name
    assert "The knee atlas" in site.text("people/ada/index.html")
    assert "Ada Lovelace" in site.text("people/index.html")
