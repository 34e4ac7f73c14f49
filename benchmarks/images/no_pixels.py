"""Run sitegen where no pixel can be had: whatever decodes, scales or encodes a picture fails.

`python no_pixels.py build SITE` ends well only if the build needed none of that.
"""

from __future__ import annotations

from typing import Any, NoReturn

from PIL import Image, ImageFile


def _refuse(*_: Any, **__: Any) -> NoReturn:
    raise AssertionError("a pixel was touched")


def main() -> None:
    """Take Pillow's hands away, then do what the command line says."""
    everything: list[Any] = [ImageFile.ImageFile, *_heirs(ImageFile.ImageFile)]
    for kind in everything:
        if "load" in vars(kind):
            kind.load = _refuse
    whole: Any = Image.Image
    whole.resize = whole.reduce = whole.save = _refuse
    from sitegen.cli.main import main as build

    build()


def _heirs(kind: type) -> list[type]:
    """Return all classes that inherit from one: Pillow's readers, as far as they are loaded."""
    Image.init()
    found: list[type] = []
    for heir in kind.__subclasses__():
        found += [heir, *_heirs(heir)]
    return found


if __name__ == "__main__":
    main()
