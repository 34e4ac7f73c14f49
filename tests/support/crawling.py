"""Walks through a finished output as a browser and a reader would, and tells what is wrong."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from support.sites import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["crawl"]

_ATOM = "{http://www.w3.org/2005/Atom}"
_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
#: Elements whose address is fetched when the page is shown.
_LOADED = {
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "script": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
}
_LINKED_ELSEWHERE = {"mailto", "tel", "sms", "http", "https", "doi", "geo", "matrix", "xmpp"}


@dataclass
class _Crawl:
    files: dict[str, bytes]
    base_url: str
    problems: list[str] = field(default_factory=list)
    trees: dict[str, LexborHTMLParser] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)

    def tree(self, name: str) -> LexborHTMLParser:
        if name not in self.trees:
            self.trees[name] = LexborHTMLParser(self.files[name].decode())
        return self.trees[name]

    def url_of(self, name: str) -> str:
        return self.base_url + name.removesuffix("index.html")

    def file_at(self, path: str) -> str:
        """Return the file that a plain web server answers a URL's path with, or nothing."""
        below = urlsplit(self.base_url).path
        if not path.startswith(below):
            return ""
        name = unquote(path.removeprefix(below))
        if name == "" or name.endswith("/"):
            name += "index.html"
        return name if name in self.files else ""

    def check(self, name: str, reference: str, *, loaded: bool, base: str = "") -> None:
        """Check one reference of one file."""
        url = urljoin(base or self.url_of(name), reference)
        parts, own = urlsplit(url), urlsplit(self.base_url)
        if re.search(r"[\s<>\"]", reference):
            self.problems.append(f"{name}: '{reference}' is not a URL")
        if (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
            if loaded:
                self.problems.append(f"{name}: loads '{reference}' from elsewhere")
            elif parts.scheme not in _LINKED_ELSEWHERE:
                self.problems.append(f"{name}: links to '{reference}'")
            return
        target = self.file_at(parts.path)
        if not target:
            self.problems.append(f"{name}: '{reference}' leads to no file")
            return
        self.reached.add(target)
        anchor = unquote(parts.fragment)
        if anchor and target.endswith(".html"):
            ids = {node.attributes["id"] for node in self.tree(target).css("[id]")}
            if anchor not in ids:
                self.problems.append(f"{name}: '{reference}' leads to no place in {target}")

    def page(self, name: str) -> None:
        tree = self.tree(name)
        for reference, loaded in _references(tree):
            self.check(name, reference, loaded=loaded)
        self.problems += [f"{name}: {each}" for each in _structure(tree)]

    def stylesheet(self, name: str) -> None:
        text = re.sub(r"/\*.*?\*/", "", self.files[name].decode(), flags=re.DOTALL)
        for found in _CSS_URL.finditer(text):
            reference = found[1] or found[2]
            if not reference.startswith(("data:", "#")):
                self.check(name, reference, loaded=True)

    def feed(self, name: str) -> None:
        root = ET.fromstring(self.files[name])  # noqa: S314  # our own output
        for link in root.iter(f"{_ATOM}link"):
            self.check(name, link.attrib["href"], loaded=False)
            if not link.attrib["href"].startswith(self.base_url):
                self.problems.append(f"{name}: '{link.attrib['href']}' is not absolute")

    def sitemap(self, name: str) -> None:
        root = ET.fromstring(self.files[name])  # noqa: S314  # our own output
        places = [each.text or "" for each in root.iter() if each.tag.endswith("}loc")]
        for place in places:
            self.check(name, place, loaded=False)
            if not place.startswith(self.base_url):
                self.problems.append(f"{name}: '{place}' is not absolute")
        if len(set(places)) != len(places):
            self.problems.append(f"{name}: a URL stands twice")


def crawl(output: Path, base_url: str) -> list[str]:
    """Return what is wrong with an output: one sentence for each mistake."""
    files = read_tree(output)
    files.pop(".sitegen-manifest.json", None)
    walk = _Crawl(files, base_url)
    for name in files:
        suffix = PurePosixPath(name).suffix
        if suffix == ".html":
            walk.page(name)
        elif suffix == ".css":
            walk.stylesheet(name)
        elif name == "feed.xml":
            walk.feed(name)
        elif re.fullmatch(r"sitemap(-\d+)?\.xml", name):
            walk.sitemap(name)
        elif name == "robots.txt" and f"Sitemap: {base_url}sitemap.xml" not in (
            files[name].decode().splitlines()
        ):
            walk.problems.append("robots.txt: does not name the sitemap")
    return walk.problems


def _references(tree: LexborHTMLParser) -> Iterator[tuple[str, bool]]:  # noqa: C901  # one loop for each kind of reference
    for node in tree.css("a[href], area[href]"):
        yield node.attributes["href"] or "", False
    for node in tree.css("link[href]"):
        loaded = bool(
            {"stylesheet", "icon", "preload", "manifest"}
            & set((node.attributes.get("rel") or "").split())
        )
        yield node.attributes["href"] or "", loaded
    for tag, names in _LOADED.items():
        for node in tree.css(tag):
            for name in names:
                value = node.attributes.get(name)
                if value is None:
                    continue
                for each in value.split(", ") if name == "srcset" else [value]:
                    yield (each.split(" ")[0] if name == "srcset" else each), True
    for node in tree.css("meta[property^='og:'][content]"):
        if node.attributes["property"] in {"og:image", "og:url"}:
            yield node.attributes["content"] or "", True
    for node in tree.css("meta[http-equiv=refresh]"):
        yield (node.attributes["content"] or "").partition("url=")[2], False


def _structure(tree: LexborHTMLParser) -> Iterator[str]:
    html, title = tree.css_first("html"), tree.css_first("head > title")
    if html is None or not html.attributes.get("lang"):
        yield "has no language"
    if title is None or not title.text().strip() or "\n" in title.text().strip():
        yield "has no title"
    if len(tree.css("h1")) != 1:
        yield f"has {len(tree.css('h1'))} h1"
    if len(tree.css("main")) != 1:
        yield f"has {len(tree.css('main'))} main"
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    yield from (
        f"the id '{each}' stands twice"
        for each in sorted({i or "" for i in ids})
        if ids.count(each) > 1
    )
    yield from (f"has a <style>: {node.text()[:40]}" for node in tree.css("style"))
    for node in tree.css("script"):
        if node.attributes.get("type") == "application/ld+json":  # data: browsers do not run it
            json.loads(node.text())
        elif not node.attributes.get("src"):
            yield "has an inline script"
    for node in tree.css("*"):
        yield from _attributes(node)


def _attributes(node: LexborNode) -> Iterator[str]:
    for name, value in node.attributes.items():
        if name == "style" or name.startswith("on"):
            yield f"<{node.tag}> has {name}='{value}'"
        if name in {"href", "src", "action"} and (value or "").strip().lower().startswith(
            ("javascript:", "data:", "vbscript:")
        ):
            yield f"<{node.tag}> has {name}='{value}'"
    if node.tag == "img" and "alt" not in node.attributes:
        yield f"the image '{node.attributes.get('src')}' has no alt"
    if node.tag == "a" and not node.attributes.get("href"):
        yield "a link has no address"
