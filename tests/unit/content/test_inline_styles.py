"""Styles become classes of a finite set, all of which the theme's stylesheet has."""

from __future__ import annotations

import itertools
import re

import pytest

from sitegen.content.inline_styles import HIDDEN, class_of_attribute, read_style
from sitegen.storage.theme_files import read_theme


@pytest.mark.parametrize(
    ("style", "classes"),
    [
        ("text-align: center", ("text-center",)),
        ("TEXT-ALIGN:Right !important;", ("text-right",)),
        ("float: left; clear: both", ("float-left", "clear")),
        ("width: 33%", ("width-35",)),
        ("width: 0.1%", ("width-5",)),
        ("width: 240px", ("width-16rem",)),
        ("width: auto; max-width: 100%", ()),
        ("color: red", ("ink-red",)),
        ("color: #0000cc", ("ink-blue",)),
        ("color: #08c", ("ink-blue",)),
        ("color: rgb(0, 128, 0)", ("ink-green",)),
        ("color: rgba(120 120 120 / 0.5)", ("ink-gray",)),
        ("color: black", ()),
        ("color: #fff", ()),
        ("background: lightyellow", ("paper-yellow",)),
        ("font-weight: 700; font-style: italic", ("font-bold", "italic")),
        ("font-size: 80%", ("text-small",)),
        ("font-size: 14pt", ("text-large",)),
        ("font-size: x-large", ("text-larger",)),
        ("font-family: 'Courier New', monospace", ("font-mono",)),
        ("margin: 0 auto", ("centered",)),
        ("margin-left: auto; margin-right: auto", ("centered",)),
        ("list-style-type: none", ("list-none",)),
        ("border: 1px solid black", ("bordered",)),
        ("border: none", ("borderless",)),
        ("display: none", (HIDDEN,)),
        ("/* x */ text-decoration: underline dotted", ("underline",)),
        ("", ()),
        (";;", ()),
    ],
)
def test_classes(style: str, classes: tuple[str, ...]) -> None:
    read = read_style(style)
    assert read.classes == classes
    assert not read.refused
    assert not read.dropped


@pytest.mark.parametrize(
    "style",
    ["line-height: 2", "color: nonsense", "width: -3px", "text-align", "y", "display: grid"],
)
def test_what_has_no_class_is_dropped(style: str) -> None:
    read = read_style(style)
    assert read.dropped == (style,)
    assert read.classes == ()


@pytest.mark.parametrize(
    "style",
    [
        "background: url(x.png)",
        "background: URL( x.png )",
        "background: u\\72l(x)",
        "color: expression(alert(1))",
        "behavior: x",
        "-moz-binding: x",
        "position: fixed",
        "position: sticky",
        "background: image-set('x' 1x)",
        "color: red </style>",
    ],
)
def test_what_does_harm_is_refused(style: str) -> None:
    read = read_style(style)
    assert read.refused
    assert read.classes == ()


@pytest.mark.parametrize(
    ("tag", "name", "value", "found"),
    [
        ("p", "align", "CENTER", "text-center"),
        ("img", "align", "left", "float-left"),
        ("table", "align", "center", "centered"),
        ("img", "align", "middle", "align-middle"),
        ("td", "valign", "top", "align-top"),
        ("td", "width", "50%", "width-50"),
        ("td", "width", "64", "width-4rem"),
        ("table", "border", "0", "borderless"),
        ("img", "border", "0", ""),
        ("table", "border", "1", "bordered"),
        ("table", "cellpadding", "12", "cells-roomy"),
        ("table", "cellspacing", "0", ""),
        ("tr", "bgcolor", "#eee", "paper-gray"),
        ("span", "size", "+2", "text-larger"),
        ("span", "size", "3", ""),
        ("span", "size", "-1", "text-small"),
        ("br", "clear", "all", "clear"),
        ("ul", "type", "square", "list-square"),
        ("p", "align", "sideways", None),
        ("tr", "height", "20", None),
    ],
)
def test_attributes(tag: str, name: str, value: str, found: str | None) -> None:
    assert class_of_attribute(tag, name, value) == found


def test_the_theme_has_every_class() -> None:
    files = read_theme("assets")
    css = "".join(files[name].decode() for name in files if name.endswith(".css"))
    known = set(re.findall(r"\.([\w-]+)", css))
    values = ["left", "right", "center", "justify", "both", "bold", "normal", "italic", "none"]
    values += ["underline", "line-through", "uppercase", "lowercase", "capitalize", "small-caps"]
    values += ["top", "middle", "bottom", "baseline", "sub", "super", "nowrap", "pre", "monospace"]
    values += ["disc", "circle", "square", "decimal", "lower-alpha", "upper-roman", "1px solid"]
    values += ["small", "large", "x-large", "auto", "red", "orange", "yellow", "green", "blue"]
    values += ["purple", "gray", *(f"{n}%" for n in range(5, 101, 5)), "1rem", "9rem", "90rem"]
    values += ["12rem", "16rem", "24rem", "32rem"]
    names = """text-align float clear width color background-color font-weight font-style font-size
    font-family font-variant text-decoration text-transform vertical-align white-space list-style
    margin border""".split()
    given = {
        each
        for name, value in itertools.product(names, values)
        for each in read_style(f"{name}: {value}").classes
    }
    assert len(given) > 75
    assert given <= known
    tables = {class_of_attribute("table", "cellpadding", size) for size in ("0", "20")}
    assert tables <= known
