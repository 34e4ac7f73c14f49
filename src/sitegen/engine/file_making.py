"""Make the outputs that edits of text do not change: images, copied files and web assets.

All outputs are checked together. Images come last, because they take by far the longest: none is
made for a site that has errors and cannot be written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from sitegen.checks.check import Check, CheckedSite
from sitegen.diagnostics import Diagnostic
from sitegen.engine.assembling import WholeSite
from sitegen.engine.deferred_images import defer_images
from sitegen.engine.image_derivation import make_images, warn_of_removed
from sitegen.engine.image_inspection import is_picture
from sitegen.engine.image_outputs import ImageOutputs, MadeImages
from sitegen.engine.math_font import is_imported, publish_math_font
from sitegen.engine.page_limits import limit_reading
from sitegen.engine.publish_guard import PublishGuard
from sitegen.engine.published_files import publish_files
from sitegen.engine.social_card_drawing import draw_social_cards
from sitegen.images.planning import join_jobs
from sitegen.model import ImageJob
from sitegen.rendering.asked_images import images_asked, plan_asked

if TYPE_CHECKING:
    from sitegen.engine.build_context import BuildContext
    from sitegen.engine.output_making import MadeOutputs
    from sitegen.engine.page_rendering import Renders

__all__ = ["MadeFiles", "make_files"]


class MadeFiles(msgspec.Struct, frozen=True, kw_only=True):
    """`images` counts the derived images and those made now; `checked` is what checks examine.

    Of a site that cannot be written, that is without derived images.
    """

    images: MadeImages
    checked: CheckedSite
    problems: tuple[Diagnostic, ...]


def make_files(
    context: BuildContext,
    whole: WholeSite,
    own_templates: Mapping[str, str],
    renders: Renders,
    made: MadeOutputs,
    checks: Iterable[Check],
    is_refused: Callable[[Iterable[Diagnostic]], bool],
) -> MadeFiles:
    """Put these files into the output, and run the checks.

    Mistakes are in the result's problems. `is_refused` tells whether the site cannot be written
    with certain mistakes; then no images are made.
    """
    config = context.config
    with context.watch.stage("outputs"):
        questions = renders.images.union(images_asked(made.reads()))
        asked = plan_asked(config, whole.images, sorted(questions))
        jobs = join_jobs(whole.site.image_jobs, asked)
        removed = warn_of_removed(jobs, whole.images, whole.web_files.removed)
        guard = PublishGuard(context.sources, config.images.originals, context.store)
        has_formulas = renders.has_formulas or is_imported(whole.web_assets)
        files = publish_files(
            context, guard, whole.site, whole.web_assets, has_formulas=has_formulas
        )
        sources = context.sources
        others = (*renders.sources, *made.files(), *files)
        checked = CheckedSite(
            config=config,
            site=whole.site,
            outputs=(*others, *_list_images(whole, jobs)),
            templates=own_templates,
            images=tuple(path for path in sources.files() if is_picture(path)),
            derived=frozenset(job.source for job in jobs),
            copied={path: held for path, held in guard.published.items() if path in sources.paths},
            read_source=lambda path: sources.read(path).data,
            read_output=context.output.read,
            limit=limit_reading,
            addresses=whole.addresses,
            works=whole.works,
        )
        found = (each for check in checks for each in check.run(checked))
        problems = (*removed, *guard.problems, *guard.warn(), *found)
        guard.save()
    if is_refused(problems):
        checked = msgspec.structs.replace(checked, outputs=others)
        return MadeFiles(images=MadeImages(), checked=checked, problems=problems)
    with context.watch.stage("images"):
        images = _make_images(context, whole, jobs)
        font_problems, key = publish_math_font(context, whole.web_assets, has_formulas=has_formulas)
        images = msgspec.structs.replace(images, shown=images.shown | {key}) if key else images
    problems = (*problems, *font_problems)
    return MadeFiles(images=images, checked=checked, problems=(*problems, *images.problems))


def _make_images(context: BuildContext, whole: WholeSite, jobs: tuple[ImageJob, ...]) -> MadeImages:
    """Make the planned images and social cards that are missing; a preview only stores the plan."""
    cards = whole.site.social_cards
    if not context.makes_images:
        return defer_images(jobs, cards, context.store)
    outputs = ImageOutputs(context.images, context.store, context.output)
    with context.images.held():
        make_images(context.sources, jobs, outputs, context.pool, context.progress)
        broken = {problem.location.path for problem in outputs.problems}
        cards = tuple(card for card in cards if str(card.photo) not in broken)
        draw_social_cards(context.sources, cards, outputs, context.pool, context.progress)
    context.pool.dismiss()
    return outputs.close()


def _list_images(whole: WholeSite, jobs: tuple[ImageJob, ...]) -> Iterator[tuple[str, str]]:
    """Yield all images of the output, each with its source."""
    variants = {str(each.output): str(job.source) for job in jobs for each in job.variants}
    # Once each: variants are named by their bytes, and two folders may have the same picture.
    yield from variants.items()
    yield from ((str(card.output), card.title) for card in whole.site.social_cards)
