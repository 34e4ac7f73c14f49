"""Read the values of front matter fields: text, numbers, dates, lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import msgspec

from sitegen.config import ENGINES, LANGUAGE, Engine
from sitegen.config.path_limits import find_excess
from sitegen.content.date_hints import suggest_dates
from sitegen.content.dates import parse_date
from sitegen.content.image_attributes import read_focus
from sitegen.content.page_names import index_folder
from sitegen.late_patterns import compile_late
from sitegen.mathematics.macros import parse_macros
from sitegen.model.words import nfc

if TYPE_CHECKING:
    from datetime import tzinfo

    from sitegen.content.yaml_reader import Field
    from sitegen.model import PageDate

__all__ = [
    "FieldError",
    "ReadContext",
    "Reader",
    "join_words",
    "read_aliases",
    "read_cite_keys",
    "read_day",
    "read_engine",
    "read_flag",
    "read_language",
    "read_layout",
    "read_list",
    "read_macros",
    "read_number",
    "read_point",
    "read_slug",
    "read_template",
    "read_text",
    "read_texts",
    "read_toc",
    "refuse_long_paths",
]


#: So many of several wrong values are shown.
_SHOWN = 5
_EMPTY_LINES = compile_late(r"\n[ \t]*\n")
_TEMPLATE = compile_late(r"\w[\w-]*(/\w[\w-]*)*")
#: An old path as Hugo and Quarto read it, and not one of the names that Obsidian gives to a note.
_PART = r"[\w.-]+(?: [\w.-]+)*"
_RELATIVE = compile_late(rf"(?:[\w.-]+/)+(?:[\w.-]+)?|(?:{_PART}/)*{_PART}\.html?|(?:{_PART}/)+")


class ReadContext(msgspec.Struct, frozen=True):
    """What reading depends on beside the value: the page's path and the time zone of the site."""

    path: str
    zone: tzinfo


class FieldError(ValueError):
    """Raised for a value that cannot be used, with a sentence for the author and a hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


#: Converts a field's value. Raises ValueError, perhaps a FieldError.
Reader = Callable[["Field", ReadContext], Any]


def join_words(value: object) -> str:
    """Return a scalar as text on one line."""
    return " ".join(str(value).split())


def read_text(f: Field, context: ReadContext) -> str:
    """Return text on one line."""
    del context
    if isinstance(f.value, (list, dict)):
        message = "must be text"
        raise FieldError(message)
    return join_words(f.raw)


def read_paragraphs(f: Field, context: ReadContext) -> str:
    """Return text whose paragraphs are on a line each, with an empty line between them."""
    if "\n" not in f.raw:
        return read_text(f, context)
    paragraphs = map(join_words, _EMPTY_LINES.split(f.raw))
    return "\n\n".join(filter(None, paragraphs))


def read_flag(f: Field, context: ReadContext) -> bool:
    """Return whether the value is a word for yes."""
    del context
    words = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
    if f.raw.casefold() not in words:
        message = f"'{f.raw}' must be true or false" if f.raw else "must be true or false"
        raise FieldError(message)
    return words[f.raw.casefold()]


def read_toc(f: Field, context: ReadContext) -> bool:
    """Return whether a table of contents is wanted; a table of settings, or a list, asks for it."""
    return True if isinstance(f.value, (dict, list)) else read_flag(f, context)


def read_point(f: Field, context: ReadContext) -> tuple[float, float]:
    """Return a point of a picture, in shares from the top left."""
    if isinstance(f.value, list):
        return read_focus(",".join(str(each) for each in f.value))
    return read_focus(read_text(f, context))


def read_number(f: Field, context: ReadContext) -> int:
    """Return a whole number."""
    del context
    if type(f.value) is not int:
        message = f"'{f.raw}' must be a whole number"
        raise FieldError(message)
    return f.value


def read_list(f: Field, context: ReadContext) -> tuple[str, ...]:
    """Return the entries of a list of texts; a text alone is one entry."""
    if isinstance(f.value, list):
        if any(isinstance(each, (list, dict)) or each is None for each in f.value):
            message = "must be a list of texts"
            raise FieldError(message)
        values = [join_words(each) for each in f.value]
    elif isinstance(f.value, dict):
        message = "must be text or a list of texts"
        raise FieldError(message)
    else:
        values = [read_text(f, context)]
    return _without_repetition(values)


def read_texts(f: Field, context: ReadContext) -> tuple[str, ...]:
    """Return the entries of a list, or of a text such as `knee, MRI` or `knee; MRI`."""
    if isinstance(f.value, (list, dict)):
        return read_list(f, context)
    text = read_text(f, context)
    parts = [part.strip() for part in text.split(";" if ";" in text else ",")]
    if len(parts) > 1 and not parts[-1]:  # a comma at the end
        parts.pop()
    return _without_repetition(parts)


def _without_repetition(values: list[str]) -> tuple[str, ...]:
    if not all(values):
        message = "an entry is empty"
        raise FieldError(message)
    return tuple(dict.fromkeys(values))


def read_day(f: Field, context: ReadContext) -> PageDate:
    """Return a date; the hint for another notation is the right one."""
    if isinstance(f.value, (list, dict)):
        message = "must be a date"
        raise FieldError(message, _suggest_fields(f.value))
    text = read_text(f, context)
    try:
        return parse_date(text, context.zone)
    except ValueError as error:
        raise FieldError(str(error), suggest_dates(text)) from error


def _suggest_fields(value: object) -> str:
    """Return the fields that replace a table of dates, such as that of Material for MkDocs."""
    fields = {"created": "date", "updated": "updated"}
    if isinstance(value, dict) and value and fields.keys() >= value.keys():
        return "write " + " and ".join(f"'{fields[key]}: {value[key]}'" for key in value)
    return "write it as '2026-03-02'"


def read_language(f: Field, context: ReadContext) -> str:
    """Return a language code."""
    text = read_text(f, context)
    if not LANGUAGE.fullmatch(text):
        message = f"'{text}' is not a language code such as 'en' or 'de'"
        raise FieldError(message)
    return text


def read_slug(f: Field, context: ReadContext) -> str:
    """Return one part of a URL."""
    text = nfc(read_text(f, context))
    if not text.strip(".") or re.search(r"[/\\\s?#%<>\"']", text):
        message = f"'{text}' must be one part of a URL, such as 'knee-cartilage'"
        parts = text.strip("/").split("/")
        is_path = (len(parts) > 1 or text.startswith("/")) and all(
            each.strip(".") for each in parts
        )
        is_path = is_path and not re.search(r"[\\\s?#%<>\"']", text)
        hint = f"for a whole path write 'url: /{'/'.join(parts)}/'" if is_path else ""
        raise FieldError(message, hint)
    refuse_long_paths(text)
    return text


def _meant_alias(text: str, folders: list[str]) -> str:
    """Return a hint for an old address that is no path, of a page that is in these folders."""
    parts = urlsplit(text)
    if parts.scheme in {"http", "https"}:
        return f"write '{parts.path or '/'}', if it is an address of this site"
    if parts.query:
        return "addresses that differ only after '?' cannot be told apart; remove it"
    plain = re.fullmatch(r"[\w.-]+(?:/[\w.-]+)*/?", text)
    if not plain or ".." in text:
        return ""
    inside = f", or '/{'/'.join((*folders, text))}' for one in the folder of the page"
    return f"write '/{text}'{inside if folders else ''}"


def refuse_long_paths(path: str) -> None:
    """Raise FieldError for a path that no file system can store."""
    excess = find_excess(path)
    if excess:
        raise FieldError(excess, "write a shorter one")


def read_template(f: Field, context: ReadContext) -> str:
    """Return the name of a template without its suffix."""
    text = read_text(f, context).removesuffix(".html")
    if not _TEMPLATE.fullmatch(text):
        message = f"'{text}' is not a template's name such as 'talk' or 'news/page'"
        raise FieldError(message)
    return text


def read_layout(f: Field, context: ReadContext) -> str:
    """Return the name of a layout as `template` has it; empty where the author wants none."""
    text = read_text(f, context)
    if text.casefold() in {"null", "none", "false"}:
        return ""
    plain = re.sub(r"^[./]*/|\.[a-z]{2,6}$", "", text)
    if not _TEMPLATE.fullmatch(plain):
        message = f"'{text}' is not a layout's name such as 'talk'"
        raise FieldError(message, "remove it, or name a file of templates/ without '.html'")
    return plain


def read_engine(f: Field, context: ReadContext) -> Engine:
    """Return the name of a Markdown engine."""
    del context
    for engine in ENGINES:
        if f.raw == engine:
            return engine
    message = f"'{f.raw}' is not a Markdown engine: {' or '.join(ENGINES)}"
    raise FieldError(message)


def read_cite_keys(f: Field, context: ReadContext) -> tuple[str, ...]:
    """Return keys such as `@doe2024`, of a list or a text, without the `@`; `*` is every one."""
    keys = []
    for each in read_list(f, context):
        for written in re.split(r"[\s,;]+", each):
            key = written.removeprefix("@")
            if written and key == written:
                message = f"'{written}' is no key"
                raise FieldError(message, f"write '@{written}', in quotes")
            keys += [key.removeprefix("{").removesuffix("}")] if key else []
    return tuple(dict.fromkeys(keys))


def read_macros(f: Field, context: ReadContext) -> dict[str, str]:
    r"""Return macros for formulas by their names, such as `\norm`."""
    del context
    if not isinstance(f.value, dict):
        message = "must be a table of names and TeX"
        raise FieldError(message, r"write '\R: \mathbb{R}' on a line below it")
    given = {str(name): str(body) for name, body in f.value.items()}
    if any(isinstance(body, (list, dict)) or body is None for body in f.value.values()):
        message = "each macro must be text"
        raise FieldError(
            message, r"write '\norm': '\lVert #1 \rVert', in quotes, with #1 for an argument"
        )
    _, mistakes = parse_macros(given)
    if mistakes:
        raise FieldError(mistakes[0][1])
    return given


def read_aliases(f: Field, context: ReadContext) -> tuple[str, ...]:
    """Return old paths of the site. Those that are relative begin in the folder of the page."""
    found, wrong = [], []
    folders = context.path.split("/")[1:-1]
    for text in read_texts(f, context):
        path = nfc(unquote(text))  # as a server decodes it, once
        if _RELATIVE.fullmatch(path) and not index_folder(context.path):
            path = "/".join(("", *folders, path))
        outside = not path.startswith("/") or path.startswith("//") or ".." in path.split("/")
        if outside or re.search(r"[\\?#<>\"'\x00-\x1f\x7f\ufffd]", path):
            wrong.append(text)
            continue
        refuse_long_paths(path)
        found.append(path)
    if wrong:
        first, *others = wrong
        more = f", and so must {', '.join(map(repr, others[:_SHOWN]))}" if others else ""
        more += f" and {len(others) - _SHOWN:,} more" if len(others) > _SHOWN else ""
        message = f"'{first}' must be an old path of this site such as '/about-us/'{more}"
        raise FieldError(message, _meant_alias(first, folders))
    return tuple(dict.fromkeys(found))
