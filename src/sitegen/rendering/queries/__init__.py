"""Queries: what templates and outputs may ask of the site, one class each.

Every question that a page or an output asks is recorded with a digest of the answer, so that it is
made again exactly when one of its answers has changed.
"""

from sitegen.rendering.queries.answers import Answers
from sitegen.rendering.queries.book_queries import BookQuery
from sitegen.rendering.queries.collection_queries import (
    CollectionNamesQuery,
    CollectionQuery,
    CollectionTitleQuery,
    EntryQuery,
    RelatedQuery,
    RelationsQuery,
    SimilarQuery,
)
from sitegen.rendering.queries.file_queries import (
    AssetQuery,
    ImageQuery,
    StaticFileQuery,
    TemplateQuery,
    UrlQuery,
)
from sitegen.rendering.queries.page_queries import (
    AlternatesQuery,
    BodyQuery,
    CardQuery,
    ListQuery,
    OutputPathQuery,
    TermQuery,
    TitleQuery,
)
from sitegen.rendering.queries.query import (
    NamedQuery,
    PackedQuery,
    Query,
    QueryContext,
)
from sitegen.rendering.queries.recorded import read_query, record_query, select_recorded
from sitegen.rendering.queries.site_queries import (
    CitationStyleQuery,
    MenusQuery,
    PagesQuery,
    SectionsQuery,
    TaxonomiesQuery,
    TermsQuery,
)
from sitegen.rendering.queries.source_queries import SourceNamesQuery, SourceQuery

__all__ = [
    "AlternatesQuery",
    "Answers",
    "AssetQuery",
    "BodyQuery",
    "BookQuery",
    "CardQuery",
    "CitationStyleQuery",
    "CollectionNamesQuery",
    "CollectionQuery",
    "CollectionTitleQuery",
    "EntryQuery",
    "ImageQuery",
    "ListQuery",
    "MenusQuery",
    "NamedQuery",
    "OutputPathQuery",
    "PackedQuery",
    "PagesQuery",
    "Query",
    "QueryContext",
    "RelatedQuery",
    "RelationsQuery",
    "SectionsQuery",
    "SimilarQuery",
    "SourceNamesQuery",
    "SourceQuery",
    "StaticFileQuery",
    "TaxonomiesQuery",
    "TemplateQuery",
    "TermQuery",
    "TermsQuery",
    "TitleQuery",
    "UrlQuery",
    "read_query",
    "record_query",
    "select_recorded",
]
