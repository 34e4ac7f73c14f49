"""The last stage of a whole build: what was prepared is written, and what was learnt is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.diagnostics import has_errors
from sitegen.model import BuildResult
from sitegen.system.explaining import find_reasons
from sitegen.system.history import LastBuild
from sitegen.system.renders import keep_records
from sitegen.system.revisions import Kept, keep_site, name_build
from sitegen.system.staleness import base_digest

if TYPE_CHECKING:
    from sitegen.diagnostics import Diagnostic
    from sitegen.model import ImageJob
    from sitegen.rendering.pages import Material
    from sitegen.system.gate import Gate
    from sitegen.system.output import Written
    from sitegen.system.renders import Renders
    from sitegen.system.stock import Made
    from sitegen.system.workshop import Workshop

__all__ = ["Prepared", "finish_build"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """All of a build but the writing.

    `pages` are published; `parsed` has seconds by source for those parsed now; `state` is a digest
    of the sources, true until the moment `until`, in seconds since 1970; `gate` has looked at what
    is published as it is, `jobs` say which copies are made of images; `material` is that of the
    rendering. In a preview, images are not made but when they are asked for.
    """

    pages: int
    parsed: list[tuple[str, float]]
    state: str
    until: float
    material: Material
    renders: Renders
    jobs: tuple[ImageJob, ...]
    images: Made
    makes_images: bool
    gate: Gate
    diagnostics: tuple[Diagnostic, ...]


def finish_build(shop: Workshop, build: Prepared, explain: str) -> BuildResult:
    """Write what has changed, unless there are errors, and remember how it came about.

    Raises UsageError when there is no page by the name `explain`.
    """
    renders, images = build.renders, build.images
    if has_errors(build.diagnostics):
        return BuildResult(
            pages=build.pages, seconds=shop.watch.seconds, diagnostics=build.diagnostics
        )
    if explain:
        find_reasons(renders.reasons, explain)
    with shop.watch.stage("write"):
        written = shop.output.commit(shop.progress)
        keep_records(shop.store, shop.kind, renders)
        most = shop.config.cache.max_bytes
        shop.images.settle(shop.store, images.shown, images.unshown, most)
    last = LastBuild(
        inputs=shop.inputs,
        state=build.state,
        pages=build.pages,
        files=written.written + written.unchanged,
        images=images.count,
        since=shop.selection.now.timestamp(),
        until=build.until,
        diagnostics=build.diagnostics,
        makes_images=build.makes_images,
    )
    shop.history.write(last, shop.output)
    kept = Kept(
        build=name_build(last),
        base=base_digest(build.material),
        records=len(renders.reasons),
        redirected=frozenset(renders.redirected),
    )
    keep_site(shop.store, shop.kind, kept, build.material, renders.changed)
    return _result(shop, build, last, written)


def _result(shop: Workshop, build: Prepared, last: LastBuild, written: Written) -> BuildResult:
    renders, images = build.renders, build.images
    return BuildResult(
        pages=last.pages,
        files=last.files,
        written=written.written,
        unchanged=written.unchanged,
        removed=written.removed,
        changed=written.changed,
        images=images.count,
        rendered=len(renders.timings),
        parsed=len(build.parsed),
        derived=images.fresh,
        seconds=shop.watch.seconds,
        stages=shop.watch.stages,
        reasons=tuple(renders.reasons),
        timings=(
            *(("page", *each) for each in (*build.parsed, *renders.timings)),
            *(("template", *each) for each in renders.templates.items()),
            *(("image", *each) for each in images.timings),
        ),
        diagnostics=last.diagnostics,
    )
