"""The list of a thousand publications is filtered at once, and complete without its script.

Only what is looked at is rendered, not a page for each publication.
"""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from sitegen.model import Name, PartialDate, Work, WorkLink
from sitegen.outputs.citations import CITATIONS
from sitegen.rendering.recorded_site import RecordedSite
from sitegen.storage.theme_files import read_theme
from support.assembling import assemble
from support.parsing import parse
from support.rendering import render_page, theme_renderer
from support.serving import RoutedFiles, serving
from support.sites import write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser

COUNT = 1000
FAMILIES = (
    "Lovelace Hopper Sherman Noether Kovalevskaya Germain Hertz Meitner Franklin Curie Becker Vogel"
    " Ito Okafor Silva Novák Larsen Moreau Rossi Haddad"
).split()
WORDS = (
    "learning automated segmentation of knee cartilage in quantitative imaging across scanners and"
    " hospitals with uncertainty"
).split()
VENUES = ("Journal of Imaging", "Osteoarthritis and Cartilage", "Proceedings of the Knee Society")
TYPES = ("article-journal", "paper-conference", "article-journal", "chapter")
FIRST = "content/publications/lovelace2026w0.md"
#: The longest time, in milliseconds, that a key press may take.
LIMIT = 50


def _work(number: int) -> Work:
    numbers = dict.fromkeys((number * 7 + place * 3) % len(FAMILIES) for place in range(6))
    families = [FAMILIES[each] for each in numbers]
    year = 2026 - number % 20
    doi = f"10.5555/lab.{number}"
    words = (WORDS[(number + place * (1 + number % 5)) % len(WORDS)] for place in range(9))
    return Work(
        key=f"{families[0].lower()}{year}w{number}",
        type=TYPES[number % 4],
        kind="article",
        title=f"{' '.join(words).capitalize()} {number}",
        names={"author": tuple(Name(family=each, given="Ada Grace") for each in families)},
        issued=PartialDate(year=year),
        variables={"container-title": VENUES[number % 3], "volume": "12", "page": "117-123"}
        | {"DOI": doi},
        links=(WorkLink(kind="code", url=f"https://code.example.org/{number}"),),
        keywords=("MRI", WORDS[number % 7]),
        fields={"author+an": "1=equal"},
    )


def _pages() -> dict[str, str]:
    works = [_work(number) for number in range(COUNT)]
    people = {each.lower(): f"name: Ada Grace {each}" for each in FAMILIES[:8]}
    listed = ", ".join(work.key for work in works[::10])
    texts = {f"people/{name}": text for name, text in people.items()}
    texts |= {
        "publications/index": "title: Publications",
        "projects/knee": f"title: Knee\npublications: [{listed}]",
        "projects/hip": f"title: Hip\npublications: [{works[1].key}]",
    }
    parsed = [
        parse(f"---\n{text}\n---\nText.\n", path=f"content/{name}.md")
        for name, text in texts.items()
    ]
    site, problems = assemble(*parsed, works=works)
    assert problems == ()
    renderer = theme_renderer(site)
    found = {}
    for key in ("content/publications/index.md", FIRST):
        rendered = render_page(renderer, key)
        found[rendered.output] = rendered.data.decode()
    for artefact in CITATIONS.render_part(RecordedSite(renderer), FIRST):
        found[str(artefact.path)] = artefact.data.decode()
    return found


@pytest.fixture(scope="module")
def publications(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoutedFiles]:
    """The list, the page of one publication and the files to cite it."""
    folder = tmp_path_factory.mktemp("publications")
    write_files(folder, _pages())
    write_files(folder, {f"assets/{name}": data for name, data in read_theme("assets").items()})
    with serving(folder) as served:
        yield served


def _shown(page: Page) -> int:
    return page.locator(".publications > li:visible").count()


def test_filters(publications: RoutedFiles, open_page: Callable[..., Page]) -> None:
    page = open_page(f"{publications.url}publications/")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    output = page.locator(".publication-filters output")
    assert output.inner_text() == "1000 publications"
    assert not page.locator("select[name=year]").is_visible()
    page.click(".publication-filters summary")
    for name, value, count in (
        ("year", "2026", 50),
        ("type", "chapter", 250),
        ("project", "knee", 100),
        ("topic", "segmentation", 143),
        ("person", "hopper", 300),
    ):
        page.select_option(f"select[name={name}]", value)
        assert (name, _shown(page)) == (name, count)
        assert output.inner_text().startswith(f"{count} / ")
        page.click("button[type=reset]")
        page.wait_for_function(
            "document.querySelectorAll('.publications > li[hidden]').length === 0"
        )
    page.select_option("select[name=person]", "hopper")
    page.select_option("select[name=position]", "first")
    assert _shown(page) == 50
    page.select_option("select[name=position]", "last")
    assert _shown(page) == 50
    page.fill("input[name=q]", "NOVAK knee")
    assert 0 < _shown(page) < 50
    titles = page.locator(".publications > li:visible").all_text_contents()
    assert all("Novák" in each and "knee" in each.lower() for each in titles)
    page.fill("input[name=q]", "nothing of that kind")
    assert output.inner_text() == "No publication matches."
    assert errors == []


def test_what_is_chosen_is_in_the_address(
    publications: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{publications.url}publications/")
    page.fill("input[name=q]", "knee & hips?")
    page.fill("input[name=q]", "knee")
    page.click(".publication-filters summary")
    page.select_option("select[name=year]", "2020")
    page.wait_for_url("**/?q=knee&year=2020")
    count = _shown(page)
    assert 0 < count < 50
    page.locator(".publications > li:visible h3 a").first.click()
    page.go_back()
    assert page.input_value("input[name=q]") == "knee"
    assert (_shown(page), page.input_value("select[name=year]")) == (count, "2020")
    page.goto(f"{publications.url}publications/?year=1066&person=hopper")
    assert page.input_value("select[name=year]") == ""
    assert page.locator("select[name=person]").is_visible()
    assert _shown(page) == 300


def test_a_key_press_takes_no_time(
    publications: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    """The time of the script and of the layout after it; tried again while others work, too."""
    page = open_page(f"{publications.url}publications/")
    times = page.evaluate(
        """(limit) => {
            const field = document.querySelector("input[name=q]");
            const write = (text) => {
                field.value = text;
                const start = performance.now();
                field.dispatchEvent(new Event("input", { bubbles: true }));
                document.body.offsetHeight;
                return performance.now() - start;
            };
            return [..."knee cart"].map((_, index, all) => {
                let best = Infinity;
                for (let tries = 0; best > limit && tries < 20; tries += 1) {
                    write(all.slice(0, index).join(""));
                    best = Math.min(best, write(all.slice(0, index + 1).join("")));
                }
                return best;
            });
        }""",
        LIMIT,
    )
    assert max(times) <= LIMIT, times


def test_without_scripts_it_is_complete(
    publications: RoutedFiles, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{publications.url}publications/", java_script_enabled=False)
    assert _shown(page) == COUNT
    assert not page.locator(".publication-filters").is_visible()
    data = (publications.folder / "publications" / "index.html").read_bytes()
    assert len(gzip.compress(data)) <= 100_000
    assert len(data) <= 540 * COUNT  # six names, half of them links, and a mark, in each


def test_how_to_cite_is_copied(
    publications: RoutedFiles, open_context: Callable[..., BrowserContext]
) -> None:
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{publications.url}publications/")
    page.locator("#lovelace2026w0 ~ p a", has_text="Cite").click()
    page.wait_for_url("**/publications/lovelace2026w0/#_cite")
    for button, written in (("Copy", "(2026)"), ("Copy (BibTeX)", "@article{lovelace2026w0,")):
        page.get_by_role("button", name=button, exact=True).click()
        page.get_by_role("button", name="Copied").wait_for()
        assert written in page.evaluate("navigator.clipboard.readText()")
        page.reload()
    for name, begin in (("BibTeX", "@article{"), ("RIS", "TY  - "), ("CSL-JSON", "[")):
        url = page.get_by_role("link", name=name, exact=True).get_attribute("href")
        assert page.request.get(f"{publications.url}{url[1:]}").text().startswith(begin)
