from __future__ import annotations

import io
import re
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec
import pytest
from PIL import Image, ImageChops

import sitegen
from sitegen.diagnostics import Location
from sitegen.images.inspection import ImageProblem
from sitegen.model import FontFace, SocialCard
from sitegen.social_cards.drawing import draw_card
from sitegen.storage.snapshot import Snapshot
from sitegen.storage.sources import load_sources
from sitegen.storage.store import open_store
from sitegen.storage.system_fonts import find_fonts
from sitegen.storage.theme_files import read_measures
from support.pictures import BLUE, RED, encoded

PLACE = Location(path="sitegen.toml", line=3, column=1)

MARGIN = 76
PHOTO = 480
TITLES = [
    "News",
    "Deep learning reconstruction of accelerated knee MRI in children and adolescents",
    "Magnetresonanztomographie-Bildverarbeitung",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenfabrik" * 3,
    "ÄÖÜ Ŵǻ Ịậ gjpqy" * 4,
    "W" * 400,
    "Όραση και μάθηση",
    "Распознавание образов",
    "i" * 400,
    "a b " * 100,
    '1 < 2 & "3" — ½ ∑',
    "",
]

COLORS = read_measures().card


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> tuple[FontFace, FontFace]:
    """The faces that come with sitegen."""
    root = tmp_path_factory.mktemp("site")
    store = open_store(root / ".sitegen", "")
    book, _ = find_fonts("", frozenset("a"), load_sources(root, "", Snapshot(None)), store, PLACE)
    store.close()
    return book.heading, book.text


def card(faces: tuple[FontFace, ...], title: str = "Title", **more: Any) -> SocialCard:
    fields: dict[str, Any] = {
        "key": "",
        "output": PurePosixPath("a.png"),
        "site": "Imaging Lab",
        "kicker": "Publications",
        "byline": "Ada Exner, Bo Lind",
        "language": "en",
    }
    return SocialCard(title=title, colors=COLORS, faces=faces, **(fields | more))


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def ink_box(image: Image.Image) -> tuple[int, int, int, int]:
    """Return the box of all that is not paper."""
    box = ImageChops.difference(image, Image.new("RGB", image.size, COLORS.paper)).getbbox()
    assert box is not None
    return box


def luminance(color: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("rtl", [False, True])
def test_nothing_leaves_the_margins(
    faces: tuple[FontFace, FontFace], title: str, *, rtl: bool
) -> None:
    for lead in ("", "All about " * 30):
        data = draw_card(card(faces, title, rtl=rtl, lead=lead))
        left, top, right, bottom = ink_box(opened(data))
        assert left >= MARGIN
        assert top >= MARGIN
        assert right <= 1200 - MARGIN
        assert bottom <= 630 - 64
        assert len(data) < 40_000


def test_the_title_stands_clear_of_what_is_above_and_below(
    faces: tuple[FontFace, FontFace],
) -> None:
    bare = card(faces, "", kicker="", byline="")
    empty = opened(draw_card(bare))
    for title in TITLES[:-1]:
        image = opened(draw_card(msgspec.structs.replace(bare, title=title)))
        difference = ImageChops.difference(image, empty).getbbox()
        assert difference is not None
        assert difference[1] > 100
        assert difference[3] < 486


def test_the_theme_has_the_same_colours() -> None:
    folder = Path(sitegen.__file__).parent / "theme" / "assets" / "css"
    css = (folder / "sitegen.css").read_text(encoding="utf-8")
    names = {"bg": COLORS.paper, "strong": COLORS.ink, "accent": COLORS.accent}
    for name, color in names.items():
        found = re.search(rf"--{name}: light-dark\((#\w+),", css)
        assert found is not None
        assert found[1] == color


def test_text_can_be_read(faces: tuple[FontFace, FontFace]) -> None:
    """The lightest text, that of the authors, has the contrast that WCAG 2 asks for."""
    image = opened(draw_card(card(faces, "", kicker="", site="")))
    colors = image.crop((700, 510, 1200, 570)).getcolors(1 << 16)
    assert colors is not None
    darkest = min((color for _, color in colors), key=sum)
    muted = "#" + bytes(darkest).hex()
    for color in (muted, COLORS.ink, COLORS.accent):
        assert (luminance(COLORS.paper) + 0.05) / (luminance(color) + 0.05) > 4.5


def test_the_same_card_twice(faces: tuple[FontFace, FontFace]) -> None:
    first = card(faces, TITLES[1])
    assert draw_card(first) == draw_card(first)
    assert draw_card(first) != draw_card(card(faces, TITLES[2]))


def test_a_card_is_a_small_palette_image(faces: tuple[FontFace, FontFace]) -> None:
    data = draw_card(card(faces, TITLES[1]))
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.mode, image.size) == ("PNG", "P", (1200, 630))
    assert image.info == {}
    assert len(data) < 30_000


def test_the_accent_is_where_lines_begin(faces: tuple[FontFace, FontFace]) -> None:
    accent = tuple(bytes.fromhex(COLORS.accent[1:]))
    assert opened(draw_card(card(faces))).getpixel((100, 84)) == accent
    assert opened(draw_card(card(faces, rtl=True))).getpixel((1100, 84)) == accent


@pytest.mark.parametrize("rtl", [False, True])
def test_a_photo_fills_the_other_side(faces: tuple[FontFace, FontFace], *, rtl: bool) -> None:
    photo = encoded(Image.new("RGB", (1600, 1200), RED), "JPEG")
    shown = card(faces, TITLES[1], photo=PurePosixPath("a.jpg"), rtl=rtl)
    data = draw_card(shown, photo)
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("JPEG", (1200, 630))
    left = 0 if rtl else 1200 - PHOTO
    red = image.crop((left + 4, 4, left + PHOTO - 4, 626)).resize((1, 1), Image.Resampling.BOX)
    assert all(abs(a - b) < 12 for a, b in zip(red.getpixel((0, 0)), RED, strict=True))
    text = image.crop((PHOTO + 8, 0, 1200, 630) if rtl else (0, 0, 1200 - PHOTO - 8, 630))
    plain = text.point(lambda value: 0 if value > 230 else 255).convert("L").getbbox()
    assert plain is not None
    assert plain[0] >= MARGIN - 12
    assert plain[2] <= text.width - MARGIN + 12


def test_the_focus_stays_in_sight(faces: tuple[FontFace, FontFace]) -> None:
    photo = Image.new("RGB", (2000, 630), RED)
    photo.paste(BLUE, (1500, 0, 2000, 630))
    data = encoded(photo, "JPEG")
    shown = card(faces, photo=PurePosixPath("a.jpg"), focus=(0.9, 0.5))
    pixel = opened(draw_card(shown, data)).getpixel((960, 300))
    assert isinstance(pixel, tuple)
    assert pixel[2] > 200


def test_a_broken_photo_is_a_problem(faces: tuple[FontFace, FontFace]) -> None:
    shown = card(faces, photo=PurePosixPath("a.jpg"))
    for photo in (b"", b"\xff\xd8\xff", b"no photo"):
        with pytest.raises(ImageProblem):
            draw_card(shown, photo)


@pytest.mark.parametrize(
    "text",
    [
        "\u0301\u0302",
        "\u202e\u2066",
        "🚀👩‍🔬",
        "\x00",
        "\uffff",
        "\U0010ffff",
        "x" + "\u0335" * 99,
        "膝",
    ],
)
def test_no_text_does_harm(faces: tuple[FontFace, FontFace], text: str) -> None:
    """Planning lets none of these through; drawing would survive them all the same."""
    more = {"kicker": text, "site": text, "byline": text, "lead": text}
    image = opened(draw_card(card(faces, text, **more)))
    assert image.size == (1200, 630)
