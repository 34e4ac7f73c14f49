#!/usr/bin/env python3
"""Draw all pictures and PDFs of the demonstration site again, in place: `python assets/draw.py`.

Needs Pillow only. No picture shows a patient or a person; all are geometry and seeded randomness.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from drawing import (
    charts,
    chest,
    fields,
    hill,
    knee,
    maps,
    papers,
    phantoms,
    portraits,
    relief,
    signals,
)
from drawing.canvas import save

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "assets" / "images"
PDFS = ROOT / "assets" / "static" / "pdf"
BUNDLE = ROOT / "content" / "projects" / "cartilage-maps"

PICTURES: dict[Path, Callable[[], Image.Image]] = {
    IMAGES / "featured" / "hero.jpg": relief.echoes,
    IMAGES / "featured" / "knee2.jpg": relief.contours,
    IMAGES / "featured" / "ligaments.jpg": knee.knee_ligaments,
    IMAGES / "featured" / "chest.jpg": chest.chest_emerging,
    IMAGES / "featured" / "kspace.jpg": signals.kspace,
    IMAGES / "featured" / "projections.jpg": signals.projections,
    IMAGES / "featured" / "silence.jpg": fields.silence,
    IMAGES / "featured" / "library.jpg": fields.library,
    IMAGES / "phantoms" / "1-spheres.jpg": phantoms.spheres,
    IMAGES / "phantoms" / "2-rods.jpg": phantoms.rods,
    IMAGES / "phantoms" / "3-grid.jpg": phantoms.grid,
    IMAGES / "phantoms" / "10-head.jpg": phantoms.head,
    IMAGES / "hill.jpg": hill.plan,
    IMAGES / "knee-noisy.jpg": phantoms.knee_noisy,
    IMAGES / "knee-denoised.jpg": phantoms.knee_denoised,
    IMAGES / "learning-curve.png": charts.learning_curve,
    IMAGES / "roc.png": charts.roc,
    BUNDLE / "knee-map.jpg": maps.thickness_map,
    BUNDLE / "thickness-profile.png": charts.thickness_profile,
}


def main() -> None:
    """Draw all pictures and portraits, and write the papers."""
    for path, draw in PICTURES.items():
        save(draw(), path)
    for name, draw in portraits.PORTRAITS.items():
        save(draw(), IMAGES / "people" / f"{name}.jpg")
    for name, (title, authors) in papers.PAPERS.items():
        papers.write_paper(PDFS / f"{name}.pdf", title, authors)


if __name__ == "__main__":
    main()
