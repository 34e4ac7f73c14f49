"""Read what follows the marks of a block of code: its language, attributes and options.

Options have the names that other programs gave them, after the language or in braces:

    ```python title="fit.py" linenums="1" hl_lines="2 4-5"     Material for MkDocs
    ```python title="fit.py" showLineNumbers {2,4-5}           Docusaurus
    ```{.python filename="fit.py" code-fold="true"}            Quarto
    ```{.python .numberLines startFrom="10"}                   Pandoc
    ```python {linenos=table,hl_lines=[2,"4-5"],linenostart=10}  Hugo
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

import msgspec

from sitegen.diagnostics import Problem, Severity, declare, did_you_mean
from sitegen.late_patterns import compile_late
from sitegen.model.stored import Stored

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "CODE_OPTIONS",
    "MAX_LINE",
    "CodeInfo",
    "CodeOptions",
    "read_code_info",
    "read_code_option",
    "read_ranges",
    "unpack_options",
]

CODE_OPTIONS = declare("code-options", Severity.WARNING)

#: No line of code has a larger number.
MAX_LINE = 999_999

_INFO = compile_late(r"[ \t]*+([\w+#.-]*+)[ \t]*+")
_TOKEN = compile_late(
    r"\{(?P<lines>[\d \t,-]+)\}"
    r"|(?P<mark>[{}:,]+)"
    r"|\.(?P<class>[^\s.#={}\"'<>,]+)"
    r"|#(?P<id>[^\s={}\"'<>,]+)"
    r"|(?P<name>[A-Za-z_][\w-]*+)(?:[ \t]*=[ \t]*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'"
    r"|\[(?P<list>[^\]]*)\]|(?P<bare>[^\s{},\"'=<>\[\]]+)))?"
)
_SPACE = compile_late(r"[ \t]*+")
_RANGE = compile_late(r"(\d{1,6})(?:[ \t]*-[ \t]*(\d{1,6}))?\Z")
_SEPARATORS = compile_late(r"[\s,]+")
_NUMBER = compile_late(r"\d{1,6}\Z")
_YES = frozenset({"", "true", "yes", "on", "1", "table", "inline"})
_NO = frozenset({"false", "no", "off", "0"})
_NUMBERED = frozenset({"numberlines", "numbersource", "linenumbers", "linenos", "showlinenumbers"})
#: Attributes that belong to the label of a listing.
_OF_LABELS = frozenset({"lst-cap", "lst-label", "id"})


#: Attributes that say how other programs read or run a block. They change nothing here.
_WITHOUT_EFFECT = frozenset({"shortcodes", "codepreview", "eval", "echo"})


class CodeOptions(Stored, frozen=True):
    """How a block of code is shown.

    Line numbers begin at `start` if it is `numbered`. `marked` are pairs of the first and the last
    line of a range, counted from 1. `fold` is "closed" or "open" for code that can be folded, under
    the text `summary`. With `annotated`, `# (1)` at the end of a line is the mark of an annotation.
    An excerpt of `file` are its `lines`, or what is between the marks of a `region`.
    """

    title: str = ""
    numbered: bool = False
    start: int = 1
    marked: tuple[tuple[int, int], ...] = ()
    fold: str = ""
    summary: str = ""
    annotated: bool = False
    copies: bool = True
    file: str = ""
    lines: tuple[tuple[int, int], ...] = ()
    region: str = ""

    def pack(self) -> str:
        """Return what is not usual as text of letters, digits and `%&=+-_.` only."""
        told = {
            name: _written(value)
            for name, value in msgspec.structs.asdict(self).items()
            if value != _USUAL[name]
        }
        return urlencode(told)


_USUAL = msgspec.structs.asdict(CodeOptions())


def unpack_options(text: str) -> CodeOptions:
    """Return the options that were packed; what cannot be read, is as usual."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(text[:4000], keep_blank_values=True):
        usual = _USUAL.get(name)
        if isinstance(usual, bool):
            found[name] = value == "1"
        elif isinstance(usual, int):
            found[name] = int(value) if _NUMBER.match(value) else usual
        elif isinstance(usual, tuple):
            found[name] = read_ranges(value) or ()
        elif usual is not None:
            found[name] = value
    return CodeOptions(**found)


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(f"{first}-{last}" for first, last in value)
    return str(int(value)) if isinstance(value, bool) else str(value)


def read_ranges(text: str) -> tuple[tuple[int, int], ...] | None:
    """Read lines such as `2, 4-5`; None if they are anything else."""
    found = []
    for word in filter(None, _SEPARATORS.split(text.replace('"', " ").replace("'", " "))):
        given = _RANGE.match(word)
        if not given:
            return None
        first, last = int(given[1]), int(given[2] or given[1])
        if not 1 <= first <= last:
            return None
        found.append((first, last))
    return tuple(found) or None


#: Nobody writes more into one line.
_MOST_OPTIONS = 200


class CodeInfo(msgspec.Struct):
    """What is told of a block: `problems` have their index into the source.

    `places` are the indices of the values of options.
    """

    language: str = ""
    attributes: list[tuple[str, str]] = msgspec.field(default_factory=list)
    options: CodeOptions = msgspec.field(default_factory=CodeOptions)
    problems: list[tuple[int, Problem]] = msgspec.field(default_factory=list)
    places: dict[str, int] = msgspec.field(default_factory=dict)


def read_code_info(text: str, start: int, end: int) -> CodeInfo:
    """Read the rest of the line that begins a block of code, `text[start:end]`."""
    reader = _Reader(text, end)
    found = _INFO.match(text, start, end)
    place = found.end() if found else start
    reader.info.language = found[1] if found else ""
    reader.read(place)
    reader.info.options = CodeOptions(**reader.values)
    return reader.info


def read_code_option(
    info: CodeInfo, values: dict[str, Any], name: str, value: str, place: int
) -> None:
    """Read one option, as it stands on a line of its own; what is wrong is put into `info`."""
    reader = _Reader("", 0)
    reader.info, reader.values = info, values
    read = OPTIONS.get(_plain(name))
    if read:
        read(reader, value, place)
    else:
        reader.report(place, name)


class _Reader:
    def __init__(self, text: str, end: int) -> None:
        self.text = text
        self.end = end
        self.info = CodeInfo()
        self.values: dict[str, Any] = {}
        self.is_list = False

    def read(self, place: int) -> None:
        # In an attribute list, `{.python key="value"}`, what is not known stays an attribute.
        self.is_list = self.text.startswith(("{.", "{#", "{ .", "{ #", "{:"), place)
        for number in count():
            space = _SPACE.match(self.text, place, self.end)
            place = space.end() if space else place
            if place == self.end:
                return
            token = _TOKEN.match(self.text, place, self.end)
            if number == _MOST_OPTIONS:
                message = f"a block of code has more than {_MOST_OPTIONS} options here"
                hint = "the others are not read; remove them"
                self.info.problems.append((place, Problem(CODE_OPTIONS, message, hint)))
                return
            if not token:
                self.report(place, self.text[place : self.end].strip())
                return
            self.take(token)
            place = token.end()

    def take(self, token: re.Match[str]) -> None:
        if token["lines"] is not None:
            self.set_ranges("marked", token["lines"], token.start("lines"))
        elif token["class"]:
            self.take_class(token["class"])
        elif token["id"]:
            self.info.attributes.append(("id", token["id"]))
        elif token["name"]:
            self.take_option(token)

    def take_class(self, name: str) -> None:
        plain = _plain(name)
        if plain in _NUMBERED:
            self.values["numbered"] = True
        elif plain == "annotate":
            self.values["annotated"] = True
        elif plain == "nocopy":
            self.values["copies"] = False
        elif not self.info.language:
            self.info.language = name
        else:
            self.info.attributes.append(("class", name))

    def take_option(self, token: re.Match[str]) -> None:
        name = token["name"]
        group = next((g for g in ("double", "single", "list", "bare") if token[g] is not None), "")
        value = token[group] if group else ""
        place = token.start(group) if group else token.start()
        read = OPTIONS.get(_plain(name))
        if read:
            read(self, value, place)
        elif self.is_list and _plain(name) in _WITHOUT_EFFECT:
            return
        elif name.casefold() in _OF_LABELS or (self.is_list and group):
            self.info.attributes.append((name, value))
        else:
            self.report(token.start(), name)

    def report(self, place: int, written: str) -> None:
        known = ("title", "linenums", "hl_lines", "code-fold", "file", "lines", "region")
        others = ("filename", "caption", "linenos", "startFrom", "emphasize-lines", "code-summary")
        hint = did_you_mean(written, (*known, *others), f"there are {', '.join(known)}")
        message = f"'{written[:40]}' is no option of a block of code"
        opened = written[1:].lstrip() if written.startswith("=") else ""
        if opened.startswith(('"', "'")):
            message = f"the quotation mark before '{opened[1:41]}' is not closed"
            hint = f"write {opened[0]} at the end of the text, on the same line"
        self.info.problems.append((place, Problem(CODE_OPTIONS, message, hint)))

    def refuse(self, place: int, value: str, what: str, hint: str) -> None:
        message = f"'{value[:40]}' is {what}"
        self.info.problems.append((place, Problem(CODE_OPTIONS, message, hint)))

    def set_text(self, name: str, value: str, place: int) -> None:
        if value.strip():
            self.values[name] = value.strip()
            self.info.places[name] = place
        else:
            self.refuse(place, value, "no text for this option", "write one, or remove it")

    def set_ranges(self, name: str, value: str, place: int) -> None:
        ranges = read_ranges(value)
        if ranges:
            self.values[name] = (*self.values.get(name, ()), *ranges)
            self.info.places[name] = place
        else:
            self.refuse(place, value, "no list of lines", "write the numbers of lines: 2,4-5")

    def set_numbered(self, value: str, place: int) -> None:
        if value.casefold() in _NO:
            self.values["numbered"] = False
        elif value.casefold() in _YES:
            self.values["numbered"] = True
        elif _NUMBER.match(value):
            self.set_start(value, place)
        elif read_ranges(value):
            self.set_ranges("marked", value, place)
        else:
            self.refuse(place, value, "no number of a line", "write the number of the first line")

    def set_start(self, value: str, place: int) -> None:
        if _NUMBER.match(value):
            self.values.update(numbered=True, start=int(value))
        else:
            self.refuse(place, value, "no number of a line", "write the number of the first line")

    def set_fold(self, value: str, place: int) -> None:
        if value.casefold() in _NO:
            self.values["fold"] = ""
        elif value.casefold() == "show":
            self.values["fold"] = "open"
        elif value.casefold() in _YES:
            self.values["fold"] = "closed"
        else:
            self.refuse(place, value, "no way to fold code", "write true, show or false")

    def set_copies(self, value: str, place: int) -> None:
        del place
        self.values["copies"] = value.casefold() not in _NO


def _plain(name: str) -> str:
    return name.casefold().replace("-", "").replace("_", "")


def _text(name: str) -> Callable[[_Reader, str, int], None]:
    return lambda reader, value, place: reader.set_text(name, value, place)


def _ranges(name: str) -> Callable[[_Reader, str, int], None]:
    return lambda reader, value, place: reader.set_ranges(name, value, place)


OPTIONS: dict[str, Callable[[_Reader, str, int], None]] = {
    **dict.fromkeys(("title", "filename", "caption"), _text("title")),
    **dict.fromkeys(
        ("linenums", "codelinenumbers", *_NUMBERED), lambda r, v, p: r.set_numbered(v, p)
    ),
    **dict.fromkeys(
        ("startfrom", "start", "linenostart", "linenumberstart"), lambda r, v, p: r.set_start(v, p)
    ),
    **dict.fromkeys(("hllines", "emphasizelines", "highlightlines", "mark"), _ranges("marked")),
    **dict.fromkeys(("codefold", "fold"), lambda r, v, p: r.set_fold(v, p)),
    "codesummary": _text("summary"),
    "codecopy": lambda r, v, p: r.set_copies(v, p),
    "file": _text("file"),
    "lines": _ranges("lines"),
    "region": _text("region"),
}
