"""Plan social cards again after edits of titles.

If a title needs another font than the first, or is beside a photo, a whole build is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from sitegen.engine.previous_build import NeedsWholeBuildError
from sitegen.graph.share_images import card_letters, replan_share
from sitegen.model import Page, SocialCard
from sitegen.storage.system_fonts import find_first_fonts

if TYPE_CHECKING:
    from sitegen.engine.build_context import BuildContext
    from sitegen.engine.previous_build import BuildSummary
    from sitegen.model import Site

__all__ = ["CardEdit", "put_cards", "replan_cards"]


class CardEdit(NamedTuple):
    """The output of the card that a page had, and the card that it gets."""

    before: str
    after: SocialCard


def replan_cards(
    context: BuildContext, site: Site, renamed: Iterable[str], summary: BuildSummary
) -> tuple[Mapping[str, Page], tuple[CardEdit, ...]]:
    """Return the pages with their new cards, and for each old card the one that replaces it.

    Raises NeedsWholeBuildError if a card needs a whole build, or several pages share it.
    """
    pages: dict[str, Page] = {}
    edits: list[CardEdit] = []
    folder = f"{site.config.origin}{site.config.base_path}"
    for key in renamed:
        page = site.pages[key]
        if page.share is None or page.card.featured_image is not None:
            raise NeedsWholeBuildError(key)
        section = site.pages[page.card.section].card.title if page.card.section else ""
        letters = card_letters(page.card, section, site.config)
        book = find_first_fonts(site.config.sharing.font, letters, context.sources)
        planned = replan_share(page, section, site, book) if book else None
        before = page.share.url.removeprefix(folder)
        if planned is None or before in summary.shared_cards:
            raise NeedsWholeBuildError(key)
        share, card = planned
        pages[key] = msgspec.structs.replace(page, share=share)
        if str(card.output) != before:
            edits.append(CardEdit(before, card))
    if len({edit.after.output for edit in edits}) < len(edits):
        raise NeedsWholeBuildError(edits)
    return pages, tuple(edits)


def put_cards(context: BuildContext, edits: tuple[CardEdit, ...]) -> None:
    """Draw the new cards and remove the old ones; a preview only plans them.

    Raises NeedsWholeBuildError if a new card is the same as that of another page.
    """
    if not context.makes_images:
        from sitegen.engine.deferred_images import replan_cards as replan  # images: 0.1 s to import

        if not replan([(edit.before, edit.after) for edit in edits], context.store):
            raise NeedsWholeBuildError(edits)
        return
    from sitegen.engine.image_outputs import ImageOutputs  # as above
    from sitegen.engine.social_card_drawing import draw_social_cards

    if any(str(edit.after.output) in context.output.files for edit in edits):
        raise NeedsWholeBuildError(edits)
    outputs = ImageOutputs(context.images, context.store, context.output)
    cards = tuple(edit.after for edit in edits)
    draw_social_cards(context.sources, cards, outputs, context.pool, context.progress)
    if outputs.close().problems:
        raise NeedsWholeBuildError(edits)
    for edit in edits:
        context.output.drop(edit.before)
