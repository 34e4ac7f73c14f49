"""The preview's script in all kinds of pages."""

from __future__ import annotations

import pytest

from sitegen.preview.server.script_tag import insert_script_tag


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><html lang=en><head>HERE<title>A</title></head><body></body></html>",
        "<!doctype html>\n<html>\n<HEAD class='a>b'>HERE\n<title></head></title></HEAD>",
        '<!DOCTYPE html><html><head>\n  <meta charset="utf-8">HERE\n<title>A</title></head>',
        '<html><head>HERE<script>window.k = "</head><body>"</script></head><body>',
        "<html><head>HERE<!-- </head> --><style>/* <body> */</style></head><body>",
        "<!-- <head> --><!doctype html><html><head data-a='<head>'>HERE<title>A</title>",
        "<!doctype html><!--><!-- a --!><head>HERE<title>",
        "<!doctype html>HERE<title>A</title><p>A<header>B</header>",
        "<!doctype html><html><!-- a -->HERE<body>A",
        "<?xml version='1.0'?><!DOCTYPE html>\n<html xmlns='x'><head>HERE</head></html>",
        "\ufeff<!doctype html>HERE<p>A",
        "<!doctype html>HERE<!-- never closed <head>",
        "<html>HERE<header>A</header>",
        "HERE",
        "HEREA < B",
    ],
)
def test_where_it_goes(page: str) -> None:
    expected = page.replace("HERE", "<script></script>")
    assert (
        insert_script_tag(page.replace("HERE", "").encode(), b"<script></script>").decode()
        == expected
    )


def test_it_is_quick() -> None:
    page = b"<!-- " * 20_000 + b"<html " * 20_000
    assert insert_script_tag(page, b"!").startswith(b"!")
