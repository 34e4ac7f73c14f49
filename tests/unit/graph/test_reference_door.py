"""A kind of reference that only this test has: registered by one call, it works like the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, ClassVar

import msgspec
import pytest

from sitegen import registry
from sitegen.content.construct import Construct, Finding, Slot
from sitegen.content.page_codec import pack_page, unpack_head
from sitegen.diagnostics import Location, Problem
from sitegen.model import (
    Fragment,
    LinkReference,
    Page,
    ParsedPage,
    Reference,
    References,
    Resolved,
    Unresolved,
)
from sitegen.model.codec import encode_json, encode_msgpack, json_decoder, msgpack_decoder
from sitegen.rendering.layout import Layout
from sitegen.rendering.slot_html import render_fragment
from sitegen.storage.theme_files import read_measures
from support.assembling import assemble
from support.parsing import parse

if TYPE_CHECKING:
    from sitegen.content.scanner import MarkdownSource
    from sitegen.model import HtmlContext, SiteContext
    from support.sites import MakeSite

LAYOUT = Layout(read_measures(), "prose")


class Project(Resolved, frozen=True, tag="project"):
    """A project, known by its page."""

    url: str
    name: str

    def html(self, page: HtmlContext) -> str:
        assert page.column
        return f'<a class="project" href="{escape(self.url)}">{escape(self.name)}</a>'


class ProjectReference(Reference, frozen=True, tag="project"):
    """What an author could write as `@project(knee)`."""

    resolved: ClassVar[type[Resolved]] = Project

    def resolve(self, site: SiteContext) -> Project | Problem:
        url = site.link(f"/projects/{self.target}.md")
        return url if isinstance(url, Problem) else Project(url=url, name=self.target.title())


class Mentions(Construct):
    """Finds `@project(knee)` in a page's text."""

    source_marks = ("@project(",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        for found in re.finditer(r"@project\((\w+)\)", source.prose):
            yield Slot(*found.span(), ProjectReference(target=found[1], line=0))


@pytest.fixture(autouse=True)
def door() -> Iterator[None]:
    with (
        registry.REFERENCES.registered(ProjectReference),
        registry.CONSTRUCTS.registered(Mentions()),
    ):
        yield


def page_with(
    *references: Reference, text: str = "# Home\n", path: str = "content/a.md"
) -> ParsedPage:
    parts = tuple(f"<p>{number}</p>" for number in range(len(references) + 1))
    body = Fragment(parts=parts, references=References(references))
    return msgspec.structs.replace(parse(text, path), body=body)


def test_it_resolves_across_pages_and_is_rendered() -> None:
    target = parse("# The knee\n", "content/projects/knee.md")
    page = page_with(LinkReference(target="/projects/knee.md", line=3), referring("knee"))
    site, problems = assemble(page, target)
    resolved = site.pages["content/a.md"].resolved
    assert problems == ()
    assert resolved[1] == Project(url="/projects/knee/", name="Knee")
    assert render_fragment(page.body.parts, resolved, LAYOUT, 600) == (
        '<p>0</p>/projects/knee/<p>1</p><a class="project" href="/projects/knee/">Knee</a><p>2</p>'
    )


def test_an_unknown_target_is_a_diagnostic() -> None:
    site, problems = assemble(page_with(referring("hip")))
    (problem,) = problems
    assert (problem.code, problem.location) == (
        "broken-link",
        Location(path="content/a.md", line=7),
    )
    assert site.pages["content/a.md"].resolved == (Unresolved(),)
    assert render_fragment(("a", "b"), site.pages["content/a.md"].resolved, LAYOUT, 600) == "ab"


def test_it_survives_the_store_and_other_processes() -> None:
    page = page_with(referring("knee"), LinkReference(target="b.md", line=2))
    head = unpack_head(pack_page(page)[0])
    assert head is not None
    assert head.body.references == page.body.references
    assert isinstance(head.body.references, References)
    site, _ = assemble(page, parse("# Knee\n", "content/projects/knee.md"))
    whole = site.pages["content/a.md"]
    assert json_decoder(Page).decode(encode_json(whole)) == whole
    assert msgpack_decoder(Page).decode(encode_msgpack(whole)) == whole


def test_a_site_is_built_with_it_and_built_again(make_site: MakeSite) -> None:
    text = "---\ntitle: A\n---\nSee @project(knee), not `@project(hip)`.\n"
    site = make_site({"content/a.md": text, "content/projects/knee.md": "# The knee\n"})
    site.build_well()
    shown = (
        'See <a class="project" href="/projects/knee/">Knee</a>, not <code>@project(hip)</code>.'
    )
    assert shown in site.text("a/index.html")
    site.write({"content/a.md": text.replace("See", "Read")})
    assert site.build_well().parsed == 1
    assert shown.replace("See", "Read") in site.text("a/index.html")
    site.write({"content/a.md": text.replace("knee", "hip")})
    site.build()
    (message,) = site.messages()
    assert message.startswith("content/a.md:4:5: error[broken-link]: there is no page or file")


def test_a_site_is_built_after_a_kind_has_gone(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "@project(b)\n", "content/projects/b.md": "# B\n"})
    site.build_well()
    with pytest.MonkeyPatch.context() as patch:
        for door in (registry.REFERENCES, registry.CONSTRUCTS):
            patch.setattr(door, "_entries", door._entries[:-1])
            patch.setattr(door, "_loaded", None)
        site.build_well()
        assert "@project(b)" in site.text("a/index.html")


def test_a_kind_that_is_no_longer_registered_is_not_read_from_the_store() -> None:
    head, _ = pack_page(page_with(referring("knee")))
    assert unpack_head(head) is not None
    assert unpack_head(head.replace(b'"project"', b'"unknown"')) is None


def referring(target: str) -> ProjectReference:
    return ProjectReference(target=target, line=7)
