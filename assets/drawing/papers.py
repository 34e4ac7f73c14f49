"""One-page PDFs that stand in for articles nobody has written, without metadata."""

from __future__ import annotations

import textwrap
from pathlib import Path

__all__ = ["PAPERS", "write_paper"]

A4 = (595, 842)
LEFT, TOP = 72, 740
PAPERS = {
    "wiedekamp2026thin": (
        "How thin is thin? Repeatability of cartilage maps at ten thousand points",
        "Jonas Wiedekamp, Mei-Lin Harkort, Helene Voßberg",
    ),
    "demirsoy2026nobody": (
        "Images of nobody: anatomy-first synthesis of radiographs",
        "Leyla Demirsoy, Matteo Carvonelli, Helene Voßberg",
    ),
    "oseilindt2025outline": (
        (
            "Outline first, judge second: detecting tears of the anterior cruciate ligament in "
            "three hospitals"
        ),
        "Amara Osei-Lindt, Tobias Achterrath, Ruben Castelyn, Helene Voßberg",
    ),
}
NOTE = (
    "This article does not exist. Its title, authors and results were made up for the "
    "demonstration site of sitegen, in which this page stands where a real lab would have its "
    "manuscript."
)


def write_paper(path: Path, title: str, authors: str) -> None:
    """Write a PDF of one page; the fonts are those that every reader of PDFs has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_document(_page(title, authors)))


def _page(title: str, authors: str) -> bytes:
    lines = [
        *(("F2", 20, 26, line) for line in textwrap.wrap(title, 46)),
        ("F1", 12, 30, authors),
        *(("F1", 11, 16, line) for line in ["", *textwrap.wrap(NOTE, 82)]),
    ]
    parts, y = ["BT"], TOP
    for font, size, step, line in lines:
        y -= step
        shown = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        parts.append(f"/{font} {size} Tf 1 0 0 1 {LEFT} {y} Tm ({shown}) Tj")
    return "\n".join([*parts, "ET"]).encode("cp1252")


def _document(content: bytes) -> bytes:
    """Return a PDF file (ISO 32000-1, section 7.5) with one page of this content."""
    fonts = (
        "/F1 << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>"
    )
    fonts += (
        " /F2 << /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding /WinAnsiEncoding >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] /Contents 4 0 R"
        f" /Resources << /Font << {fonts} >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(data)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    data += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return data + b"startxref\n%d\n%%%%EOF\n" % start
