"""Rendering what has to be rendered, and knowing what has not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sitegen.diagnostics import Diagnostic, Location
from sitegen.engine.render_records import (
    Draft,
    keep_referred,
    read_record,
    read_referred,
    write_records,
)
from sitegen.engine.staleness import base_digest, own_digests, why_render
from sitegen.engine.timeouts import render_patiently
from sitegen.model import Page, Rank
from sitegen.model.progress import Progress, counted
from sitegen.rendering.asked_images import images_asked
from sitegen.rendering.render_codec import (
    Order,
    lend_renderer,
    pack_orders,
    pack_render_inputs,
    take_back_renderers,
    unpack_results,
)
from sitegen.rendering.renderer import Rendered, Renderer, body_source, list_page_output
from sitegen.storage.store import is_worth_trimming

if TYPE_CHECKING:
    from sitegen.engine.page_parsing import Bodies
    from sitegen.engine.workers import WorkerPool
    from sitegen.rendering.queries import Answers
    from sitegen.rendering.renderer import RenderInputs
    from sitegen.storage.output import Output
    from sitegen.storage.store import Store

__all__ = ["Renders", "keep_records", "render_pages"]


@dataclass(slots=True)
class Renders:
    """What was rendered.

    `reasons` tells of every output, with its source, why it was rendered; empty if it was not.
    `drafts` become records; `timings` has seconds by source, `templates` by template; `known` are
    the outputs of which the store had records; `changed` are the keys of the pages that it knows
    otherwise or not at all; `referred` counts the templates whose references were known;
    `redirected` are the questions asked for the pages at old URLs,
    `images` those of all outputs by which templates ask for images.
    """

    timings: list[tuple[str, float]] = field(default_factory=list)
    templates: dict[str, float] = field(default_factory=dict)
    sources: list[tuple[str, str]] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    known: frozenset[str] = frozenset()
    referred: int = 0
    changed: set[str] = field(default_factory=set)
    redirected: set[str] = field(default_factory=set)
    images: set[str] = field(default_factory=set)
    answers: Answers | None = None
    problems: list[Diagnostic] = field(default_factory=list)
    reasons: list[tuple[str, str, str]] = field(default_factory=list)


def render_pages(
    renderer: Renderer,
    bodies: Bodies,
    store: Store,
    variant: str,
    output: Output,
    pool: WorkerPool,
    progress: Progress,
) -> Renders:
    """Render the pages whose record says so, into the output; keep the others."""
    render_inputs = renderer.render_inputs
    answers = renderer.answers()
    referred = answers.context.templates.referred
    referred.update(read_referred(store))
    known = store.read_all("renders", f"{variant} ")
    renders = Renders(answers=answers, known=frozenset(known), referred=len(referred))
    todo = _choose(render_inputs, known, answers, output, renders)
    orders = {list_page_output(page, number): (page.key, number, own) for page, number, own in todo}
    questions: dict[str, str] = {}
    rendering = _render(todo, renderer, bodies, pool)
    for result in counted(rendering, "render", len(todo), progress):
        if isinstance(result, Diagnostic):
            renders.problems.append(result)
            continue
        digest = output.add(result.output, result.data, Rank.PAGE)
        reads = tuple(questions.setdefault(each, each) for each in result.reads)
        renders.drafts.append(Draft(result.output, *orders[result.output], digest, reads))
        renders.images.update(images_asked(result.reads))
        renders.timings.append((result.source, result.seconds))
        spent = renders.templates.get(result.template, 0.0)
        renders.templates[result.template] = spent + result.seconds
    for redirect in render_inputs.site.redirects:
        rendered = renderer.render_redirect(redirect)
        renders.sources.append((str(redirect.output), redirect.source))
        if isinstance(rendered, Diagnostic):
            renders.problems.append(rendered)
        else:
            renders.redirected.update(rendered.reads)
            renders.images.update(images_asked(rendered.reads))
            output.add(rendered.output, rendered.data, Rank.PAGE)
    renders.problems = _first_of_each(renders.problems)
    return renders


def keep_records(store: Store, variant: str, renders: Renders) -> None:
    """Remember how the outputs came about, once they are written.

    The records of others go at once: a page that moves and comes back would be found unchanged,
    though the page that was kept for revisions is the one that had moved.
    """
    answers = renders.answers
    if answers is not None:
        write_records(store, variant, (draft.record(answers) for draft in renders.drafts))
        referred = answers.context.templates.referred
        if len(referred) != renders.referred:
            keep_referred(store, referred)
    current = frozenset(name for name, _, _ in renders.reasons)
    store.delete("renders", (f"{variant} {name}" for name in renders.known - current))
    if is_worth_trimming(len(renders.drafts), len(renders.known), len(current)):
        store.trim("renders", frozenset(f"{variant} {name}" for name in current))


def _choose(
    render_inputs: RenderInputs,
    known: Mapping[str, bytes],
    answers: Answers,
    output: Output,
    renders: Renders,
) -> list[tuple[Page, int, str]]:
    """Keep the outputs whose records say so; return pages, numbers and digests of the others."""
    base = base_digest(render_inputs)
    todo: list[tuple[Page, int, str]] = []
    for page in render_inputs.site.pages.values():
        source = page.source or page.card.url
        for number, own in enumerate(own_digests(page, base, render_inputs.site.config), start=1):
            name = list_page_output(page, number)
            renders.sources.append((name, source))
            record = read_record(known.get(name))
            reason = why_render(record, own, answers, output, name)
            renders.reasons.append((name, source, reason))
            if record is None or record.own != own:
                renders.changed.add(page.key)
            if record is None or reason:
                todo.append((page, number, own))
            else:
                output.keep(name, record.digest)
                if render_inputs.images:
                    renders.images.update(images_asked(record.reads))
    return todo


def _render(
    todo: list[tuple[Page, int, str]],
    renderer: Renderer,
    bodies: Bodies,
    pool: WorkerPool,
) -> Iterator[Rendered | Diagnostic]:
    if pool.is_alone(len(todo)):
        for page, number, _ in todo:
            yield renderer.render(page.key, number, bodies.read(body_source(page, number)))
        return
    # Who is forked from here has the renderer already; to others it is sent.
    packed = b"" if pool.renew() else pack_render_inputs(renderer.render_inputs)
    digest = hashlib.blake2b(packed, digest_size=16).digest()
    name = digest if packed else lend_renderer(renderer)

    def payloads() -> Iterator[bytes]:
        for chunk in pool.chunks(todo):
            orders: list[Order] = [
                (page.key, number, bodies.read(body_source(page, number)))
                for page, number, _ in chunk
            ]
            yield pack_orders(name, packed, orders)

    try:
        for results in pool.run(render_patiently, payloads(), len(todo)):
            yield from unpack_results(results)
    finally:
        take_back_renderers()


def _first_of_each(problems: list[Diagnostic]) -> list[Diagnostic]:
    """Keep one diagnostic for each template line: a mistake in `base.html` is one mistake."""
    kept: dict[tuple[str, Location], Diagnostic] = {}
    for problem in problems:
        kept.setdefault((problem.code, problem.location), problem)
    return list(kept.values())
