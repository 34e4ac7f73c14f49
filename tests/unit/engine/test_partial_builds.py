"""With errors, a build makes no images and writes nothing; a preview writes the good pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sitegen import registry
from sitegen.engine.build_options import BuildOptions
from sitegen.engine.session import Session
from sitegen.rendering.renderer import Renderer
from support.clean_builds import build_cleanly
from support.pictures import picture
from support.sites import CONFIG, MakeSite, SiteFolder, read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.checks.check import CheckedSite
    from sitegen.diagnostics import Diagnostic
    from sitegen.model import BuildResult

FILES: dict[str, str | bytes] = {
    "content/index.md": "# Home\n\nWelcome.\n",
    "content/a.md": "---\ntitle: A\nn: 1\n---\nText of a, and [b](b.md).\n",
    "content/b.md": "---\ntitle: B\n---\nText of b.\n",
    "content/lab/c.md": "# C\n\nText of c.\n",
    "data/devices.yaml": "- name: scanner\n",
    "assets/css/lab.css": "main { color: red }\n",
    "templates/lab/page.html": '{% extends "theme/page.html" %}{% block after_content %}'
    "{% for each in data.devices %}{{ each.name }}{% endfor %}{% endblock %}",
}
CONFIG_WITH_STYLE = CONFIG + '[theme]\nstylesheets = ["css/lab.css"]\n'
A, C = "a/index.html", "lab/c/index.html"


class Shown:
    """A site that a session with the preview's options builds after every change."""

    def __init__(self, site: SiteFolder) -> None:
        self.site = site
        self.session = self.open(drafts=True)

    def open(self, *, drafts: bool) -> Session:
        options = BuildOptions(
            output=self.site.output, jobs="1", drafts=drafts, makes_images=False, partial=True
        )
        return Session(self.site.root, options)

    def edit(self, name: str, text: str) -> BuildResult:
        self.site.write({name: text})
        return self.session.build()

    def mended(self) -> None:
        """Build, and compare with a build from nothing; images are not made here."""
        result = self.session.build()
        assert [str(each) for each in result.diagnostics] == []
        _, clean = build_cleanly(self.site.root)
        shown = read_tree(self.site.output)
        names = {name for name in clean if name.endswith((".html", ".css", ".xml", ".txt"))}
        assert {name: shown.get(name) for name in names} == {name: clean[name] for name in names}


@pytest.fixture
def shown(make_site: MakeSite) -> Shown:
    shown = Shown(make_site(FILES, CONFIG_WITH_STYLE))
    assert shown.session.build().ok
    return shown


def test_a_damaged_picture_is_shown_on_each_of_its_pages(shown: Shown) -> None:
    shown.site.write({"content/k.svg": "<svg", "content/lab/c.md": "![a knee](../k.svg)\n"})
    result = shown.edit("content/a.md", "# A\n\n![a knee](k.svg)\n")
    (problem,) = result.diagnostics
    assert problem.message.endswith(" (also in content/lab/c.md)")
    assert result.broken == dict.fromkeys((A, C), (str(problem.location),))


def test_a_path_that_is_too_long(shown: Shown) -> None:
    shown.site.write({f"assets/js/{'x' * 248}.js": "1"})
    alias = f"---\ntitle: A\naliases:\n- /{'a/' * 508}\n---\nNew text.\n"
    result = shown.edit("content/a.md", alias)
    assert [each.code for each in result.diagnostics] == ["path-too-long"] * 2
    result = shown.edit("content/b.md", "---\ntitle: B\n---\nNew text of b.\n")
    assert "New text of b." in shown.site.text("b/index.html")
    shown.site.write({"content/a.md": "# A\n"})
    (shown.site.root / "assets" / "js" / ("x" * 248 + ".js")).unlink()
    shown.mended()


def test_a_broken_link(shown: Shown) -> None:
    result = shown.edit("content/a.md", "---\ntitle: A\n---\nNew, see [x](nowhere.md).\n")
    assert not result.ok
    assert result.is_written
    assert A in result.changed
    assert result.broken == {A: ("content/a.md:4:14",)}
    assert '<a href="nowhere.md">x</a>' in shown.site.text(A)
    # Others are built as always, and the error is not forgotten.
    result = shown.edit("content/b.md", "---\ntitle: B\n---\nNew text of b.\n")
    assert "New text of b." in shown.site.text("b/index.html")
    assert [each.code for each in result.diagnostics] == ["broken-link"]
    result = shown.session.build()
    assert [each.code for each in result.diagnostics] == ["broken-link"]
    assert list(result.broken) == [A]
    shown.site.write({"content/a.md": FILES["content/a.md"]})
    shown.mended()


@pytest.mark.parametrize(
    ("name", "text", "code", "broken"),
    [
        ("content/a.md", "---\ntitle: [unclosed\n---\nText.\n", "front-matter-syntax", {A}),
        ("content/a.md", "---\ntitle: A\nText.\n", "front-matter-unclosed", {A}),
        ("templates/lab/page.html", "{% for %}", "template-syntax", {C}),
        ("templates/lab/page.html", "{{ page.nonsense }}", "template-undefined", {C}),
    ],
)
def test_a_page_that_cannot_be_shown_stays(
    shown: Shown, name: str, text: str, code: str, broken: set[str]
) -> None:
    before = {output: shown.site.text(output) for output in broken}
    result = shown.edit(name, text)
    assert {each.code for each in result.diagnostics} == {code}
    assert set(result.broken) == broken
    assert {output: shown.site.text(output) for output in broken} == before
    result = shown.edit("content/b.md", "---\ntitle: B\n---\nNew text of b.\n")
    assert "New text of b." in shown.site.text("b/index.html")
    assert {output: shown.site.text(output) for output in broken} == before
    shown.site.write({name: FILES[name]})
    shown.mended()


@pytest.mark.parametrize(
    ("files", "broken", "good"),
    [
        ({"content/a.md": "---\ntitle: [\n---\n"}, {A}, {"index.html", C}),
        ({"templates/lab/page.html": "{% for %}"}, {C}, {"index.html", A}),
        ({"data/devices.yaml": "a: [\n"}, {C}, {"index.html", A}),
        ({"content/b.md": "[x](nowhere.md)\n"}, set(), {"index.html", A, C, "b/index.html"}),
    ],
)
def test_a_site_that_was_never_built(
    make_site: MakeSite, files: dict[str, str | bytes], broken: set[str], good: set[str]
) -> None:
    shown = Shown(make_site({**FILES, **files}, CONFIG_WITH_STYLE))
    result = shown.session.build()
    assert not result.ok
    pages = {name: shown.site.text(name) for name in shown.site.pages()}
    assert {name for name, text in pages.items() if "This page cannot be shown" in text} == broken
    assert good <= set(pages)
    places = {str(each.location) for each in result.diagnostics}
    assert all(places.intersection(result.broken[output]) for output in broken)
    shown.site.write({name: FILES[name] for name in files})
    shown.mended()


def test_two_pages_with_one_address(shown: Shown) -> None:
    result = shown.edit("content/b.md", "---\ntitle: B\nslug: a\n---\nText of b.\n")
    assert "duplicate-url" in {each.code for each in result.diagnostics}
    shown.site.write({"content/b.md": FILES["content/b.md"]})
    shown.mended()


def test_a_file_in_the_place_of_a_folder(shown: Shown) -> None:
    result = shown.edit("assets/static/b", "A file.\n")
    assert "duplicate-url" in {each.code for each in result.diagnostics}
    assert "Text of b." in shown.site.text("b/index.html")
    (shown.site.root / "assets/static/b").unlink()
    shown.mended()


def test_a_file_that_must_not_be_published_is_not_shown(shown: Shown) -> None:
    secret = b"\x00" * 128 + b"DICM" + b"\x02\x00\x00\x00UL\x04\x00" + b"\x00" * 64
    page = "---\ntitle: B\n---\nNew.\n"
    shown.site.write({"assets/static/scan.dcm": secret, "content/b.md": page})
    result = shown.session.build()
    assert {each.code for each in result.diagnostics} == {"patient-data"}
    assert "scan.dcm" not in shown.site.files()
    assert "New." in shown.site.text("b/index.html")
    (shown.site.root / "assets/static/scan.dcm").unlink()
    shown.site.write({"content/b.md": FILES["content/b.md"]})
    shown.mended()


def test_what_may_be_a_draft_is_not_shown_without_drafts(make_site: MakeSite) -> None:
    page = "---\ntitle: A\ndraft: perhaps\n---\nNot yet.\n"
    shown = Shown(make_site({"content/index.md": "# Home\n", "content/a.md": page}))
    assert not shown.open(drafts=False).build().ok
    assert shown.site.pages() == {"index.html", "404.html"}
    assert "Not yet." not in shown.site.all_text()


def test_mistakes_in_a_text_make_no_draft_of_its_section(make_site: MakeSite) -> None:
    text = "---\ntitle: Lab\n---\n![a](https://example.org/a.png) <script>x</script>\n\n% comment\n"
    shown = Shown(make_site({"content/lab/index.md": text, "content/lab/c.md": "# C\n"}))
    result = shown.open(drafts=False).build()
    told = {each.code for each in result.diagnostics}
    assert told == {"external-resource", "foreign-comment", "unsafe-html"}
    assert "This page cannot be shown" not in shown.site.text(C)


def test_links_to_what_may_be_a_draft_say_so(make_site: MakeSite) -> None:
    page, index = "---\ntitle: B\ndraft: maybe\n---\n", "---\ntitle: [\n---\n"
    site = Shown(
        make_site(
            {
                "content/a.md": "# A\n\n[b](b.md) and [d](c/d.md)\n",
                "content/b.md": page,
                "content/c/index.md": index,
                "content/c/d.md": "# D\n",
            }
        )
    )
    result = site.open(drafts=False).build()
    told = "not shown as long as it has errors, for it may be a draft"
    nowhere = "its link would lead nowhere; correct that page first"
    assert [str(each) for each in result.diagnostics if each.code == "draft-link"] == [
        f"content/a.md:3:5: error[draft-link]: 'b.md' is {told}, {nowhere}",
        f"content/a.md:3:19: error[draft-link]: 'c/d.md' is in a section that is {told}, {nowhere}",
    ]


def test_a_build_of_the_same_folder_does_not_take_it_for_good(shown: Shown) -> None:
    shown.edit("content/a.md", "[x](nowhere.md)\n")
    before = read_tree(shown.site.output)
    assert not shown.site.build().ok
    assert read_tree(shown.site.output) == before


# --- no images for nothing -----------------------------------------------------------------------


def pictures(count: int = 3) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {
        f"content/p{n}.png": picture(size=(600, 400 + n)) for n in range(count)
    }
    shown = "\n\n".join(f"![A phantom](p{n}.png)" for n in range(count))
    return {**files, "content/index.md": f"# Home\n\n{shown}\n"}


@pytest.mark.parametrize("command", ["build", "check"])
def test_errors_come_before_images(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def refuse(*_: Any) -> None:
        pytest.fail("an image was made")

    monkeypatch.setattr("sitegen.engine.file_making.make_images", refuse)
    monkeypatch.setattr("sitegen.engine.file_making.draw_social_cards", refuse)
    files = pictures()
    files["content/broken.png"] = b"\x89PNG\r\n\x1a\nno picture"
    files["content/a.md"] = "[x](nowhere.md) ![Broken](broken.png)\n"
    files["content/b.md"] = "# B\n"
    files["content/c.md"] = "---\nslug: b\n---\n# C\n"
    site = make_site(files)
    run = site.run_here() if command == "build" else site.check_here()
    assert run.code == 1
    codes = {line.partition("[")[2].partition("]")[0] for line in run.lines[:-1]}
    assert codes == {"broken-link", "image-broken", "duplicate-url"}


def test_once_the_errors_are_gone_images_are_made(make_site: MakeSite) -> None:
    site = make_site({**pictures(), "content/a.md": "[x](nowhere.md)\n"})
    assert not site.build().ok
    assert not list((site.root / ".sitegen").glob("images/*/*"))
    site.write({"content/a.md": "Text.\n"})
    result = site.build_well()
    assert result.derived == result.images > 3


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the pages that are rendered, in this process."""
    keys: list[str] = []
    render = Renderer.render

    def note(self: Renderer, key: str, number: int, packed: bytes) -> Any:
        keys.append(key)
        return render(self, key, number, packed)

    monkeypatch.setattr(Renderer, "render", note)
    return keys


BROKEN = "[x](nowhere.md)\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [("content/a.md", BROKEN), ("templates/lab/page.html", "{{ page.nonsense }}")],
)
def test_what_cannot_be_written_is_not_rendered_twice(
    make_site: MakeSite, rendered: list[str], name: str, text: str
) -> None:
    site = make_site({**FILES, "assets/static/a.txt": "text", name: text}, CONFIG_WITH_STYLE)
    first = site.build()
    assert not first.ok
    assert {"content/index.md", "content/a.md", "content/b.md"} <= set(rendered)
    rendered.clear()
    assert site.build().diagnostics == first.diagnostics
    assert set(rendered) <= {"content/lab/c.md"}  # it has to be tried

    # An edit, and what shows it, is checked again.
    site.write({"content/b.md": "---\ntitle: B\n---\nNew.\n"})
    rendered.clear()
    assert site.build().diagnostics == first.diagnostics
    assert "content/b.md" in rendered
    assert "content/lab/c.md" not in rendered or name.startswith("templates")

    site.write({name: FILES[name]})
    site.build_well()
    _, clean = build_cleanly(site.root)
    assert read_tree(site.output) == clean
    site.write({name: text})
    assert not site.build().ok
    site.write({name: FILES[name]})
    site.build_well()
    assert read_tree(site.output) == clean


def test_a_check_reads_what_was_rendered(make_site: MakeSite) -> None:
    """Also if an earlier build has rendered it in vain."""
    site = make_site({**FILES, "content/a.md": BROKEN}, CONFIG_WITH_STYLE)
    assert not site.build().ok

    class Reading:
        name = "reading"
        runs_in_build = False

        def run(self, site: CheckedSite) -> Iterator[Diagnostic]:
            for path, _ in site.outputs:
                site.read_output(path)
            yield from ()

    with registry.CHECKS.registered(Reading()):
        assert site.check_here().code == 1
