"""Order the images of a gallery and add the texts of its captions file."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.content.captions import GALLERY_CAPTIONS
from sitegen.content.image_reading import IMAGE_ALT
from sitegen.diagnostics import Diagnostic, Guesses, Location
from sitegen.graph.file_index import is_image
from sitegen.graph.urls import nfc
from sitegen.model import Caption, Captions
from sitegen.model.collation import collation_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Described", "describe_images"]

#: An image and what is said of it.
Described = tuple[PurePosixPath, Caption]
_NO_TEXT = "has no text for those who cannot see it"


def describe_images(
    inside: Iterable[PurePosixPath],
    captions: Mapping[str, Captions],
    place: Location,
) -> tuple[list[Described], list[Diagnostic]]:
    """Return the images among the files of a folder in natural order, each with its texts.

    Also return what is wrong with the texts. `place` is the gallery's location, for problems that
    no captions file has.
    """
    paths = list(inside)
    images = sorted(filter(is_image, paths), key=_order)
    found = [captions[str(path)] for path in paths if str(path) in captions]
    if not found:
        missing = f"{images[0].parent}/captions.yaml"
        message = f"the images in {images[0].parent} have no text for those who cannot see them"
        hint = f"write {missing}, with '{images[0].name}: what it shows' and so on"
        problem = Diagnostic(code=IMAGE_ALT, message=message, location=place, hint=hint)
        return [(path, _no_caption(path)) for path in images], [problem]
    problems = [problem for each in found for problem in each.problems]
    for each in found[1:]:
        message = f"there is {found[0].path.name}, too"
        problems.append(_captions_problem(each.path, None, message, "keep one of them"))
    chosen = found[0]
    names = {nfc(path.name): path for path in images}
    guesses = Guesses()
    for entry in chosen.entries:
        if entry.file not in names:
            hint = guesses.did_you_mean(entry.file, lambda: names, "it names the images beside it")
            message = f"there is no image '{entry.file}' in this folder"
            problems.append(_captions_problem(chosen.path, entry, message, hint))
    entries = {entry.file: entry for entry in chosen.entries}
    described = [(path, entries.get(name) or _no_caption(path)) for name, path in names.items()]
    if not chosen.problems:
        problems += _images_without_text(chosen, described)
    return described, problems


def _images_without_text(chosen: Captions, described: list[Described]) -> Iterator[Diagnostic]:
    for path, entry in described:
        if not entry.alt:
            hint = "write its alt" if entry.line else f"add '{path.name}' to this file"
            place = Location(path=str(chosen.path), line=entry.line or 1, column=entry.column or 1)
            message = f"the image '{path.name}' {_NO_TEXT}"
            yield Diagnostic(code=IMAGE_ALT, message=message, location=place, hint=hint)


def _no_caption(path: PurePosixPath) -> Caption:
    return Caption(file=nfc(path.name), text="", alt="", line=0)


def _captions_problem(
    path: PurePosixPath, entry: Caption | None, message: str, hint: str
) -> Diagnostic:
    line, column = (entry.line, entry.column) if entry else (1, 1)
    place = Location(path=str(path), line=line, column=column)
    return Diagnostic(code=GALLERY_CAPTIONS, message=message, location=place, hint=hint)


def _order(path: PurePosixPath) -> tuple[str, str]:
    """Sort `scan.jpg` before `scan2.jpg`, and that before `scan10.jpg`, in any language."""
    return collation_key(path.stem), path.name
