"""Build a research website from Markdown.

`sitegen.build("path/to/site")` does what `sitegen build` does, and returns a `BuildResult`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.config import Config
    from sitegen.errors import SitegenError
    from sitegen.model import BuildResult, Site

__version__ = "0.1.0"
__all__ = ["BuildResult", "Config", "Site", "SitegenError", "__version__", "build"]


def build(  # noqa: PLR0913  # the options of the command
    site: str | Path = ".",
    *,
    output: str | Path | None = None,
    base_url: str = "",
    jobs: int | str = 0,
    drafts: bool = False,
    future: bool = False,
    expired: bool = False,
    clean: bool = False,
    explain: str = "",
) -> BuildResult:
    """Build a site, by default into its `_site/`.

    Mistakes in the content are in the result's `diagnostics`; the output is then untouched. With
    `explain`, the name of a page, the result's `reasons` tell why each page was rendered or not.
    Raises SitegenError: wrong configuration, a refused output folder, a failure of the machine.
    """
    from pathlib import Path as _Path  # no work at import

    from sitegen.engine.build import BuildOptions, build_site

    options = BuildOptions(
        output=_Path(output) if output is not None else None,
        base_url=base_url,
        jobs=str(jobs or ""),
        drafts=drafts,
        future=future,
        expired=expired,
        clean=clean,
        explain=explain,
    )
    return build_site(_Path(site), options)


def __getattr__(name: str) -> Any:
    """Import the public classes on first use, so that `sitegen --version` stays quick."""
    homes = {"Config": "config", "SitegenError": "errors", "BuildResult": "model", "Site": "model"}
    if name not in homes:
        message = f"module 'sitegen' has no attribute '{name}'"
        raise AttributeError(message)
    from importlib import import_module

    return getattr(import_module(f"sitegen.{homes[name]}"), name)
