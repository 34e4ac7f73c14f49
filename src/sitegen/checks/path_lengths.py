"""Find files of the output whose names or paths no file system can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.checks.collisions import place_of_address
from sitegen.config.path_limits import find_excess
from sitegen.diagnostics import Diagnostic, Severity, declare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.checks.check import CheckedSite

__all__ = ["PATH_LENGTHS", "PATH_TOO_LONG", "PathLengthCheck"]

PATH_TOO_LONG = declare("path-too-long", Severity.ERROR, needed=True)


class PathLengthCheck:
    """Find names of more than 255 bytes, and paths of more than 1,024.

    Fields of pages are checked when they are read. This finds what is made of several: of folders
    and a `slug`, or of a name and a fingerprint.
    """

    name = "path-lengths"
    runs_in_build = True

    def run(self, site: CheckedSite) -> Iterator[Diagnostic]:
        """Yield an error for each file, at what sets its address; one for each source."""
        aliases = {str(each.output) for each in site.site.redirects}
        told: set[str] = set()
        too_long = [each for each in site.outputs if find_excess(each[0])]
        for path, source in sorted(too_long):
            if source in told:
                continue
            told.add(source)
            fields = ("aliases",) if path in aliases else ("url", "slug")
            yield Diagnostic(
                code=PATH_TOO_LONG,
                message=f"the file of its address cannot be written: {find_excess(path)}",
                location=place_of_address(source, fields, site.addresses),
                hint="give it, or a folder above it, a shorter name",
            )


PATH_LENGTHS = PathLengthCheck()
