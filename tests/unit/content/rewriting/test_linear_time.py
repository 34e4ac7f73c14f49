"""What is written anew before a page is read takes time in proportion to the page."""

from __future__ import annotations

from pathlib import PurePosixPath
from time import process_time

import pytest

from sitegen.config import USUAL_LIMITS
from sitegen.content.inline_styles import read_style
from sitegen.content.notebooks.chunk_options import read_chunk_options
from sitegen.content.notebooks.included_pictures import find_included_pictures
from sitegen.content.notebooks.quarto_text import write_quarto
from sitegen.content.rewriting.source_rewriting import rewrite_source
from sitegen.content.scanner import MarkdownSource
from support.parsing import parse

_SECONDS = 2.0
_RMARKDOWN = PurePosixPath("content/a.Rmd")


@pytest.mark.parametrize(
    "text",
    [
        ": (\\#tab:a) x\n" * 40_000,
        f": (\\#tab:a) x{' ' * 100_000}y",
        '![a](b.png "x @doe")\n' * 20_000,
        f"[![](a)]({{{'#fig-' * 60_000})",
        "[r]: b\n\n" + "[![](a)][r]{.x}\n\n" * 20_000,
    ],
    ids=lambda text: text[:20],
)
def test_rewriting(text: str) -> None:
    source = MarkdownSource(f"{text}\n\n#fig-", "commonmark")
    assert source.links is not None  # and all else that is read of every page
    assert source.prose
    start = process_time()
    rewrite_source(source, USUAL_LIMITS)
    assert process_time() - start < _SECONDS


@pytest.mark.parametrize(
    "text",
    [
        "# (PART) A\n\n```r\nx\n```\n\n" * 10_000,
        f"# (PART){' ' * 60_000}{{",
        f"(ref:a){' ' * 60_000}\nx",
        '```{r, child="a.Rmd"}\n```\n\n' * 25_000,
        "`r x` " * 60_000,
        "`r x`\n\n```\nx\n```\n\n" * 10_000,
    ],
    ids=lambda text: text[:20],
)
def test_r_markdown(text: str) -> None:
    start = process_time()
    write_quarto(text.encode(), _RMARKDOWN)
    assert process_time() - start < _SECONDS


def test_one_text_for_many_names() -> None:
    text = f"(ref:a) {'x' * 400_000}\n\n" + "(ref:a)\n" * 60_000
    made = write_quarto(text.encode(), _RMARKDOWN).text
    assert len(made) < 2_000_000
    assert "(ref:a)" in made


def test_options_and_pictures_of_cells() -> None:
    start = process_time()
    read_chunk_options("a" * 60_000, "x")
    find_included_pictures("\n" * 400_000 + 'include_graphics("a.png")')
    find_included_pictures(f'include_graphics("a.png"){" " * 60_000}x')
    find_included_pictures(f'library(x){" " * 60_000}y\ninclude_graphics("a.png")')
    assert process_time() - start < _SECONDS


@pytest.mark.parametrize("text", [f": x{' ' * 80_000}y {{#tbl-a}}", f"|-{' ' * 80_000}x"])
def test_captions_of_tables(text: str) -> None:
    start = process_time()
    parse(f"{text}\n\n: x\n")
    assert process_time() - start < _SECONDS


def test_comments_in_styles() -> None:
    start = process_time()
    assert read_style(f"color: red; {'/*x' * 60_000}").classes == ("ink-red",)
    assert process_time() - start < _SECONDS
