"""The lists of extensions: what is registered, and what is built in.

A door lists entries by name, `package.module:attribute`, and imports them when it is first loaded,
so this module costs nothing at start and imports no other part of sitegen. To add
something built in, write its module and add one line here. A test registers its own for a while:

    with registry.CHECKS.registered(TodoCheck()):
        ...

The protocols say what an entry has to provide, each with an example:

    SOURCES     a kind of source file: which files, what each holds   sitegen.content.source_kind
    CONSTRUCTS  Markdown syntax: how it is found, what it becomes   sitegen.content.construct
    REFERENCES  what a page refers to, resolved when all pages are known   sitegen.model.references
    QUERIES     a question that a page asks of the site   sitegen.rendering.queries
    OUTPUTS     files that are made of the whole site, such as the feed   sitegen.outputs
    CHECKS      what `sitegen check` looks for   sitegen.checks.check
    DIAGNOSTICS modules that declare diagnostic codes   sitegen.diagnostics.declare

The order of a door is the order in which its entries are tried or run.

A registration holds for this process and for those forked from it later. Whatever is cached must
depend on `Door.names()` if the entries of a door shape it.
"""

from __future__ import annotations

import contextlib
import importlib
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from sitegen.checks.check import Check
    from sitegen.content.construct import Construct
    from sitegen.content.source_kind import SourceKind
    from sitegen.model.references.reference import Reference
    from sitegen.outputs import Output, PartedOutput
    from sitegen.rendering.queries.query import Query

__all__ = [
    "CHECKS",
    "CONSTRUCTS",
    "DIAGNOSTICS",
    "OUTPUTS",
    "QUERIES",
    "REFERENCES",
    "SOURCES",
    "Door",
]

T = TypeVar("T")


class Door(Generic[T]):
    """The entries of one kind: objects, or names of objects that are imported when needed.

    A name is `package.module:attribute`, or `package.module` for the module itself.
    """

    def __init__(self, *built_in: str) -> None:
        self._entries: list[T | str] = list(built_in)
        self._loaded: tuple[T, ...] | None = None

    def load(self) -> tuple[T, ...]:
        """Return all entries in order, and import those that are only named so far."""
        if self._loaded is None:
            self._loaded = tuple(
                _import(each) if isinstance(each, str) else each for each in self._entries
            )
        return self._loaded

    def names(self) -> tuple[str, ...]:
        """Return the name of each entry, without importing any."""
        return tuple(each if isinstance(each, str) else _name_of(each) for each in self._entries)

    def register(self, *entries: T | str) -> None:
        """Add entries behind those that are there."""
        self._entries += entries
        self._loaded = None

    @contextlib.contextmanager
    def registered(self, *entries: T | str) -> Iterator[None]:
        """Add entries for the duration of a `with` block."""
        before = list(self._entries)
        self.register(*entries)
        try:
            yield
        finally:
            self._entries, self._loaded = before, None


def _import(name: str) -> Any:
    module, _, attribute = name.partition(":")
    imported = importlib.import_module(module)
    return getattr(imported, attribute) if attribute else imported


def _name_of(entry: object) -> str:
    kind = entry if isinstance(entry, type) else type(entry)
    return f"{kind.__module__}:{kind.__qualname__}"


SOURCES: Door[SourceKind] = Door(
    "sitegen.content.page_files:PAGES",
    "sitegen.content.data_files:DATA_FILES",
    "sitegen.content.captions:CAPTIONS_FILES",
    "sitegen.content.entry_files:ENTRY_FILES",
    "sitegen.content.glossary_files:GLOSSARY_FILES",
    "sitegen.content.code.code_files:CODE_FILES",
    "sitegen.content.tables.table_files:TABLE_FILES",
    "sitegen.content.inventory_files:INVENTORIES",
    "sitegen.research.bibliography_files:BIBLIOGRAPHIES",
    "sitegen.research.bibliography_files:CITED_BIBLIOGRAPHIES",
    "sitegen.research.bibliography_files:PAGE_BIBLIOGRAPHIES",
    "sitegen.research.count_files:CITATION_COUNTS",
    "sitegen.research.style_files:STYLE_FILES",
)
CONSTRUCTS: Door[Construct] = Door(
    "sitegen.content.syntax.code_fences:CODE_FENCES",
    "sitegen.content.syntax.code_languages:CODE_LANGUAGES",
    "sitegen.content.syntax.raw_inlines:RAW_INLINES",
    "sitegen.content.syntax.cells:CELLS",
    "sitegen.content.syntax.collection_lists:COLLECTION_LISTS",
    "sitegen.content.syntax.shortcodes:SHORTCODES",
    "sitegen.content.syntax.include_directives:INCLUDE_DIRECTIVES",
    "sitegen.content.syntax.data_tables:DATA_TABLES",
    "sitegen.content.syntax.diagrams:DIAGRAMS",
    "sitegen.content.syntax.word_markup:WORD_MARKUP",
    "sitegen.content.syntax.drawings:DRAWINGS",
    "sitegen.content.syntax.fenced_divs:FENCED_DIVS",
    "sitegen.content.syntax.targets:TARGETS",
    "sitegen.content.syntax.figure_directives:FIGURE_DIRECTIVES",
    "sitegen.content.syntax.list_tables:LIST_TABLES",
    "sitegen.content.syntax.spans:SPANS",
    "sitegen.content.syntax.conditional_blocks:CONDITIONAL_BLOCKS",
    "sitegen.content.syntax.glossaries:GLOSSARIES",
    "sitegen.content.syntax.roles:ROLES",
    "sitegen.content.syntax.line_blocks:LINE_BLOCKS",
    "sitegen.content.syntax.tabs:TABS",
    "sitegen.content.syntax.callouts:CALLOUTS",
    "sitegen.content.syntax.theorems:THEOREMS",
    "sitegen.content.syntax.columns:COLUMNS",
    "sitegen.content.syntax.titled_blocks:TITLED_BLOCKS",
    "sitegen.content.syntax.admonitions:ADMONITIONS",
    "sitegen.content.syntax.abbreviations:ABBREVIATIONS",
    "sitegen.content.syntax.markdown_in_html:MARKDOWN_IN_HTML",
    "sitegen.content.syntax.bare_links:BARE_LINKS",
    "sitegen.content.syntax.tildes:TILDES",
    "sitegen.content.syntax.nonbreaking_spaces:NONBREAKING_SPACES",
    "sitegen.content.syntax.superscripts:SUPERSCRIPTS",
    "sitegen.content.syntax.attribute_escapes:ATTRIBUTE_ESCAPES",
    "sitegen.content.syntax.cross_references:CROSS_REFERENCES",
    "sitegen.content.syntax.unnumbered_headings:UNNUMBERED_HEADINGS",
    "sitegen.content.syntax.shown_addresses:SHOWN_ADDRESSES",
    "sitegen.content.syntax.labels:LABELS",
    "sitegen.content.syntax.lettered_lists:LETTERED_LISTS",
    "sitegen.content.syntax.task_lists:TASK_LISTS",
    "sitegen.content.syntax.labelled_images:LABELLED_IMAGES",
    "sitegen.content.syntax.image_breaks:IMAGE_BREAKS",
    "sitegen.content.syntax.figures:FIGURES",
    "sitegen.content.syntax.quotations:QUOTATIONS",
    "sitegen.content.syntax.table_captions:TABLE_CAPTIONS",
    "sitegen.content.syntax.table_widths:TABLE_WIDTHS",
    "sitegen.content.syntax.drawn_tables:DRAWN_TABLES",
    "sitegen.content.syntax.tables:TABLES",
    "sitegen.content.syntax.table_layout:TABLE_LAYOUT",
    "sitegen.content.syntax.table_cells:TABLE_CELLS",
    "sitegen.content.syntax.footnotes:FOOTNOTES",
    "sitegen.content.syntax.inline_footnotes:INLINE_FOOTNOTES",
    "sitegen.content.syntax.citations:CITATIONS",
    "sitegen.content.syntax.cite_roles:CITE_ROLES",
    "sitegen.content.syntax.mathematics:MATHEMATICS",
    "sitegen.content.syntax.heading_links:HEADING_LINKS",
    "sitegen.content.syntax.foreign_addresses:FOREIGN_ADDRESSES",
    "sitegen.content.syntax.code_annotations:CODE_ANNOTATIONS",
    "sitegen.content.syntax.foreign_code:FOREIGN_CODE",
    "sitegen.content.syntax.foreign_syntax:FOREIGN_SYNTAX",
    "sitegen.content.syntax.emoji:EMOJI",
    "sitegen.content.syntax.mistyped_markup:MISTYPED_MARKUP",
    "sitegen.content.syntax.mistyped_lines:MISTYPED_LINES",
    "sitegen.content.syntax.unclosed_emphasis:UNCLOSED_EMPHASIS",
    "sitegen.content.syntax.mistyped_formulas:MISTYPED_FORMULAS",
    "sitegen.content.syntax.mistyped_html:MISTYPED_HTML",
    "sitegen.content.syntax.mistyped_shortcodes:MISTYPED_SHORTCODES",
    "sitegen.content.syntax.definitions:DEFINITIONS",
    "sitegen.content.syntax.unclosed:UNCLOSED",
    "sitegen.content.syntax.indented_html:INDENTED_HTML",
    "sitegen.content.syntax.declarations:DECLARATIONS",
    "sitegen.content.syntax.metadata_blocks:METADATA_BLOCKS",
    "sitegen.content.syntax.layouts:LAYOUTS",
    "sitegen.content.syntax.numbered_things:NUMBERED_THINGS",
    "sitegen.content.syntax.label_lists:LABEL_LISTS",
)
REFERENCES: Door[type[Reference]] = Door(
    "sitegen.model.references.link_reference:LinkReference",
    "sitegen.model.references.image_reference:ImageReference",
    "sitegen.model.references.gallery_reference:GalleryReference",
    "sitegen.model.references.collection_reference:CollectionReference",
    "sitegen.model.references.include_reference:IncludeReference",
    "sitegen.model.references.shortcode_reference:ShortcodeReference",
    "sitegen.model.references.shortcode_reference:ShortcodeEnd",
    "sitegen.model.references.shortcode_reference:ShortcodeText",
    "sitegen.model.references.cross_reference:CrossReference",
    "sitegen.model.references.cross_reference:LinkText",
    "sitegen.model.references.cross_reference:AnchorReference",
    "sitegen.model.references.inventory_reference:InventoryReference",
    "sitegen.model.references.label_list:LabelListReference",
    "sitegen.model.references.label_list:ReferrersReference",
    "sitegen.content.code.code_excerpts:CodeFileReference",
    "sitegen.content.tables.table_reference:TableReference",
    "sitegen.content.diagrams.diagram_reference:DiagramReference",
    "sitegen.model.references.number_reference:NumberReference",
    "sitegen.model.references.term_reference:TermReference",
    "sitegen.model.references.glossary_reference:GlossaryReference",
    "sitegen.model.references.citation_reference:CitationReference",
    "sitegen.model.references.citation_reference:BibliographyReference",
    "sitegen.model.references.citation_reference:NotesReference",
    "sitegen.model.references.citation_reference:NoteNumberReference",
)
QUERIES: Door[type[Query[Any]]] = Door(
    "sitegen.rendering.queries.book_queries:BookQuery",
    "sitegen.rendering.queries.collection_queries:CollectionNamesQuery",
    "sitegen.rendering.queries.collection_queries:CollectionQuery",
    "sitegen.rendering.queries.collection_queries:CollectionTitleQuery",
    "sitegen.rendering.queries.collection_queries:EntryQuery",
    "sitegen.rendering.queries.collection_queries:RelatedQuery",
    "sitegen.rendering.queries.collection_queries:RelationsQuery",
    "sitegen.rendering.queries.collection_queries:SimilarQuery",
    "sitegen.rendering.queries.file_queries:AssetQuery",
    "sitegen.rendering.queries.file_queries:ImageQuery",
    "sitegen.rendering.queries.file_queries:StaticFileQuery",
    "sitegen.rendering.queries.file_queries:TemplateQuery",
    "sitegen.rendering.queries.file_queries:UrlQuery",
    "sitegen.rendering.queries.page_queries:AlternatesQuery",
    "sitegen.rendering.queries.page_queries:BodyQuery",
    "sitegen.rendering.queries.page_queries:CardQuery",
    "sitegen.rendering.queries.page_queries:ListQuery",
    "sitegen.rendering.queries.page_queries:OutputPathQuery",
    "sitegen.rendering.queries.page_queries:TermQuery",
    "sitegen.rendering.queries.page_queries:TitleQuery",
    "sitegen.rendering.queries.site_queries:MenusQuery",
    "sitegen.rendering.queries.site_queries:PagesQuery",
    "sitegen.rendering.queries.site_queries:SectionsQuery",
    "sitegen.rendering.queries.site_queries:TaxonomiesQuery",
    "sitegen.rendering.queries.site_queries:TermsQuery",
    "sitegen.rendering.queries.source_queries:SourceNamesQuery",
    "sitegen.rendering.queries.site_queries:CitationStyleQuery",
    "sitegen.rendering.queries.source_queries:SourceQuery",
    "sitegen.outputs.calendars:CalendarQuery",
    "sitegen.outputs.calendars:CalendarsQuery",
    "sitegen.outputs.citations:CitationsQuery",
    "sitegen.outputs.citations:ListedCitationsQuery",
    "sitegen.outputs.feed:FeedQuery",
    "sitegen.outputs.feed:FeedsQuery",
    "sitegen.outputs.llms_file:LlmsQuery",
    "sitegen.outputs.markdown_copies:MarkdownCopiesQuery",
    "sitegen.outputs.redirects:RedirectsQuery",
    "sitegen.outputs.sitemap:SitemapQuery",
    "sitegen.outputs.software_citations:CitedSoftwareQuery",
)
OUTPUTS: Door[Output | PartedOutput] = Door(
    "sitegen.outputs.redirects:REDIRECTS",
    "sitegen.outputs.sitemap:SITEMAP",
    "sitegen.outputs.feed:FEED",
    "sitegen.outputs.robots:ROBOTS",
    "sitegen.outputs.citations:CITATIONS",
    "sitegen.outputs.software_citations:SOFTWARE_CITATIONS",
    "sitegen.outputs.calendars:CALENDARS",
    "sitegen.outputs.llms_file:LLMS_FILE",
    "sitegen.outputs.markdown_copies:MARKDOWN_COPIES",
)
CHECKS: Door[Check] = Door(
    "sitegen.checks.collisions:COLLISIONS",
    "sitegen.checks.path_lengths:PATH_LENGTHS",
    "sitegen.checks.image_urls:TEMPLATE_IMAGES",
    "sitegen.checks.privacy.inventory:PRIVACY",
)
DIAGNOSTICS: Door[ModuleType] = Door(
    "sitegen.checks.image_urls",
    "sitegen.checks.path_lengths",
    "sitegen.checks.privacy.rules",
    "sitegen.config.languages",
    "sitegen.config.limits",
    "sitegen.config.parsing",
    "sitegen.config.setting_reader",
    "sitegen.content.captions",
    "sitegen.content.code.code_excerpts",
    "sitegen.content.code.code_options",
    "sitegen.content.data_files",
    "sitegen.content.diagrams.chart_specs",
    "sitegen.content.diagrams.diagram_reference",
    "sitegen.content.entry_files",
    "sitegen.content.front_matter",
    "sitegen.content.front_matter_fields",
    "sitegen.content.glossary_files",
    "sitegen.content.headings",
    "sitegen.content.included_text",
    "sitegen.content.inventory_files",
    "sitegen.content.markdown",
    "sitegen.content.media_titles",
    "sitegen.content.notebooks.cell_options",
    "sitegen.content.notebooks.cell_outputs",
    "sitegen.content.notebooks.notebook_reader",
    "sitegen.content.notebooks.text_cells",
    "sitegen.content.page_codec",
    "sitegen.content.page_files",
    "sitegen.content.publication_fields",
    "sitegen.content.removals",
    "sitegen.content.short_fields",
    "sitegen.content.image_reading",
    "sitegen.content.slots",
    "sitegen.content.div_attributes",
    "sitegen.content.syntax.citations",
    "sitegen.content.syntax.fenced_divs",
    "sitegen.content.syntax.figures",
    "sitegen.content.syntax.foreign_addresses",
    "sitegen.content.syntax.foreign_syntax",
    "sitegen.content.syntax.indented_html",
    "sitegen.content.syntax.labelled_images",
    "sitegen.content.syntax.lettered_lists",
    "sitegen.content.syntax.inline_footnotes",
    "sitegen.content.syntax.labels",
    "sitegen.content.syntax.mistyped_markup",
    "sitegen.content.syntax.shortcodes",
    "sitegen.content.syntax.word_markup",
    "sitegen.content.syntax.table_captions",
    "sitegen.content.syntax.data_tables",
    "sitegen.content.syntax.diagrams",
    "sitegen.content.syntax.table_cells",
    "sitegen.content.syntax.tabs",
    "sitegen.content.syntax.unclosed",
    "sitegen.content.tables.table_files",
    "sitegen.content.tables.table_reference",
    "sitegen.content.text",
    "sitegen.content.trusted_html",
    "sitegen.content.unread_metadata",
    "sitegen.content.yaml_reader",
    "sitegen.engine.image_derivation",
    "sitegen.engine.reporting",
    "sitegen.engine.source_loading",
    "sitegen.engine.math_font",
    "sitegen.mathematics.invalid_formula",
    "sitegen.graph.bibliographies",
    "sitegen.graph.citable_works",
    "sitegen.graph.style_choice",
    "sitegen.graph.collections.entry_making",
    "sitegen.graph.collections.entry_selection",
    "sitegen.graph.collections.entry_sources",
    "sitegen.graph.collections.field_values",
    "sitegen.graph.collections.foreign_pdfs",
    "sitegen.graph.collections.relations",
    "sitegen.graph.collections.withheld_photos",
    "sitegen.graph.embeds",
    "sitegen.graph.foreign_folders",
    "sitegen.graph.inventory_search",
    "sitegen.graph.label_search",
    "sitegen.graph.layouts",
    "sitegen.graph.link_resolver",
    "sitegen.graph.menus",
    "sitegen.graph.missing_targets",
    "sitegen.graph.page_keys",
    "sitegen.graph.shortcodes",
    "sitegen.graph.source_checks",
    "sitegen.graph.taxonomies",
    "sitegen.graph.taxonomy_fields",
    "sitegen.graph.urls",
    "sitegen.images.image_problem",
    "sitegen.model.references.collection_reference",
    "sitegen.model.references.image_reference",
    "sitegen.model.references.glossary_reference",
    "sitegen.model.references.label_list",
    "sitegen.model.references.term_reference",
    "sitegen.rendering.environment",
    "sitegen.rendering.filters",
    "sitegen.rendering.shortcode_declarations",
    "sitegen.research.author_marks",
    "sitegen.research.author_matching",
    "sitegen.research.bib_completion",
    "sitegen.research.bib_dates",
    "sitegen.research.bibtex",
    "sitegen.research.bibtex_scanner",
    "sitegen.research.bibtex_works",
    "sitegen.research.csl.style_reader",
    "sitegen.research.csl.xml_tree",
    "sitegen.research.csl_oddities",
    "sitegen.research.csl_works",
    "sitegen.research.count_files",
    "sitegen.research.entry_excess",
    "sitegen.research.identifiers",
    "sitegen.research.name_lists",
    "sitegen.research.people",
    "sitegen.research.periods",
    "sitegen.research.profile_links",
    "sitegen.research.registered_records",
    "sitegen.research.role_spelling",
    "sitegen.research.work_checks",
    "sitegen.research.work_links",
    "sitegen.running.cell_running",
    "sitegen.social_cards.card_planning",
    "sitegen.webassets.fingerprinting",
)
