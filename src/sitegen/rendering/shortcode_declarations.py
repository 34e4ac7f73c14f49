"""Read which arguments a shortcode takes from the head of its template, without running it.

The head is a comment. Each line names an argument, in the order in which values without a name are
read, and `@` begins what concerns the shortcode as a whole:

    {# arguments
    page: page, required
    style: choice(plain, strong) = plain
    @content: optional
    @place: inline
    #}
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.content.directive_shortcodes import DIRECTIVE_NAMES
from sitegen.content.includes import INCLUDE_NAME
from sitegen.diagnostics import Diagnostic, Location, Problem, Severity, declare, did_you_mean
from sitegen.model.shortcode import ARGUMENT_TYPES, DeclaredArgument, Shortcode

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SHORTCODE_FOLDER", "SHORTCODE_TEMPLATE", "read_shortcode", "read_shortcodes"]

SHORTCODE_TEMPLATE = declare("shortcode-template", Severity.ERROR)

#: Where the templates of shortcodes are, below `templates/` and in the theme.
SHORTCODE_FOLDER = "shortcodes/"
_HEAD = re.compile(r"\s*\{#-?[ \t]*arguments[ \t]*\n(?P<lines>.*?)-?#\}", re.DOTALL)
_LINE = re.compile(r"(?P<at>@?)(?P<name>[^\W\d]\w*)\s*:\s*(?P<rest>.*?)\s*")
_TYPE = re.compile(
    r"(?P<kind>\w+)(?:\((?P<options>[^()]*)\))?"
    r"(?:\s*,\s*(?P<required>required)|\s*=\s*(?P<default>.+))?"
)
_NEED_OPTIONS = {
    "choice": "choice(plain, strong)",
    "entry": "entry(people)",
    "embed": "embed(any)",
}
_SETTINGS = {
    "content": ("none", "optional", "required"),
    "place": ("block", "inline"),
    "lists": (),
}
#: What these need has to be known before there is a site.
_READ_WHEN_PARSED = frozenset({INCLUDE_NAME, *DIRECTIVE_NAMES})
_EXAMPLE = "write a line such as 'title: text, required' or 'style: choice(plain, strong) = plain'"


class _Declaration(msgspec.Struct):
    """The head of one template: what it says so far, and what is wrong with it."""

    path: str
    values: dict[str, Any] = msgspec.field(default_factory=dict)
    arguments: list[DeclaredArgument] = msgspec.field(default_factory=list)
    problems: list[Diagnostic] = msgspec.field(default_factory=list)

    def read(self, text: str) -> Shortcode:
        head = _HEAD.match(text)
        if head:
            line = text.count("\n", 0, head.start("lines")) + 1
            for number, written in enumerate(head["lines"].split("\n"), start=line):
                if written.strip():
                    self._read_line(written, number)
        return Shortcode(template=self.path, arguments=tuple(self.arguments), **self.values)

    def _read_line(self, written: str, line: int) -> None:
        column = len(written) - len(written.lstrip()) + 1
        found = _LINE.fullmatch(written.strip())
        if not found:
            message = f"'{written.strip()[:40]}' declares no argument"
            self._report(line, column, message, _EXAMPLE)
        elif found["at"]:
            self._read_setting(found["name"], found["rest"], line, column)
        else:
            self._read_argument(found["name"], found["rest"], line, column)

    def _read_setting(self, name: str, value: str, line: int, column: int) -> None:
        if name not in _SETTINGS:
            hint = did_you_mean(name, _SETTINGS, "there are @content, @place and @lists")
            self._report(line, column, f"there is no '@{name}'", hint)
        elif _SETTINGS[name] and value not in _SETTINGS[name]:
            hint = f"write one of {', '.join(_SETTINGS[name])}"
            self._report(line, column, f"'@{name}' cannot be '{value}'", hint)
        elif name == "place":
            self.values["inline"] = value == "inline"
        else:
            self.values[name] = value

    def _read_argument(self, name: str, rest: str, line: int, column: int) -> None:
        found = _TYPE.fullmatch(rest)
        kind = found["kind"] if found else ""
        if not found or kind not in ARGUMENT_TYPES:
            hint = did_you_mean(kind, ARGUMENT_TYPES, _EXAMPLE) if kind else _EXAMPLE
            message = f"the type of '{name}' cannot be read: '{rest[:40]}'"
            self._report(line, column, message, hint)
            return
        options = tuple(
            each.strip() for each in (found["options"] or "").split(",") if each.strip()
        )
        if kind in _NEED_OPTIONS and not options:
            hint = f"write '{name}: {_NEED_OPTIONS[kind]}'"
            self._report(line, column, f"the type of '{name}' does not say what it may be", hint)
        elif any(each.name == name for each in self.arguments):
            self._report(line, column, f"'{name}' is declared twice", "keep one of them")
        else:
            self.arguments.append(
                DeclaredArgument(
                    name=name,
                    kind=kind,  # type: ignore[arg-type]  # one of ARGUMENT_TYPES
                    options=options,
                    is_required=bool(found["required"]),
                    default=found["default"] or "",
                )
            )

    def _report(self, line: int, column: int, message: str, hint: str) -> None:
        place = Location(path=self.path, line=line, column=column)
        self.problems.append(Problem(SHORTCODE_TEMPLATE, message, hint).at(place))


@lru_cache(maxsize=64)
def read_shortcode(text: str, path: str) -> tuple[Shortcode, tuple[Diagnostic, ...]]:
    """Return the shortcode of a template's text, and what is wrong with its head.

    Every build asks this of the theme's templates.
    """
    declaration = _Declaration(path)
    return declaration.read(text), tuple(declaration.problems)


def read_shortcodes(
    theme: Mapping[str, str], own: Mapping[str, str]
) -> tuple[dict[str, Shortcode], tuple[Diagnostic, ...]]:
    """Return the shortcodes of all templates by name; a site's own replaces the theme's."""
    found: dict[str, Shortcode] = {}
    problems: list[Diagnostic] = []
    for folder, templates in (("theme", theme), ("templates", own)):
        for template, text in templates.items():
            if template.startswith(SHORTCODE_FOLDER) and template.endswith(".html"):
                name = template.removeprefix(SHORTCODE_FOLDER).removesuffix(".html")
                path = f"{folder}/{template}"
                found[name], wrong = read_shortcode(text, path)
                problems += wrong
                if name in _READ_WHEN_PARSED:
                    message = f"'{name}' is built in, and no template replaces it"
                    place = Location(path=path, line=1, column=1)
                    hint = "call the file, and the shortcode, otherwise"
                    problems.append(Problem(SHORTCODE_TEMPLATE, message, hint).at(place))
    return found, tuple(problems)
