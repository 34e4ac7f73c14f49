"""Store for each output what it was rendered from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from sitegen.model import Stored
from sitegen.rendering.queries import Answers

if TYPE_CHECKING:
    from sitegen.storage.store import Store

__all__ = [
    "Draft",
    "RenderRecord",
    "keep_referred",
    "read_record",
    "read_referred",
    "write_records",
]


class RenderRecord(Stored, frozen=True):
    """What an output was rendered from: list page `number` of the page `key`.

    `own` is the page's own digest, see `own_digests`, `reads` has the recorded questions with the
    digests of their answers, `digest` is that of the output's bytes.
    """

    key: str
    number: int
    own: str
    reads: dict[str, str]
    digest: str


_RECORD = msgspec.json.Decoder(RenderRecord)
#: For this many template texts, references are kept, including texts that no longer exist.
_TEXTS = 1000


class Draft(NamedTuple):
    """The parts of a record before the output is written; digests of the answers are added then.

    A finished record takes more than twice as much memory: 1.2 instead of 0.5 KB.
    """

    output: str
    key: str
    number: int
    own: str
    digest: str
    reads: tuple[str, ...]

    def record(self, answers: Answers) -> tuple[str, bytes]:
        """Return the output's name and its packed record."""
        record = RenderRecord(
            key=self.key,
            number=self.number,
            own=self.own,
            reads={question: answers[question] for question in self.reads},
            digest=self.digest,
        )
        return self.output, msgspec.json.encode(record)


def read_record(data: bytes | None) -> RenderRecord | None:
    """Return a record, or None if the bytes are not one."""
    if data is None:
        return None
    try:
        return _RECORD.decode(data)
    except msgspec.DecodeError:
        return None


def write_records(store: Store, variant: str, records: Iterable[tuple[str, bytes]]) -> None:
    """Store what outputs were rendered from."""
    store.write("renders", ((f"{variant} {name}", record) for name, record in records))


def read_referred(store: Store) -> dict[str, tuple[str, ...]]:
    """Return the stored names that templates refer to; see `TemplateTexts`."""
    data = store.read("notes", "referred")
    try:
        return msgspec.json.decode(data or b"{}", type=dict[str, tuple[str, ...]])
    except msgspec.DecodeError:
        return {}


def keep_referred(store: Store, referred: dict[str, tuple[str, ...]]) -> None:
    """Store the names that templates refer to, up to the limit, the most recent ones."""
    latest = dict(list(referred.items())[-_TEXTS:])
    store.write("notes", [("referred", msgspec.json.encode(latest))])
