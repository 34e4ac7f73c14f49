"""Archives and documents that ask for much."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from support.bombs.units import Make

__all__ = ["KINDS"]


def _zip(rng: random.Random, size: int) -> bytes:
    out = io.BytesIO()
    office = rng.random() < 0.5
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if office:
            _put(archive, "[Content_Types].xml", "<Types/>")
            size = min(size, 200_000)
            text = rng.choice(
                ("<a>" * (size * 30), "<cp:x>a</cp:x>" * (size * 10), " " * (size * 200))
            )
            _put(archive, "docProps/core.xml", text)
            _put(archive, "docProps/app.xml", text[: size * 10])
        else:
            name = rng.choice(("a{}.jpg", "a/{}.png", "{}.txt"))
            many = rng.choice((1, 100, min(8_000, size // 100)))
            for number in range(many):
                _put(
                    archive,
                    name.format(number),
                    b"\xff\xd8\xff" + b"\0" * (min(100_000_000, size * 200) // many),
                )
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: str | bytes) -> None:
    """Put a file into an archive, with the same date whenever that is."""
    archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


def _tar(rng: random.Random, size: int) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for number in range(min(8_000, size // 100)):
            info = tarfile.TarInfo(f"{number}.jpg" if rng.random() < 0.9 else "a" * 2_000)
            archive.addfile(info, io.BytesIO(b""))
    data = out.getvalue() + b"\0" * min(50_000_000, size * 200)
    for _ in range(rng.randint(1, 3)):
        data = gzip.compress(data, 6, mtime=0)
    return data


def _pdf(rng: random.Random, size: int) -> bytes:
    unit = rng.choice((b"<<", b"[", b"1 0 obj\n<<>>\nendobj\n", b"/a ", b"(", b"%", b"0 0 R "))
    body = unit * (size // len(unit))
    stream = zlib.compress(b"0 " * min(5_000_000, size * 20))
    more = b"2 0 obj\n<</Length %d/Filter/FlateDecode/Type/ObjStm/N 99999/First 9>>stream\n" % len(
        stream
    )
    tail = b"\ntrailer\n<</Root 1 0 R/Info 2 0 R/Size 9>>\nstartxref\n9\n%%EOF\n"
    return b"%PDF-1.5\n" + body + more + stream + b"\nendstream\nendobj" + tail


#: Kinds of files by name, each with the path of such a file in a site.
KINDS: dict[str, tuple[str, Make]] = {
    "zip": ("content/a.zip", _zip),
    "tar": ("content/a.tar.gz", _tar),
    "pdf": ("content/a.pdf", _pdf),
}
