"""A new kind of source file is a class and one line that registers it: the example of the door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

import pytest

from sitegen import diagnostics, registry
from sitegen.content.data_codec import pack_data
from sitegen.content.source_kind import ValueKind
from sitegen.diagnostics import Diagnostic, Location, Problem, Severity
from sitegen.engine.build_options import BuildOptions
from sitegen.engine.session import Session
from sitegen.graph import assembly
from sitegen.graph.outline import Inputs
from sitegen.model import Artefact, BuildResult, ParsedPage, Rank, SourceFile
from sitegen.rendering.recorded_site import RecordedSite
from support.sites import CONFIG, MakeSite, SiteFolder, read_tree

EMPTY_TASK = "empty-task"


@pytest.fixture(autouse=True)
def _declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do what `declare` does, for one test only."""
    monkeypatch.setitem(diagnostics._declared, EMPTY_TASK, Severity.ERROR)


class TaskLists(ValueKind):
    """Tasks, one a line; remembers which files it has parsed."""

    name = "tasks"

    def __init__(self, suffix: str = ".todo") -> None:
        self.suffix = suffix
        self.parsed: list[str] = []

    def matches(self, path: PurePosixPath) -> bool:
        return path.suffix == self.suffix

    def parse(self, source: SourceFile, options: str) -> bytes | Diagnostic:
        assert options == ""
        self.parsed.append(str(source.path))
        lines = source.data.decode().splitlines()
        if "" in lines:
            place = Location(path=str(source.path), line=lines.index("") + 1)
            return Problem(EMPTY_TASK, "this task is empty").at(place)
        return pack_data(lines)


class TaskOutput:
    """All tasks of the laboratory in one file."""

    name = "tasks"

    def paths(self, pages: Iterable[ParsedPage]) -> Iterable[str]:
        del pages
        return ("tasks.txt",)

    def render(self, site: RecordedSite) -> Iterator[Artefact]:
        tasks = site.values("tasks").get("content/lab.todo", ())
        data = "".join(f"{each}\n" for each in tasks).encode()
        yield Artefact(path=PurePosixPath("tasks.txt"), data=data, rank=Rank.INDEX)


CARDLESS = CONFIG + "[sharing]\ncards = false\n"
FILES = {
    "content/index.md": "---\ntitle: Home\n---\n\nWelcome.\n",
    "content/plain.md": "---\ntitle: Plain\n---\n\nText.\n",
    "content/tasks.md": "---\ntitle: Tasks\ntemplate: tasks\n---\n\nText.\n",
    "content/lab.todo": "Order gloves\nCall Ada\n",
    "data/home.todo": "Water the plants\n",
    "templates/tasks.html": (
        "{% for each in tasks['content/lab.todo'] %}<{{ each }}>{% endfor %}{{ page.content }}"
    ),
}
FEW = {name: text for name, text in FILES.items() if "tasks" not in name}


@pytest.fixture
def tasks() -> Iterator[TaskLists]:
    kind = TaskLists()
    with registry.SOURCES.registered(kind), registry.OUTPUTS.registered(TaskOutput()):
        yield kind


def clean_tree(site: SiteFolder) -> dict[str, bytes]:
    site.build_well(output=Path(f"{site.output}-clean"), clean=True)
    return read_tree(Path(f"{site.output}-clean"))


def changed(result: BuildResult) -> list[str]:
    return sorted(result.changed)


def test_a_value_reaches_its_readers(make_site: MakeSite, tasks: TaskLists) -> None:
    site = make_site(FILES, CARDLESS)
    site.build_well()
    assert site.text("tasks.txt") == "Order gloves\nCall Ada\n"
    assert site.text("tasks/index.html").startswith("<Order gloves><Call Ada>")
    assert tasks.parsed == ["content/lab.todo", "data/home.todo"]
    # Neither without a change, nor in a build of the whole site, is a file parsed again.
    site.build_well()
    site.write({"content/new.md": "New.\n"})
    site.build_well()
    assert len(tasks.parsed) == 2


def test_an_edit_renders_exactly_its_readers(make_site: MakeSite, tasks: TaskLists) -> None:
    site = make_site(FILES, CARDLESS)
    site.build_well()
    site.write({"content/lab.todo": "Order gloves\n"})
    result = site.build_well()
    assert (result.rendered, changed(result)) == (1, ["tasks.txt", "tasks/index.html"])
    assert site.text("tasks.txt") == "Order gloves\n"
    assert tasks.parsed[2:] == ["content/lab.todo"]
    # The same value in other bytes, and a file that nobody reads.
    for name, text in (("content/lab.todo", "Order gloves"), ("data/home.todo", "Sweep\n")):
        site.write({name: text})
        result = site.build_well()
        assert (result.rendered, changed(result)) == (0, [])
    assert read_tree(site.output) == clean_tree(site)


@pytest.mark.usefixtures("tasks")
def test_files_that_come_and_go(make_site: MakeSite) -> None:
    template = {"templates/tasks.html": "{{ tasks.content | list | join(' ') }}"}
    site = make_site({**FILES, **template}, CARDLESS)
    site.build_well()
    assert site.text("tasks/index.html") == "lab.todo"
    site.write({"content/next.todo": "Rest\n"})
    assert changed(site.build_well()) == ["tasks/index.html"]
    (site.root / "content/lab.todo").unlink()
    assert changed(site.build_well()) == ["tasks.txt", "tasks/index.html"]
    assert (site.text("tasks/index.html"), site.text("tasks.txt")) == ("next.todo", "")
    assert read_tree(site.output) == clean_tree(site)


def test_mistakes_have_their_place_in_every_build(make_site: MakeSite, tasks: TaskLists) -> None:
    site = make_site({**FILES, "content/lab.todo": "Order gloves\n\nCall Ada\n"}, CARDLESS)
    for _ in range(2):
        site.build()
        assert site.messages() == ["content/lab.todo:2: error[empty-task]: this task is empty"]
    assert tasks.parsed.count("content/lab.todo") == 2
    site.write({"content/lab.todo": "Order gloves\n"})
    site.build_well()
    assert site.text("tasks.txt") == "Order gloves\n"


def test_a_session_is_told_of_an_edit(make_site: MakeSite, tasks: TaskLists) -> None:
    """Also together with an edit of a page, and while pages are open in a browser."""
    site = make_site(FILES, CARDLESS)
    session = Session(site.root, BuildOptions(output=site.output))
    session.build()
    site.write({"content/lab.todo": "One\n"})
    assert session.show(["content/lab.todo"], ["tasks/index.html"]) == {}
    assert changed(session.build(["content/lab.todo"])) == ["tasks.txt", "tasks/index.html"]
    site.write({"content/lab.todo": "Two\n", "content/plain.md": "Other text.\n"})
    result = session.build(["content/lab.todo", "content/plain.md"])
    assert {"tasks.txt", "tasks/index.html", "plain/index.html"} <= set(result.changed)
    assert tasks.parsed.count("content/lab.todo") == 3
    assert read_tree(site.output) == clean_tree(site)


def test_a_page_may_be_of_another_kind_too(make_site: MakeSite) -> None:
    """Its edit is not one of a page alone."""
    kind = TaskLists(".md")
    template = {"templates/tasks.html": "{{ tasks['content/plain.md'] | join('+') }}"}
    site = make_site({**FILES, **template, "content/plain.md": "A\n"}, CARDLESS)
    for name in ("content/index.md", "content/tasks.md"):
        site.write({name: FILES[name].replace("\n\n", "\n")})
    with registry.SOURCES.registered(kind):
        session = Session(site.root, BuildOptions(output=site.output))
        session.build()
        assert site.text("tasks/index.html") == "A"
        site.write({"content/plain.md": "B\n"})
        assert session.show(["content/plain.md"], ["tasks/index.html"]) == {}
        session.build(["content/plain.md"])
        assert site.text("tasks/index.html") == "B"
        assert read_tree(site.output) == clean_tree(site)


def test_assembling_gets_the_values(
    make_site: MakeSite, tasks: TaskLists, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Inputs] = []
    draw = assembly.draw_outline
    monkeypatch.setattr(assembly, "draw_outline", lambda each: seen.append(each) or draw(each))
    make_site(FILES, CARDLESS).build_well()
    assert tasks.name in seen[0].sources
    assert dict(seen[0].sources["tasks"]) == {
        "content/lab.todo": ("Order gloves", "Call Ada"),
        "data/home.todo": ("Water the plants",),
    }


def test_a_kind_that_is_not_registered_any_more(make_site: MakeSite) -> None:
    site = make_site(FEW, CARDLESS)
    site.build_well()
    before = read_tree(site.output)
    kind = TaskLists()
    with registry.SOURCES.registered(kind), registry.OUTPUTS.registered(TaskOutput()):
        site.build_well()
        assert site.text("tasks.txt") == "Order gloves\nCall Ada\n"
    site.build_well()
    assert read_tree(site.output) == before
    site.write({"content/lab.todo": "One\n\nTwo\n"})
    assert changed(site.build_well()) == []
    assert len(kind.parsed) == 2
