"""The memory that a build needs for each page of a site stays small."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from typing import TYPE_CHECKING, NamedTuple
from unittest import mock

import pytest

from sitegen.config import parse_config
from sitegen.engine import page_parsing, whole_site
from sitegen.engine.build_context import open_build_context
from sitegen.engine.build_options import BuildOptions
from sitegen.engine.site_parsing import parse_and_assemble
from sitegen.engine.whole_site import assemble_whole_site
from sitegen.storage.source_files import find_config
from support.sites import MakeSite, SiteFolder

if TYPE_CHECKING:
    from sitegen.engine.assembling import Assembled
    from sitegen.engine.build_context import BuildContext
    from sitegen.engine.site_parsing import ParsedSite

#: Python's objects have other sizes in other versions.
pytestmark = pytest.mark.skipif(
    sys.implementation.name != "cpython", reason="the limits are those of CPython"
)
CONFIG = 'title = "Lab"\nbase_url = "https://example.org/"\nmarkdown.engine = "commonmark"\n'
#: Pages of two sites: by their difference, what does not grow is left out.
FEW, MANY = 50, 200


class Bytes(NamedTuple):
    """Traced memory: held after all pages are parsed, the most during assembly, held after it."""

    parsed: int
    peak: int
    assembled: int


def text_of(number: int, count: int) -> str:
    """Return a page with fields, headings and links; all its words are its own."""
    headings = "".join(
        f"\n## What part {part} of study {number} shows\n\nText of it.\n" for part in range(8)
    )
    links = "".join(
        f"- [Another study](study-{(number * step) % count}.md)\n" for step in (3, 7, 11)
    )
    return (
        f"---\ntitle: Study {number}\ndate: 2020-01-{number % 28 + 1:02}\n"
        f"description: What study {number} measured, and in which patients.\n"
        f"tags: [knee, tag {number % 20}]\n---\n\n"
        f"The first paragraph of study {number}, which is its summary unless there is another.\n"
        f"{headings}\n{links}"
    )


def measure(site: SiteFolder) -> Bytes:
    """Parse and assemble a site."""
    config_file = find_config(site.root)
    config = parse_config(config_file.text, config_file.name)
    parsed = 0

    def assemble(context: BuildContext, read: ParsedSite) -> Assembled:
        nonlocal parsed
        parsed = trace()
        tracemalloc.reset_peak()
        return assemble_whole_site(context, read)

    with (
        mock.patch.object(whole_site, "assemble_whole_site", assemble),
        mock.patch.object(page_parsing, "_MEMORY", 0),  # bodies of small sites, at most 16 MB
        open_build_context(config_file, config, site.output, BuildOptions(jobs="1")) as context,
    ):
        tracemalloc.start()
        try:
            assembled = parse_and_assemble(context)
            peak = tracemalloc.get_traced_memory()[1]
            held = trace()
        finally:
            tracemalloc.stop()
    assert assembled.whole
    assert not assembled.problems
    return Bytes(parsed, peak, held)


def trace() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def test_bytes_for_each_page(make_site: MakeSite) -> None:
    sites = [
        make_site(
            {f"content/part/study-{n}.md": text_of(n, count) for n in range(count)}, config=CONFIG
        )
        for count in (FEW, FEW, MANY)
    ]
    measure(sites[0])  # imports modules, and fills what is kept for the next site
    few, many = map(measure, sites[1:])
    found = Bytes(*((b - a) // (MANY - FEW) for a, b in zip(few, many, strict=True)))
    assert found.parsed < 3_200, found
    assert found.peak < 6_300, found
    assert found.assembled < 3_900, found
