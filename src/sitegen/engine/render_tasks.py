"""Render in forks of the main process, which share its memory and stage the files themselves.

They read the bodies of pages from the store, and only what was read and where the file is travels
back. Workers on other machines are sent bytes instead; see `page_limits`.
"""

from __future__ import annotations

import functools
import os
import secrets
from itertools import count
from pathlib import Path
from typing import NamedTuple

import msgspec

from sitegen.diagnostics import Diagnostic
from sitegen.engine.embedded_pictures import find_refused
from sitegen.model import Stored
from sitegen.model.codec import encode_msgpack, msgpack_decoder
from sitegen.rendering.renderer import Rendered, Renderer
from sitegen.storage.output_folder import OutputFolder, Staged
from sitegen.storage.store import Store, open_store_to_read

__all__ = [
    "RenderOrder",
    "RenderedOutput",
    "lend_for_rendering",
    "render_and_stage",
    "take_back",
    "unpack_rendered",
]


class RenderOrder(NamedTuple):
    """An output to render: a page's key, the number of its list page, and its body.

    The body is in the store under `body_key`; without a key, it is `body`.
    """

    key: str
    number: int
    body_key: str
    body: bytes


class RenderedOutput(Stored, frozen=True):
    """A rendered output without its bytes, and the staged file; or what went wrong.

    All fields are None if the store has lost the page's body.
    """

    rendered: Rendered | None = None
    staged: Staged | None = None
    problem: Diagnostic | None = None


class _Lent(NamedTuple):
    """What forked processes inherit in their memory for rendering."""

    renderer: Renderer
    output: OutputFolder
    store: Path | None


_ORDERS = msgspec.msgpack.Decoder(list[RenderOrder])
_RENDERED = msgpack_decoder(list[RenderedOutput])
_lent: list[_Lent] = []
_numbers = count()


def lend_for_rendering(renderer: Renderer, output: OutputFolder, store: Path | None) -> None:
    """Set what processes that are forked from now on use in `render_and_stage`."""
    output.open_stage()
    _lent[:] = [_Lent(renderer, output, store)]


def take_back() -> None:
    """Drop what `lend_for_rendering` set."""
    _lent.clear()


def render_and_stage(payload: bytes) -> bytes:
    """Render outputs and stage their files; needs `lend_for_rendering`. Raises MachineError."""
    (lent,) = _lent
    found = []
    for order in _ORDERS.decode(payload):
        body: bytes | None = order.body
        if order.body_key:
            body = _open_to_read(lent.store).read("bodies", order.body_key) if lent.store else None
        if body is None:
            found.append(RenderedOutput())
            continue
        result = lent.renderer.render(order.key, order.number, body)
        if isinstance(result, Diagnostic):
            found.append(RenderedOutput(problem=result))
            continue
        if refused := find_refused(result.source, result.data):
            found.append(RenderedOutput(problem=refused))
            continue
        place = f"{_mark(os.getpid())}-{next(_numbers)}"
        staged = lent.output.stage(result.output, result.data, place)
        rendered = msgspec.structs.replace(result, data=b"")
        found.append(RenderedOutput(rendered=rendered, staged=staged))
    return encode_msgpack(found)


def unpack_rendered(data: bytes) -> list[RenderedOutput]:
    """Unpack the result of `render_and_stage`."""
    return _RENDERED.decode(data)


@functools.cache
def _mark(_: int) -> str:
    """Return a name for this process alone: a later one may have the same number."""
    return secrets.token_hex(4)


@functools.cache
def _open_to_read(folder: Path) -> Store:
    return open_store_to_read(folder)
