"""R Markdown: options in braces, pictures that are files, and what bookdown adds."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from sitegen.content.chunk_headers import read_arguments, read_r_text
from sitegen.content.notebooks.chunk_options import read_chunk_defaults, read_chunk_options
from sitegen.content.notebooks.included_pictures import find_included_pictures
from sitegen.content.notebooks.quarto_text import write_quarto
from sitegen.model import CrossReference, ImageReference
from support.parsing import body_of, codes_of, parse

PATH = "content/a.Rmd"


def test_arguments() -> None:
    given = read_arguments(r""" my plot, fig.cap="A, 'b' = (c", echo = FALSE, x=c(1, "2)"), y""")
    assert given == {
        "label": "my plot",
        "fig.cap": "\"A, 'b' = (c\"",
        "echo": "FALSE",
        "x": 'c(1, "2)")',
    }
    assert read_arguments(", echo=FALSE") == {"echo": "FALSE"}
    assert read_arguments(" .python #id") == {}


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r'"a \"b\" \\@ref(fig:c)"', r'a "b" \@ref(fig:c)'),
        ("'it\\'s'", "it's"),
        ('paste("a", "b")', ""),
        ('"a" + "b"', ""),
        ('"', ""),
        ("", ""),
    ],
)
def test_texts(written: str, text: str) -> None:
    assert read_r_text(written) == text


@pytest.mark.parametrize(
    ("chunk", "code", "values"),
    [
        (" setup, include=FALSE", "x", {"include": False}),
        (' a b, fig.cap="C"', "x", {"label": "fig-a-b", "fig-cap": "C"}),
        (" fig-a", "x", {"label": "fig-a"}),
        (" a", "#| fig-cap: C\nx", {"label": "fig-a"}),
        (", fig.align='center'", "x", {"fig-align": "center"}),
        (" a, fig.cap=paste(1)", "x", {"label": "fig-a"}),
        (" a", "kable(x, caption = 'C \"d\"')", {"label": "tbl-a", "tbl-cap": 'C "d"'}),
        (" a", "kable(x, caption = y)", {"label": "tbl-a"}),
        (" a", "plot(x)", {}),
        (", results='hide', out.width=\"50%\"", "x", {"output": False, "out-width": "50%"}),
    ],
)
def test_options_in_braces(chunk: str, code: str, values: dict[str, object]) -> None:
    assert read_chunk_options(chunk, code) == values


def test_options_for_the_cells_below() -> None:
    code = "library(x)\nknitr::opts_chunk$set(\n  echo = FALSE, fig.width = 5,\n  warning=F)\ny = T"
    assert read_chunk_defaults(code) == {"echo": False, "warning": False}
    text = f"```{{r setup, include=FALSE}}\n{code}\n```\n\n```{{r}}\nhidden()\n```\n"
    assert "hidden" not in body_of(parse(text, PATH).body)


@pytest.mark.parametrize(
    ("code", "paths"),
    [
        ('knitr::include_graphics("a b.png")', ("a b.png",)),
        ("# A knee\ninclude_graphics(path = 'a.png', dpi = 72)\n", ("a.png",)),
        ('library(knitr)\n\ninclude_graphics(c("a.png", "b.png"))', ("a.png", "b.png")),
        ('include_graphics(here("a.png"))', ()),
        ('include_graphics("a.png")\nplot(1)', ()),
        ('include_graphics("a.png", "b.png")', ()),
        ("include_graphics()", ()),
        ("plot(1)", ()),
    ],
)
def test_pictures_of_cells(code: str, paths: tuple[str, ...]) -> None:
    assert find_included_pictures(code) == paths


def test_a_picture_is_shown_without_being_run() -> None:
    page = parse(
        '```{r knee, echo=FALSE, fig.cap="A *knee* {x} in $T_{2}$", out.width="50%"}\n'
        'knitr::include_graphics("knee.png")\n```\n',
        PATH,
    )
    assert codes_of(page) == []
    (picture,) = [each for each in page.body.references if isinstance(each, ImageReference)]
    assert picture.target == "knee.png"
    assert [label.name for label in page.labels] == ["fig-knee"]
    body = body_of(page.body)
    assert "A <em>knee</em> {x} in <math>" in body


def test_where_pictures_stand() -> None:
    code = "knitr::opts_chunk$set(echo = FALSE,\n  fig.align = 'center')"
    assert read_chunk_defaults(code) == {"echo": False, "fig-align": "center"}
    text = "#| fig-align: {}\n#| fig-alt: A knee\ninclude_graphics('knee.png')\n```\n"
    for place, classes in (("right", "at-right"), ("left", ""), ("default", "")):
        page = parse("```{r, echo=FALSE}\n" + text.format(place), PATH)
        assert codes_of(page) == []
        (picture,) = [each for each in page.body.references if isinstance(each, ImageReference)]
        assert dict(picture.attributes).get("class", "") == classes
    page = parse("```{r, echo=FALSE}\n" + text.format("[center]"), PATH)
    assert codes_of(page) == ["cell-option"]


def test_several_pictures_are_one_figure() -> None:
    text = '```{r two, echo=FALSE, fig.cap="Knees"}\ninclude_graphics(c("a.png", "b.png"))\n```\n'
    page = parse(text, PATH)
    assert codes_of(page) == []
    assert [label.name for label in page.labels] == ["fig-two"]
    targets = [each.target for each in page.body.references if isinstance(each, ImageReference)]
    assert targets == ["a.png", "b.png"]


def test_a_picture_without_a_text() -> None:
    page = parse('\n```{r}\ninclude_graphics("a.png")\n```\n', PATH)
    assert codes_of(page) == ["image-alt"]


def test_cells_of_which_nothing_is_shown_are_not_missing() -> None:
    text = (
        "```{r, include=FALSE}\nx\n```\n\n```{r, results='hide'}\ny\n```\n\n"
        "```{r, eval=FALSE}\nz\n```\n"
    )
    assert codes_of(parse(text, PATH)) == []


def test_texts_with_names() -> None:
    text = (
        '(ref:knee) A *knee* with "quotes" and $\\alpha$\n\n'
        "```{r k, fig.cap='(ref:knee)', echo=FALSE}\nplot(1)\n```\n\n(ref:none) stays.\n"
    )
    page = parse(text, PATH)
    body = body_of(page.body)
    assert 'A <em>knee</em> with "quotes" and <math>' in body
    assert "(ref:knee)" not in body
    assert "(ref:none) stays." in body
    assert codes_of(page) == ["cell-not-run", "foreign-syntax"]


def test_texts_with_names_in_code_and_with_one_name() -> None:
    text = "```\n\n(ref:a) code\n\n(ref:a)\n```\n\n(ref:a) one\n\n(ref:a) two\n\nIs (ref:a).\n"
    page = parse(text, PATH)
    body = body_of(page.body)
    assert "(ref:a) code" in body
    assert "<p>(ref:a) two</p>" in body
    assert "Is one." in body
    assert codes_of(page) == ["foreign-syntax"]


def test_a_picture_with_brackets_in_its_name() -> None:
    page = parse('```{r, fig.cap="A"}\ninclude_graphics("a (1) b).png")\n```\n', PATH)
    assert codes_of(page) == []
    assert [each.target for each in page.body.references] == ["a%20%281%29%20b%29.png"]


def test_parts_of_a_book() -> None:
    text = (
        "```r\n# (PART) Code {-}\n```\n\n```{r k, fig.cap='K'}\nplot(1)\n```\n\n"
        "# (PART\\*) Methods {-}\n\n# Chapter\n"
    )
    page = parse(text, PATH)
    assert page.heading_text == "Chapter"
    (found,) = [each for each in page.diagnostics if each.code == "foreign-syntax"]
    document = write_quarto(text.encode(), PurePosixPath(PATH))
    assert document.origin_of(found.location.line).cell_line == 9


def test_a_cell_includes_a_file() -> None:
    text = '# A\n\n```{r, child="_methods.Rmd"}\n```\n\nText.\n'
    page = parse(text, PATH)
    assert codes_of(page) == []
    assert "_methods.Rmd" in [each.target for each in page.body.references]


def test_a_date_that_is_computed_is_told_once() -> None:
    page = parse('---\ndate: "`r Sys.Date()`"\n---\nText.\n', PATH)
    assert codes_of(page) == ["invalid-date"]


def test_references_in_captions_of_cells() -> None:
    text = '```{r k, fig.cap="As in \\\\@ref(fig:other)", echo=FALSE}\nplot(1)\n```\n'
    references = parse(text, PATH).body.references
    assert [each.target for each in references if isinstance(each, CrossReference)] == ["fig-other"]
