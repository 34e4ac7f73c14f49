"""Write what Jekyll reads before its Markdown as it is written here.

    [People]({{ '/people/' | relative_url }}), [a post]({% post_url 2026-03-02-knees %})
    {% include figure.liquid path="assets/img/knee.png" caption="A knee" %}

Only what says by itself what it means: expressions for the root of the site before a path, links to
source files, and tags that show one picture, one video or one note. The folders of Jekyll are those
that `docs/moving.md` names: `_posts/` is `news/`. What is code stays as it is.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from sitegen.content.construct import Mistake
from sitegen.content.problem_groups import group_problems
from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.content.rewriting.scholar_tags import MARKS, find_scholar_tags
from sitegen.content.rewriting.shortcode_arguments import (
    QUOTED,
    in_one_line,
    markdown_argument,
    quoted,
    text_argument,
)
from sitegen.content.scanner import BLANKED
from sitegen.content.shortcode_tags import begins_line, ends_line
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit, Piece
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_jekyll"]

_BASE = r"(?:site\.(?:base_?url|url|github\.url)|base_path|baseurl)"
_JOINED = rf"\|\s*+(?:prepend|append)\s*+:\s*+{_BASE}\s*+"
_ROOT = rf"(?:\{{\{{-?\s*+{_BASE}\s*+(?:{_JOINED})?-?\}}\}})"
_FILTERS = rf"(?:\|\s*+(?:relative_url|absolute_url)\s*+|{_JOINED})"
#: An address that begins with what stands for the root of the site.
_ADDRESS = (
    rf"(?:{_ROOT}*+(?:"
    r"\{%-?\s*+(?P<tag>link|post_url)\s++(?P<file>[^\s%{}()<>\"']++)\s*+-?%\}"
    rf"|\{{\{{-?\s*+(?P<in>[\"'])(?P<path>[^\"'\n{{}}]*+)(?P=in)\s*+{_FILTERS}++-?\}}\}}"
    rf")|{_ROOT}++/*+)(?![{{%])"
)
#: What would end an address in Markdown or in HTML.
_QUOTED = str.maketrans({each: f"%{ord(each):02X}" for each in " ()<>\"'"})
_IN_MARKDOWN = compile_late(rf"\](?:\(|:)[ \t]*+<?(?P<at>{_ADDRESS})")
_IN_HTML = compile_late(rf"[\s\"'](?:href|src)\s*+=\s*+[\"']?(?P<at>{_ADDRESS})", re.IGNORECASE)
#: The folders of Jekyll whose pages are elsewhere here than in the folder without the underscore.
_FOLDERS = {"_posts": "news/", "_pages": "", "_teachings": "teaching/"}

_INCLUDE = compile_late(
    r"\{%-?\s*+include(?:_cached|_relative)?\s++(?P<file>[\w./-]++)"
    r"(?P<given>(?:\s++[\w-]++\s*+=\s*+(?:\"(?:[^\"%]|%(?!\}))*+\"|'(?:[^'%]|%(?!\}))*+'|[\w./:-]++))++)\s*+-?%\}"
)
_GIVEN = compile_late(
    r"(?P<name>[\w-]++)\s*+=\s*+(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>\S++))"
)
_PICTURE = compile_late(r"[^\s<>()\"']+\.(?:png|jpe?g|gif|svg|webp|avif)", re.IGNORECASE)
_PATHS = ("path", "src", "url", "image_path", "image-path", "img", "image", "file", "filename")
_CAPTIONS = ("caption", "description", "desc")
#: Arguments that say how Jekyll shows something or finds it: nothing that a reader would miss.
_LOOKS = frozenset({"class", "id", "loading", "sizes", "zoomable", "cache_bust", "avoid_scaling"})
_WIDTH = compile_late(r"\d+(?:px|%)?")
_ADDRESS_OF_LINK = compile_late(r"[^\s<>{}\\]+")
_NOTES = compile_late(r"(?:.*/)?(?:side|margin)[-_]?note\b")
#: What has a backslash before it between quotation marks.
_SIGN = compile_late(r"[\\\"]")
_NOTHING = compile_late(r"(?!)")
_BRACKETS = compile_late(r"[\[\]]")
_YOUTUBE = compile_late(r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/embed/(?P<id>[\w-]+)")
_VIDEO = compile_late(r"[\w-]+", re.ASCII)
#: Tags around what Jekyll leaves as it is, and one that makes a name of the root of the site.
_TAG = compile_late(r"(?<![\\{])\{(?:\{(?![<%{])|%)")
_EMPTY = compile_late(r"\{%-?\s*+(?P<word>(?:end)?raw|include\s++base_path)\s*+-?%\}")


def with_jekyll(source: MarkdownSource) -> MarkdownSource:
    """Return the source with all of this as Markdown or HTML; places are known."""
    text = source.text
    if not any(mark in text for mark in MARKS) and not (
        "{{" in text and ("url" in text or "base_path" in text)
    ):
        return source
    empty = [*_empty_tags(source)]
    raw = [(tag.end(), end.start()) for tag, end in empty if end]
    edits = [*_addresses(source), *_includes(source), *find_scholar_tags(source)]
    if raw:
        edits = [each for each in edits if not _is_within(raw, _place_of(each))]
    tags = [tag for pair in empty for tag in pair if tag]
    return with_edits(source, [*edits, *((*tag.span(), "") for tag in tags), *_shown(source, raw)])


def _shown(source: MarkdownSource, raw: list[tuple[int, int]]) -> Iterator[Edit]:
    """Yield backslashes before what would be tags of a template, but for those in code."""
    for start, end in raw:
        for found in _TAG.finditer(source.text, start, end):
            if source.prose[found.start()] != BLANKED:
                yield found.start(), found.start(), "\\"


def _place_of(edit: Edit | Mistake) -> int:
    return edit.index if isinstance(edit, Mistake) else edit[0]


def _is_within(spans: list[tuple[int, int]], place: int) -> bool:
    """Tell whether a place is in one of the spans, which are in order."""
    at = bisect_right(spans, place, key=lambda each: each[0]) - 1
    return at >= 0 and place < spans[at][1]


def _addresses(source: MarkdownSource) -> Iterator[Edit]:
    text = source.text
    for found in _IN_MARKDOWN.finditer(text):
        if source.prose[found.start()] != BLANKED:
            yield *found.span("at"), _path_of(found)
    if _IN_HTML.search(text):
        for start, end in source.tags:
            for found in _IN_HTML.finditer(text, start, end):
                yield *found.span("at"), _path_of(found)


def _path_of(found: re.Match[str]) -> str:
    if found["tag"] == "post_url":
        return f"/news/{found['file'].lstrip('/')}.md"
    if found["tag"]:
        folder, slash, name = found["file"].lstrip("/").partition("/")
        if not slash:
            return f"/{folder}"
        return f"/{_FOLDERS.get(folder, folder.removeprefix('_') + slash)}{name}"
    return f"/{(found['path'] or '').lstrip('/').translate(_QUOTED)}"


def _includes(source: MarkdownSource) -> Iterator[Edit | Mistake]:
    """Yield pictures, videos and notes for the tags that show them, and what is left out."""
    text = source.text
    boxes = source.blocks.html if "include" in text else ()
    starts = [start for start, _ in boxes]
    unread: dict[str, list[Mistake]] = {}
    for found in _INCLUDE.finditer(text) if "include" in text else ():
        start, end = found.span()
        box = bisect_right(starts, start) - 1
        is_html = box >= 0 and start < boxes[box][1]
        if is_html or source.prose[start] != BLANKED:
            is_alone = begins_line(text, start) and ends_line(text, end)
            written, read = _written(found, is_html=is_html, is_alone=is_alone)
            if written:
                yield start, end, _with_words(text, found, written, read)
                for name, mistake in _unread(found, read):
                    unread.setdefault(name, []).append(mistake)
    for mistakes in unread.values():
        for mistake, problem in group_problems(mistakes, lambda each: each.problem):
            yield Mistake(mistake.index, problem)


def _with_words(
    text: str, found: re.Match[str], written: str, read: set[str]
) -> str | tuple[Piece, ...]:
    """Return what an include becomes, with its caption or note, whose words have their places."""
    before, is_marked, after = written.partition(BLANKED)
    name = next((each for each in (*_CAPTIONS, "note") if each in read), "")
    given = [each for each in _GIVEN.finditer(found["given"]) if each["name"] == name]
    if not is_marked or not given:
        return written
    first, last = given[-1].span(given[-1].lastgroup or 0)
    start = found.start("given")
    pattern, replace = _NOTHING, _escaped_sign
    if before.endswith('caption="'):
        pattern, replace = QUOTED, quoted
    elif before.endswith('"'):
        pattern = _SIGN
    return before, *in_one_line(text, start + first, start + last, pattern, replace), after


def _unread(found: re.Match[str], read: set[str]) -> Iterator[tuple[str, Mistake]]:
    """Yield the arguments of an include whose values are not shown: `read` are those that are.

    Of two with the same name, the last one counts.
    """
    given = list(_GIVEN.finditer(found["given"]))
    last = {each["name"]: each for each in given}
    for each in given:
        name = each["name"]
        if each is last[name] and (name in read or name in _LOOKS):
            continue
        if not (each["double"] or each["single"] or each["bare"] or "").strip():
            continue
        twice = name in read and each is not last[name]
        message = f"'{name}' of '{found['file']}' is left out"
        hint = "keep one of the two" if twice else "remove it, or write it below in Markdown"
        problem = Problem("foreign-syntax", message, hint)
        yield name, Mistake(found.start("given") + each.start("name"), problem)


def _written(found: re.Match[str], *, is_html: bool, is_alone: bool) -> tuple[str, set[str]]:
    """Return what an include becomes, and the names of the arguments that are part of that."""
    given = {
        each["name"]: each["double"] or each["single"] or each["bare"] or ""
        for each in _GIVEN.finditer(found["given"])
    }
    path_name = next((name for name in _PATHS if name in given), "")
    path, note = given.get(path_name, ""), given.get("note", "")
    caption = next((name for name in _CAPTIONS if given.get(name)), "")
    if _PICTURE.fullmatch(path):
        # In Markdown, no figure with a caption is a link.
        is_linked = "link" in given and any(name in given for name in _CAPTIONS)
        if is_linked and not (is_html or is_alone):
            return "", set()
        read = {path_name, caption, "alt", "title", "link"}
        if _WIDTH.fullmatch(given.get("width", "")):
            read.add("width")
        return _picture(path, given, is_html=is_html or is_linked), read
    if is_html:
        return "", set()
    if note and _NOTES.match(found["file"]) and _is_balanced(note):
        return f"^[{BLANKED}]", {"note"}
    embedded = _YOUTUBE.match(path)
    if embedded:
        return _video("youtube", embedded["id"], given), {path_name, caption, "title"}
    if given.get("provider") in {"youtube", "vimeo"} and _VIDEO.fullmatch(given.get("id", "")):
        read = {"provider", "id", caption, "title"}
        return _video(given["provider"], given["id"], given), read
    return "", set()


def _video(provider: str, name: str, given: dict[str, str]) -> str:
    """Return a video with what is said of it."""
    title = text_argument("title", " ".join(given.get("title", "").split()))
    caption = markdown_argument("caption", _caption_of(given))
    return f'{{{{< {provider} "{name}"{title}{caption} >}}}}'


def _caption_of(given: dict[str, str]) -> str:
    """Return the mark for a caption, if there is one."""
    caption = next((given[name] for name in _CAPTIONS if given.get(name)), "")
    return BLANKED if caption.strip() else ""


def _is_balanced(text: str) -> bool:
    """Tell whether each bracket of a text is closed, and none before it is opened."""
    depth = 0
    for bracket in _BRACKETS.findall(text):
        depth += 1 if bracket == "[" else -1
        if depth < 0:
            return False
    return depth == 0


def _picture(path: str, given: dict[str, str], *, is_html: bool) -> str:
    """Return a picture with what is said of it; empty if the address of its link is none."""
    path = path if "//" in path else f"/{path.lstrip('/')}"
    alt, title = (" ".join(given.get(name, "").split()) for name in ("alt", "title"))
    caption = _caption_of(given)
    width = given.get("width", "") if _WIDTH.fullmatch(given.get("width", "")) else ""
    link = given.get("link", "")
    if link and not _ADDRESS_OF_LINK.fullmatch(link):
        return ""
    if is_html:
        size = f' width="{width}"' if width else ""
        size += f' title="{html.escape(title)}"' if title else ""
        image = f'<img src="{html.escape(path)}" alt="{html.escape(alt)}"{size}>'
        image = f'<a href="{html.escape(link)}">{image}</a>' if link else image
        return f"<figure>{image}<figcaption>{caption}</figcaption></figure>" if caption else image
    words = re.sub(r"([\[\]\\])", r"\\\1", alt)
    shown = f' "{_escaped(caption)}"' if caption and not title else ""
    attributes = [f"width={width}"] if width else []
    attributes += [f'title="{_escaped(title)}"'] if title else []
    attributes += [markdown_argument("caption", caption).strip()] if title and caption else []
    braces = f"{{{' '.join(attributes)}}}" if attributes else ""
    image = f"![{words}]({path}{shown}){braces}"
    return f"[{image}](<{link}>)" if link else image


def _escaped(text: str) -> str:
    return _SIGN.sub(_escaped_sign, text)


def _escaped_sign(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


def _empty_tags(
    source: MarkdownSource,
) -> Iterator[tuple[re.Match[str], re.Match[str] | None]]:
    """Yield the tags that have no effect here; what is between a pair is shown as it is."""
    if "raw" not in source.text and "base_path" not in source.text:
        return
    opening: re.Match[str] | None = None
    for found in _EMPTY.finditer(source.text):
        if source.prose[found.start()] == BLANKED:
            continue
        if found["word"] == "raw":
            opening = found
        elif found["word"] != "endraw":
            yield found, None
        elif opening:
            yield opening, found
            opening = None
