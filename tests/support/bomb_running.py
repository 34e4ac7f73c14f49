"""Read a file as a build does, in a process with limits, and tell what it took."""

from __future__ import annotations

import contextlib
import os
import pickle
import resource
import signal
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import msgspec

from sitegen.checks.privacy.containers import find_published_metadata
from sitegen.checks.privacy.documents import MissingLibraryError, describe_document
from sitegen.checks.privacy.inline_images import find_inline_pictures
from sitegen.checks.privacy.medical import find_medical
from sitegen.checks.svg_activity import find_activity
from sitegen.config import ENGINES, Config, parse_config
from sitegen.content.page_codec import pack_options, parse_chunk, unpack_body, unpack_head
from sitegen.content.source_kind import ParsedValue, value_kinds
from sitegen.diagnostics import Diagnostic
from sitegen.errors import ConfigError
from sitegen.images.image_problem import ImageProblem
from sitegen.images.inspection import inspect_image
from sitegen.model import SourceFile
from sitegen.webassets.fingerprinting import build_web_assets
from support.bombs import Bomb
from support.parsing import parse_options_of

__all__ = ["Outcome", "read_bomb", "run_bomb"]

_CONFIG = Config(title="A", base_url="https://a.org/")
_PICTURES = frozenset({".svg", ".gif", ".png", ".webp", ".tif", ".jpg", ".avif"})
_PAGES = frozenset({".md", ".html", ".ipynb", ".qmd"})
_ARCHIVES = frozenset({".zip", ".gz", ".pdf"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading a file took, and why it failed, empty if it did not.

    `seconds` are those of the processor, `memory` are the bytes that it took beside the program.
    """

    seconds: float
    memory: int
    said: tuple[str, ...] = ()
    failure: str = ""


def read_bomb(bomb: Bomb) -> Iterator[str]:
    """Read a file through all that reads such a file in a build; yield the diagnostics.

    Raises whatever the program raises: that is what tests look for.
    """
    path = PurePosixPath(bomb.path)
    source = SourceFile(path=path, data=bomb.data, digest="0" * 64)
    if path.name == "sitegen.toml":
        with contextlib.suppress(ConfigError):
            parse_config(bomb.data.decode("utf-8", "replace"), bomb.path)
    elif path.suffix in _PAGES:
        yield from _read_page(source)
    else:
        yield from _read_values(source)
        yield from _read_asset(source)
        yield from map(str, find_published_metadata(path, bomb.data))
        yield from map(str, find_inline_pictures(bomb.data))
        find_medical(bomb.data)


def _read_asset(source: SourceFile) -> Iterator[str]:
    suffix = source.path.suffix
    if suffix in _PICTURES:
        try:
            inspect_image(source.path, source.data, source.digest)
        except ImageProblem as problem:
            yield str(problem)
    if suffix == ".svg":
        find_activity(source.data)
    if suffix == ".css":
        yield from map(str, build_web_assets({"a.css": source.data}).problems)
    if suffix in _ARCHIVES:
        with contextlib.suppress(MissingLibraryError):
            yield from map(str, describe_document(source.data))


def _read_page(source: SourceFile) -> Iterator[str]:
    for engine in ENGINES:
        options = pack_options(parse_options_of(engine=engine))
        payload = msgspec.msgpack.encode((options, [(str(source.path), source.data)]))
        ((head, body, _),) = msgspec.msgpack.decode(parse_chunk(payload))
        page = unpack_head(head)
        assert page is not None
        assert unpack_body(body) is not None
        yield from map(str, page.diagnostics)


def _read_values(source: SourceFile) -> Iterator[str]:
    for kind in value_kinds().values():
        if kind.matches(source.path):
            found = kind.parse(source, kind.options(_CONFIG))
            if isinstance(found, Diagnostic):
                yield str(found)
            else:
                value = found.value if isinstance(found, ParsedValue) else found
                kind.unpack(value)
                if isinstance(found, ParsedValue):
                    yield from map(str, found.problems)


def run_bomb(bomb: Bomb, seconds: int = 20, memory: int = 1_000_000_000) -> Outcome:
    """Read a file in a fork of this process, which ends it beyond these limits."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _run_in_child(bomb, seconds, memory, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        told = pipe.read()
    _, status, used = os.wait4(child, 0)
    taken = used.ru_utime + used.ru_stime
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        return Outcome(taken, 0, failure=f"ended by {name} after {taken:.1f} s")
    if not told:
        return Outcome(taken, 0, failure=f"ended with {os.WEXITSTATUS(status)}")
    said, failure, grown = pickle.loads(told)  # noqa: S301  # from our own child
    return Outcome(taken, grown, tuple(said), failure)


def _run_in_child(bomb: Bomb, seconds: int, memory: int, writer: int) -> None:
    """Read, tell the parent, and end this process."""
    said: list[str] = []
    failure = ""
    before = _resident()
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        size = _virtual() + memory
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for line in read_bomb(bomb):
            if len(said) < 30:
                said.append(line[:300])
    except BaseException:  # noqa: BLE001  # all of them, to tell them
        failure = traceback.format_exc(limit=-6)[-3_000:]
    peak = max(_peak() - before, 0)
    try:
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(pickle.dumps((said, failure, peak)))
    finally:
        os._exit(0)


def _field(name: str) -> int:
    """Return a size in bytes from Linux' own account of this process."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024
    return 0


def _resident() -> int:
    return _field("VmRSS:")


def _peak() -> int:
    return _field("VmHWM:")


def _virtual() -> int:
    return _field("VmSize:")
