"""Render pages in other processes: bytes in, bytes out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import msgspec

from sitegen.diagnostics import Diagnostic
from sitegen.model.codec import encode_json, json_decoder
from sitegen.rendering.renderer import Rendered, Renderer, RenderInputs

__all__ = [
    "Order",
    "pack_orders",
    "pack_render_inputs",
    "render_chunk",
    "unpack_render_inputs",
    "unpack_results",
]

#: A page's key, the number of its list page, and its packed body.
Order = tuple[str, int, bytes]

_MATERIAL = json_decoder(RenderInputs)
_RESULTS = msgspec.msgpack.Decoder(list[tuple[Rendered | None, Diagnostic | None]])
#: The renderer for the render inputs that this process received last.
_last: dict[bytes, Renderer] = {}


def pack_render_inputs(render_inputs: RenderInputs) -> bytes:
    """Return the render inputs as bytes."""
    return encode_json(render_inputs)


def unpack_render_inputs(packed: bytes) -> RenderInputs:
    """Return the render inputs that `pack_render_inputs` has packed."""
    return _MATERIAL.decode(packed)


def pack_orders(name: bytes, render_inputs: bytes, orders: list[Order]) -> bytes:
    """Return what `render_chunk` takes; `name` is a digest of the packed inputs."""
    return msgspec.msgpack.encode((name, render_inputs, orders))


def render_chunk(
    payload: bytes,
    limit: Callable[[str, str], AbstractContextManager[None]] = lambda *_: nullcontext(),
) -> bytes:
    """Render several pages. The inputs are unpacked once for all chunks that come with them.

    `limit` is passed to a new Renderer.
    """
    name, packed, orders = msgspec.msgpack.decode(payload, type=tuple[bytes, bytes, list[Order]])
    if name not in _last:
        _last.clear()
        _last[name] = Renderer(unpack_render_inputs(packed), limit)
    renderer = _last[name]
    results: list[tuple[Rendered | None, Diagnostic | None]] = []
    for key, number, body in orders:
        result = renderer.render(key, number, body)
        results.append((None, result) if isinstance(result, Diagnostic) else (result, None))
    return msgspec.msgpack.encode(results)


def unpack_results(data: bytes) -> list[Rendered | Diagnostic]:
    """Return the results of `render_chunk`."""
    pairs = _RESULTS.decode(data)
    return [result for pair in pairs for result in pair if result is not None]
