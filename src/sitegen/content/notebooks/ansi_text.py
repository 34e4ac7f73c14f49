"""Turn the text of a terminal into HTML: colours become classes (ECMA-48, "SGR")."""

from __future__ import annotations

import re
from html import escape

from sitegen.late_patterns import compile_late

__all__ = ["plain_terminal_text", "terminal_html"]

#: Escape sequences: those that end with `m` set colours, the others move a cursor or set a title.
_SEQUENCE = compile_late(
    "\x1b(?:\\[([0-9;:]{0,200})([@-~])|\\[[0-?]{0,200}[ -/]{0,20}[@-~]?"
    "|\\][^\x07\x1b]{0,4000}(?:\x07|\x1b\\\\)?|[ -/]{0,4}[0-~]?)"
)
_CONTROL = compile_late("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_STYLES = {1: "bold", 2: "faint", 3: "italic", 4: "underline", 7: "inverse", 9: "struck"}
_STYLE_ENDS = {22: ("bold", "faint"), 23: ("italic",), 24: ("underline",), 27: ("inverse",)}
_STYLE_ENDS |= {29: ("struck",)}
_EXTENDED = {38: "fg", 48: "bg"}
#: The steps of the colour cube of 256 colours (xterm).
_CUBE = (0, 95, 135, 175, 215, 255)
_DARK, _LIGHT, _SPREAD = 60, 200, 40


def plain_terminal_text(text: str) -> str:
    """Return a text without escape sequences, as it is when a terminal has shown it.

    A carriage return begins the line again, as progress bars do, and a backspace goes back.
    """
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        text = "\n".join(_last_state(line) for line in text.split("\n"))
    if "\b" in text:
        text = _without_backspaces(text)
    return text


def terminal_html(text: str) -> str:
    """Return a terminal's text as HTML; colours and styles are `<span class="ansi-…">`."""
    text = plain_terminal_text(text)
    pieces: list[str] = []
    style: dict[str, str] = {}
    done = 0
    for found in _SEQUENCE.finditer(text):
        _put(pieces, text[done : found.start()], style)
        done = found.end()
        if found[2] == "m":
            _set(style, found[1])
    _put(pieces, text[done:], style)
    return "".join(pieces)


def _last_state(line: str) -> str:
    """Return what a line shows at last: text after a carriage return covers what was there."""
    parts = [part for part in line.split("\r") if part]
    return parts[-1] if parts else ""


def _without_backspaces(text: str) -> str:
    kept: list[str] = []
    for character in text:
        if character != "\b":
            kept.append(character)
        elif kept and kept[-1] != "\n":
            kept.pop()
    return "".join(kept)


def _put(pieces: list[str], text: str, style: dict[str, str]) -> None:
    if not text:
        return
    shown = escape(_CONTROL.sub("\ufffd", text), quote=False)
    classes = " ".join(f"ansi-{name}" for name in dict.fromkeys(style.values()))
    pieces.append(f'<span class="{classes}">{shown}</span>' if classes else shown)


def _set(style: dict[str, str], written: str) -> None:
    """Change the style by the numbers of one sequence."""
    numbers = [int(each[:4]) if each else 0 for each in re.split("[;:]", written)]
    place = 0
    while place < len(numbers):
        number = numbers[place]
        place += 1
        if number == 0:
            style.clear()
        elif number in _STYLES:
            style[_STYLES[number]] = _STYLES[number]
        elif number in _STYLE_ENDS:
            for name in _STYLE_ENDS[number]:
                style.pop(name, None)
        elif number in _EXTENDED:
            colour, place = _extended(numbers, place)
            if colour:
                style[_EXTENDED[number]] = f"{_EXTENDED[number]}-{colour}"
        elif number in {39, 49}:
            style.pop("fg" if number == 39 else "bg", None)  # noqa: PLR2004  # as ECMA-48 has them
        else:
            _set_basic(style, number)


def _set_basic(style: dict[str, str], number: int) -> None:
    """Set one of the eight colours, or of the eight bright ones."""
    for first, layer, prefix in (
        (30, "fg", ""),
        (40, "bg", ""),
        (90, "fg", "bright-"),
        (100, "bg", "bright-"),
    ):
        if first <= number < first + len(_NAMES):
            style[layer] = f"{layer}-{prefix}{_NAMES[number - first]}"


def _extended(numbers: list[int], place: int) -> tuple[str, int]:
    """Return the nearest of the sixteen colours for one of 256 or 16 million, and what follows."""
    kind = numbers[place] if place < len(numbers) else 0
    if kind == 5 and place + 1 < len(numbers):  # noqa: PLR2004  # as ECMA-48 has it
        return _of_256(min(numbers[place + 1], 255)), place + 2
    if kind == 2 and place + 3 < len(numbers):  # noqa: PLR2004  # as ECMA-48 has it
        red, green, blue = (min(each, 255) for each in numbers[place + 1 : place + 4])
        return _nearest(red, green, blue), place + 4
    return "", len(numbers)


def _of_256(number: int) -> str:
    if number < 16:  # noqa: PLR2004  # the sixteen that have names
        return ("bright-" if number > 7 else "") + _NAMES[number % 8]  # noqa: PLR2004  # as above
    if number >= 232:  # noqa: PLR2004  # shades of grey
        grey = 8 + 10 * (number - 232)
        return _nearest(grey, grey, grey)
    number -= 16
    return _nearest(_CUBE[number // 36], _CUBE[number // 6 % 6], _CUBE[number % 6])


def _nearest(red: int, green: int, blue: int) -> str:
    """Return the name of the colour that has the same strong parts."""
    most, least = max(red, green, blue), min(red, green, blue)
    if most - least < _SPREAD:
        if most < _DARK:
            return "black"
        return "white" if most > _LIGHT else "bright-black"
    middle = (most + least) / 2
    number = (red > middle) + 2 * (green > middle) + 4 * (blue > middle)
    return ("bright-" if most > _LIGHT else "") + _NAMES[number]
