"""Read the values of the arguments of shortcodes, each by the type that its template declares."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import msgspec

from sitegen.content.mistaken_targets import explain_target
from sitegen.content.slots import EXTERNAL_RESOURCE, SCHEMES, UNSAFE_URL
from sitegen.diagnostics import Problem, did_you_mean
from sitegen.graph.embeds import find_embed
from sitegen.late_patterns import compile_late
from sitegen.model import GalleryReference, ImageUse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.content.short_texts import ShortText
    from sitegen.model import SiteContext
    from sitegen.model.references import CollectionReference, ShortcodeReference, Word
    from sitegen.model.shortcode import DeclaredArgument

__all__ = ["VALUE_READERS", "ArgumentContext", "ValueReader", "WrongValueError"]

_NUMBER = compile_late(r"-?(?:\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})", re.ASCII)
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_SCHEME = compile_late(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MAIL = compile_late(r"[^\s@/:?#<>\"]{1,64}@[^\s@/:?#<>\"]{1,190}\.[^\W\d_]{2,24}")
#: What cannot stand in the line of a text.
_BLOCK = compile_late(r"<(?:p|[uod]l|h[1-6]|hr|pre|blockquote|table|div|figure|details)\b")
#: What separates the names on the way to a value below `data/`.
_DOT = "."


class ArgumentContext(Protocol):
    """The site, as the arguments of a shortcode on one page see it."""

    site: SiteContext

    @property
    def hosts(self) -> Sequence[str]:
        """The hosts from which pages may show something."""

    @property
    def data(self) -> Mapping[str, Any]:
        """The values of the files in `data/`, by name."""

    @property
    def fields(self) -> Mapping[str, Any]:
        """The fields of the page's front matter that are the author's own."""

    def short_text(self, text: str) -> ShortText:
        """Return a short text as HTML, and what is wrong with it."""

    def page(self, target: str) -> str | Problem:
        """Return the key of a page."""

    def entry(self, collection: str, name: str) -> str | Problem:
        """Return the key of an entry of a collection, by its id or its name."""

    def entries(self, wanted: CollectionReference) -> tuple[str, ...] | None:
        """Return the keys of the entries that a list asks for; None if something is wrong."""

    def report_at(self, wanted: ShortcodeReference, word: Word, problem: Problem) -> None:
        """Report what is wrong with a word of a shortcode."""


class WrongValueError(Exception):
    """Raised for a value that is none of its type: `message` says why, `hint` what to write."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


_Read = Callable[["DeclaredArgument", str, ArgumentContext, Mapping[str, Any]], Any]


class ValueReader(msgspec.Struct, frozen=True):
    """How a type is read, and in which field of a `ShortcodeCall` its values stand.

    `read` returns a Problem for what is not there, and raises WrongValueError for what is none of
    the type. With `strips`, space around the value does not belong to it.
    """

    read: _Read
    field: str = "values"
    strips: bool = True


def _text(argument: DeclaredArgument, text: str, context: ArgumentContext, others: object) -> str:
    del argument, context, others
    return text


def _number(
    argument: DeclaredArgument, text: str, context: ArgumentContext, others: object
) -> int | float:
    del argument, context, others
    if not _NUMBER.fullmatch(text):
        message = f"'{text[:40]}' is not a number"
        raise WrongValueError(message, "write one such as 600, without a unit")
    return float(text) if _DOT in text else int(text)


def _boolean(
    argument: DeclaredArgument, text: str, context: ArgumentContext, others: object
) -> bool:
    del argument, context, others
    if text.casefold() not in _BOOLEANS:
        raise WrongValueError(f"'{text[:40]}' is neither true nor false", "write true or false")
    return _BOOLEANS[text.casefold()]


def _choice(argument: DeclaredArgument, text: str, context: ArgumentContext, others: object) -> str:
    del context, others
    if text not in argument.options:
        otherwise = f"it can be {', '.join(argument.options)}"
        hint = did_you_mean(text, argument.options, otherwise)
        raise WrongValueError(f"it cannot be '{text[:40]}'", hint)
    return text


def _url(
    argument: DeclaredArgument, text: str, context: ArgumentContext, others: object
) -> str | Problem:
    del argument, others
    if text.startswith("#"):
        return text
    if _MAIL.fullmatch(text):
        return f"mailto:{text}"
    if not _SCHEME.match(text) and not text.startswith("//"):
        return context.site.link(text)
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    scheme = parts.scheme.casefold() or ("https" if text.startswith("//") else "")
    if scheme in {"http", "https"} and not parts.netloc:
        hint = "write the name of the other site, or a path of this one"
        return Problem(UNSAFE_URL, f"the address '{text[:60]}' names no site", hint)
    if scheme in SCHEMES:
        # Of an address of this site, it is checked that there is something.
        return context.site.link(text) if scheme in {"http", "https"} else text
    meant = explain_target(text)
    hint = "addresses begin with https:, mailto: or a path"
    return Problem(UNSAFE_URL, *(meant or (f"the address '{text[:60]}' is not allowed", hint)))


def _refuse_address(text: str, context: ArgumentContext) -> Problem | None:
    del context
    if _SCHEME.match(text) or text.startswith("//"):
        meant = explain_target(text)
        if meant:
            return Problem(EXTERNAL_RESOURCE, *meant)
        message = f"'{text[:60]}' is loaded from another site"
        hint = "keep a copy beside the page: visitors' addresses should stay private"
        return Problem(EXTERNAL_RESOURCE, message, hint)
    return None


def _file(
    argument: DeclaredArgument, text: str, context: ArgumentContext, others: object
) -> str | Problem:
    del argument, others
    return _refuse_address(text, context) or context.site.link(text)


def _page(
    argument: DeclaredArgument, text: str, context: ArgumentContext, others: object
) -> str | Problem:
    del argument, others
    return context.page(text)


def _image(argument: DeclaredArgument, text: str, context: ArgumentContext, others: object) -> Any:
    del argument, others
    info = _refuse_address(text, context) or context.site.image(text)
    return info if isinstance(info, Problem) else context.site.responsive(info, ImageUse())


def _gallery(
    argument: DeclaredArgument, text: str, context: ArgumentContext, others: Mapping[str, Any]
) -> Any:
    del argument
    folder = text if text.endswith("/") else f"{text}/"
    columns = others.get("columns") or 0
    if columns and columns not in range(1, 7):
        message = f"{columns} images do not share a row"
        raise WrongValueError(message, "write columns=3, from 1 to 6")
    reference = GalleryReference(
        target=folder, line=0, label=str(others.get("label") or ""), columns=int(columns)
    )
    return reference.resolve(context.site)


def _embed(
    argument: DeclaredArgument, text: str, context: ArgumentContext, others: Mapping[str, Any]
) -> Any:
    return find_embed(argument.options[0], text, context.hosts, others)


def _entry(
    argument: DeclaredArgument, text: str, context: ArgumentContext, others: object
) -> str | Problem:
    del others
    return context.entry(argument.options[0], text)


def _datum(
    argument: DeclaredArgument, text: str, context: ArgumentContext, others: object
) -> tuple[str, ...]:
    """Return the names on the way to a value, each of which is there."""
    del argument, others
    path = tuple(text.split(_DOT))
    folder, value, is_value = "", None, False
    for number, name in enumerate(path):
        above = _DOT.join(path[:number]) or "data/"
        if is_value:
            value = _step(value, name, above)
        elif f"{folder}{name}" in context.data:
            value, is_value = context.data[f"{folder}{name}"], True
        elif any(each.startswith(f"{folder}{name}/") for each in context.data):
            folder = f"{folder}{name}/"
        else:
            inside = (each for each in context.data if each.startswith(folder))
            raise _missing(
                name, above, {each.removeprefix(folder).split("/")[0] for each in inside}
            )
    _check_single(value if is_value else (), text)
    return path


def _field(
    argument: DeclaredArgument, text: str, context: ArgumentContext, others: object
) -> str | Problem:
    """Return one of the words, or the names on the way to a field of the author's own.

    Such a text is shown as Markdown: what is wrong with it is returned or raised.
    """
    if text in argument.options:
        return text
    name, dot, rest = text.partition(_DOT)
    if name not in context.fields:
        known = (*argument.options, *context.fields)
        hint = did_you_mean(name, known, "write it into the front matter of the page")
        raise WrongValueError(f"the page has no field '{name[:40]}'", hint)
    value, above = context.fields[name], name
    for each in rest.split(_DOT) if dot else ():
        value, above = _step(value, each, above), f"{above}.{each}"
    _check_single(value, text)
    shown = context.short_text(value) if isinstance(value, str) else None
    for problem in shown.problems[:1] if shown else ():
        raise WrongValueError(f"'{text[:60]}': {problem.message}", problem.hint)
    if shown and any(map(_BLOCK.search, shown.parts)):
        message = f"'{text[:60]}' has several paragraphs, or a list or the like"
        raise WrongValueError(message, "a line has no room for it: write it into the page")
    for target in shown.links if shown else ():
        found = _url(argument, target, context, others)
        if isinstance(found, Problem) and isinstance(context.site.link(f"/{target}"), Problem):
            return found
    return text


def _check_single(value: Any, text: str) -> None:
    """Raise WrongValueError for a table or a list."""
    if isinstance(value, Mapping | tuple | list):
        names = list(value) if isinstance(value, Mapping) else []
        hint = f"write {text}.{names[0]}" if names else "name one value in it"
        raise WrongValueError(f"'{text[:60]}' is not a single value", hint)


def _step(value: Any, name: str, above: str) -> Any:
    if isinstance(value, Mapping):
        if name in value:
            return value[name]
        raise _missing(name, above, {str(each) for each in value})
    if isinstance(value, tuple | list):
        if name.isdecimal() and int(name) < len(value):
            return value[int(name)]
        raise WrongValueError(
            f"there is no '{name}' in {above}", f"it is a list: write a number below {len(value)}"
        )
    raise WrongValueError(f"there is nothing in {above}", f"remove '.{name}'")


def _missing(name: str, above: str, known: Collection[str]) -> WrongValueError:
    otherwise = f"there are {', '.join(sorted(known)[:6])}" if known else "add a file to data/"
    message = f"there is no '{name[:40]}' in {above}"
    return WrongValueError(message, did_you_mean(name, known, otherwise))


VALUE_READERS: Mapping[str, ValueReader] = {
    "text": ValueReader(_text, strips=False),
    # What a page writes stands in its text; this is what a template writes instead.
    "markdown": ValueReader(_text, strips=False),
    "number": ValueReader(_number),
    "boolean": ValueReader(_boolean),
    "choice": ValueReader(_choice),
    "url": ValueReader(_url),
    "file": ValueReader(_file),
    "page": ValueReader(_page, "pages"),
    "image": ValueReader(_image, "images"),
    "gallery": ValueReader(_gallery, "galleries"),
    "embed": ValueReader(_embed, "embeds"),
    "entry": ValueReader(_entry, "entries"),
    "data": ValueReader(_datum, "data"),
    "field": ValueReader(_field),
}
