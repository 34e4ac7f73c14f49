"""What one worker needs for a large image. The long run takes one of 50 million pixels."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from support.profiles import rgb_profile

LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
#: Width, height and megabytes. The whole image is held once, at four bytes a pixel; beside it are
#: the file and a smaller image. Measured: at most 315 and 108.
SIZE, MOST = ((8660, 5774), 360) if LONG else ((3000, 2000), 140)
#: The most that the process itself ever held, and what it held of that before it saw the image:
#: Python and the libraries.
WORK = """
import re, sys
from pathlib import Path, PurePosixPath
from sitegen.images.derivatives import make_variants
from sitegen.images.inspection import inspect_image
from sitegen.model import Variant

def measure():
    return int(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])

before = measure()
data = Path(sys.argv[1]).read_bytes()
info = inspect_image(PurePosixPath(sys.argv[1]), data, "")
variants = [
    Variant(key="", output=PurePosixPath(f"{width}.{kind}"), width=width, height=width * 2 // 3,
            format=kind, quality=80, crop=True, side=1600)
    for kind in ("AVIF", "WEBP", "PNG" if info.alpha else "JPEG") for width in (480, 1600)
]
assert sum(len(made) for _, made in make_variants(data, variants)) > 10_000
print(measure() - before)
"""


def _picture(mode: str) -> Image.Image:
    small = Image.effect_noise((SIZE[0] // 6, SIZE[1] // 6), 60)
    large = small.resize(SIZE, Image.Resampling.BILINEAR)
    if mode == "RGBA":
        image = Image.merge("RGB", (large, large, large))
        image.putalpha(large)
        return image
    return large.convert(mode)


#: The first four are as different as can be; the others are tried in a long run. `make test` has
#: the first.
PICTURES: list[tuple[str, str, dict[str, object]]] = [
    ("JPEG", "RGB", {"quality": 92}),
    ("PNG", "RGBA", {"compress_level": 1}),
    ("PNG", "I;16", {"compress_level": 1}),
    ("PNG", "RGB", {"compress_level": 1, "icc_profile": rgb_profile()}),
    ("JPEG", "RGB", {"quality": 92, "progressive": True}),
    ("JPEG", "RGB", {"quality": 92, "icc_profile": rgb_profile()}),
    ("PNG", "RGB", {"compress_level": 1}),
    ("PNG", "P", {"compress_level": 1, "transparency": 3}),
]


@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        pytest.param(*each, marks=pytest.mark.limits if number else ())
        for number, each in enumerate(PICTURES if LONG else PICTURES[:4])
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else value,
)
def test_large_images_need_little_memory(
    kind: str, mode: str, options: dict[str, object], tmp_path: Path
) -> None:
    path = tmp_path / f"large.{kind.lower()}"
    _picture(mode).save(path, kind, **options)
    run = subprocess.run(
        [sys.executable, "-c", WORK, str(path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) / 1024 < MOST, kind
