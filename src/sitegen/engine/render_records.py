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
    """How an output came about: list page `number` of the page `key`.

    `own` is the page's own digest, see `own_digests`, `reads` has the recorded questions with the
    digests of their answers, `digest` is that of the output's bytes.
    """

    key: str
    number: int
    own: str
    reads: dict[str, str]
    digest: str


_RECORD = msgspec.json.Decoder(RenderRecord)
#: So many templates' references are kept, those of texts that are gone among them.
_TEXTS = 1000


class Draft(NamedTuple):
    """What a record is made of once the output is written: the answers are known by then.

    A finished record takes two and a half times as much memory: 1.2 KB instead of half a KB.
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
    """Return a record, or None when the bytes are none."""
    if data is None:
        return None
    try:
        return _RECORD.decode(data)
    except msgspec.DecodeError:
        return None


def write_records(store: Store, variant: str, records: Iterable[tuple[str, bytes]]) -> None:
    """Remember how outputs came about."""
    store.write("renders", ((f"{variant} {name}", record) for name, record in records))


def read_referred(store: Store) -> dict[str, tuple[str, ...]]:
    """Return the names that templates refer to, as far as they are known; see `TemplateTexts`."""
    data = store.read("notes", "referred")
    try:
        return msgspec.json.decode(data or b"{}", type=dict[str, tuple[str, ...]])
    except msgspec.DecodeError:
        return {}


def keep_referred(store: Store, referred: dict[str, tuple[str, ...]]) -> None:
    """Remember the names that templates refer to, the latest of them."""
    latest = dict(list(referred.items())[-_TEXTS:])
    store.write("notes", [("referred", msgspec.json.encode(latest))])
