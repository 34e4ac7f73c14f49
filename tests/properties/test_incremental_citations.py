"""The law of incremental builds, for citations, bibliographies, styles and notes."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from support.edited_site import EditedSite
from support.sites import CONFIG

LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
NAMES = ["index", "alpha", "guide/index", "guide/one", "publications/poe2020"]
names = st.sampled_from(NAMES)
#: What pages say. Most errors are warnings here, so that more edits can be compared.
TEXTS = [
    "Thin [@doe2024, p. 7]; @poe2020 says.",
    "Thin [see @poe2020; @roe2023].[^1] More [@doe2024].\n\n[^1]: As in [@doe2024, chap. 2].",
    "[-@roe2023] and [@doi:10.1000/knee.7].\n\n::: {#refs}\n:::\n\nMore.",
    "Thin [@gone].\n\n## Literature",
    "Nothing is cited.",
    "{{< include /guide/_part.md >}}\n\nAnd [@poe2020].",
]
PARTS = ["A part [@roe2023].", "A part.", "A part [@doe2024; @poe2020].[^p]\n\n[^p]: Note."]
FIELDS = [
    "",
    "csl: ieee\n",
    "csl: /bibliography/notes.csl\n",
    "language: de\n",
    'bibliography: own.bib\nnocite: "@own2020"\n',
    'nocite: ["@poe2020", "@roe2023"]\n',
]
_DOE = "@article{doe2024, author = {Doe, Jane}, title = {%s}, journal = {J. Knees}, year = %s, doi = {10.1000/knee.7}}\n"  # noqa: E501  # an entry
_ROE = "@book{roe2023, author = {Doe, Jane}, title = {%s}, publisher = {Nest}, year = %s}\n"
_OWN = "@book{own2020, author = {Own, Ann}, title = {%s}, publisher = {Nest}, year = %s}\n"
_POE = "@book{poe2020, author = {Poe, Ann}, title = {%s}, publisher = {Nest}, year = %s}\n"
BIBLIOGRAPHIES = {
    "references.bib": [_DOE + _ROE, _ROE, _DOE + _ROE + _POE, _OWN],
    "publications.bib": [_POE, _POE + _DOE, ""],
    "content/own.bib": [_OWN, _OWN + _ROE],
}
TITLES = ["Knees", "Ravens and {MRI}"]
YEARS = [2023, 2024]
_NOTES = """<style xmlns="http://purl.org/net/xbiblio/csl" class="KIND" version="1.0">
<info><title>Notes</title><id>n</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout suffix="."><names variable="author"/>
<text variable="locator" prefix=", "/></layout>
</citation><bibliography><layout><text variable="title"/></layout></bibliography></style>
"""
SETTINGS = """
[diagnostics.levels]
unknown-citation = "warning"
missing-bibliography = "warning"
broken-link = "warning"
unread-bibliography = "off"
"""
CONFIGS = ["", '[research]\nstyle = "ieee"\n', '[research]\nreferences = ["bibliography/*.bib"]\n']


class Citations(EditedSite):
    """Edits texts, bibliographies, styles and fields, and compares."""

    @initialize()
    def start(self) -> None:
        """Make a site whose pages cite."""
        self.start_site()
        self.pages: dict[str, tuple[int, int]] = {}
        self.configure(0)
        for name in BIBLIOGRAPHIES:
            self.edit_bibliography(name, 0, TITLES[0], YEARS[1])
        self.edit_style("note")
        self.edit_part(0)
        for number, name in enumerate(NAMES):
            self.put(name, (number, number))
        self.settle()

    def read_state(self) -> dict[str, tuple[int, int]]:
        """Return what is on each page."""
        return dict(self.pages)

    def restore_state(self, state: dict[str, tuple[int, int]]) -> None:
        """Know again what is on each page."""
        self.pages = dict(state)

    def configure(self, number: int) -> None:
        """Write the configuration."""
        self.write("sitegen.toml", CONFIG + CONFIGS[number] + SETTINGS)

    def put(self, name: str, page: tuple[int, int]) -> None:
        """Write a page: its fields and its text."""
        fields, text = self.pages[name] = page
        head = f"---\ntitle: {name}\n{FIELDS[fields]}---\n"
        self.write(f"content/{name}.md", f"{head}{TEXTS[text]}\n")

    @rule(name=names, text=st.integers(0, len(TEXTS) - 1))
    def cite(self, name: str, text: int) -> None:
        """Let a page say something else."""
        self.put(name, (self.pages.get(name, (0, 0))[0], text))

    @rule(name=names, fields=st.integers(0, len(FIELDS) - 1))
    def set_fields(self, name: str, fields: int) -> None:
        """Give a page another style, language or bibliography."""
        self.put(name, (fields, self.pages.get(name, (0, 0))[1]))

    @rule(
        name=st.sampled_from(sorted(BIBLIOGRAPHIES)),
        number=st.integers(0, 3),
        title=st.sampled_from(TITLES),
        year=st.sampled_from(YEARS),
    )
    def edit_bibliography(self, name: str, number: int, title: str, year: int) -> None:
        """Write other entries, or other facts of the same ones."""
        texts = BIBLIOGRAPHIES[name]
        text = texts[number % len(texts)]
        self.write(name, text.replace("{%s}", f"{{{title}}}").replace("%s", str(year)))

    @rule(kind=st.sampled_from(["note", "in-text"]))
    def edit_style(self, kind: str) -> None:
        """Let the site's own style cite in notes, or in the text."""
        self.write("bibliography/notes.csl", _NOTES.replace("KIND", kind))

    @rule(number=st.integers(0, len(PARTS) - 1))
    def edit_part(self, number: int) -> None:
        """Write the text that pages include."""
        self.write("content/guide/_part.md", PARTS[number] + "\n")

    @rule(name=st.sampled_from([*NAMES[1:], "publications/poe2020"]))
    def remove(self, name: str) -> None:
        """Delete a page."""
        self.pages.pop(name, None)
        self.delete(f"content/{name}.md")

    @rule(number=st.integers(0, len(CONFIGS) - 1))
    def edit_config(self, number: int) -> None:
        """Choose another style for all pages, or other bibliographies."""
        self.configure(number)


class CitationsInOneSession(Citations):
    """The same, as the preview builds."""

    keeps_session = True


Citations.TestCase.settings = settings(
    max_examples=200 if LONG else 2,
    stateful_step_count=40 if LONG else 8,
    deadline=None,
    phases=list(Phase) if LONG else [Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
TestCitations = Citations.TestCase
CitationsInOneSession.TestCase.settings = settings(
    Citations.TestCase.settings, max_examples=60 if LONG else 1
)
TestCitationsInOneSession = CitationsInOneSession.TestCase
