"""A new kind of question is a class and one call that registers it: the example of `Query`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
import pytest

from sitegen import registry
from sitegen.engine.render_records import RenderRecord, read_record
from sitegen.engine.staleness import TextChanges
from sitegen.rendering.queries import (
    CardQuery,
    NamedQuery,
    TermQuery,
    UrlQuery,
    read_query,
    record_query,
    select_recorded,
)
from sitegen.rendering.template_functions import PageFunctions
from sitegen.storage.store import open_store
from sitegen.storage.versions import describe_versions
from support.clean_builds import build_cleanly
from support.sites import MakeSite, SiteFolder, read_tree

if TYPE_CHECKING:
    from sitegen.rendering.queries import QueryContext

BUILT_IN = registry.QUERIES.load()
FILES = {
    "content/index.md": "# Home\n",
    "content/asking/asks.md": "Text.\n",
    "content/quiet/quiet.md": "Text.\n",
    "content/news/a.md": "---\ntags: [MRI]\n---\nText.\n",
    "templates/asking/page.html": "{{ tag_count('mri') }}",
    "templates/quiet/page.html": "{{ page.content }}",
}


class TagCountQuery(NamedQuery, frozen=True):
    kind: ClassVar[str] = "tag-count"
    follows_text: ClassVar[bool] = False

    def answer(self, context: QueryContext) -> int:
        tag = context.site.taxonomies["tags"].terms.get(f"tags:{self.name}")
        return len(tag.pages) if tag else 0

    def describe(self, context: QueryContext) -> str:  # noqa: ARG002  # as every query
        return f"the number of pages tagged '{self.name}'"


class TextQuery(TagCountQuery, frozen=True):
    kind: ClassVar[str] = "text"
    follows_text: ClassVar[bool] = True


@pytest.fixture
def _door(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Register the query, and a function of templates that asks it."""
    functions = PageFunctions.by_name

    def by_name(self: PageFunctions) -> dict[str, Callable[..., Any]]:
        ask = self._page_index.ask
        return {**functions(self), "tag_count": lambda slug: ask(TagCountQuery(slug))}

    monkeypatch.setattr(PageFunctions, "by_name", by_name)
    with registry.QUERIES.registered(TagCountQuery):
        yield


def records_of(site: SiteFolder) -> dict[str, RenderRecord]:
    store = open_store(site.root / ".sitegen", describe_versions())
    found = store.read_all("renders")
    store.close()
    records = {key.partition(" ")[2]: read_record(data) for key, data in found.items()}
    return {name: record for name, record in records.items() if record}


@pytest.mark.usefixtures("_door")
def test_a_query_is_recorded_and_its_pages_are_made_again(make_site: MakeSite) -> None:
    site = make_site(FILES)
    site.build_well()
    assert site.text("asking/asks/index.html") == "1"
    recorded = record_query(TagCountQuery("mri"))
    reads = {name: record.reads for name, record in records_of(site).items()}
    assert [name for name, asked in reads.items() if recorded in asked] == [
        "asking/asks/index.html"
    ]
    site.write({"content/news/b.md": "---\ntags: [MRI]\n---\nText.\n"})
    reasons = {source: why for _, source, why in site.build_well().reasons}
    expected = "it shows the number of pages tagged 'mri', which has changed"
    assert reasons["content/asking/asks.md"] == expected
    assert reasons["content/quiet/quiet.md"] == ""
    assert site.text("asking/asks/index.html") == "2"
    site.write({"content/news/b.md": "---\ntags: [MRI, CT]\n---\nText.\n"})
    reasons = {source: why for _, source, why in site.build_well().reasons}
    assert reasons["content/asking/asks.md"] == ""
    assert read_tree(site.output) == build_cleanly(site.root)[1]


@pytest.mark.usefixtures("_door")
def test_pages_that_asked_what_nobody_answers_any_more(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(FILES)
    site.build_well()
    site.write({"content/news/b.md": "Text.\n"})
    monkeypatch.setattr(registry, "QUERIES", registry.Door(*BUILT_IN))
    result = site.build_well(explain="asking/asks.md")
    (why,) = (why for _, source, why in result.reasons if source == "content/asking/asks.md")
    assert why == "it shows 'tag-count:mri', which has changed"


def test_a_kind_is_one_class() -> None:
    class OtherQuery(TagCountQuery, frozen=True):
        kind: ClassVar[str] = "card"

    with (
        registry.QUERIES.registered(OtherQuery),
        pytest.raises(ValueError, match="two queries have the same kind"),
    ):
        read_query("card:x")
    assert read_query("card:x") == CardQuery("x")


@pytest.mark.parametrize("query_class", BUILT_IN, ids=lambda each: each.kind)
def test_what_is_recorded_is_read_back(query_class: Any) -> None:
    fields = msgspec.structs.fields(query_class)
    query = query_class(*('a "b": ü\n' if each.type is str else each.type() for each in fields))
    assert read_query(record_query(query)) == query


def test_questions_of_one_kind_are_found_among_others() -> None:
    recorded = [record_query(each) for each in (CardQuery("url:x"), UrlQuery("card:x", "y"))]
    assert list(select_recorded(recorded, UrlQuery)) == recorded[1:]


def test_which_questions_texts_may_answer_anew() -> None:
    asked = [CardQuery("a"), CardQuery("b"), TermQuery("tags:a"), UrlQuery("a", "")]
    recorded = [*map(record_query, asked), "gone:a", "text:a"]
    assert list(TextChanges(("a",)).select(recorded)) == ["card:a"]
    assert list(TextChanges(()).select(recorded)) == []
    assert set(TextChanges(("a",)).patterns()) == {b'"card:a"', b'"entry:a"', b'"title:a"'}
    with registry.QUERIES.registered(TextQuery):
        assert list(TextChanges(("a",)).select(recorded)) == ["card:a", "text:a"]
        assert TextChanges(()).patterns() == (b'"text:',)
