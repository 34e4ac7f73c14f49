"""Check the arguments that templates give to `image()` and `picture()`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import jinja2

from sitegen.content.image_attributes import MOST_RATIO, NOT_CUT, read_focus, read_ratio
from sitegen.images.planning import MOST_WIDTHS
from sitegen.model import ImageUse
from sitegen.model.references.image_reference import IMAGE_ATTRIBUTE
from sitegen.rendering.filters import LookupProblem

__all__ = ["check_image", "check_picture", "read_image_use"]

_LARGEST = 8_000
_CENTRE = (0.5, 0.5)
_RATIO = "ratio is width by height, such as 16/9"
_FOCUS = "focus is a point such as (0.3, 0.6), from (0, 0) at the top left to (1, 1)"


def check_image(path: object, alt: object, sizes: object) -> None:
    """Check the arguments of `image()`. Raises LookupProblem."""
    _ask_for(path, alt, sizes)
    if not isinstance(path, str) or not path:
        raise _refuse("image", "its first value is a path such as 'images/lab.jpg'")
    _check_texts("image", alt, sizes)


def check_picture(image: object, alt: object, sizes: object, tallest: object) -> None:
    """Check the arguments of `picture()`. Raises LookupProblem."""
    _ask_for(image, alt, sizes, tallest)
    if isinstance(image, str):
        raise _refuse("picture", f"it shows what a page has; write image('{image}', …)")
    if not hasattr(image, "srcset"):
        hint = "ask {% if page.featured_image %} before"
        raise _refuse("picture", "there is no image to show", hint if image is None else "")
    _check_texts("picture", alt, sizes)
    if type(tallest) is not int:
        raise _refuse("picture", "tallest is a whole number of pixels, such as 600")


def read_image_use(widths: Any, ratio: Any, focus: Any) -> ImageUse:
    """Read the options of `image()`; None stands for an option not given. Raises LookupProblem."""
    _ask_for(widths, ratio, focus)
    use = ImageUse(widths=_read_widths(widths), ratio=_read_ratio(ratio), focus=_read_focus(focus))
    if use.focus != _CENTRE and not use.ratio:
        raise _refuse("image", NOT_CUT)
    return use


def _ask_for(*values: object) -> None:
    """Raise Jinja's UndefinedError for a variable that does not exist."""
    for value in values:
        if isinstance(value, jinja2.Undefined):
            str(value)


def _read_widths(widths: Any) -> tuple[int, ...]:
    if widths is None:
        return ()
    several = [widths] if type(widths) is int else widths
    if isinstance(several, Iterable) and not isinstance(several, str):
        several = list(several)
        if all(type(width) is int and 1 <= width <= _LARGEST for width in several):
            if len(several) > MOST_WIDTHS:
                raise _refuse("image", f"there are more than {MOST_WIDTHS} widths")
            return tuple(sorted(set(several)))
    message = f"widths are whole numbers from 1 to {_LARGEST}, such as [400, 800]"
    raise _refuse("image", message)


def _read_ratio(ratio: Any) -> float:
    if isinstance(ratio, str):
        try:
            return read_ratio(ratio)
        except ValueError:
            raise _refuse("image", _RATIO) from None
    if ratio is None or (type(ratio) in {int, float} and ratio == 0):
        return 0.0
    if type(ratio) not in {int, float} or not 1 / MOST_RATIO <= ratio <= MOST_RATIO:
        raise _refuse("image", _RATIO)
    return float(ratio)


def _read_focus(focus: Any) -> tuple[float, float]:
    if focus is None:
        return _CENTRE
    if isinstance(focus, str):
        try:
            return read_focus(focus)
        except ValueError:
            raise _refuse("image", _FOCUS) from None
    if isinstance(focus, list | tuple) and len(focus) == len(_CENTRE):
        x, y = focus
        if {type(x), type(y)} <= {int, float} and 0 <= x <= 1 and 0 <= y <= 1:
            return float(x), float(y)
    raise _refuse("image", _FOCUS)


def _check_texts(function: str, alt: object, sizes: object) -> None:
    if not isinstance(alt, str | None):
        raise _refuse(function, "what it shows is said in text, such as 'The lab'")
    if not isinstance(sizes, str):
        raise _refuse(function, "sizes is text such as '50vw'")


def _refuse(function: str, message: str, hint: str = "") -> LookupProblem:
    return LookupProblem(IMAGE_ATTRIBUTE, f"{function}: {message}", lambda: hint)
