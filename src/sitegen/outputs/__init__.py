"""The protocol of outputs: files that describe the whole site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.diagnostics import Diagnostic
    from sitegen.model import Artefact, ParsedPage
    from sitegen.rendering.recorded_site import RecordedSite

__all__ = ["Output", "PartedOutput"]


class Output(Protocol):
    r"""Makes files of what it asks of the site. For example, the titles of all pages:

        class TitlesOutput:
            name = "titles"

            def paths(self, pages: Iterable[ParsedPage]) -> Iterable[str]:
                return ("titles.txt",)

            def render(self, site: RecordedSite) -> Iterator[Artefact]:
                cards = [site.ask(CardQuery(key)) for key in site.ask(PagesQuery())]
                text = "".join(f"{card.title}\n" for card in cards if card)
                yield Artefact(
                    path=PurePosixPath("titles.txt"),
                    data=text.encode(),
                    rank=Rank.INDEX,
                    source="the titles",
                )

        registry.OUTPUTS.register(TitlesOutput())

    Its files are made again when the configuration, the theme's words or an answer that it was
    given has changed, or when one of them is not as it was left. So it must depend on nothing else.
    """  # noqa: D400  # the example belongs to the first sentence

    @property
    def name(self) -> str:
        """A name that no other output has, for records."""

    def paths(self, pages: Iterable[ParsedPage]) -> Iterable[str]:
        """Return the paths of the files that authors may link to, before anything is rendered.

        `pages` are the published pages.
        """

    def render(self, site: RecordedSite) -> Iterable[Artefact | Diagnostic]:
        """Yield the files, and what is wrong with what they are made of."""


@runtime_checkable
class PartedOutput(Protocol):
    """Makes the files of many things, such as a calendar of each event, in parts.

    After an edit, only the parts are made again of which something has changed. Each part is
    recorded by itself, under the same conditions as the files of an `Output`.
    """

    @property
    def name(self) -> str:
        """A name that no other output has, for records."""

    def paths(self, pages: Iterable[ParsedPage]) -> Iterable[str]:
        """Return the paths of the files that authors may link to, as `Output.paths`."""

    def parts(self, site: RecordedSite) -> Iterable[str]:
        """Return the names of the parts; this is asked for in every build, so it has to be quick.

        An edit of the text of pages must not change them.
        """

    def render_part(self, site: RecordedSite, part: str) -> Iterable[Artefact | Diagnostic]:
        """Yield the files of a part, and what is wrong with what they are made of."""
