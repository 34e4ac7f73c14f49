"""Read what services answer: JSON and XML, none of it trusted.

What is expected but missing is empty, so that a service may leave out or add whatever it likes.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any
from xml.etree import ElementTree as ET

from sitegen.late_patterns import compile_late
from sitegen.services.fetching import Fetched, ServiceError

__all__ = [
    "clean_text",
    "items_at",
    "keep_markup",
    "read_json",
    "read_xml",
    "text_at",
    "value_at",
]

_MOST_TEXT = 20_000
#: These would make LaTeX read, write or define something, wherever they stand.
_ACTIVE_LATEX = compile_late(
    r"\\(?=(?:input|include|openin|openout|read|write|immediate|special|catcode|csname|def|[egx]def"
    r"|let|newcommand|renewcommand|usepackage|verbatiminput|lstinputlisting|includegraphics|loop"
    r"|expandafter|directlua|ShellEscape|href|url)(?![a-z]))"
)
#: Tags that titles and abstracts of registries contain: those of HTML, JATS and MathML.
_TAG = compile_late(r"<(/?)([A-Za-z][\w:-]*)(?:\s[^<>]*)?/?>")
#: Of these, titles keep their meaning.
_KEPT = {"i": "i", "em": "i", "italic": "i", "b": "b", "bold": "b", "sup": "sup", "sub": "sub"}
_BLOCKS = frozenset({"p", "title", "sec", "br", "div", "li"})


def read_json(fetched: Fetched) -> Any:
    """Return the value of an answer in JSON. Raises ServiceError."""
    try:
        return json.loads(fetched.data)
    except (ValueError, RecursionError) as error:
        raise _unreadable(fetched, "JSON") from error


def read_xml(fetched: Fetched) -> ET.Element:
    """Return the root of an answer in XML; one that defines entities is refused.

    Raises ServiceError.
    """
    if b"<!ENTITY" in fetched.data or b"\0" in fetched.data[:64]:  # as in UTF-16, where it hides
        raise _unreadable(fetched, "plain XML")
    try:
        return ET.fromstring(fetched.data)  # noqa: S314  # entities are refused above
    except (ET.ParseError, ValueError, RecursionError, LookupError) as error:
        raise _unreadable(fetched, "XML") from error


def value_at(value: Any, *path: str | int) -> Any:
    """Return what stands in nested objects and lists at a path; None if there is nothing."""
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def text_at(value: Any, *path: str | int) -> str:
    """Return the text or number at a path, cleaned; empty if there is none."""
    found = value_at(value, *path)
    if isinstance(found, str):
        return clean_text(found)
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    return str(found)[:40] if is_number else ""


def items_at(value: Any, *path: str | int) -> list[Any]:
    """Return the list at a path; empty if there is none."""
    found = value_at(value, *path)
    return found if isinstance(found, list) else []


def clean_text(text: str) -> str:
    """Return a text from outside as plain text on one line, without what could be active."""
    if "<" in text:
        text = _TAG.sub(_replace_tag, text)
    if "&" in text:
        text = html.unescape(text)
    text = "".join(char if char.isprintable() else " " for char in text[:_MOST_TEXT])
    return _ACTIVE_LATEX.sub("", " ".join(text.split()))


def keep_markup(text: str) -> str:
    """Return a text as safe HTML, with what is italic, bold, raised or lowered in it.

    It is empty if nothing is: the plain text then says as much.
    """
    pieces: list[str] = []
    open_tags: list[str] = []
    end, has_markup = 0, False
    for found in _TAG.finditer(text[:_MOST_TEXT]):
        pieces.append(_escape_part(text[end : found.start()]))
        end = found.end()
        tag = _KEPT.get(found[2].rpartition(":")[2].casefold())
        if tag is None:
            pieces.append(_replace_tag(found))
        elif not found[1]:
            open_tags.append(tag)
            pieces.append(f"<{tag}>")
            has_markup = True
        elif open_tags and open_tags[-1] == tag:
            pieces.append(f"</{open_tags.pop()}>")
    pieces.append(_escape_part(text[end:_MOST_TEXT]))
    pieces += [f"</{tag}>" for tag in reversed(open_tags)]
    return " ".join("".join(pieces).split()) if has_markup else ""


def _escape_part(text: str) -> str:
    plain = clean_text(text)
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() else ""
    return html.escape(f"{before}{plain}{after}" if plain else before, quote=False)


def _replace_tag(tag: re.Match[str]) -> str:
    return " " if tag[2].rpartition(":")[2].casefold() in _BLOCKS else ""


def _unreadable(fetched: Fetched, kind: str) -> ServiceError:
    host = fetched.url.removeprefix("https://").partition("/")[0]
    return ServiceError(f"{host}: the answer is not {kind}; try again later")
