"""The last stage of a whole build: what was prepared is written, and what was learnt is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.diagnostics import has_errors
from sitegen.engine.explaining import find_reasons
from sitegen.engine.page_rendering import keep_records
from sitegen.engine.revisions import Kept, keep_site, name_build
from sitegen.engine.staleness import base_digest
from sitegen.model import BuildResult
from sitegen.storage.build_history import LastBuild

if TYPE_CHECKING:
    from sitegen.checks.check import CheckedSite
    from sitegen.diagnostics import Diagnostic
    from sitegen.engine.build_context import BuildContext
    from sitegen.engine.image_outputs import Made
    from sitegen.engine.page_rendering import Renders
    from sitegen.rendering.renderer import RenderInputs
    from sitegen.storage.output import Written

__all__ = ["Prepared", "finish_build"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """All of a build but the writing.

    `pages` are published; `parsed` has seconds by source for those parsed now; `state` is a digest
    of the sources, true until the moment `until`, in seconds since 1970; `checked` is what checks
    look at. In a preview, images are only made when they are asked for.
    """

    pages: int
    parsed: list[tuple[str, float]]
    state: str
    until: float
    render_inputs: RenderInputs
    renders: Renders
    images: Made
    makes_images: bool
    checked: CheckedSite
    diagnostics: tuple[Diagnostic, ...]


def finish_build(context: BuildContext, build: Prepared, explain: str) -> BuildResult:
    """Write what has changed, unless there are errors, and remember how it came about.

    Raises UsageError when there is no page by the name `explain`.
    """
    renders, images = build.renders, build.images
    if has_errors(build.diagnostics):
        return BuildResult(
            pages=build.pages, seconds=context.watch.seconds, diagnostics=build.diagnostics
        )
    if explain:
        find_reasons(renders.reasons, explain)
    with context.watch.stage("write"):
        written = context.output.commit(context.progress)
        keep_records(context.store, context.kind, renders)
        most = context.config.cache.max_bytes
        context.images.settle(context.store, images.shown, images.unshown, most)
    last = LastBuild(
        inputs=context.inputs,
        state=build.state,
        pages=build.pages,
        files=written.written + written.unchanged,
        images=images.count,
        since=context.selection.now.timestamp(),
        until=build.until,
        diagnostics=build.diagnostics,
        makes_images=build.makes_images,
    )
    context.history.write(last, context.output)
    kept = Kept(
        build=name_build(last),
        base=base_digest(build.render_inputs),
        records=len(renders.reasons),
        redirected=frozenset(renders.redirected),
    )
    keep_site(context.store, context.kind, kept, build.render_inputs, renders.changed)
    return _result(context, build, last, written)


def _result(
    context: BuildContext, build: Prepared, last: LastBuild, written: Written
) -> BuildResult:
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
        seconds=context.watch.seconds,
        stages=context.watch.stages,
        reasons=tuple(renders.reasons),
        timings=(
            *(("page", *each) for each in (*build.parsed, *renders.timings)),
            *(("template", *each) for each in renders.templates.items()),
            *(("image", *each) for each in images.timings),
        ),
        diagnostics=last.diagnostics,
    )
