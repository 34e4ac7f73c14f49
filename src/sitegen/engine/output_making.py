"""Make outputs such as the feed that are out of date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from sitegen import registry
from sitegen.diagnostics import Diagnostic
from sitegen.engine.embedded_pictures import find_refused
from sitegen.model import Stored, digest_of
from sitegen.outputs import PartedOutput
from sitegen.rendering.recorded_site import RecordedSite

if TYPE_CHECKING:
    from sitegen.engine.staleness import TextChanges
    from sitegen.model import Artefact
    from sitegen.outputs import Output
    from sitegen.rendering.queries import Answers
    from sitegen.rendering.renderer import Renderer
    from sitegen.storage.output_folder import OutputFolder
    from sitegen.storage.store import Store

    _Render = Callable[[RecordedSite], Iterable[Artefact | Diagnostic]]

__all__ = [
    "MadeFile",
    "MadeOutputs",
    "OutputRecord",
    "make_outputs",
    "output_records_key",
    "read_output_records",
    "write_output_records",
]


class MadeFile(NamedTuple):
    """A file's name in the output, the digest of its bytes, and what diagnostics call it."""

    name: str
    digest: str
    source: str


class OutputRecord(Stored, frozen=True):
    """What an output's files were made from: like `RenderRecord`, but for any number of files.

    `own` is a digest of what shapes every output, empty if something was wrong. Two `files` may
    have one name: that is an error, which a check finds.
    """

    own: str
    reads: dict[str, str]
    files: tuple[MadeFile, ...]


_RECORDS = msgspec.msgpack.Decoder(dict[str, OutputRecord])


class MadeOutputs(msgspec.Struct):
    """The records of all outputs by name; those of parts are `OUTPUT PART`.

    `fresh` are those that were made now, `gone` those of which only an earlier build had a record.
    """

    records: dict[str, OutputRecord] = msgspec.field(default_factory=dict)
    fresh: list[str] = msgspec.field(default_factory=list)
    gone: tuple[str, ...] = ()
    problems: list[Diagnostic] = msgspec.field(default_factory=list)

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield the names of all files, and what diagnostics call them."""
        for record in self.records.values():
            for file in record.files:
                yield file.name, file.source

    def reads(self) -> Iterator[str]:
        """Yield all recorded questions, some of them several times."""
        for record in self.records.values():
            yield from record.reads


def make_outputs(
    renderer: Renderer,
    answers: Answers,
    base: str,
    known: Mapping[str, OutputRecord],
    folder: OutputFolder,
    changes: TextChanges | None = None,
    read_body: Callable[[str], bytes] = lambda _: b"",
) -> MadeOutputs:
    """Make those registered outputs that are out of date, into the output folder; keep the others.

    `base` is the `base_digest` of the render inputs, `known` are the records of an earlier build.
    After edits of texts, `changes` tells which answers may have changed; None means all of them.
    `read_body` returns the packed body of a page by its source. Raises ValueError if two outputs
    have the same name.
    """
    outputs = registry.OUTPUTS.load()
    if len({each.name for each in outputs}) < len(outputs):
        message = f"two outputs have the same name, among {[each.name for each in outputs]}"
        raise ValueError(message)
    made = MadeOutputs()
    for name, source, render in _list_parts(outputs, renderer):
        own = digest_of((base, source))
        record = known.get(name)
        if record is not None and _is_current(record, own, answers, folder, changes):
            for file in record.files:
                folder.keep(file.name, file.digest)
        else:
            site = RecordedSite(renderer, read_body)
            record = _make(render, own, site, answers, folder, made.problems)
            made.fresh.append(name)
        made.records[name] = record
    made.gone = tuple(name for name in known if name not in made.records)
    return made


def _list_parts(
    outputs: Iterable[Output | PartedOutput], renderer: Renderer
) -> Iterator[tuple[str, str, _Render]]:
    """Yield for each output, or each part of one, its name, the output's, and what renders it."""
    for output in outputs:
        if isinstance(output, PartedOutput):
            for part in output.parts(RecordedSite(renderer)):
                yield f"{output.name} {part}", output.name, partial(_render_part, output, part)
        else:
            yield output.name, output.name, output.render


def _render_part(
    output: PartedOutput, part: str, site: RecordedSite
) -> Iterable[Artefact | Diagnostic]:
    return output.render_part(site, part)


def output_records_key(variant: str) -> str:
    """Return the key of these records in the table `renders`; no page's key begins like it."""
    return f"outputs {variant}"


def read_output_records(store: Store, variant: str) -> Mapping[str, OutputRecord]:
    """Return the records of an earlier build's outputs, by name, as far as the store has them."""
    try:
        return _RECORDS.decode(store.read("renders", output_records_key(variant)) or b"\x80")
    except msgspec.DecodeError:
        return {}


def write_output_records(store: Store, variant: str, made: MadeOutputs) -> None:
    """Store what the outputs were made from, once they are written."""
    if made.fresh or made.gone:
        row = msgspec.msgpack.encode(made.records)
        store.write("renders", [(output_records_key(variant), row)])


def _is_current(
    record: OutputRecord,
    own: str,
    answers: Answers,
    folder: OutputFolder,
    changes: TextChanges | None,
) -> bool:
    if record.own != own:
        return False
    if changes is not None:  # only if all files of the output are as they were left
        return all(answers[each] == record.reads[each] for each in changes.select(record.reads))
    return all(answers[each] == digest for each, digest in record.reads.items()) and all(
        folder.holds(file.name, file.digest) for file in record.files
    )


def _make(
    render: _Render,
    own: str,
    site: RecordedSite,
    answers: Answers,
    folder: OutputFolder,
    problems: list[Diagnostic],
) -> OutputRecord:
    before = len(problems)
    files: list[MadeFile] = []
    for each in render(site):
        if isinstance(each, Diagnostic):
            problems.append(each)
        elif refused := find_refused(each.source, each.data):
            problems.append(refused)
        else:
            name = str(each.path)
            files.append(MadeFile(name, folder.add(name, each.data, each.rank), each.source))
    reads = {recorded: answers[recorded] for recorded in sorted(site.reads)}
    # Every build has to report its problems, so an output with problems is made by every build.
    own = "" if len(problems) > before else own
    return OutputRecord(own=own, reads=reads, files=tuple(files))
