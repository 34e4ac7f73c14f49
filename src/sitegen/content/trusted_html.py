"""Check a page whose owner trusts it: its HTML stays, and what it does is told.

Told is what visitors' browsers load from other sites, for each kind once, and what a
Content-Security-Policy (www.w3.org/TR/CSP3) has to allow for the page to work.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from sitegen.content.media_titles import untitled
from sitegen.content.removals import Removal, refused
from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

__all__ = ["check_trusted"]

THIRD_PARTY_REQUEST = declare("third-party-request", Severity.WARNING, protects=True)
INLINE_CODE = declare("inline-code", Severity.WARNING)

#: What an element loads: attribute, directive of the policy, what it is called.
_LOADS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "script": (("src", "script-src", "a script"),),
    "iframe": (("src", "frame-src", "a frame"),),
    "embed": (("src", "object-src", "a plugin"),),
    "object": (("data", "object-src", "a plugin"),),
    "img": (("src", "img-src", "an image"), ("srcset", "img-src", "an image")),
    "image": (("href", "img-src", "an image"), ("xlink:href", "img-src", "an image")),
    "video": (("src", "media-src", "a video"), ("poster", "img-src", "an image")),
    "audio": (("src", "media-src", "a sound"),),
    "source": (("src", "media-src", "a video or sound"), ("srcset", "img-src", "an image")),
    "track": (("src", "media-src", "subtitles"),),
    "input": (("src", "img-src", "an image"), ("formaction", "form-action", "a form")),
    "button": (("formaction", "form-action", "a form"),),
    "form": (("action", "form-action", "a form"),),
    "link": (("href", "style-src", "a stylesheet"),),
    "a": (("ping", "connect-src", "a report of clicks"),),
}
_ADDRESS = compile_late(r"(?:https?:)?//[^\s,\"'<>()]+", re.IGNORECASE)
_OUR_ATTRIBUTES = frozenset({"interaction", "beside", "place"})
_ALIGNMENT = compile_late(r"\s*text-align:\s*(left|center|right)\s*;?\s*")
_NOT_RUN = compile_late(r"(?!text/javascript|module|application/javascript|importmap).+")


#: What gives a frame a name, or hides it from those who hear the page.
_NAMING = frozenset({"title", "aria-label", "aria-labelledby", "aria-hidden", "hidden"})


class _Found(NamedTuple):
    """One thing that is loaded or run, and where: as in `Removal`."""

    directive: str
    what: str
    source: str
    kind: str
    name: str
    number: int | None = None


def check_trusted(root: LexborNode) -> Iterator[Removal]:
    """Yield what a trusted page loads and runs; remove comments and what only sitegen may write."""
    found: list[_Found] = []
    tags: Counter[str] = Counter()
    for node in list(root.traverse(include_text=False))[1:]:
        if node.is_comment_node:
            node.decompose()
        elif node.tag == "slot":
            yield refused("<slot> is not allowed in a page", "tag", "slot", "use another element")
            node.unwrap(delete_empty=True) if node.child else node.decompose()
        else:
            yield from _own_names(node)
            tag = node.tag or ""
            if tag == "iframe" and not _NAMING.intersection(node.attributes):
                problem = untitled("the frame", 'write title="what it shows"')
                yield Removal(problem, "tag", tag, problem.message, tags[tag])
            found += (
                each._replace(number=tags[tag]) if each.kind == "tag" else each
                for each in (*_loaded(node), *_run(node))
            )
            tags[tag] += 1
    yield from _tell_requests(found)
    yield from _tell_inline(found)


def _own_names(node: LexborNode) -> Iterator[Removal]:
    """Remove what would be taken for the theme's or for the program's."""
    for name, value in node.attributes.items():
        if name in _OUR_ATTRIBUTES and node.tag in {"img", "a"}:
            message = f"the attribute '{name}' of <{node.tag}> is not allowed"
            yield refused(message, "attribute", f"{name}={value or ''}", "remove it")
            del node.attrs[name]
        elif name == "id" and (value or "_").startswith("_"):
            message = f"the id '{value or ''}' is not allowed"
            yield refused(message, "attribute", f"id={value or ''}", "begin it with a letter")
            del node.attrs[name]


def _loaded(node: LexborNode) -> Iterator[_Found]:
    tag, attributes = node.tag or "", node.attributes
    for name, directive, what in _LOADS.get(tag, ()):
        for address in _ADDRESS.findall(attributes.get(name) or ""):
            written = attributes[name] or ""
            where = ("attribute", f"{name}={written}")
            if name == "src":  # it may be an image that is written in Markdown
                where = ("image" if tag == "img" else "link", written)
            yield _Found(directive, what, _origin(address), *where, number=0)
    text = attributes.get("style") or ""
    where = ("attribute", f"style={text}")
    if tag == "style":
        text, where = node.inner_html or "", ("tag", "style")
    for address in _ADDRESS.findall(text):
        directive = (
            "style-src" if re.search(r"@import[^;]*" + re.escape(address), text) else "img-src"
        )
        yield _Found(directive, "a file of a stylesheet", _origin(address), *where)


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address if ":" in address.partition("//")[0] else f"https:{address}")
        return f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2].lower()}"
    except ValueError:
        return address


def _run(node: LexborNode) -> Iterator[_Found]:
    tag, attributes = node.tag or "", node.attributes
    if tag == "script" and not attributes.get("src"):
        if not _NOT_RUN.fullmatch((attributes.get("type") or "").strip().casefold()):
            yield _Found("script-src", "script", _digest(node), "tag", "script")
    elif tag == "style":
        yield _Found("style-src", "stylesheet", _digest(node), "tag", "style")
    for name, found in attributes.items():
        value = found or ""
        if name.startswith("on"):
            source = "'unsafe-inline'"
            yield _Found("script-src", "handler", source, "attribute", f"{name}={value}")
        elif name == "style" and tag in {"td", "th"} and (aligned := _ALIGNMENT.fullmatch(value)):
            # Markdown's tables align with it; a class does the same.
            own = attributes.get("class")
            node.attrs["class"] = f"{own} text-{aligned[1]}" if own else f"text-{aligned[1]}"
            del node.attrs["style"]
        elif name == "style":
            source = "'unsafe-inline'"
            yield _Found("style-src", "style attribute", source, "attribute", f"style={value}")
        elif value.strip().casefold().startswith("javascript:"):
            source = "'unsafe-inline'"
            yield _Found("script-src", "address that runs", source, "attribute", f"{name}={value}")


def _digest(node: LexborNode) -> str:
    digest = hashlib.sha256((node.inner_html or "").encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _tell_requests(found: list[_Found]) -> Iterator[Removal]:
    """Tell the hosts from which the page loads something, once for each kind of thing."""
    by_kind: dict[tuple[str, str], list[_Found]] = {}
    for each in found:
        if not each.source.startswith("'"):
            by_kind.setdefault((each.directive, each.what), []).append(each)
    for (directive, what), several in by_kind.items():
        origins = list(dict.fromkeys(each.source for each in several))
        hosts = " and ".join(each.partition("//")[2] for each in origins)
        verb = "is sent to" if directive == "form-action" else "is loaded from"
        learn = "which learns" if len(origins) == 1 else "which learn"
        message = f"{what} {verb} {hosts}, {learn} who reads the page"
        hint = f"a Content-Security-Policy needs {directive} {' '.join(origins)}"
        yield _first(several, Problem(THIRD_PARTY_REQUEST, message, hint))


def _tell_inline(found: list[_Found]) -> Iterator[Removal]:
    """Tell what the page runs or styles by itself, once for each kind."""
    by_kind: dict[tuple[str, str], list[_Found]] = {}
    for each in found:
        if each.source.startswith("'"):
            by_kind.setdefault((each.directive, each.what), []).append(each)
    for (directive, what), several in by_kind.items():
        sources = " ".join(dict.fromkeys(each.source for each in several))
        count = len(several)
        amount = f"{count} inline {_plural(what)}" if count > 1 else f"an inline {what}"
        hint = f"a Content-Security-Policy needs {directive} {sources}"
        yield _first(several, Problem(INLINE_CODE, f"the page has {amount}", hint))


def _plural(what: str) -> str:
    return "addresses that run" if what.startswith("address") else f"{what}s"


def _first(several: list[_Found], problem: Problem) -> Removal:
    first = several[0]
    return Removal(problem, first.kind, first.name, problem.message, first.number)
