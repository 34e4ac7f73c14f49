"""Keep compiled templates for later builds, in this process or in another.

To compile the theme takes longer than to render a small site with it.
"""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING

import jinja2

if TYPE_CHECKING:
    from types import CodeType

__all__ = ["COMPILED", "THEME_FOLDER", "CompiledTemplates"]

#: What the file names of the theme's templates begin with.
THEME_FOLDER = "theme/"


class CompiledTemplates(jinja2.BytecodeCache):
    """The code of templates, by name and source.

    Jinja asks for a template that it needs and gives what it has compiled.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, CodeType]] = {}
        #: Whether templates of the theme have been compiled since `add_packed`.
        self.has_more = False

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Put the code of a template into Jinja's bucket, if it is that of the same source."""
        checksum, code = self._kept.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keep the code of a template."""
        if bucket.code is not None:
            self._kept[bucket.key] = (bucket.checksum, bucket.code)
            self.has_more = self.has_more or _is_of_theme(bucket.code)

    def pack_theme(self) -> bytes:
        """Return the code of all templates of the theme, for the same version of Python."""
        kept = {key: found for key, found in self._kept.items() if _is_of_theme(found[1])}
        return marshal.dumps(kept)

    def add_packed(self, data: bytes) -> None:
        """Add what `pack_theme` has returned. It is code, so it must come from nobody else."""
        found: dict[str, tuple[str, CodeType]] = marshal.loads(data)  # noqa: S302  # see above
        self._kept = {**found, **self._kept}
        self.has_more = any(
            _is_of_theme(code) for key, (_, code) in self._kept.items() if key not in found
        )


def _is_of_theme(code: CodeType) -> bool:
    return code.co_filename.startswith(THEME_FOLDER)


#: Those of this process.
COMPILED = CompiledTemplates()
