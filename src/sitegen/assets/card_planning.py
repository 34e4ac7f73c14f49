"""Which sharing card each page gets, and at which address: known before any is drawn."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from sitegen.assets.typesetting import clean_text, has_rtl, is_decoration, is_rtl
from sitegen.diagnostics import Diagnostic, Location
from sitegen.model import ImageInfo, ShareImage, SharingCard, Stored

if TYPE_CHECKING:
    from sitegen.assets.font_book import FontBook
    from sitegen.config import Config

__all__ = ["CARD_SIZE", "CardPlanner", "CardText"]

CARD_SIZE = (1200, 630)
#: Raise it when the way that cards are drawn changes.
_RECIPE = 1
_FOLDER = PurePosixPath("assets/images")
_NAME = 16
_MOST_NAMED = 8


class CardText(Stored, frozen=True):
    """What a page wants to say on its card; see `SharingCard`."""

    title: str
    kicker: str = ""
    lead: str = ""
    byline: str = ""
    language: str = ""


class CardPlanner:
    """Plans the cards of a site, and remembers which to draw and what no font could show."""

    def __init__(self, config: Config, book: FontBook) -> None:
        self._book = book
        self._folder = f"{config.origin}{config.base_path}{_FOLDER}/"
        self._cards: dict[str, SharingCard] = {}
        self._known: dict[str, tuple[str, frozenset[str]]] = {}
        self._lacking: dict[str, frozenset[str]] = {}
        self._site = self._write(config.title, "every page")
        self._host = self._write(urlsplit(config.base_url).netloc, "the home page")

    @property
    def cards(self) -> tuple[SharingCard, ...]:
        """The cards to draw, each once."""
        return tuple(card for _, card in sorted(self._cards.items()))

    def plan(
        self,
        page: str,
        text: CardText,
        photo: ImageInfo | None = None,
        focus: tuple[float, float] = (0.5, 0.5),
    ) -> ShareImage:
        """Plan the card of a page, which is named by its source or URL.

        Of a title that cannot be written, the site's takes the place.
        """
        site = self._site
        title = self._write(text.title, page)
        if not title:
            title, text = site, CardText(title=text.title, language=text.language)
        if title == site:
            site = self._host
        card = SharingCard(
            key="",
            output=_FOLDER,
            title=title,
            site=site,
            kicker=self._write(text.kicker, page),
            lead=self._write(text.lead, page),
            byline=self._write(text.byline, page),
            language=text.language,
            rtl=is_rtl(title),
        )
        letters = frozenset().union(title, site, card.kicker, card.lead, card.byline)
        faces = self._book.choose(_drawn(letters), text.language)
        card = msgspec.structs.replace(card, faces=faces)
        if photo:
            card = msgspec.structs.replace(
                card, photo=photo.path, photo_digest=photo.digest, focus=focus
            )
        return self._want(card, text.title)

    def problem(self, config_path: str) -> Diagnostic | None:
        """Say, once for the whole site, which letters no font has."""
        if not self._lacking:
            return None
        letters = sorted(frozenset().union(*self._lacking.values()))
        named = " ".join(letters[:_MOST_NAMED]) + (" …" if len(letters) > _MOST_NAMED else "")
        page, *others = sorted(self._lacking)
        pages = f"{page} and {len(others)} more" if others else page
        message = f"no font on this machine has the letters {named} for the card of {pages}"
        hint = "put a font that has them into assets/ and name it in sharing.font"
        if self._book.unshaped.issuperset(letters):
            message = f"Pillow cannot join the letters {named} for the card of {pages}"
            hint = "install FriBiDi on this machine"
        place = Location(path=config_path)
        return Diagnostic(code="card-font", message=message, location=place, hint=hint)

    def _write(self, text: str, page: str) -> str:
        """Return a text as it can be drawn: without pictures that no font has, or not at all."""
        if text not in self._known:
            self._known[text] = self._try(text)
        written, lacking = self._known[text]
        if lacking:
            self._lacking[page] = self._lacking.get(page, frozenset()) | lacking
        return written

    def _try(self, text: str) -> tuple[str, frozenset[str]]:
        written = clean_text(text)
        lacking = self._book.lacks(_drawn(written))
        if lacking:
            pictures = frozenset(filter(is_decoration, lacking))
            written = clean_text("".join(char for char in written if char not in pictures))
            lacking -= pictures
        return ("" if lacking else written), lacking

    def _want(self, card: SharingCard, alt: str) -> ShareImage:
        # Where a font lies is no part of a card, what is in it is.
        faces = [msgspec.structs.replace(face, path="") for face in card.faces]
        plain = msgspec.structs.replace(card, faces=(), photo=None)
        turns = any(map(has_rtl, (card.title, card.site, card.kicker, card.lead, card.byline)))
        made_from = (_RECIPE, self._book.engine, self._book.order if turns else "", plain, faces)
        key = hashlib.sha256(_ENCODER.encode(made_from)).hexdigest()
        name = f"{key[:_NAME]}-card{'.jpg' if card.photo else '.png'}"
        self._cards[key] = msgspec.structs.replace(card, key=key, output=_FOLDER / name)
        width, height = CARD_SIZE
        kind = "image/jpeg" if card.photo else "image/png"
        return ShareImage(url=self._folder + name, width=width, height=height, type=kind, alt=alt)


_ENCODER = msgspec.json.Encoder(enc_hook=str)


def _drawn(letters: str | frozenset[str]) -> frozenset[str]:
    """Return the characters that leave ink; joiners only say how others are written."""
    return frozenset(char for char in letters if not char.isspace() and char not in "\u200c\u200d")
