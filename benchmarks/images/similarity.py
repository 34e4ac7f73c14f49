"""How like two pictures are: structural similarity (SSIM), by scikit-image.

SSIM is that of Wang, Bovik, Sheikh and Simoncelli (2004), with their Gaussian window, on luma. A
picture of another size than the one it is compared with is scaled down to it first, by Pillow's
Lanczos filter from all of its pixels.

Runs where scikit-image is, and is asked through a pipe: see `ask`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from benchmarks.install import Tools

__all__ = ["ask"]

_ROOT = Path(__file__).parents[2]


def ask(tools: Tools, pairs: Iterable[tuple[Path, Path]]) -> list[float]:
    """Return the similarity of each pair: original first, then what was made of it."""
    asked = json.dumps([[str(original), str(made)] for original, made in pairs])
    done = subprocess.run(
        [str(tools.python), "-m", "benchmarks.images.similarity"],
        input=asked,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=_ROOT,
    )
    answers: list[float] = json.loads(done.stdout)
    return answers


def _answer(pairs: list[tuple[str, str]]) -> Iterator[float]:
    from skimage.metrics import structural_similarity

    for original, made in pairs:
        with Image.open(made) as picture:
            luma = picture.convert("RGB").convert("L")
        yield structural_similarity(
            _scaled(original, luma.size),
            _array(luma),
            gaussian_weights=True,
            sigma=1.5,
            use_sample_covariance=False,
            data_range=255,
        )


@lru_cache(maxsize=8)
def _scaled(original: str, size: tuple[int, int]) -> object:
    picture = _opened(original)
    if picture.size != size:
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    return _array(picture.convert("L"))


@lru_cache(maxsize=1)
def _opened(original: str) -> Image.Image:
    with Image.open(original) as picture:
        return picture.convert("RGB")


def _array(picture: Image.Image) -> object:
    import numpy as np

    return np.asarray(picture)


if __name__ == "__main__":
    json.dump([round(float(each), 6) for each in _answer(json.load(sys.stdin))], sys.stdout)
