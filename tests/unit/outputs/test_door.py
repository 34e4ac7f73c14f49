"""A new output is a class and one line that registers it: the example of `Output`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import ClassVar

import pytest

from sitegen import registry
from sitegen.diagnostics import Diagnostic, Location
from sitegen.model import Artefact, ParsedPage, Rank
from sitegen.rendering.queries import CardQuery, NamedQuery, PagesQuery, QueryContext
from sitegen.rendering.recorded_site import RecordedSite
from support.clean_builds import build_cleanly
from support.sites import CONFIG, MakeSite, SiteFolder, read_tree

PAGE = "---\ntitle: {title}\ndate: {date}\n---\n\n{text}\n"
FILES = {
    "content/index.md": "---\ntitle: Home\n---\n\nWelcome.\n",
    "content/news/a.md": PAGE.format(title="Ada", date="2026-02-02", text="Text."),
    "content/news/b.md": PAGE.format(title="Bo", date="2026-01-01", text="Text."),
}


class TitlesOutput:
    """Lists the titles of all pages, and counts how often it is made."""

    name = "people"

    def __init__(self) -> None:
        self.count = 0
        self.said = ""

    def paths(self, pages: Iterable[ParsedPage]) -> Iterable[str]:
        del pages
        return ("people.txt",)

    def render(self, site: RecordedSite) -> Iterator[Artefact | Diagnostic]:
        self.count += 1
        cards = [site.ask(CardQuery(key)) for key in site.ask(PagesQuery())]
        text = "".join(f"{card.title}\n" for card in cards if card)
        path = PurePosixPath("people.txt")
        yield Artefact(path=path, data=text.encode(), rank=Rank.INDEX, source="the people")
        if self.said:
            place = Location(path="people")
            yield Diagnostic(code="tag-spelling", message=self.said, location=place)


@pytest.fixture
def people() -> Iterator[TitlesOutput]:
    output = TitlesOutput()
    with registry.OUTPUTS.registered(output):
        yield output


CARDLESS = CONFIG + "[sharing]\ncards = false\n"


def clean_tree(site: SiteFolder) -> dict[str, bytes]:
    site.build_well(output=Path(f"{site.output}-clean"), clean=True)
    return read_tree(Path(f"{site.output}-clean"))


def test_an_output_is_made_when_what_it_read_has_changed(
    make_site: MakeSite, people: TitlesOutput
) -> None:
    site = make_site(FILES, CARDLESS)
    site.build_well()
    assert site.text("people.txt") == "Ada\nBo\n"
    assert people.count == 1
    # A body without a new summary, a new data file, a new template.
    changes: list[tuple[dict[str, str], int, str]] = [
        ({"content/index.md": "---\ntitle: Start\n---\n\nHello.\n"}, 1, "Ada\nBo\n"),
        ({"data/new.json": "1"}, 1, "Ada\nBo\n"),
        ({"templates/page.html": "{{ page.content }}"}, 1, "Ada\nBo\n"),
        (
            {"content/news/a.md": PAGE.format(title="Ida", date="2026-02-02", text="Text.")},
            2,
            "Ida\nBo\n",
        ),
        (
            {"content/news/c.md": PAGE.format(title="Cy", date="2026-03-03", text="Text.")},
            3,
            "Cy\nIda\nBo\n",
        ),
    ]
    for change, count, text in changes:
        site.write(change)
        site.build_well()
        assert (people.count, site.text("people.txt")) == (count, text), change
    assert read_tree(site.output) == clean_tree(site)


def test_an_output_is_made_when_its_file_is_not_as_it_was_left(
    make_site: MakeSite, people: TitlesOutput
) -> None:
    site = make_site(FILES, CARDLESS)
    site.build_well()
    for spoil in (Path.unlink, lambda path: path.write_text("spoilt")):
        spoil(site.output / "people.txt")
        site.build_well()
        assert site.text("people.txt") == "Ada\nBo\n"
    assert people.count == 3
    site.write({"sitegen.toml": CARDLESS.replace("Test Lab", "Other Lab")})
    site.build_well()
    assert people.count == 4


def test_an_output_that_is_not_registered_any_more(make_site: MakeSite) -> None:
    site = make_site(FILES, CARDLESS)
    with registry.OUTPUTS.registered(TitlesOutput()):
        site.build_well()
        assert "people.txt" in site.files()
    site.write({"content/news/c.md": "Text.\n"})
    site.build_well()
    assert "people.txt" not in site.files()
    assert read_tree(site.output) == clean_tree(site)


def test_what_is_wrong_is_said_by_every_build(make_site: MakeSite, people: TitlesOutput) -> None:
    site = make_site(FILES, CARDLESS)
    people.said = "people are missing"
    for text in ("One.", "Two.", "Three."):
        site.write({"content/index.md": f"---\ntitle: Home\n---\n\n{text}\n"})
        site.build()
        assert site.codes() == ["tag-spelling"]
    people.said = ""
    site.write({"content/index.md": "---\ntitle: Home\n---\n\nFour.\n"})
    site.build_well()


def test_two_outputs_of_one_file_or_one_name(make_site: MakeSite, people: TitlesOutput) -> None:
    class OtherOutput(TitlesOutput):
        name = "others"

    site = make_site(FILES, CARDLESS)
    with registry.OUTPUTS.registered(OtherOutput()):
        site.build()
    assert people.count == 1
    with registry.OUTPUTS.registered(TitlesOutput()), pytest.raises(ValueError, match="same name"):
        site.build()
    assert site.codes() == ["duplicate-url"]


class LongestQuery(NamedQuery, frozen=True):
    """Does not tell that it follows text: that is what a query does unless it says otherwise."""

    kind: ClassVar[str] = "longest"

    def answer(self, context: QueryContext) -> str:
        cards = (page.card for page in context.site.pages.values())
        return max((card.word_count, card.title) for card in cards)[1]

    def describe(self, context: QueryContext) -> str:  # noqa: ARG002  # as every query
        return "the longest page"


class LongestOutput:
    """Depends on the texts of all pages by one question."""

    name = "longest"

    def paths(self, pages: Iterable[ParsedPage]) -> Iterable[str]:
        del pages
        return ("longest.txt",)

    def render(self, site: RecordedSite) -> Iterator[Artefact]:
        data = site.ask(LongestQuery("")).encode()
        yield Artefact(path=PurePosixPath("longest.txt"), data=data, rank=Rank.INDEX)


def test_a_question_about_all_texts_is_asked_again_after_every_edit(make_site: MakeSite) -> None:
    site = make_site({**FILES}, CARDLESS)
    with registry.QUERIES.registered(LongestQuery), registry.OUTPUTS.registered(LongestOutput()):
        site.build_well()
        words = "Many words, many words, and yet more words."
        for text, longest in ((words, "Bo"), ("Text.", "Home")):
            site.write({"content/news/b.md": PAGE.format(title="Bo", date="2026-01-01", text=text)})
            site.build_well()
            assert site.text("longest.txt") == longest
        site.write({"content/news/a.md": PAGE.format(title="Ada", date="2026-02-02", text=words)})
        site.build_well()
        assert site.text("longest.txt") == "Ada"
        assert read_tree(site.output) == clean_tree(site)


class NotesOutput:
    """Makes a note of each page, and says which it has made."""

    name = "notes"

    def __init__(self) -> None:
        self.made: list[str] = []

    def paths(self, pages: Iterable[ParsedPage]) -> Iterable[str]:
        del pages
        return ()

    def parts(self, site: RecordedSite) -> Iterable[str]:
        return site.ask(PagesQuery())

    def render_part(self, site: RecordedSite, part: str) -> Iterator[Artefact]:
        self.made.append(PurePosixPath(part).stem)
        text = f"{site.body(part)}{site.once(('mark',), lambda: 'end')}\n"
        path = PurePosixPath(f"notes/{self.made[-1]}.txt")
        yield Artefact(path=path, data=text.encode(), rank=Rank.INDEX, source=part)


def test_only_the_parts_are_made_of_which_something_has_changed(make_site: MakeSite) -> None:
    site, notes = make_site(FILES, CARDLESS), NotesOutput()
    with registry.OUTPUTS.registered(notes):
        site.build_well()
        assert site.text("notes/a.txt") == "<p>Text.</p>end\n"
        changes: list[tuple[dict[str, str], list[str]]] = [
            # A body whose summary stays as it is, another page, a page that comes.
            ({"content/news/a.md": FILES["content/news/a.md"] + "\nMore.\n"}, ["a"]),
            ({"content/index.md": "---\ntitle: Start\n---\n"}, []),
            ({"content/news/c.md": "Text.\n"}, ["c"]),
        ]
        for change, made in changes:
            notes.made.clear()
            site.write(change)
            site.build_well()
            assert notes.made == made, change
            assert read_tree(site.output) == build_cleanly(site.root)[1]
        (site.root / "content/news/b.md").unlink()
        site.build_well()
        assert sorted(name for name in site.files() if name.startswith("notes/")) == [
            "notes/a.txt",
            "notes/c.txt",
        ]
