"""How long a sharing card takes, and how large it is: `python -m benchmarks.cards`."""

from __future__ import annotations

import io
import statistics
import time
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import click
from PIL import Image

from sitegen.config import Config
from sitegen.model import ImageInfo, SocialCard
from sitegen.social_cards.card_planning import CardPlanner, CardText
from sitegen.social_cards.drawing import draw_card
from sitegen.storage.snapshot import Snapshot
from sitegen.storage.sources import load_sources
from sitegen.storage.store import open_store
from sitegen.storage.system_fonts import find_fonts
from sitegen.storage.theme_files import read_measures

TITLES = {
    "short": "News",
    "usual": "Deep learning reconstruction of accelerated knee MRI in children",
    "long": "How to write a title that says all there is to say of a study " * 3,
    "greek": "Όραση και μάθηση στην ιατρική απεικόνιση",
}
CONFIG = Config(title="Imaging Lab", base_url="https://lab.example.org/")
PHOTO = ImageInfo(
    path=PurePosixPath("content/a.jpg"), digest="a", width=4000, height=3000, format="JPEG"
)


def _planner() -> CardPlanner:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        store = open_store(root / ".sitegen", "")
        letters = frozenset(
            "".join([*TITLES.values(), CONFIG.title, CONFIG.base_url, "Publications, 0123456789"])
        )
        book, _ = find_fonts("", letters, load_sources(root, "", Snapshot(None)), store)
        store.close()
    return CardPlanner(CONFIG, book, read_measures().card)


def _measure(card: SocialCard, photo: bytes, times: int) -> tuple[float, int]:
    """Return milliseconds, the median of several times, and bytes."""
    seconds = []
    data = draw_card(card, photo)
    for _ in range(times):
        started = time.perf_counter()
        data = draw_card(card, photo)
        seconds.append(time.perf_counter() - started)
    return 1000 * statistics.median(seconds), len(data)


@click.command()
@click.option("--times", default=50, help="How often each card is drawn.")
def main(times: int) -> None:
    """Draw cards of several kinds, and plan ten thousand."""
    out = io.BytesIO()
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(out, "JPEG", quality=85)
    for name, title in TITLES.items():
        planner = _planner()
        planner.plan("a", CardText(title=title, kicker="Publications", authors=("A", "B")))
        ms, size = _measure(planner.cards[0], b"", times)
        click.echo(f"{name:18}{ms:7.1f} ms{size / 1000:8.1f} KB")
    planner = _planner()
    planner.plan("a", CardText(title=TITLES["usual"], kicker="Publications"), PHOTO)
    ms, size = _measure(planner.cards[0], out.getvalue(), max(1, times // 10))
    click.echo(f"{'with a 12 MP photo':18}{ms:7.1f} ms{size / 1000:8.1f} KB")
    planner = _planner()
    started = time.perf_counter()
    for number in range(10_000):
        text = CardText(
            title=f"{TITLES['usual']} {number}", kicker="Publications", authors=("A", "B")
        )
        planner.plan("a", text)
    ms = 1000 * (time.perf_counter() - started)
    click.echo(f"{'10,000 planned':18}{ms:7.1f} ms")


if __name__ == "__main__":
    main()
