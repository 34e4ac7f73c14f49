"""Decide whether an output has to be rendered again, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from sitegen.model import Page, digest_of

if TYPE_CHECKING:
    from sitegen.config import Config
    from sitegen.engine.render_records import RenderRecord
    from sitegen.rendering.queries import Answers
    from sitegen.rendering.renderer import RenderInputs
    from sitegen.storage.output import Output

__all__ = ["base_digest", "own_digests", "why_render"]


def base_digest(render_inputs: RenderInputs) -> str:
    """Return a digest of what shapes every page beside templates, assets and other pages."""
    site = render_inputs.site
    return digest_of(
        (
            site.config,
            site.measures,
            render_inputs.params,
            render_inputs.words,
            render_inputs.feed_url,
            site.logo,
        )
    )


def own_digests(page: Page, base: str, config: Config) -> Iterator[str]:
    """Yield, for each list page of a page, a digest of what it shows beside others' cards."""
    if len(page.list_urls) == 1:
        yield digest_of((base, page))
        return
    core = digest_of((base, msgspec.structs.replace(page, pages=())))
    size = config.pagination.size
    for number in range(len(page.list_urls)):
        yield digest_of((core, number, page.pages[number * size : (number + 1) * size]))


def why_render(
    record: RenderRecord | None, own: str, answers: Answers, output: Output, name: str
) -> str:
    """Say why an output has to be rendered, or nothing when it has not."""
    if record is None:
        return "it has not been rendered before"
    if record.own != own:
        return "the page itself has changed"
    for recorded, digest in record.reads.items():
        if answers[recorded] != digest:
            return f"it shows {answers.describe(recorded)}, which has changed"
    if not output.holds(name, record.digest):
        return "its file in the output is missing or was changed"
    return ""
