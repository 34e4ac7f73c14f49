"""Choose each page's picture for social networks: a social card or its featured image."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from sitegen.config import nearest_language
from sitegen.content.math_options import macros_for
from sitegen.content.short_texts import plain_short_text
from sitegen.diagnostics import Location
from sitegen.model import Kind
from sitegen.social_cards.card_planning import CardPlanner, CardText

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.config import Config
    from sitegen.diagnostics import Diagnostic
    from sitegen.graph.outline import Outline
    from sitegen.graph.page_images import Photo
    from sitegen.images.planning import ImagePlanner
    from sitegen.model import Page, PageSummary, ParsedPage, ShareImage, Site, SocialCard
    from sitegen.social_cards.font_choice import FontBook

__all__ = ["Shares", "card_letters", "gather_letters", "plan_shares", "replan_share"]

#: Characters that sitegen itself writes between texts, or in place of one.
_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "…"


class Shares(msgspec.Struct, frozen=True, kw_only=True):
    """The images by the keys of their pages, and the cards to draw for them."""

    images: Mapping[str, ShareImage]
    cards: tuple[SocialCard, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def gather_letters(
    pages: Iterable[ParsedPage], config: Config, words: Mapping[str, Mapping[str, str]]
) -> frozenset[str]:
    """Return all characters that cards of the site may need, and perhaps some others."""
    texts = {config.title, config.description, config.base_url, _ALWAYS}
    for page in pages:
        front = page.front
        texts.update((front.title or page.heading_text, *front.authors, *_name_parts(page)))
        texts.update(name for names in front.terms.values() for name in names)
        path = str(page.path)
        texts.update((path, path.title(), path.upper(), path.lower()))
        if page.key == "content/index.md":
            texts.add(front.description)
    texts.update(
        word
        for name, word in words[nearest_language(config.language, words) or "en"].items()
        if name == "tags" or name.startswith("collections.")
    )
    texts.update(collection.title for collection in config.all_collections.values())
    for taxonomy in config.all_taxonomies:
        texts.update((taxonomy.title, taxonomy.name.capitalize()))
    return frozenset(unicodedata.normalize("NFC", "\n".join(texts)))


def _name_parts(page: ParsedPage) -> list[str]:
    """Return the texts of a person's `name`, which is the title of a page without one."""
    name = page.front.extra.get("name")
    parts = name.values() if isinstance(name, Mapping) else [name]
    return [each for each in parts if isinstance(each, str)]


def plan_shares(
    outline: Outline,
    cards: Mapping[str, PageSummary],
    photos: Mapping[str, Photo],
    planner: ImagePlanner,
) -> Shares:
    """Plan an image for every page except the one for unknown addresses."""
    shown = {key: card for key, card in cards.items() if card.kind is not Kind.NOT_FOUND}
    book = outline.inputs.fonts
    if book is None:
        images = {
            key: planner.crop(photos[key].image, photos[key].alt, photos[key].focus)
            for key in shown
            if key in photos
        }
        return Shares(images=images)
    card_planner = CardPlanner(outline.config, book, outline.inputs.measures.card)
    images = {}
    for key, card in shown.items():
        name = str(outline.sources[key].path) if key in outline.sources else card.url
        text = _text(card, cards, outline.config)
        photo = photos.get(key)
        if photo:
            images[key] = card_planner.plan(name, text, photo.image, photo.focus)
        else:
            images[key] = card_planner.plan(name, text)
    problem = card_planner.problem(outline.inputs.place_of_setting("sharing.font"))
    return Shares(images=images, cards=card_planner.cards, problems=(problem,) if problem else ())


def card_letters(card: PageSummary, section: str, config: Config) -> frozenset[str]:
    """Return all characters that may be on the card of one page in this section."""
    texts = (config.title, config.base_url, _ALWAYS, card.title, section, *card.authors)
    return frozenset(unicodedata.normalize("NFC", "\n".join(texts)))


def replan_share(
    page: Page, section: str, site: Site, book: FontBook
) -> tuple[ShareImage, SocialCard] | None:
    """Plan the card of one page without a photo; None if the fonts lack some of its letters.

    `section` is the title of the page's section. The fonts that are chosen for a title do not
    depend on other titles, so this is the card that `plan_shares` plans.
    """
    planner = CardPlanner(site.config, book, site.measures.card)
    text = CardText(
        title=page.card.title,
        kicker=section,
        authors=page.card.authors,
        language=page.card.language,
    )
    share = planner.plan(page.source, text)
    return None if planner.problem(Location(path="")) else (share, planner.cards[0])


def _text(card: PageSummary, cards: Mapping[str, PageSummary], config: Config) -> CardText:
    if card.kind is Kind.HOME:
        lead = plain_short_text(card.description or config.description, macros_for(config.math))
        return CardText(title=config.title, lead=lead, language=card.language)
    return CardText(
        title=card.title,
        kicker=cards[card.section].title if card.section else "",
        authors=card.authors,
        language=card.language,
    )
