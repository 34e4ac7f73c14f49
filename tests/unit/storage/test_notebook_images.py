"""Pictures inside notebooks are published like files beside the page, and follow its edits."""

from __future__ import annotations

from support.notebooks import code, image_output, markdown, notebook
from support.pictures import picture
from support.sites import MakeSite, SiteFolder

FIRST, SECOND = picture("PNG", (400, 300)), picture("JPEG", (500, 300))
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>1</script>'
    b'<rect width="9" height="9"/></svg>'
)
ALT = "#| fig-alt: A plot\nplot()"


def _images(site: SiteFolder) -> list[str]:
    return sorted(
        p.name
        for p in (site.output / "assets/images").iterdir()
        if "-" in p.name and "card" not in p.name
    )


def _page(title: str, kind: str, data: bytes) -> str:
    return notebook(markdown(f"# {title}"), code(ALT, image_output(kind, data)))


def test_they_are_made_in_several_sizes_and_follow_edits(make_site: MakeSite) -> None:
    files = {
        "content/index.md": "# Home\n\n[Latency](a.ipynb)\n",
        "content/a.ipynb": _page("A", "image/png", FIRST),
    }
    site = make_site(files)
    assert site.build_well().diagnostics == ()
    assert '<a href="/a/">' in site.text("index.html")
    before = site.text("a/index.html")
    assert 'width="400" height="300"' in before
    assert ".webp" in before
    made = _images(site)
    # A text changes, the picture stays.
    site.write({"content/a.ipynb": _page("B", "image/png", FIRST)})
    site.build_well()
    assert _images(site) == made
    # Another picture.
    site.write(
        {
            "content/a.ipynb": notebook(
                markdown("# B"), code(ALT, image_output("image/jpeg", SECOND))
            )
        }
    )
    site.build_well()
    assert 'width="500" height="300"' in site.text("a/index.html")
    assert not set(_images(site)) & set(made)


def test_drawings_are_cleaned(make_site: MakeSite) -> None:
    output = image_output("image/svg+xml", b"")
    output["data"]["image/svg+xml"] = SVG.decode()
    site = make_site({"content/a.ipynb": notebook(markdown("# A"), code(ALT, output))})
    result = site.build()
    assert [each.code for each in result.diagnostics] == ["svg-cleaned"]
    (drawing,) = (
        p for p in (site.output / "assets/images").rglob("*.svg") if "favicon" not in p.name
    )
    assert b"script" not in drawing.read_bytes()


def test_a_damaged_picture_is_an_error(make_site: MakeSite) -> None:
    output = image_output("image/png", FIRST[:300])
    site = make_site({"content/a.ipynb": notebook(markdown("# A"), code(ALT, output))})
    (problem,) = site.build().diagnostics
    assert problem.code == "image-broken"
    assert "(cell 2)" in problem.message


def test_a_notebook_can_be_offered_as_a_file(make_site: MakeSite) -> None:
    copy = notebook(markdown("# A"))
    site = make_site(
        {"content/a.md": "[Notebook](_files/a.ipynb)\n", "content/_files/a.ipynb": copy}
    )
    assert site.build_well().diagnostics == ()
    assert site.text("_files/a.ipynb") == copy


def test_a_link_may_offer_the_notebook(make_site: MakeSite) -> None:
    files = {
        "content/index.md": "# Home\n\n[Page](n/a.ipynb), [file](n/a.ipynb?download)\n",
        "content/n/a.ipynb": notebook(markdown("# A\n\n[This](a.ipynb?download)")),
    }
    site = make_site(files)
    assert site.build_well().diagnostics == ()
    html = site.text("index.html")
    assert '<a href="/n/a/">Page</a>' in html
    assert '<a href="/n/a.ipynb">file</a>' in html
    assert '<a href="/n/a.ipynb">This</a>' in site.text("n/a/index.html")
    assert site.text("n/a.ipynb") == files["content/n/a.ipynb"]
    site.write({"content/n/a.ipynb": notebook(markdown("# B"))})
    site.write({"content/index.md": "# Home\n\n[Page](n/a.ipynb)\n"})
    site.build_well()
    assert not (site.output / "n/a.ipynb").exists()


def test_a_notebook_and_a_page_at_one_address(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "# A\n", "content/a.ipynb": notebook(markdown("# A"))})
    (problem,) = site.build().diagnostics
    assert problem.code == "duplicate-url"
