"""The protocol of outputs: files that describe the whole site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.diagnostics import Diagnostic
    from sitegen.model import Artefact, ParsedPage
    from sitegen.rendering.recorded_site import RecordedSite

__all__ = ["Output"]


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
