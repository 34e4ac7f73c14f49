"""Find the pictures that a cell of R shows as they are: `knitr::include_graphics("knee.png")`.

They are files beside the page, so nothing has to be run to show them.
"""

from __future__ import annotations

from itertools import dropwhile

from sitegen.content.chunk_headers import read_r_text, split_arguments
from sitegen.late_patterns import compile_late

__all__ = ["find_included_pictures"]

#: The only call of a cell; loading a package before it changes nothing.
_CALL = compile_late(r"(?:knitr::)?include_graphics\((?P<inner>.*)\)", 16)  # DOTALL
_LOADS = compile_late(r"\s*(?:library|require)\([^()\n]*\)\s*(?:;\s*)?")
_MANY = compile_late(r"c\((?P<inner>.*)\)", 16)
_PATH = compile_late(r"path\s*=\s*(?P<value>.*)", 16)
_OPTION = compile_late(r"[A-Za-z.][\w.]*\s*=(?!=).*", 16)
#: More are no row of pictures.
_MOST = 12


def find_included_pictures(code: str) -> tuple[str, ...]:
    """Return the paths of the pictures, if the code of a cell does nothing but show them."""
    if "include_graphics" not in code:
        return ()
    lines = [each for each in code.split("\n") if not each.lstrip().startswith("#")]
    rest = dropwhile(lambda line: not line.strip() or _LOADS.fullmatch(line), lines)
    call = _CALL.fullmatch("\n".join(rest).strip().removesuffix(";").rstrip())
    if not call:
        return ()
    first, *others = split_arguments(call["inner"])
    if not all(_OPTION.fullmatch(each) for each in others):
        return ()
    named = _PATH.fullmatch(first)
    written = named["value"] if named else first
    many = _MANY.fullmatch(written)
    paths = tuple(map(read_r_text, split_arguments(many["inner"]))) if many else ()
    paths = paths or (read_r_text(written),)
    return paths if all(paths) and len(paths) <= _MOST else ()
