"""The picture of each page for social networks: a card that is drawn, or a part of its image."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.model import Kind
from sitegen.social_cards.card_planning import CardPlanner, CardText

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sitegen.config import Config
    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.outline import Outline
    from sitegen.graph.resolving import Resolver
    from sitegen.model import PageSummary, ParsedPage, ShareImage, SocialCard

__all__ = ["Shares", "gather_letters", "plan_shares"]

#: What stands between texts, or in the place of one.
_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """The pictures by the keys of their pages, and the cards to draw for them."""

    images: Mapping[str, ShareImage]
    cards: tuple[SocialCard, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def gather_letters(
    pages: Iterable[ParsedPage], config: Config, words: Mapping[str, Mapping[str, str]]
) -> frozenset[str]:
    """Return all characters that may stand on a card of the site, and perhaps some others."""
    texts = {config.title, config.description, config.base_url, _ALWAYS}
    for page in pages:
        front = page.front
        texts.update((front.title or page.heading_text, *front.tags, *front.authors))
        path = str(page.path)
        texts.update((path, path.title(), path.upper(), path.lower()))
        if path == "content/index.md":
            texts.add(front.description)
    texts.update(each["tags"] for each in words.values() if "tags" in each)
    return frozenset(unicodedata.normalize("NFC", "\n".join(texts)))


def plan_shares(outline: Outline, cards: Mapping[str, PageSummary], filler: Resolver) -> Shares:
    """Plan a picture for every page but the one that says that there is none."""
    shown = {key: card for key, card in cards.items() if card.kind is not Kind.NOT_FOUND}
    book = outline.inputs.fonts
    if book is None:
        photos = {key: filler.photos[key] for key in shown if key in filler.photos}
        crop = filler.planner.crop
        images = {key: crop(info, alt, focus) for key, (info, alt, focus) in photos.items()}
        return Shares(images=images)
    planner = CardPlanner(outline.config, book)
    images = {}
    for key, card in shown.items():
        name = key if key in outline.sources else card.url
        photo, _, focus = filler.photos.get(key, (None, "", (0.5, 0.5)))
        images[key] = planner.plan(name, _text(card, cards, outline.config), photo, focus)
    problem = planner.problem(outline.inputs.config_path)
    return Shares(images=images, cards=planner.cards, problems=(problem,) if problem else ())


def _text(card: PageSummary, cards: Mapping[str, PageSummary], config: Config) -> CardText:
    if card.kind is Kind.HOME:
        lead = card.description or config.description
        return CardText(title=config.title, lead=lead, language=card.language)
    return CardText(
        title=card.title,
        kicker=cards[card.section].title if card.section else "",
        authors=card.authors,
        language=card.language,
    )
