"""Which sharing card each page gets, and at which address: known before any is drawn."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import msgspec

from sitegen.assets.codecs import describe_codecs
from sitegen.assets.directions import is_rtl
from sitegen.assets.typesetting import clean_text, is_decoration, is_joined
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
        self._known: dict[str, _Written] = {}
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
        title, more = self._write(text.title, page), (text.kicker, text.lead, text.byline)
        if not title.text:
            title, more = self._site, ("", "", "")
        site = self._site if title.text != self._site.text else self._host
        kicker, lead, byline = (self._write(each, page) for each in more)
        letters = title.letters.union(*(each.letters for each in (site, kicker, lead, byline)))
        card = SharingCard(
            key="",
            output=_FOLDER,
            title=title.text,
            site=site.text,
            kicker=kicker.text,
            lead=lead.text,
            byline=byline.text,
            language=text.language,
            rtl=is_rtl(title.text),
            faces=self._book.choose(letters, text.language),
            photo=photo.path if photo else None,
            photo_digest=photo.digest if photo else "",
            focus=focus if photo else (0.5, 0.5),
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

    def _write(self, text: str, page: str) -> _Written:
        """Return a text as it can be drawn: without pictures and marks that no font has.

        It is empty if no font has its letters.
        """
        written = self._known.get(text)
        if written is None:
            written = self._known[text] = self._try(text)
        if written.lacking:
            self._lacking[page] = self._lacking.get(page, frozenset()) | written.lacking
        return written

    def _try(self, text: str) -> _Written:
        text = clean_text(text)
        letters = frozenset(text) - _BLANK
        if letters <= self._book.characters:
            return _Written(text, letters)
        lacking = self._book.lacks(letters)
        spared = frozenset(char for char in lacking if is_decoration(char) or is_joined(char))
        if lacking != spared:
            return _Written("", frozenset(), lacking - spared)
        text = clean_text("".join(char for char in text if char not in spared))
        return _Written(text, letters - spared)

    def _want(self, card: SharingCard, alt: str) -> ShareImage:
        # Where a font or a photo lies is no part of a card, what is in it is.
        faces = [(face.digest, face.index, face.axes) for face in card.faces]
        texts = (card.title, card.site, card.kicker, card.lead, card.byline, card.language)
        picture = (card.photo_digest, card.focus)
        engine = (self._book.engine, describe_codecs())
        made_from = (_RECIPE, engine, texts, card.rtl, faces, picture)
        key = hashlib.sha256(_ENCODER.encode(made_from)).hexdigest()
        name = f"{key[:_NAME]}-card{'.jpg' if card.photo else '.png'}"
        self._cards[key] = msgspec.structs.replace(card, key=key, output=_FOLDER / name)
        width, height = CARD_SIZE
        kind = "image/jpeg" if card.photo else "image/png"
        return ShareImage(url=self._folder + name, width=width, height=height, type=kind, alt=alt)


class _Written(NamedTuple):
    """A text as it is drawn, its letters, and those that are the reason why there is none."""

    text: str
    letters: frozenset[str]
    lacking: frozenset[str] = frozenset()


_ENCODER = msgspec.json.Encoder()
#: What leaves no ink; of the spaces, texts that are cleaned have no others.
_BLANK = frozenset(" \u00a0\u200c\u200d")
