"""Render the pages that are out of date, and keep the others."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from sitegen.diagnostics import Diagnostic, Location
from sitegen.engine.embedded_pictures import find_refused, place_refused
from sitegen.engine.math_font import ASKS_FOR_FORMULAS
from sitegen.engine.output_making import output_records_key
from sitegen.engine.page_limits import render_with_limit
from sitegen.engine.render_records import (
    Draft,
    RenderRecord,
    keep_referred,
    read_record,
    read_referred,
    write_records,
)
from sitegen.engine.render_tasks import (
    RenderOrder,
    lend_for_rendering,
    render_and_stage,
    take_back,
    unpack_rendered,
)
from sitegen.engine.staleness import own_digests, why_render
from sitegen.engine.tried_renders import find_tried
from sitegen.model import Page, Rank
from sitegen.model.progress import counted
from sitegen.rendering.asked_images import images_asked
from sitegen.rendering.render_codec import (
    Order,
    pack_orders,
    pack_render_inputs,
    unpack_results,
)
from sitegen.rendering.renderer import Rendered, Renderer, body_source, list_page_output
from sitegen.storage.store import is_worth_trimming

if TYPE_CHECKING:
    from sitegen.engine.build_context import BuildContext
    from sitegen.engine.page_parsing import PageParser
    from sitegen.rendering.queries import Answers
    from sitegen.rendering.renderer import RenderInputs
    from sitegen.storage.output_folder import OutputFolder
    from sitegen.storage.store import Store

__all__ = ["Renders", "Scope", "first_of_each_line", "keep_records", "render_pages"]

#: Outputs that may be out of date, by page key and list page number, with their records.
Scope = Mapping[tuple[str, int], "RenderRecord | None"]
#: A page, the number of its list page, the digest of what it shows itself, and its record.
_Candidate = tuple[Page, int, str, "RenderRecord | None"]
#: The same of an output that has to be rendered.
_Order = tuple[Page, int, str]
#: What was rendered, and the digest of its bytes, which the output has.
_Made = tuple[Rendered, str]
#: A process that renders has a copy of everything of the site that it has touched, so it is
#: replaced after so many chunks. With 30, it holds at most 20 MB of copies; a new one takes 20 ms.
_MOST_CHUNKS = 30


class Renders(msgspec.Struct):
    """What was rendered, and from what.

    `reasons` says of every output, with its source, why it was rendered; empty if it was not.
    `drafts` become records. `timings` has seconds by source, `templates` by template. `known` are
    the outputs of which the store had records. `changed` are the keys of the pages whose stored
    rows may be out of date. `referred` counts the templates whose references were known.
    `images` are the image questions of all outputs; `has_formulas` is whether any of them needs the
    font of formulas. `failed` says of each output that could not be
    rendered what was wrong.
    """

    timings: list[tuple[str, float]] = msgspec.field(default_factory=list)
    templates: dict[str, float] = msgspec.field(default_factory=dict)
    sources: list[tuple[str, str]] = msgspec.field(default_factory=list)
    drafts: list[Draft] = msgspec.field(default_factory=list)
    known: frozenset[str] = frozenset()
    referred: int = 0
    changed: set[str] = msgspec.field(default_factory=set)
    images: set[str] = msgspec.field(default_factory=set)
    has_formulas: bool = False
    answers: Answers | None = None
    problems: list[Diagnostic] = msgspec.field(default_factory=list)
    failed: dict[str, Diagnostic] = msgspec.field(default_factory=dict)
    reasons: list[tuple[str, str, str]] = msgspec.field(default_factory=list)


def render_pages(
    context: BuildContext,
    renderer: Renderer,
    parser: PageParser,
    base: str,
    scope: Scope | None = None,
    is_refused: Callable[[Iterable[Diagnostic]], bool] | None = None,
) -> Renders:
    """Render the outputs that are out of date into the output folder; keep the others.

    `base` is the `base_digest` of the render inputs. `scope` are the only outputs that may be out
    of date, with their records; None means all pages of the site. `is_refused` tells whether the
    site cannot be written with certain mistakes; then, outputs whose rendering would find no others
    are left out. Without it, none is.
    """
    answers = renderer.answers()
    referred = answers.context.templates.referred
    referred.update(read_referred(context.store))
    renders = Renders(answers=answers, referred=len(referred))
    if scope is None:
        known = context.store.read_all("renders", f"{context.kind} ")
        renders.known = frozenset(known)
        outputs = _all_outputs(renderer.render_inputs, known, base)
    else:
        outputs = _outputs_in(scope, renderer.render_inputs, base)
    notes_images = bool(renderer.render_inputs.images)
    todo = _choose(outputs, answers, context, renders, notes_images=notes_images)
    last: list[_Order] = []
    if is_refused and scope is None and todo:
        owns = ((list_page_output(page, number), own) for page, number, own in todo)
        tried = find_tried(context.store, context.kind, owns, answers)
        last = [each for each in todo if list_page_output(*each[:2]) in tried]
        todo = [each for each in todo if list_page_output(*each[:2]) not in tried]
    is_edit = scope is not None
    _render_and_note(todo, context, renderer, parser, renders, is_edit=is_edit)
    if is_refused and last and not is_refused(renders.problems):
        _render_and_note(last, context, renderer, parser, renders, is_edit=is_edit)
    elif last and notes_images:
        reads = (tried[list_page_output(*each[:2])].reads for each in last)
        renders.images.update(*map(images_asked, reads))
    placed = place_refused(renders.problems, context, renderer.render_inputs.own_templates)
    renders.problems = first_of_each_line(placed)
    return renders


def _render_and_note(
    todo: list[_Order],
    context: BuildContext,
    renderer: Renderer,
    parser: PageParser,
    renders: Renders,
    *,
    is_edit: bool,
) -> None:
    # After edits there are few, and their inputs are read from the store one by one.
    here = is_edit or context.pool.is_alone(len(todo))
    rendering = _render(todo, context, renderer, parser, here=here)
    made = counted(rendering, "render", len(todo), context.progress, step=1 if here else 25)
    _note_renders(todo, made, renders)


def _note_renders(
    todo: list[_Order], rendering: Iterable[_Made | Diagnostic], renders: Renders
) -> None:
    orders = {list_page_output(page, number): (page.key, number, own) for page, number, own in todo}
    questions: dict[str, str] = {}
    for (page, number, _), made in zip(todo, rendering, strict=True):
        if isinstance(made, Diagnostic):
            renders.problems.append(made)
            renders.failed[list_page_output(page, number)] = made
            continue
        result, digest = made
        reads = tuple(questions.setdefault(each, each) for each in result.reads)
        renders.drafts.append(Draft(result.output, *orders[result.output], digest, reads))
        renders.images.update(images_asked(result.reads))
        renders.has_formulas |= ASKS_FOR_FORMULAS in reads
        renders.timings.append((result.source, result.seconds))
        spent = renders.templates.get(result.template, 0.0)
        renders.templates[result.template] = spent + result.seconds


def keep_records(store: Store, variant: str, renders: Renders, scope: Scope | None = None) -> None:
    """Store what the outputs were rendered from, once they are written.

    Records of outputs that the site no longer has are deleted at once. Otherwise, a page that is
    moved and then moved back would count as unchanged, while the store has its row at the other
    place. So are those of outputs that could not be made.
    """
    answers = renders.answers
    if answers is not None:
        write_records(store, variant, (draft.record(answers) for draft in renders.drafts))
        referred = answers.context.templates.referred
        if len(referred) != renders.referred:
            keep_referred(store, referred)
    store.delete("renders", (f"{variant} {name}" for name in renders.failed))
    if scope is not None:
        return
    current = frozenset(name for name, _, _ in renders.reasons)
    store.delete("renders", (f"{variant} {name}" for name in renders.known - current))
    if is_worth_trimming(len(renders.drafts), len(renders.known), len(current)):
        used = (*(f"{variant} {name}" for name in current), output_records_key(variant))
        store.trim("renders", frozenset(used))


def _all_outputs(
    inputs: RenderInputs, known: Mapping[str, bytes], base: str
) -> Iterator[_Candidate]:
    for page in inputs.site.pages.values():
        for number, own in enumerate(own_digests(page, base, inputs.site.config), start=1):
            record = read_record(known.get(list_page_output(page, number)))
            yield page, number, own, record


def _outputs_in(scope: Scope, inputs: RenderInputs, base: str) -> Iterator[_Candidate]:
    for (key, number), record in scope.items():
        page = inputs.site.pages[key]
        own = list(own_digests(page, base, inputs.site.config))[number - 1]
        yield page, number, own, record


def _choose(
    outputs: Iterable[_Candidate],
    answers: Answers,
    context: BuildContext,
    renders: Renders,
    *,
    notes_images: bool,
) -> list[_Order]:
    """Keep the outputs that are up to date according to their records; return the others."""
    todo: list[_Order] = []
    for page, number, own, record in outputs:
        name, source = list_page_output(page, number), page.source or page.card.url
        renders.sources.append((name, source))
        reason = why_render(record, own, answers, context.output, name)
        renders.reasons.append((name, source, reason))
        if record is None or record.own != own:
            renders.changed.add(page.key)
        if record is None or reason:
            todo.append((page, number, own))
        else:
            context.output.keep(name, record.digest)
            renders.has_formulas |= ASKS_FOR_FORMULAS in record.reads
            if notes_images:
                renders.images.update(images_asked(record.reads))
    return todo


def _render(
    todo: list[_Order],
    context: BuildContext,
    renderer: Renderer,
    parser: PageParser,
    *,
    here: bool,
) -> Iterator[_Made | Diagnostic]:
    """Render outputs and stage them: in this process (`here`), in forks of it, or in others."""
    if here:
        for order in todo:
            yield _render_here(order, context.output, renderer, parser)
    elif context.pool.renew(_MOST_CHUNKS):
        yield from _have_rendered(todo, context, renderer, parser)
    else:
        yield from _send_for_rendering(todo, context, renderer, parser)


def _render_here(
    order: _Order, output: OutputFolder, renderer: Renderer, parser: PageParser
) -> _Made | Diagnostic:
    page, number, _ = order
    body = parser.read_body(body_source(page, number))
    return _add(renderer.render(page.key, number, body), output)


def _add(result: Rendered | Diagnostic, output: OutputFolder) -> _Made | Diagnostic:
    if isinstance(result, Diagnostic):
        return result
    if refused := find_refused(result.source, result.data):
        return refused
    return result, output.add(result.output, result.data, Rank.PAGE)


def _have_rendered(
    todo: list[_Order], context: BuildContext, renderer: Renderer, parser: PageParser
) -> Iterator[_Made | Diagnostic]:
    """Render and stage in processes forked from this one, which share its memory."""
    context.store.commit()  # otherwise they would not see what this process has written
    lend_for_rendering(renderer, context.output, context.store.folder)
    chunks = context.pool.chunks(todo)
    payloads = (
        msgspec.msgpack.encode([_order_with_body(order, parser) for order in chunk])
        for chunk in chunks
    )
    try:
        results = context.pool.run(render_and_stage, payloads, len(todo))
        for chunk, packed in zip(chunks, results, strict=True):
            for order, made in zip(chunk, unpack_rendered(packed), strict=True):
                if made.problem:
                    yield made.problem
                elif made.rendered and made.staged:
                    name = made.rendered.output
                    yield made.rendered, context.output.take(name, made.staged, Rank.PAGE)
                else:
                    yield _render_here(order, context.output, renderer, parser)
    finally:
        take_back()
        context.pool.dismiss()  # they hold copies of the site; for images, others are forked


def _order_with_body(order: _Order, parser: PageParser) -> RenderOrder:
    page, number, _ = order
    source = body_source(page, number)
    key = parser.body_key(source)
    return RenderOrder(page.key, number, key, b"" if key else parser.read_body(source))


def _send_for_rendering(
    todo: list[_Order], context: BuildContext, renderer: Renderer, parser: PageParser
) -> Iterator[_Made | Diagnostic]:
    """Render in processes that share nothing with this one: send them everything they need."""
    packed = pack_render_inputs(renderer.render_inputs)
    name = hashlib.blake2b(packed, digest_size=16).digest()

    def payloads() -> Iterator[bytes]:
        for chunk in context.pool.chunks(todo):
            orders: list[Order] = [
                (page.key, number, parser.read_body(body_source(page, number)))
                for page, number, _ in chunk
            ]
            yield pack_orders(name, packed, orders)

    for results in context.pool.run(render_with_limit, payloads(), len(todo)):
        for result in unpack_results(results):
            yield _add(result, context.output)


def first_of_each_line(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Keep one diagnostic for each template line: a mistake in `base.html` is reported once."""
    kept: dict[tuple[str, Location], Diagnostic] = {}
    for problem in problems:
        kept.setdefault((problem.code, problem.location), problem)
    return list(kept.values())
