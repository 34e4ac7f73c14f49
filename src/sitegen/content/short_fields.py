"""Check the Markdown in the texts of front matter that the theme shows as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.short_texts import read_short_text
from sitegen.diagnostics import Diagnostic, Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.config import Engine
    from sitegen.model import FrontMatter

__all__ = ["check_short_fields"]


def check_short_fields(front: FrontMatter, path: str, engine: Engine) -> Iterator[Diagnostic]:
    """Yield what has no place in the description and in the caption of the picture."""
    texts = {
        "description": front.description,
        "featured_image_caption": front.featured_image_caption,
    }
    for name, text in texts.items():
        if not text:
            continue
        line, column = front.places.get(name, (0, 0))
        for problem in read_short_text(text, engine).problems:
            place = Location(path=path, line=line, column=column)
            message = f"'{name}': {problem.message}"
            yield Diagnostic(code=problem.code, message=message, location=place, hint=problem.hint)
