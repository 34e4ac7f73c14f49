from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import UTC, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from sitegen.config import ENGINES, Engine
from sitegen.content.page_codec import (
    pack_options,
    pack_page,
    parse_chunk,
    parse_key,
    unpack_body,
    unpack_head,
)
from sitegen.content.parse_options import ParseOptions
from sitegen.model import Fragment, PageBody
from support.parsing import parse, theme_words

REPOSITORY = Path(__file__).parents[3]
PAGE = """---
title: Über
date: 2026-03-01T10:00:00+08:00
updated: 2026-03
expires: 2030-01-01 10:00
tags: [b, a, 日本語]
authors: [Z, A]
menu: {main: {name: Here, weight: 2}, footer: }
aliases: [/old/]
links: {Zebra: 1, Ape: [1, 2.5, null, true, "2026-01-01"], 1: {z: 1, a: {}}}
---
# A *heading* ![p](p.png)

One [two](b.md#x "t") ![three](p.png "t"){width=40} [four](data.csv)

## Part {#z}

### Deeper {#a}

<video src="v.mp4"></video> | Text[^1]

[^1]: Note
"""


def options(**changes: object) -> ParseOptions:
    values = {
        "language": "en",
        "zone": UTC,
        "engine": "python-markdown",
        "toc_depth": 3,
        "highlight": False,
        "words": theme_words(),
        "grids": ("people", "cards"),
        "taxonomies": {"tags": "tags"},
    }
    return ParseOptions(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("text", [PAGE, "", "x", "---\n---\n", "# T\n", "\ufeffx", "---\nbad: [\n"])
def test_a_page_comes_back_as_it_was(text: str, engine: Engine) -> None:
    page = parse(text, engine=engine, zone=ZoneInfo("Europe/Berlin"))
    packed_head, packed_body = pack_page(page)
    head, body = unpack_head(packed_head), unpack_body(packed_body)
    assert head is not None
    assert body is not None
    whole = msgspec.structs.replace(
        head,
        body=Fragment(parts=body.parts, references=head.body.references),
        heading=head.heading
        and Fragment(parts=body.heading or ("",), references=head.heading.references),
        toc=body.toc,
        body_digest="",
    )
    assert whole == page
    assert pack_page(whole) == (packed_head, packed_body)


def test_the_head_holds_nothing_of_the_body() -> None:
    head, body = pack_page(parse(PAGE))
    for text in (b"<h2", b"<video"):
        assert text not in head
        assert text in body
    found = unpack_head(head)
    assert found is not None
    assert (found.toc, found.body.parts) == ((), ("",))


def test_the_digest_names_the_body() -> None:
    def digest(text: str) -> str:
        head = unpack_head(pack_page(parse(text))[0])
        assert head is not None
        return head.body_digest

    assert digest("One\n") == digest("---\ntitle: T\n---\nOne\n")
    assert digest("One\n") != digest("Two\n")
    assert digest("# A\n") != digest("# B\n")
    assert digest("## A\n") != digest("---\ntoc: false\n---\n## A\n")


@pytest.mark.parametrize(
    "written", ["2026-03-01T10:00:00+08:00", "2026-03-01T10:00:00-03:30", "2026-07-01 10:00"]
)
def test_dates_keep_their_offset(written: str) -> None:
    page = parse(f"---\ndate: {written}\n---\n", zone=ZoneInfo("America/St_Johns"))
    head = unpack_head(pack_page(page)[0])
    assert head is not None
    assert head.front.date is not None
    assert page.front.date is not None
    assert head.front.date.moment.isoformat() == page.front.date.moment.isoformat()
    assert head.front.date.moment.utcoffset() != timedelta(0)


def test_tables_keep_the_order_in_which_they_were_written() -> None:
    head = unpack_head(pack_page(parse(PAGE))[0])
    assert head is not None
    assert list(head.front.extra["links"]) == ["Zebra", "Ape", "1"]
    assert list(head.front.extra["links"]["1"]) == ["z", "a"]


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b"null", b"[1,2]", b'["a","b"]', b"\xff", b'["content/a.md",[9]]']
)
def test_what_is_no_page_is_none(data: bytes) -> None:
    assert unpack_head(data) is None
    if data != b"[]":
        assert unpack_body(data) is None


def test_an_empty_body_is_one() -> None:
    assert unpack_body(b"[]") == PageBody()


def test_a_chunk_is_parsed_as_its_pages_are() -> None:
    sources = [("content/a.md", PAGE.encode()), ("content/b.md", b"---\ntitle: [\n---\nx")]
    payload = msgspec.msgpack.encode((pack_options(options()), sources))
    packed = msgspec.msgpack.decode(parse_chunk(payload))
    for (path, data), (head, body, seconds) in zip(sources, packed, strict=True):
        assert (head, body) == pack_page(parse(data, path))
        assert 0 < seconds < 10


@pytest.mark.parametrize(
    "change",
    [
        {"language": "de"},
        {"zone": ZoneInfo("Europe/Berlin")},
        {"engine": "commonmark"},
        {"toc_depth": 2},
        {"highlight": True},
        {"words": {**theme_words(), "fr": theme_words()["en"]}},
        {"words": {**theme_words(), "en": {**theme_words()["en"], "next": "Onwards"}}},
    ],
)
def test_every_option_makes_another_key(change: dict[str, object]) -> None:
    assert pack_options(options(**change)) != pack_options(options())
    assert pack_options(options()) == pack_options(options())


def test_options_in_another_order_are_the_same() -> None:
    words = {
        language: dict(reversed(list(known.items())))
        for language, known in reversed(list(theme_words().items()))
    }
    assert pack_options(options(words=words)) == pack_options(options())


def test_a_key_is_made_of_path_bytes_and_options() -> None:
    keys = {parse_key(path, d, o) for path in ("a", "b") for d in ("1", "2") for o in ("x", "y")}
    assert len(keys) == 8


def test_a_value_that_cannot_be_packed_is_a_bug_of_ours() -> None:
    with pytest.raises(NotImplementedError, match="cannot encode"):
        pack_options(options(words={"en": {"a": object()}}))


#: Orders of sets; in a short run two, and that of this process.
SEEDS = ("0", "1", "2", "4242") if os.environ.get("SITEGEN_LONG_TESTS") == "1" else ("0", "4242")


def test_packs_are_equal_in_every_process() -> None:
    """Sets have another order in every process, packs have not."""
    code = (
        "import hashlib, sys\n"
        "from test_page_codec import PAGE\n"
        "from sitegen.content.page_codec import pack_options, pack_page\n"
        "from support.parsing import parse\n"
        "for engine in ('python-markdown', 'commonmark'):\n"
        "    packed = pack_page(parse(PAGE, engine=engine))\n"
        "    print(*(hashlib.sha256(each).hexdigest() for each in packed))\n"
    )
    here = str(Path(__file__).parent)
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={
                **os.environ,
                "PYTHONHASHSEED": seed,
                "PYTHONPATH": os.pathsep.join([here, *sys.path]),
            },
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in SEEDS
    }
    assert len(found) == 1
    first = hashlib.sha256(pack_page(parse(PAGE))[0]).hexdigest()
    assert next(iter(found)).startswith(first)
