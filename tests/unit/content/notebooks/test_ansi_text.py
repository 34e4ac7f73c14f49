"""The text of terminals becomes HTML with classes."""

from __future__ import annotations

import time

import pytest

from sitegen.content.notebooks.ansi_text import terminal_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a < b", "a &lt; b"),
        ("\x1b[31mred\x1b[0m", '<span class="ansi-fg-red">red</span>'),
        (
            "\x1b[1;32mx\x1b[22my\x1b[39mz",
            '<span class="ansi-bold ansi-fg-green">x</span><span class="ansi-fg-green">y</span>z',
        ),
        ("\x1b[38;5;196mx", '<span class="ansi-fg-bright-red">x</span>'),
        ("\x1b[48;2;0;0;200mx\x1b[m", '<span class="ansi-bg-blue">x</span>'),
        ("\x1b[97mx", '<span class="ansi-fg-bright-white">x</span>'),
        ("\x1b[2J\x1b[Hx\x1b]0;title\x07y", "xy"),
        ("10 %\r50 %\r100 %\ndone", "100 %\ndone"),
        ("abc\b\bX", "aX"),
        ("\x00\x1b", "\ufffd"),
        ("\x1b[38;5mx", "x"),
        ("\x1b[38;2;1mx", "x"),
        ("\x1b[99999999mx", "x"),
    ],
)
def test_terminal_text(text: str, html: str) -> None:
    assert terminal_html(text) == html


@pytest.mark.parametrize(
    "pump", ["\x1b[", "\x1b]", "\x1b[1;", "\x1b[31m", "\b", "\r", "\x1b", "a\r"]
)
def test_it_takes_no_longer_for_what_is_hostile(pump: str) -> None:
    started = time.process_time()
    terminal_html(pump * 25_000)
    assert time.process_time() - started < 2
