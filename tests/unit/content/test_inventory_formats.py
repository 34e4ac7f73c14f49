from __future__ import annotations

import json
import random
import time
import zlib

import pytest

from sitegen.content.inventory_formats import InventoryEntry, read_inventory

HEADER = b"# Sphinx inventory version 2\n# Project: P\n# Version: 1\n# zlib\n"
LINES = """\
numpy.ndarray py:class 1 reference/numpy.ndarray.html#$ -
a label with spaces std:label -1 user/index.html#label The <Title>
broken line
x py:data
"""


def packed(text: str = LINES) -> bytes:
    return HEADER + zlib.compress(text.encode())


def test_sphinx() -> None:
    assert read_inventory(packed()) == [
        InventoryEntry(
            "numpy.ndarray",
            "py:class",
            "reference/numpy.ndarray.html#numpy.ndarray",
            "numpy.ndarray",
        ),
        InventoryEntry("a label with spaces", "std:label", "user/index.html#label", "The <Title>"),
    ]


def test_the_first_version_of_sphinx() -> None:
    data = b"# Sphinx inventory version 1\n# Project: P\n# Version: 1\n"
    data += b"os mod library/os.html\nos.path function library/os.html\n"
    assert [(each.name, each.uri) for each in read_inventory(data)] == [
        ("os", "library/os.html#module-os"),
        ("os.path", "library/os.html#os.path"),
    ]


def test_myst() -> None:
    entries = [
        {"identifier": "fig", "kind": "figure", "url": "/page", "html_id": "fig-1", "text": "F"},
        {"kind": "page", "url": "/", "data": "/index.json"},
        {"identifier": 3, "url": "/b"},
        {"identifier": "x"},
        7,
    ]
    data = json.dumps({"version": "1", "references": entries}).encode()
    assert read_inventory(data) == [
        InventoryEntry("fig", "myst:figure", "page#fig-1", "F"),
        InventoryEntry("index", "myst:page", "", "index"),
        InventoryEntry("b", "myst:target", "b", "b"),
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "neither an objects.inv"),
        (b"\x00\xff", "neither an objects.inv"),
        (HEADER[:60], "ends within its first lines"),
        (HEADER + b"not zlib", "damaged"),
        (packed()[:-9], "not complete"),
        (HEADER + zlib.compress(b"\0" * 70_000_000, 9), "when it is unpacked"),
        (b"{", "not JSON"),
        (b"{" * 100_000, "not JSON"),
        (b'{"references": {}}', "no list"),
    ],
    ids=str,
)
def test_what_is_no_inventory(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_inventory(data)


def test_damaged_inventories_are_refused_or_read() -> None:
    chance, good = random.Random(7), packed()  # noqa: S311  # always the same
    for _ in range(300):
        data = bytearray(good)
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read_inventory(bytes(data))
        except ValueError:
            continue


def test_hostile_lines_are_read_in_time() -> None:
    started = time.process_time()
    for line in ("a " * 4000, "a" * 100_000, "a b:c " * 300, "a\t" * 900, "a b:c 1 " * 200):
        read_inventory(packed(f"{line}\n" * 20))
    assert time.process_time() - started < 2
