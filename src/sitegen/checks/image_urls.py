"""Find images in templates whose address leads to no file.

A template may write any HTML, and none of it is rewritten. But `<img src="/assets/a.jpg">` is a
mistake that nothing else would notice, because that file is not published under its own name. The
text of each template is searched once; addresses that a template computes are not checked.
"""

from __future__ import annotations

import html
import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sitegen.content.text import position
from sitegen.diagnostics import Diagnostic, Location, Severity, declare, did_you_mean
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sitegen.checks.check import CheckedSite

__all__ = ["TEMPLATE_IMAGES", "TemplateImageCheck", "check_template_images"]

TEMPLATE_IMAGE = declare("template-image", Severity.ERROR)

_COMMENT = compile_late(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
_TAG = compile_late(r"<(?:img|source)\s[^<>]*", re.IGNORECASE)
_ADDRESSES = compile_late(
    r"""\s(src|srcset)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE
)
#: An entry of `srcset`. There are commas in `data:` URLs, too.
_CANDIDATE = compile_late(r"(?:\bdata:\S++|[^,])++", re.IGNORECASE)
_ELSEWHERE = compile_late(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)


class TemplateImageCheck:
    """Find addresses of images in the site's own templates that lead to no file."""

    name = "template-images"
    runs_in_build = True

    def run(self, site: CheckedSite) -> Iterator[Diagnostic]:
        """Yield an error for each such address."""
        images = [str(path) for path in site.images]
        published = {path for path, _ in site.outputs}
        return check_template_images(site.templates, images, published, site.config.base_path)


TEMPLATE_IMAGES = TemplateImageCheck()


def check_template_images(
    templates: Mapping[str, str],
    images: Collection[str],
    published: Collection[str],
    base_path: str,
) -> Iterator[Diagnostic]:
    """Report literal addresses of images that lead to no file.

    `templates` are a site's own, by name; `images` its source images and `published` the files of
    the output, by path.
    """
    for name, text in sorted(templates.items()):
        if name.endswith(".html"):
            for line, column, address in _addresses(text):
                path = _path(address, base_path)
                if path and not _is_published(address, path, published):
                    place = Location(path=f"templates/{name}", line=line, column=column)
                    yield _refuse(place, address, path, images)


def _addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each literal address of an image, with its line and column."""
    # Line breaks stay, so that lines can be counted.
    text = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for tag in _TAG.finditer(text):
        for found in _ADDRESSES.finditer(tag[0]):
            written = html.unescape(found[2] or found[3] or found[4] or "")
            if "{{" in written or "{%" in written:
                continue
            group = next(n for n in (2, 3, 4) if found[n] is not None)
            line, column = position(text, tag.start() + found.start(group))
            several = _CANDIDATE.findall(written) if found[1].casefold() == "srcset" else [written]
            for each in several:
                plain = (each.split() or [""])[0] if len(several) > 1 else each.strip()
                yield line, column, plain


def _path(address: str, base_path: str) -> str:
    """Return the path in the output to which an address leads; nothing if that is elsewhere."""
    plain = unquote(address.partition("#")[0].partition("?")[0])
    if not plain or _ELSEWHERE.match(address):
        return ""
    if plain.startswith("/"):
        if not plain.startswith(base_path):  # beside this site there may be others
            return ""
        plain = plain.removeprefix(base_path)
    return posixpath.normpath(f"/{plain}").lstrip("/")


def _is_published(address: str, path: str, published: Collection[str]) -> bool:
    if path in published or address.startswith("/"):
        return path in published
    # It depends on the page that shows it.
    return any(each.endswith(f"/{path}") for each in published)


def _refuse(place: Location, address: str, path: str, images: Collection[str]) -> Diagnostic:
    known = {image.partition("/")[2] for image in images}
    named = path.removeprefix("assets/").removeprefix("content/")
    message = f"there is no file '{address}' on the site"
    near = did_you_mean(named, known).removeprefix("did you mean '").removesuffix("'?")
    hint = f"put it into assets/ and write {_call('its path')}"
    if named in known:
        message = f"the image '{address}' is not published as it is"
        hint = f"write {_call(named)}"
    elif near:
        hint = f"did you mean {_call(near)}?"
    return Diagnostic(code=TEMPLATE_IMAGE, message=message, location=place, hint=hint)


def _call(path: str) -> str:
    return f'{{{{ image("{path}", "what it shows") }}}}'
