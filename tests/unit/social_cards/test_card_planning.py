from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import msgspec
import pytest

from sitegen.config import Config
from sitegen.diagnostics import Location
from sitegen.model import FontFace, ImageInfo, SocialCard
from sitegen.social_cards.card_planning import CardPlanner, CardText
from sitegen.social_cards.font_choice import Fallback, FontBook
from sitegen.storage.theme_files import read_measures

PLACE = Location(path="sitegen.toml", line=3, column=1)

CONFIG = Config(title="Imaging Lab", base_url="https://lab.example.org/a%20b/")
LATIN = frozenset(map(chr, range(0x20, 0x180)))
PHOTO = ImageInfo(
    path=PurePosixPath("content/knee.jpg"), digest="d" * 64, width=2000, height=1000, format="JPEG"
)


def face(name: str, folder: str = "/fonts") -> FontFace:
    return FontFace(path=f"{folder}/{name}", index=0, digest=name)


COLORS = read_measures().card
BOOK = FontBook(heading=face("serif"), text=face("sans"), characters=LATIN, engine="E")
JAPANESE = Fallback(face=face("gothic"), name="Gothic", characters=frozenset("膝関節の"))


def plan(
    title: str = "Knee maps", book: FontBook = BOOK, config: Config = CONFIG, **more: Any
) -> SocialCard:
    """Return the only card of a site with one page."""
    photo, focus = more.pop("photo", None), more.pop("focus", (0.5, 0.5))
    planner = CardPlanner(config, book, COLORS)
    planner.plan("content/a.md", CardText(title=title, **more), photo, focus)
    (card,) = planner.cards
    return card


def test_the_address_is_absolute_and_a_digest() -> None:
    planner = CardPlanner(CONFIG, BOOK, COLORS)
    share = planner.plan("content/a.md", CardText(title="Knee maps"))
    (card,) = planner.cards
    assert share.url == f"https://lab.example.org/a%20b/assets/images/{card.key[:16]}-card.png"
    assert str(card.output) == f"assets/images/{card.key[:16]}-card.png"
    assert (share.width, share.height, share.type, share.alt) == (
        1200,
        630,
        "image/png",
        "Knee maps",
    )
    assert len(card.key) == 64


def test_a_photo_makes_a_jpeg() -> None:
    planner = CardPlanner(CONFIG, BOOK, COLORS)
    share = planner.plan("content/a.md", CardText(title="Knee maps"), PHOTO)
    assert share.type == "image/jpeg"
    assert share.url.endswith("-card.jpg")


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Knee map"},
        {"kicker": "News"},
        {"lead": "All about knees."},
        {"authors": ("Ada Exner",)},
        {"language": "de"},
        {"photo": PHOTO},
        {"book": msgspec.structs.replace(BOOK, engine="F")},
        {"book": msgspec.structs.replace(BOOK, heading=face("other"))},
        {"book": msgspec.structs.replace(BOOK, text=face("other"))},
        {"config": msgspec.structs.replace(CONFIG, title="Other Lab")},
    ],
)
def test_the_name_changes_with_all_that_is_on_the_card(change: dict[str, Any]) -> None:
    assert plan(**change).key != plan().key


def test_the_name_changes_with_the_photo() -> None:
    first = plan(photo=PHOTO)
    assert plan(photo=PHOTO, focus=(0.1, 0.5)).key != first.key
    other = replace_info(digest="e" * 64)
    assert plan(photo=other).key != first.key
    assert plan(photo=replace_info(path=PurePosixPath("assets/a.jpg"))).key == first.key


def replace_info(**more: Any) -> ImageInfo:
    return msgspec.structs.replace(PHOTO, **more)


def test_where_a_font_lies_is_no_part_of_the_name() -> None:
    assert (
        plan(book=msgspec.structs.replace(BOOK, heading=face("serif", "/elsewhere"))).key
        == plan().key
    )


def test_the_base_url_is_no_part_of_the_name() -> None:
    elsewhere = msgspec.structs.replace(CONFIG, base_url="https://x.example/")
    assert plan(config=elsewhere).key == plan().key


def test_two_pages_with_one_card() -> None:
    planner = CardPlanner(CONFIG, BOOK, COLORS)
    first = planner.plan("content/a.md", CardText(title="Same"))
    assert planner.plan("content/b.md", CardText(title="Same")) == first
    assert len(planner.cards) == 1


def test_other_faces_for_other_letters() -> None:
    book = msgspec.structs.replace(BOOK, fallbacks=(JAPANESE,))
    assert [each.digest for each in plan("膝 maps", book).faces] == ["serif", "sans", "gothic"]
    assert [each.digest for each in plan("Maps", book).faces] == ["serif", "sans"]
    assert plan("Maps", book).key == plan("Maps").key


def test_what_cannot_be_written_is_left_out() -> None:
    planner = CardPlanner(CONFIG, BOOK, COLORS)
    text = CardText(title="膝関節", kicker="News", authors=("Ada Lovelace", "山田太郎", "Bo"))
    share = planner.plan("content/a.md", text)
    (card,) = planner.cards
    assert share.alt == "膝関節"
    assert (card.title, card.site) == ("Imaging Lab", "lab.example.org")
    assert (card.kicker, card.byline) == ("News", "Ada Lovelace, Bo")
    planner.plan("content/b.md", CardText(title="Knee", kicker="節", authors=("Ada 山",)))
    planner.plan("content/c.md", CardText(title="Knee", kicker="節"))
    assert {each.title for each in planner.cards} == {"Imaging Lab", "Knee"}
    assert str(planner.problem(PLACE)) == (
        "sitegen.toml:3:1: warning[card-font]: no font on this machine has the letters "
        "太 山 田 節 膝 郎 関: cards leave out the author '山田太郎' of content/a.md, the title of "
        "content/a.md, the author 'Ada 山' of content/b.md and 2 more; put a font that has them "
        "into assets/ and name it in sharing.font"
    )


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("膝 cartilage MRI study", "cartilage MRI study"),
        ("Cartilage of the (膝) in MRI", "Cartilage of the in MRI"),
        ("膝関節の軟骨 MRI", ""),
        ("膝関節: 1 / 2 / 3 / 4", "1 / 2 / 3 / 4"),
        ("膝 - - - - -", ""),
    ],
)
def test_of_a_title_most_of_which_can_be_written_the_rest_is_left_out(
    title: str, shown: str
) -> None:
    planner = CardPlanner(CONFIG, BOOK, COLORS)
    planner.plan("content/a.md", CardText(title=title))
    assert planner.cards[0].title == (shown or "Imaging Lab")
    lost = "the title of content/a.md" if not shown else "' in the title of content/a.md"
    assert f"{lost};" in str(planner.problem(PLACE))


def test_letters_that_nothing_can_join() -> None:
    planner = CardPlanner(CONFIG, msgspec.structs.replace(BOOK, unshaped=frozenset("ركبة")), COLORS)
    planner.plan("content/a.md", CardText(title="ركبة"))
    assert "install FriBiDi" in str(planner.problem(PLACE))


def test_pictures_are_left_out_in_silence() -> None:
    planner = CardPlanner(CONFIG, BOOK, COLORS)
    planner.plan("content/a.md", CardText(title="🚀 Launch 👩🏽‍🔬\ufe0f of ☃ the lab © 2024"))
    assert planner.cards[0].title == "Launch of the lab © 2024"
    assert planner.problem(PLACE) is None


def test_no_title_at_all() -> None:
    assert plan("🚀").title == "Imaging Lab"
    empty = plan("膝", config=msgspec.structs.replace(CONFIG, title="関"))
    assert (empty.title, empty.site) == ("", "lab.example.org")


def test_direction_is_that_of_the_title() -> None:
    hebrew = Fallback(face=face("he"), name="He", characters=frozenset("ברך"))
    book = msgspec.structs.replace(BOOK, fallbacks=(hebrew,))
    assert plan("ברך", book).rtl
    assert not plan("Knee ברך", book).rtl


def test_other_colours_make_another_card() -> None:
    other = msgspec.structs.replace(COLORS, accent="#990000")
    names = []
    for colors in (COLORS, other):
        planner = CardPlanner(CONFIG, BOOK, colors)
        names.append(planner.plan("content/a.md", CardText(title="Knee maps")).url)
        assert planner.cards[0].colors == colors
    assert names[0] != names[1]
