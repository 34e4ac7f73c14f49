"""Put the font of formulas into the output of a site that has some.

Its name is known from the start, for a stylesheet has it. Its bytes are made when the first page
with a formula has been rendered, once for all builds; the preview makes them when a browser asks.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sitegen.config import locate_setting
from sitegen.diagnostics import Diagnostic, Problem, Severity, declare, did_you_mean
from sitegen.images.planning import fingerprinted
from sitegen.model import ASSETS, Rank
from sitegen.rendering.queries import AssetQuery, record_query
from sitegen.storage.math_fonts import MathFont, find_math_font, read_math_font
from sitegen.webassets.math_font import MATH_STYLESHEET, font_face, trim_font

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from sitegen.engine.build_context import BuildContext
    from sitegen.storage.image_cache import ImageCache
    from sitegen.webassets.fingerprinting import WebAssets

__all__ = [
    "ASKS_FOR_FORMULAS",
    "add_math_font",
    "is_left_out",
    "make_deferred_font",
    "publish_math_font",
]

MATH_FONT = declare("math-font", Severity.WARNING)

#: The recorded question of every page with formulas.
ASKS_FOR_FORMULAS = record_query(AssetQuery(MATH_STYLESHEET))
_NO_FONT = "none"
_SUFFIXES = (".woff2", ".woff", ".otf", ".ttf")


def add_math_font(context: BuildContext, files: dict[str, bytes]) -> list[Diagnostic]:
    """Let the stylesheet of formulas load their font; add a stand-in for that to the web assets.

    Returns what is wrong with the setting.
    """
    wanted, problems = context.config.math.font, []
    if wanted and wanted != _NO_FONT and (wanted not in files or not wanted.endswith(_SUFFIXES)):
        fonts = [name for name in files if name.endswith(_SUFFIXES)]
        hint = did_you_mean(wanted, fonts, f"it is a path in assets/ of a font, or '{_NO_FONT}'")
        message = f"math.font: there is no font assets/{wanted}, so that the built-in one is used"
        problems.append(_report(context, Problem(MATH_FONT, message, hint)))
        wanted = ""
    font = find_math_font()
    if not wanted and font is not None:
        files[font.name] = font.digest.encode()
        wanted = font.name
    if wanted and wanted != _NO_FONT and MATH_STYLESHEET in files:
        files[MATH_STYLESHEET] = font_face(f"../{wanted}") + files[MATH_STYLESHEET]
    return problems


def is_imported(web_assets: WebAssets) -> bool:
    """Tell whether another stylesheet imports that of formulas, so that it is always needed."""
    path = web_assets.paths.get(MATH_STYLESHEET)
    return path is not None and any(path.name.encode() in each for each in web_assets.data.values())


def is_left_out(web_assets: WebAssets, name: str, *, has_formulas: bool) -> bool:
    """Tell whether a web asset is not published as it is.

    That is what stands for the font, and without formulas also the stylesheet that loads the font.
    """
    if _is_stand_in(web_assets.data[web_assets.paths[name]]):
        return True
    return name == MATH_STYLESHEET and not has_formulas and _stand_in(web_assets) is not None


def publish_math_font(
    context: BuildContext, web_assets: WebAssets, *, has_formulas: bool
) -> tuple[list[Diagnostic], str]:
    """Put the built-in font into the output if a page has formulas.

    Returns a notice if it is published whole, and its key in the cache of images, if it is there.
    """
    font = find_math_font()
    path = _stand_in(web_assets)
    if not has_formulas or font is None or path is None:
        return [], ""
    if context.makes_images or context.images.read(font.digest) is not None:
        context.output.add(str(path), _make(font, context.images), Rank.ASSET)
    if font.is_trimmed:
        return [], font.digest
    message = "the font of formulas is published whole: readers load 1.5 MB instead of 0.1"
    hint = 'pip install "sitegen[fonts]"'
    return [_report(context, Problem(MATH_FONT, message, hint))], font.digest


def make_deferred_font(output: str, cache: ImageCache) -> bytes | None:
    """Return the bytes of the font if an output has its name. Raises MachineError."""
    font = find_math_font()
    if font is None:
        return None
    digest = hashlib.sha256(font.digest.encode()).hexdigest()
    is_font = output == str(fingerprinted(ASSETS / font.name, digest))
    return _make(font, cache) if is_font else None


def _stand_in(web_assets: WebAssets) -> PurePosixPath | None:
    """Return the published path of the built-in font, if the site uses it."""
    font = find_math_font()
    path = web_assets.paths.get(font.name) if font else None
    return path if path is not None and _is_stand_in(web_assets.data[path]) else None


def _is_stand_in(data: bytes) -> bool:
    """Tell what stands for the font among the web assets, which is not published, from a file."""
    font = find_math_font()
    return font is not None and data == font.digest.encode()


def _make(font: MathFont, cache: ImageCache) -> bytes:
    """Return the bytes of the font from the cache, or make them. Raises MachineError."""
    data = cache.read(font.digest)
    if data is None:
        whole = read_math_font()
        data = trim_font(whole) if font.is_trimmed else whole
        cache.write(font.digest, data)
    return data


def _report(context: BuildContext, problem: Problem) -> Diagnostic:
    path = context.sources.config_path
    return problem.at(locate_setting(context.config_text, path, "math.font"))
