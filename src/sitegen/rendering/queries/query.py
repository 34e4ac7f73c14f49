"""The protocol of queries, and two base classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, Self, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.model import Site
    from sitegen.rendering.data_view import DataFolders
    from sitegen.rendering.reference_style import ReferenceStyle
    from sitegen.rendering.template_images import Images
    from sitegen.rendering.template_texts import TemplateTexts

__all__ = ["NamedQuery", "PackedQuery", "Query", "QueryContext"]

_Answer_co = TypeVar("_Answer_co", covariant=True)


class QueryContext(msgspec.Struct, frozen=True):
    """Everything that answers are found in.

    `assets` maps names to URLs, `sources` kinds to the values of source files that are not pages;
    `static_files` are the files in `assets/static/`, `references` formats references.
    """

    site: Site
    assets: Mapping[str, str]
    sources: Mapping[str, DataFolders]
    images: Images
    templates: TemplateTexts
    static_files: frozenset[str]
    references: ReferenceStyle


class Query(Protocol[_Answer_co]):
    """A question to the site. Two equal queries are one question.

    An answer may be anything that `digest_of` can digest; None says that there is none. It must
    depend on the context and the question only. For example, how many pages have a tag:

        class TagCountQuery(NamedQuery, frozen=True):
            kind: ClassVar[str] = "tag-count"
            follows_text: ClassVar[bool] = False

            def answer(self, context: QueryContext) -> int:
                tag = context.site.taxonomies["tags"].terms.get(f"tags:{self.name}")
                return len(tag.pages) if tag else 0

            def describe(self, context: QueryContext) -> str:
                return f"the number of pages tagged '{self.name}'"

        registry.QUERIES.register(TagCountQuery)
    """

    #: Names the class in records: lower-case letters and hyphens, different for each class.
    kind: ClassVar[str]
    #: Whether the answer may change when only the text, titles and summaries of pages do. If not,
    #: it is not asked for again after such an edit, which is the most frequent one.
    follows_text: ClassVar[bool]

    @property
    def text(self) -> str:
        """The question's fields as text, for records."""

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the question with this `text`."""

    def answer(self, context: QueryContext) -> _Answer_co:
        """Return the site's answer."""

    def describe(self, context: QueryContext) -> str:
        """Say what was asked for, to end a sentence such as "it shows …, which has changed"."""


class NamedQuery(msgspec.Struct, frozen=True):
    """A question about one thing, recorded by its name as it is: the most frequent kind."""

    follows_text: ClassVar[bool] = True

    name: str

    @property
    def text(self) -> str:
        """The name."""
        return self.name

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the question about what has this name."""
        return cls(text)


class PackedQuery(msgspec.Struct, frozen=True, array_like=True):
    """A question with any number of fields, recorded as a JSON array."""

    follows_text: ClassVar[bool] = True

    @property
    def text(self) -> str:
        """The fields as a JSON array."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the question with these fields."""
        return msgspec.json.decode(text, type=cls)
