"""Cases: Markdown files that hold prose, input, expected HTML and expected diagnostics.

A file holds one case or more, each under a heading of level 2. Its fenced blocks are

    ````markdown            the page; `markdown PATH` is another file of the site
    ````html                the body that it becomes
    ````html heading        what stands in the H1, if the case is about it
    ````text                the diagnostics, one a line; without this block there must be none
    ````text summary        the summary, if the case is about it
    ````text toc            the table of contents: `id: title`, indented by level
    ````image PATH W H      draws a picture
    ````toml                settings beside title and base URL

An `html` block with `engine=NAME` is for one Markdown engine only; the others use the plain one.
In expected HTML, fingerprints are `*`, and a formula is `<math>TeX</math>`: what TeX becomes is
tested in `unit/mathematics/`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["PAGE", "Block", "Case", "mask", "read_cases", "rewrite_case"]

PAGE = "content/page.md"
_BLOCK = re.compile(r"^(`{3,})(\S+)(?: ([^\n]*))?\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
_FINGERPRINT = re.compile(
    r"(?<=\.)[0-9a-f]{10}(?=\.(?:png|jpg|webp|svg|css|js|woff2)\b)"
    r"|(?<=assets/images/)[0-9a-f]{16}(?=[.-])"
)
_FORMULA = re.compile(
    r"(<math[^<>]*+>)<semantics[^<>]*+>(?:(?!<annotation)<[^<>]*+>|[^<]++)*+"
    r"<annotation[^<>]*+>([^<]*+)</annotation></semantics></math>"
)


@dataclass(frozen=True)
class Block:
    """A fenced block: language, the words after it, text, and where it stands in the file."""

    language: str
    words: tuple[str, ...]
    text: str
    span: tuple[int, int]


@dataclass(frozen=True)
class Case:
    """One case; `start` is where it begins in its file."""

    path: Path
    name: str
    start: int
    blocks: tuple[Block, ...] = field(repr=False)

    def expected(self, language: str, word: str = "", engine: str = "") -> Block | None:
        """Return the block that says what to expect, preferring one for this engine."""
        found = None
        for block in self.blocks:
            plain = tuple(each for each in block.words if not each.startswith("engine="))
            if block.language != language or plain != ((word,) if word else ()):
                continue
            if f"engine={engine}" in block.words:
                return block
            if plain == block.words:
                found = block
        return found

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield the Markdown files and other texts of the case."""
        for block in self.blocks:
            if block.language == "markdown":
                yield (block.words[0] if block.words else PAGE), block.text

    def images(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield the pictures to draw and their sizes."""
        for block in self.blocks:
            if block.language == "image":
                path, width, height = block.words
                yield path, (int(width), int(height))

    def settings(self) -> str:
        """Return settings of the case."""
        return "".join(block.text for block in self.blocks if block.language == "toml")


def read_cases(path: Path) -> list[Case]:
    """Read all cases of a file."""
    text = path.read_text(encoding="utf-8")
    inside = [found.span() for found in _BLOCK.finditer(text)]
    heads = [
        found
        for found in re.finditer(r"^## (.+)$", text, re.MULTILINE)
        if not any(start <= found.start() < end for start, end in inside)
    ]
    cases = []
    for number, head in enumerate(heads):
        end = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        blocks = tuple(
            Block(
                found[2],
                tuple((found[3] or "").split()),
                found[4],
                (found.start() + head.end(), found.end() + head.end()),
            )
            for found in _BLOCK.finditer(text[head.end() : end])
        )
        cases.append(Case(path, head[1].strip(), head.start(), blocks))
    return cases


def rewrite_case(case: Case, found: dict[tuple[str, str], str]) -> None:
    """Write what was found into a case's expected blocks; add or drop the diagnostics' block."""
    text = case.path.read_text(encoding="utf-8")
    fresh = next(each for each in read_cases(case.path) if each.name == case.name)
    blocks = {
        (block.language, block.words[0] if block.words else ""): block
        for block in fresh.blocks
        if block.language in {"html", "text"}
    }
    changes = []
    for key, block in blocks.items():
        if key in found:
            info = " ".join((block.language, *block.words))
            # One block must say what to expect, even that there is nothing.
            is_dropped = not found[key] and len(blocks) > 1
            changes.append((block.span, "" if is_dropped else _fenced(info, found[key])))
    if found[("text", "")] and ("text", "") not in blocks:
        end = max(block.span[1] for block in fresh.blocks)
        changes.append(((end, end), "\n\n" + _fenced("text", found[("text", "")])))
    for (start, end), new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    case.path.write_text(text, encoding="utf-8")


def mask(text: str) -> str:
    """Replace fingerprints in names, and the MathML of formulas: neither is the matter here."""
    text = _FINGERPRINT.sub("*", text)
    return _FORMULA.sub(r"\1\2</math>", text) if "<annotation" in text else text


def _fenced(info: str, text: str) -> str:
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=3)
    fence = "`" * max(4, longest + 1)
    shown = f"{text.rstrip()}\n" if text.strip() else ""
    return f"{fence}{info}\n{shown}{fence}"
