"""Choose the citation style of a page: its own, or that of the site."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.diagnostics import Guesses, Problem, Severity, declare
from sitegen.research.csl.style_names import BUILT_IN_STYLES, DEFAULT_STYLE
from sitegen.research.style_files import STYLE_FILES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sitegen.config import Config
    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.outline import Inputs
    from sitegen.model import ParsedPage
    from sitegen.research.csl.style_reader import Style

__all__ = ["StyleChoice", "named_styles"]

UNKNOWN_STYLE = declare("unknown-style", Severity.ERROR)

_SUFFIX = ".csl"
_INSTALLED = "all others have their names in the repository of the Citation Style Language"
_MORE = 'pip install "sitegen[styles]" for all of the Citation Style Language\'s'


def named_styles(config: Config, pages: Iterable[ParsedPage]) -> frozenset[str]:
    """Return the names of styles that the site and its pages ask for, files among them."""
    return frozenset({config.research.style, *(p.front.csl for p in pages if p.front.csl)})


@dataclass
class StyleChoice:
    """The styles of a site: its files, and those that `Inputs.styles` has by name."""

    inputs: Inputs
    _guesses: Guesses = field(default_factory=Guesses)

    def of_page(self, page: ParsedPage) -> Style | None:
        """Return the style of a page; the default one if there is none of that name."""
        own = page.front.csl and self._find(page.front.csl, page.path)
        return own or self.of_site()

    def of_site(self) -> Style | None:
        """Return the style of the site."""
        return self._find(self.inputs.config.research.style) or self.inputs.styles.get(
            DEFAULT_STYLE
        )

    def has_own(self, page: ParsedPage) -> bool:
        """Tell whether the style of a page is a file of the site, in which anything may stand."""
        files = self.inputs.sources.get(STYLE_FILES.name, {})
        return bool(files) and self.of_page(page) in files.values()

    def check(self) -> Iterator[Diagnostic]:
        """Report each name for which there is no style."""
        site = self.inputs.config.research.style
        if not self._find(site):
            yield self._unknown(site).at(self.inputs.place_of_setting("research.style"))
        for page in self.inputs.published:
            own = page.front.csl
            # What is wrong with a file is reported where it is read.
            if (
                own
                and not self._find(own, page.path)
                and not self.inputs.files.locate(page.path, own)
            ):
                yield self._unknown(own).at(page.place_of("csl"))

    def _find(self, name: str, page: PurePosixPath | None = None) -> Style | None:
        files: Mapping[str, Style | None] = self.inputs.sources.get(STYLE_FILES.name, {})
        if name.endswith(_SUFFIX) or "/" in name:
            for place in (page.parent if page else PurePosixPath(), PurePosixPath()):
                path = str(place / name.removeprefix("/"))
                if path in files:
                    return self._independent(files[path])
            name = PurePosixPath(name).name.removesuffix(_SUFFIX)
        return self._independent(self.inputs.styles.get(name))

    def _independent(self, style: Style | None) -> Style | None:
        """Return the style to which a dependent one points."""
        if style is None or not style.parent:
            return style
        return self.inputs.styles.get(style.parent.rstrip("/").rpartition("/")[2])

    def _unknown(self, name: str) -> Problem:
        is_file = name.endswith(_SUFFIX) or "/" in name
        message = f"there is no citation style '{name}'"
        installed = self.inputs.style_names
        known = [*BUILT_IN_STYLES, *installed, *self.inputs.sources.get(STYLE_FILES.name, {})]
        more = _INSTALLED if len(installed) > len(BUILT_IN_STYLES) else _MORE
        otherwise = f"{', '.join(BUILT_IN_STYLES)} come with sitegen; {more}"
        if is_file:
            otherwise = "put the file into bibliography/, or beside the page"
        return Problem(
            UNKNOWN_STYLE, message, self._guesses.did_you_mean(name, lambda: known, otherwise)
        )
