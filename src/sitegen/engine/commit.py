"""Write the prepared outputs, and store what the build learnt."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from sitegen.engine.explaining import find_reasons
from sitegen.engine.output_making import write_output_records
from sitegen.engine.page_rendering import keep_records
from sitegen.engine.previous_build import (
    BuildSummary,
    PreviousBuild,
    name_build,
    write_pages,
    write_previous_build,
)
from sitegen.engine.tried_renders import forget_tried, keep_tried
from sitegen.model import BuildResult
from sitegen.storage.build_history import LastBuild

if TYPE_CHECKING:
    from sitegen.engine.build_context import BuildContext
    from sitegen.engine.stages import Prepared
    from sitegen.model import Site
    from sitegen.storage.output_folder import Written

__all__ = ["Finished", "finish_build"]


class Finished(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a build; `last` and `summary` are its records, None if nothing was written."""

    result: BuildResult
    last: LastBuild | None = None
    summary: BuildSummary | None = None


def finish_build(
    context: BuildContext,
    build: Prepared,
    explain: str = "",
    before: tuple[LastBuild, PreviousBuild] | None = None,
) -> Finished:
    """Write the changed files, unless there are errors, and store what they were made from.

    In a preview, they are written in any case. `before` is the previous build, if this one only
    follows edits. Raises UsageError when there is no page by the name `explain`.
    """
    if build.reported.has_errors:
        if not context.partial:
            return Finished(result=_fail(context, build, before[0] if before else None))
        context.output.drop_obstructed()
    if explain:
        find_reasons(build.renders.reasons, explain)
    with context.watch.stage("write"):
        written = context.output.commit(context.progress)
        keep_records(context.store, context.kind, build.renders, build.scope)
        forget_tried(context.store, context.kind)
        write_output_records(context.store, context.kind, build.outputs)
        if build.rest is not None:
            most = context.config.cache.max_bytes
            images = build.rest.images
            context.images.settle(context.store, images.shown, images.unshown, most)
        last = _describe(context, build, written, before[0] if before else None)
        context.history.write(last, context.output)
        summary = _store_site(context, build, last, before[1] if before else None)
    return Finished(result=_report(context, build, last, written), last=last, summary=summary)


def _fail(context: BuildContext, build: Prepared, before: LastBuild | None) -> BuildResult:
    whole = build.assembled.whole
    pages = whole.published if whole else before.pages if before else 0
    if build.renders.answers is not None:
        keep_tried(context.store, context.kind, build.renders.drafts, build.renders.answers)
    context.history.write_copies()
    failed = BuildResult.failed((), pages=pages, seconds=context.watch.seconds)
    return build.reported.put_into(failed)


def _describe(
    context: BuildContext, build: Prepared, written: Written, before: LastBuild | None
) -> LastBuild:
    """Return what the next build into this folder has to know; after edits, little of it is new."""
    since = context.selection.now.timestamp()
    whole, rest = build.assembled.whole, build.rest
    if whole is None or rest is None:
        if before is None:
            raise AssertionError
        return msgspec.structs.replace(
            before, state=build.snapshot.state, since=since, diagnostics=build.diagnostics
        )
    return LastBuild(
        inputs=context.inputs,
        state=build.snapshot.state,
        pages=whole.published,
        left_out=whole.left_out,
        files=written.written + written.unchanged,
        images=rest.images.count,
        since=since,
        until=whole.until,
        diagnostics=build.diagnostics,
        makes_images=context.makes_images,
        fatal=build.fatal,
        broken=dict(build.broken),
    )


def _store_site(
    context: BuildContext, build: Prepared, last: LastBuild, before: PreviousBuild | None
) -> BuildSummary:
    edits, renders = build.assembled.edits, build.renders
    if edits and before:
        summary = msgspec.structs.replace(before.summary, build=name_build(last))
        write_pages(context.store, context.kind, summary, edits.pages)
        build.assembled.parser.trim()
        return summary
    summary = BuildSummary(
        build=name_build(last),
        base=build.assembled.base,
        records=len(renders.reasons),
        shared_cards=_find_shared_cards(build.assembled.inputs.site),
        cascading=build.assembled.parser.cascading,
        included=frozenset(build.assembled.whole.included if build.assembled.whole else ()),
    )
    inputs = build.assembled.inputs
    write_previous_build(context.store, context.kind, summary, inputs, renders.changed)
    return summary


def _find_shared_cards(site: Site) -> frozenset[str]:
    """Return the outputs of the social cards that several pages share."""
    folder = f"{site.config.origin}{site.config.base_path}"
    uses = Counter(page.share.url for page in site.pages.values() if page.share)
    return frozenset(url.removeprefix(folder) for url, count in uses.items() if count > 1)


def _report(
    context: BuildContext, build: Prepared, last: LastBuild, written: Written
) -> BuildResult:
    renders, parsed = build.renders, build.assembled.parsed
    images = build.rest.images if build.rest else None
    return msgspec.structs.replace(
        build.reported.put_into(last.result(context.watch.seconds)),
        written=written.written,
        unchanged=written.unchanged,
        removed=written.removed,
        changed=written.changed,
        rendered=len(renders.timings),
        parsed=len(parsed),
        derived=images.fresh if images else 0,
        stages=context.watch.stages,
        reasons=tuple(renders.reasons),
        timings=(
            *(("page", *each) for each in (*parsed, *renders.timings)),
            *(("template", *each) for each in renders.templates.items()),
            *(("image", *each) for each in (images.timings if images else ())),
        ),
    )
