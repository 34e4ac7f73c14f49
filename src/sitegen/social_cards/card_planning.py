"""Plan the social card of each page and its URL, before any is drawn."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import msgspec

from sitegen.diagnostics import Diagnostic, Location, Severity, declare
from sitegen.images.encoder_versions import describe_codecs
from sitegen.model import ImageInfo, ShareImage, SocialCard, Stored
from sitegen.social_cards.bidi import is_rtl
from sitegen.social_cards.line_breaking import clean_text, is_decoration, is_joined

if TYPE_CHECKING:
    from sitegen.config import Config
    from sitegen.model import CardColors
    from sitegen.social_cards.font_choice import FontBook

__all__ = ["CARD_FONT", "CARD_SIZE", "CardPlanner", "CardText"]

CARD_FONT = declare("card-font", Severity.WARNING)

CARD_SIZE = (1200, 630)
#: Raise it when the way that cards are drawn changes.
_RECIPE = 2
_FOLDER = PurePosixPath("assets/images")
_NAME = 16
_MOST_NAMED = 8
_MOST_LOST = 3
#: So many letters of a text are told.
_MOST_SHOWN = 40


class CardText(Stored, frozen=True):
    """What a page wants to say on its card; see `SocialCard`."""

    title: str
    kicker: str = ""
    lead: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""


class CardPlanner:
    """Plans the cards of a site, and remembers which to draw and what no font could show."""

    def __init__(self, config: Config, book: FontBook, colors: CardColors) -> None:
        self._colors = colors
        self._book = book
        self._folder = f"{config.origin}{config.base_path}{_FOLDER}/"
        self._cards: dict[str, SocialCard] = {}
        self._known: dict[str, _Written] = {}
        #: Letters that no font has, by the page and what of it is left out for them.
        self._lost: dict[tuple[str, str], frozenset[str]] = {}
        self._site = self._write(config.title, "", "the site's title")
        self._host = self._write(urlsplit(config.base_url).netloc, "", "the site's address")

    @property
    def cards(self) -> tuple[SocialCard, ...]:
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

        What cannot be written is left out; the site's title takes the place of the page's.
        """
        title = self._write(text.title, page, f"the title of {page}")
        if not title.text:
            title = self._site
        kicker = self._write(text.kicker, page, f"the section of {page}")
        lead = self._write(text.lead, page, f"the description of {page}")
        byline = self._sign(text.authors, page)
        site = self._site if title.text != self._site.text else self._host
        letters = title.letters.union(*(each.letters for each in (site, kicker, lead, byline)))
        card = SocialCard(
            key="",
            output=_FOLDER,
            title=title.text,
            site=site.text,
            colors=self._colors,
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

    def problem(self, place: Location) -> Diagnostic | None:
        """Say, once for the whole site, which letters no font has and what is left out for them.

        `place` is that of the setting that names a font.
        """
        if not self._lost:
            return None
        letters = sorted(frozenset().union(*self._lost.values()))
        named = " ".join(letters[:_MOST_NAMED]) + (" …" if len(letters) > _MOST_NAMED else "")
        lost = [what for _, what in sorted(self._lost)]
        more = [f"{len(lost) - _MOST_LOST} more"] if len(lost) > _MOST_LOST else []
        *others, last = [*lost[:_MOST_LOST], *more]
        without = f"{', '.join(others)} and {last}" if others else last
        reason = f"no font on this machine has the letters {named}"
        hint = "put a font that has them into assets/ and name it in sharing.font"
        if self._book.unshaped.issuperset(letters):
            reason = f"Pillow cannot join the letters {named}"
            hint = "install FriBiDi on this machine"
        message = f"{reason}: cards leave out {without}"
        return Diagnostic(code=CARD_FONT, message=message, location=place, hint=hint)

    def _sign(self, authors: tuple[str, ...], page: str) -> _Written:
        """Return the names that can be written; half a name is nobody's."""
        names = []
        for author in authors:
            name = self._write(
                author, page, f"the author '{author[:_MOST_SHOWN]}' of {page}", whole=True
            )
            if name.text:
                names.append(name)
        letters = frozenset(",").union(*(name.letters for name in names)) if names else frozenset()
        return _Written(clean_text(", ".join(name.text for name in names)), letters)

    def _write(self, text: str, page: str, what: str, *, whole: bool = False) -> _Written:
        """Return a text as it can be drawn: without pictures and marks that no font has.

        Words with letters that no font has are left out. If they are most of it, or it counts as a
        `whole` only, nothing is left.
        """
        written = self._known.get(text)
        if written is None:
            written = self._known[text] = self._try(text)
        if written.lacking:
            if whole:
                written = _Written("", frozenset(), written.lacking)
            lost = f"'{written.lost[:_MOST_SHOWN]}' in {what}" if written.text else what
            self._lost[page, lost] = written.lacking
        return written

    def _try(self, text: str) -> _Written:
        text = clean_text(text)
        letters = frozenset(text) - _BLANK
        if letters <= self._book.characters:
            return _Written(text, letters)
        lacking = self._book.lacks(letters)
        spared = frozenset(char for char in lacking if is_decoration(char) or is_joined(char))
        text = clean_text("".join(char for char in text if char not in spared))
        lacking -= spared
        if not lacking:
            return _Written(text, letters - spared)
        kept = " ".join(word for word in text.split() if lacking.isdisjoint(word))
        if len(kept) <= len(text) / 2 or not any(map(str.isalnum, kept)):
            return _Written("", frozenset(), lacking)
        lost = " ".join(word for word in text.split() if not lacking.isdisjoint(word))
        return _Written(kept, frozenset(kept) - _BLANK, lacking, lost)

    def _want(self, card: SocialCard, alt: str) -> ShareImage:
        # Where a font or a photo lies is no part of a card, what is in it is.
        faces = [(face.digest, face.index, face.axes) for face in card.faces]
        texts = (card.title, card.site, card.kicker, card.lead, card.byline, card.language)
        picture = (card.photo_digest, card.focus)
        engine = (self._book.engine, describe_codecs(), zlib.ZLIB_RUNTIME_VERSION)
        made_from = (_RECIPE, engine, texts, card.rtl, faces, picture, card.colors)
        key = hashlib.sha256(_ENCODER.encode(made_from)).hexdigest()
        name = f"{key[:_NAME]}-card{'.jpg' if card.photo else '.png'}"
        self._cards[key] = msgspec.structs.replace(card, key=key, output=_FOLDER / name)
        width, height = CARD_SIZE
        kind = "image/jpeg" if card.photo else "image/png"
        return ShareImage(url=self._folder + name, width=width, height=height, type=kind, alt=alt)


class _Written(NamedTuple):
    """A text as it is drawn, its letters, those that no font has, and the words left out."""

    text: str
    letters: frozenset[str]
    lacking: frozenset[str] = frozenset()
    lost: str = ""


_ENCODER = msgspec.json.Encoder()
#: What leaves no ink; of the spaces, texts that are cleaned have no others.
_BLANK = frozenset(" \u00a0\u200c\u200d")
