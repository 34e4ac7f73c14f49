"""Remember which pages have been rendered without a mistake for a site that was not written.

While other mistakes remain, their rendering would find nothing new, and its result could not be
written. So they are left for last, and rendered only if nothing else keeps the site from being
written. A page is rendered again at once if it, or something that it shows, has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sitegen.engine.render_records import Draft, RenderRecord, read_record

if TYPE_CHECKING:
    from sitegen.rendering.queries import Answers
    from sitegen.storage.store import Store

__all__ = ["find_tried", "forget_tried", "keep_tried"]


def find_tried(
    store: Store, variant: str, owns: Iterable[tuple[str, str]], answers: Answers
) -> Mapping[str, RenderRecord]:
    """Return the records of those outputs whose rendering would find nothing new.

    `owns` are outputs with the `own_digests` of their pages.
    """
    known = store.read_all("renders", _prefix(variant))
    if not known:
        return {}
    records = ((output, own, read_record(known.get(output))) for output, own in owns)
    return {
        output: record
        for output, own, record in records
        if record is not None and record.own == own and _is_current(record, answers)
    }


def keep_tried(store: Store, variant: str, drafts: Iterable[Draft], answers: Answers) -> None:
    """Store what was rendered for a site that is not written."""
    prefix = _prefix(variant)
    rows = (draft.record(answers) for draft in drafts)
    store.write("renders", ((f"{prefix}{output}", packed) for output, packed in rows))


def forget_tried(store: Store, variant: str) -> None:
    """Forget all of it, once the site has been written."""
    prefix = _prefix(variant)
    store.delete("renders", (prefix + output for output in store.keys("renders", prefix)))


def _is_current(record: RenderRecord, answers: Answers) -> bool:
    return all(answers[recorded] == digest for recorded, digest in record.reads.items())


def _prefix(variant: str) -> str:
    return f"tried {variant} "
