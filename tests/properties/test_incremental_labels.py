"""The law of incremental builds, for labels that move between pages and what refers to them."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from support.edited_site import EditedSite
from support.pictures import picture
from support.sites import CONFIG

LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
NAMES = ["index", "alpha", "guide/index", "guide/one", "guide/two", "projects/knee", "projects/hip"]
names = st.sampled_from(NAMES)
TITLES = ["Alpha", "Beta", "Zeta", "Ümlaut"]
#: What defines labels.
THINGS = [
    "![The *knee*](/content/a.png){#fig-knee}",
    "![The hip](/content/a.png){#fig-hip}",
    "![Another caption](/content/a.png){#fig-knee}",
    "::: {#fig-pair layout-ncol=2}\n![One](/content/a.png){#fig-one}\n\nBoth\n:::",
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n: Numbers {#tbl-one}",
    "```{.python #lst-sum lst-cap=Sum}\n1 + 1\n```",
    "$$E = mc^2$$ {#eq-mass}",
    "## Methods {#sec-methods}",
    "## Results {#sec-methods}",
    "::: {.list-of-figures scope=site}\n:::",
    "::: {.list-of-figures}\n:::",
    "Plain text.",
]
#: What refers to them. Most errors are warnings here, so that more edits can be compared.
REFERENCES = [
    "See @fig-knee and [-@fig-hip].",
    "[Fig. @fig-knee; @fig-one] and @fig-pair.",
    "@tbl-one, @lst-sum, @eq-mass, @sec-methods.",
    "[](/alpha.md), [](#fig-knee), [](/guide/one.md#fig-knee), [](/guide/index.md).",
    "Nothing.",
    "Nothing else.",
]
SETTINGS = """
[diagnostics.levels]
unresolved-reference = "warning"
ambiguous-reference = "warning"
missing-anchor = "warning"
broken-link = "warning"
"""
CONFIGS = [
    "",
    '[numbering]\nby = "section"\n',
    '[numbering]\nby = "collection"\nbacklinks = false\n',
    "[markdown]\nnumber_headings = true\n",
    "[markdown]\nsmart_punctuation = true\n",
    '[theme]\nnav = "sidebar"\n[numbering]\nby = "section"\n',
]


class Labels(EditedSite):
    """Edits labels, references, titles and the order of pages, and compares."""

    @initialize()
    def start(self) -> None:
        """Make a site whose pages refer to each other."""
        self.start_site()
        self.pages: dict[str, tuple[str, int, int, int]] = {}
        (self.site / "content").mkdir()
        (self.site / "content" / "a.png").write_bytes(picture())
        self.configure(0)
        for number, name in enumerate(NAMES):
            self.put(name, (TITLES[number % 4], number, number, number % len(REFERENCES)))
        self.settle()

    def read_state(self) -> dict[str, tuple[str, int, int, int]]:
        """Return what is on each page."""
        return dict(self.pages)

    def restore_state(self, state: dict[str, tuple[str, int, int, int]]) -> None:
        """Know again what is on each page."""
        self.pages = dict(state)

    def configure(self, number: int) -> None:
        """Write the configuration."""
        self.write("sitegen.toml", CONFIG + CONFIGS[number] + SETTINGS)

    def put(self, name: str, page: tuple[str, int, int, int]) -> None:
        """Write a page: its title, its weight, what it defines, what it refers to."""
        title, weight, thing, reference = self.pages[name] = page
        text = f"{REFERENCES[reference]}\n\n{THINGS[thing]}\n"
        self.write(f"content/{name}.md", f"---\ntitle: {title}\nweight: {weight}\n---\n{text}")

    @rule(name=names, thing=st.integers(0, len(THINGS) - 1))
    def define(self, name: str, thing: int) -> None:
        """Put another labelled thing on a page."""
        title, weight, _, reference = self.pages.get(name, ("New", 1, 0, 0))
        self.put(name, (title, weight, thing, reference))

    @rule(name=names, reference=st.integers(0, len(REFERENCES) - 1))
    def refer(self, name: str, reference: int) -> None:
        """Let a page refer to other things."""
        title, weight, thing, _ = self.pages.get(name, ("New", 1, 0, 0))
        self.put(name, (title, weight, thing, reference))

    @rule(name=names, other=names)
    def move(self, name: str, other: str) -> None:
        """Let two pages change what they define."""
        if name in self.pages and other in self.pages:
            first, second = self.pages[name], self.pages[other]
            self.put(name, (*first[:2], second[2], first[3]))
            self.put(other, (*second[:2], first[2], second[3]))

    @rule(name=names, title=st.sampled_from(TITLES))
    def rename(self, name: str, title: str) -> None:
        """Give a page another title."""
        if name in self.pages:
            self.put(name, (title, *self.pages[name][1:]))

    @rule(name=names, weight=st.integers(0, 9))
    def reorder(self, name: str, weight: int) -> None:
        """Give a page another place in its section."""
        if name in self.pages:
            title, _, thing, reference = self.pages[name]
            self.put(name, (title, weight, thing, reference))

    @rule(name=names)
    def remove(self, name: str) -> None:
        """Delete a page."""
        if name != "index":
            self.pages.pop(name, None)
            self.delete(f"content/{name}.md")

    @rule(number=st.integers(0, len(CONFIGS) - 1))
    def edit_config(self, number: int) -> None:
        """Number by other pages."""
        self.configure(number)


class LabelsInOneSession(Labels):
    """The same, as the preview builds."""

    keeps_session = True


Labels.TestCase.settings = settings(
    max_examples=300 if LONG else 2,
    stateful_step_count=40 if LONG else 8,
    deadline=None,
    phases=list(Phase) if LONG else [Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
TestLabels = Labels.TestCase
LabelsInOneSession.TestCase.settings = settings(
    Labels.TestCase.settings, max_examples=60 if LONG else 1
)
TestLabelsInOneSession = LabelsInOneSession.TestCase


@pytest.mark.limits
class TestMoreLabels(Labels.TestCase):  # type: ignore[misc]
    settings = settings(Labels.TestCase.settings, max_examples=3)
