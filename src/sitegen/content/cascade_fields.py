"""Read `cascade`: the fields that a section gives to the pages below it, as in Hugo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.model import Cascade

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sitegen.content.yaml_reader import Field
    from sitegen.model import FrontMatter

__all__ = ["read_cascade"]

_KINDS = ("home", "page", "section")
_WILDCARD = compile_late(r"[*?]+")
#: More would take long to match.
_MOST_WILDCARDS = 3


def read_cascade(
    written: Field, read: Callable[[Mapping[str, Field]], tuple[FrontMatter, tuple[str, ...]]]
) -> tuple[Cascade, ...]:
    """Return one entry for fields, or one for each of a list of fields.

    `read` reads fields, reports their mistakes, and returns also the names of those it was given.
    Raises ValueError with a sentence for the author.
    """
    entries = written.inside if isinstance(written.inside, list) else [written]
    return tuple(_read_entry(entry, read) for entry in entries)


def _read_entry(
    entry: Field, read: Callable[[Mapping[str, Field]], tuple[FrontMatter, tuple[str, ...]]]
) -> Cascade:
    if not isinstance(entry.inside, dict):
        message = "must hold fields such as 'draft: true', or a list of such groups"
        raise ValueError(message)  # noqa: TRY004  # ValueError is how converters report
    path, kind = "", ""
    fields = dict(entry.inside)
    for name in ("target", "_target"):
        if name in fields:
            path, kind = _read_target(fields.pop(name))
    front, names = read(fields)
    return Cascade(fields=front, names=names, path=path, kind=kind)


def _read_target(target: Field) -> tuple[str, str]:
    parts = target.inside if isinstance(target.inside, dict) else {}
    unknown = [name for name in parts if name not in {"path", "kind"}]
    if not parts or unknown:
        found = f", not '{unknown[0]}'" if unknown else ""
        message = f"'target' takes 'path' and 'kind'{found}"
        raise ValueError(message)
    path = parts["path"].raw if "path" in parts else ""
    kind = parts["kind"].raw if "kind" in parts else ""
    if "path" in parts and (
        not path or len(_WILDCARD.findall(path)) > _MOST_WILDCARDS or "[" in path
    ):
        message = f"the path '{path}' must be a pattern such as '/news/**', with few '*'"
        raise ValueError(message)
    if "kind" in parts and kind not in _KINDS:
        message = f"the kind '{kind}' must be one of {', '.join(_KINDS)}"
        raise ValueError(message)
    return path, kind
