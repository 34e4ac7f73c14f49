"""Render one page of the site to HTML."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from sitegen.content.data_codec import unpack_data
from sitegen.content.math_options import macros_for
from sitegen.content.page_codec import unpack_body
from sitegen.diagnostics import Diagnostic, Location, Problem
from sitegen.errors import LimitError
from sitegen.model import ImageInfo, PageBody, ParsedFile, Site, Stored
from sitegen.rendering.cached_partials import Partials
from sitegen.rendering.data_view import DataFolders, DataView
from sitegen.rendering.entry_lists import EntryLists
from sitegen.rendering.environment import build_environment, template_diagnostic
from sitegen.rendering.filters import LookupProblem
from sitegen.rendering.page_features import PageFeatures
from sitegen.rendering.page_index import PageIndex
from sitegen.rendering.queries import Answers, QueryContext, TemplateQuery, record_query
from sitegen.rendering.reference_style import ReferenceStyle
from sitegen.rendering.shortcode_calls import ShortcodeCalls
from sitegen.rendering.slot_html import render_fragment
from sitegen.rendering.template_functions import PageFunctions
from sitegen.rendering.template_images import Images
from sitegen.rendering.template_places import find_column, list_templates
from sitegen.rendering.template_texts import TemplateTexts
from sitegen.rendering.views import PageView, SiteView

if TYPE_CHECKING:
    import jinja2

    from sitegen.model import HtmlContext, Listing, Page
    from sitegen.model.references import ShortcodeCall

__all__ = ["RenderInputs", "Rendered", "Renderer", "body_source", "list_page_output"]

_EMPTY = PageBody()


class RenderInputs(Stored, frozen=True):
    """Everything that rendering needs besides the bodies of the pages; the same for every page.

    `params` is the configuration's table, packed, since JSON has no dates. `words` maps a language
    to the theme's words, `assets` names to URLs, both kinds of templates names to texts, and
    `sources` kinds such as `data` to files by names such as `lab/devices`. `images` has the images
    that templates may ask for, by path, and `flawed` what is wrong with others. `static_files` are
    those in `assets/static/`. `citation_style` is the XML of the site's citation style.
    """

    site: Site
    params: bytes
    theme_templates: Mapping[str, str]
    own_templates: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    assets: Mapping[str, str]
    sources: Mapping[str, Mapping[str, ParsedFile]]
    feed_url: str
    static_files: tuple[str, ...] = ()
    images: Mapping[str, ImageInfo] = {}
    flawed: Mapping[str, Problem] = {}
    citation_style: bytes = b""


class Rendered(Stored, frozen=True):
    """An output's bytes, the questions that were asked for it, and how long it took."""

    output: str
    data: bytes
    source: str
    template: str
    reads: tuple[str, ...]
    seconds: float


def list_page_output(page: Page, number: int) -> str:
    """Return the output path of a page's list page; number 1 is the page itself."""
    if number == 1:
        return str(page.output)
    folder = page.output.parent if page.output.name == "index.html" else page.output.with_suffix("")
    return str(folder / "page" / str(number) / "index.html")


def body_source(page: Page, number: int) -> str:
    """Return the source of the body that a list page shows; empty for all but the first page."""
    return page.source if number == 1 else ""


class Renderer:
    """Renders the pages of one site, one at a time, in any order.

    `limit` returns a context manager that limits the work on one page, from the name of the
    template and the source of the page. The LimitError that it raises becomes a diagnostic.
    """

    def __init__(
        self,
        render_inputs: RenderInputs,
        limit: Callable[[str, str], AbstractContextManager[None]] = lambda *_: nullcontext(),
    ) -> None:
        self.render_inputs = render_inputs
        self._limit = limit
        #: Texts that outputs have made for several files, by their names.
        self.made_texts: dict[tuple[str, ...], str] = {}
        #: Diagnostics for templates that took too much; these are not tried again.
        self._stopped: dict[str, Diagnostic] = {}
        self.site = render_inputs.site
        self.environment = build_environment(
            render_inputs.theme_templates,
            render_inputs.own_templates,
            render_inputs.words,
            self.site.config.origin,
            self.site.config.markdown.engine,
            macros_for(self.site.config.math),
            self.site.config.limits.rendered_bytes,
        )
        names = {*render_inputs.theme_templates, *render_inputs.own_templates}
        self._images = Images(self.site.config, render_inputs.images, render_inputs.flawed)
        #: What questions are answered from.
        self.context = QueryContext(
            site=self.site,
            assets=render_inputs.assets,
            sources={
                kind: DataFolders(kind, files) for kind, files in render_inputs.sources.items()
            },
            images=self._images,
            templates=TemplateTexts(self.environment, names),
            static_files=frozenset(render_inputs.static_files),
            references=ReferenceStyle(render_inputs.citation_style, self.site.config.language),
        )
        self._page_index = PageIndex(self.context, unpack_data(render_inputs.params))
        self._same = {
            kind: DataView(folders, self._page_index.ask)
            for kind, folders in self.context.sources.items()
        }
        self._features = PageFeatures(self._page_index, render_inputs.words)
        self._partials = Partials(self.environment, self._page_index, self._same)
        self._chosen: dict[tuple[str, ...], jinja2.Template] = {}
        #: For each place in a template that failed, the first message and its hint.
        self._advice: dict[tuple[str, Location], tuple[str, str]] = {}

    def answers(self) -> Answers:
        """Return the site's present answers to the questions that pages ask."""
        return Answers(self.context)

    def render(self, key: str, number: int, packed: bytes) -> Rendered | Diagnostic:
        """Render a page, or one of its list pages; `number` is 1 for the page itself.

        `packed` is the body of the page's `body_source`.
        """
        page = self.site.pages[key]
        body = (unpack_body(packed) if packed else None) or _EMPTY
        self._page_index.reads = set()
        values = self._values(page, body, number)
        source = page.source or page.card.url
        return self._render(page.templates, list_page_output(page, number), source, values)

    def render_body(self, key: str, packed: bytes) -> tuple[str, frozenset[str]]:
        """Return the HTML of a page's body without the page around it; `packed` as in `render`.

        Also return what was asked for it. A list that the page itself cannot show is left out.
        """
        page = self.site.pages[key]
        body = (unpack_body(packed) if packed else None) or _EMPTY
        layout, column = self._page_index.layout, self._page_index.layout.column(page.card.kind)
        self._page_index.reads = set()
        lists = self._entry_lists(lambda: self._values(page, body, 1))
        calls = self._shortcode_calls(lambda: self._values(page, body, 1))

        def list_entries(listing: Listing) -> str:
            try:
                with self._limit(page.templates[-1], page.source):
                    return lists.render(listing)
            except Exception:  # noqa: BLE001  # any error in a template; the page reports it
                return ""

        def call_shortcode(
            call: ShortcodeCall, content: str, texts: Mapping[str, str], place: HtmlContext
        ) -> str:
            try:
                with self._limit(page.templates[-1], page.source):
                    return calls.render(call, content, texts, place)
            except Exception:  # noqa: BLE001  # as above
                return content

        html = render_fragment(
            body.parts,
            page.resolved,
            layout,
            column,
            list_entries=list_entries,
            call_shortcode=call_shortcode,
            page_title=self._page_index.page_title,
        )
        return html, frozenset(self._page_index.reads)

    def _values(self, page: Page, body: PageBody, number: int) -> dict[str, Any]:
        """Return what the templates of a page see."""
        values: dict[str, Any] = {}
        lists = self._entry_lists(lambda: values)
        calls = self._shortcode_calls(lambda: values)
        views = {
            "site": SiteView(self._page_index, page, self.render_inputs.feed_url),
            "page": PageView(page, body, self._page_index, number, lists.render, calls.render),
        }
        values |= {**views, **self._same, **self._functions(views)}
        return values

    def _entry_lists(self, values: Callable[[], Mapping[str, Any]]) -> EntryLists:
        return EntryLists(self.environment, self._page_index, values)

    def _shortcode_calls(self, values: Callable[[], Mapping[str, Any]]) -> ShortcodeCalls:
        return ShortcodeCalls(self.environment, self._page_index, values)

    def render_template(
        self, name: str, output: str, source: str, values: Mapping[str, object]
    ) -> Rendered | Diagnostic:
        """Render a template that shows no page; it sees these values beside the usual ones."""
        self._page_index.reads = set()
        views = {"site": SiteView(self._page_index, None, self.render_inputs.feed_url)}
        every = {**views, **self._same, **values, **self._functions(views)}
        return self._render((name,), output, source, every)

    def _render(
        self, templates: tuple[str, ...], output: str, source: str, values: Mapping[str, Any]
    ) -> Rendered | Diagnostic:
        stopped = self._find_stopped(templates) if self._stopped else None
        if stopped:
            return stopped
        started = time.perf_counter()
        try:
            with self._limit(templates[-1], source):
                template = self._choose(templates)
                html = template.render(values)
                data = self._features.fill(html, values.get("page", values["site"]).language)
        except Exception as error:  # noqa: BLE001  # a template is its author's code and may raise anything
            problem = self._add_column(template_diagnostic(error, templates[-1], source), error)
            if isinstance(error, LimitError):
                self._note_stopped(templates, problem, error)
            return self._advise(problem, error)
        # Templates that were tried but do not exist are read, too: one may be added later.
        chosen = templates[: templates.index(template.name or "") + 1]
        reads = self._page_index.reads.union(record_query(TemplateQuery(n)) for n in chosen)
        return Rendered(
            output=output,
            data=data,
            source=source,
            template=template.name or "",
            reads=tuple(sorted(reads)),
            seconds=time.perf_counter() - started,
        )

    def _choose(self, templates: tuple[str, ...]) -> jinja2.Template:
        """Return the first of these templates that exists; pages of one kind have the same."""
        chosen = self._chosen.get(templates)
        if chosen is None:
            chosen = self._chosen[templates] = self.environment.select_template(list(templates))
        return chosen

    def _note_stopped(
        self, templates: tuple[str, ...], problem: Diagnostic, error: LimitError
    ) -> None:
        """Remember a template that took too much, and the innermost one in it that others name."""
        self._stopped[templates[-1]] = problem
        named = {each for name in templates for each in self.context.templates.closure(name)[::2]}
        running = (path.partition("/")[2] for path in reversed(list_templates(error)))
        self._stopped |= dict.fromkeys(islice(filter(named.__contains__, running), 1), problem)

    def _find_stopped(self, templates: tuple[str, ...]) -> Diagnostic | None:
        """Return what is wrong with a template that took too much, and that these need."""
        names = (each for name in templates for each in self.context.templates.closure(name)[::2])
        return next((self._stopped[name] for name in names if name in self._stopped), None)

    def _add_column(self, problem: Diagnostic, error: Exception) -> Diagnostic:
        """Add the column in the template in which rendering failed."""
        place = problem.location
        folder, _, name = place.path.partition("/")
        inputs = self.render_inputs
        texts = {"templates": inputs.own_templates, "theme": inputs.theme_templates}
        column = find_column(error, texts.get(folder, {}).get(name, ""), place.line)
        return replace(problem, location=replace(place, column=column)) if column else problem

    def _functions(self, views: Mapping[str, Any]) -> dict[str, Callable[..., Any]]:
        return PageFunctions(self._page_index, self._images, self._partials, views).by_name()

    def _advise(self, problem: Diagnostic, error: Exception) -> Diagnostic:
        """Add a hint, worked out only for the first page on which a line of a template fails.

        Only that page's diagnostic is reported, and to guess what was meant looks at every name.
        """
        if not isinstance(error, LookupProblem):
            return problem
        place = (problem.code, problem.location)
        if place not in self._advice:
            self._advice[place] = (str(error), error.guess())
        message, hint = self._advice[place]
        return replace(problem, hint=hint if message == str(error) else "")
