"""`sitegen bib sync`: what people list at ORCID, and how often works are cited."""

from __future__ import annotations

import pytest

from support.service_answers import crossref_item, crossref_list, csl_item, orcid_summary
from support.services import Answer, FakeServices
from unit.services.conftest import BibSite

_CSL = {"Content-Type": "application/vnd.citationstyles.csl+json"}
_ADA = "0000-0002-1825-0097"
_WORKS = f"pub.orcid.org/v3.0/{_ADA}/works"
_TWO = "@misc{a, title={One}, doi={10.5555/ONE}}\n@misc{b, title={Two}, doi={10.5555/two}}\n"


def test_works_at_orcid(bib_site: BibSite, services: FakeServices) -> None:
    bib_site.write(
        "@misc{known, title={Known by its DOI}, doi={10.5555/known}}\n"
        "@misc{same, title={The same {Title}!}, doi={10.5555/article}}\n"
    )
    services.routes[_WORKS] = Answer(
        {
            "group": [
                orcid_summary(1, "Cartilage of the running knee", "10.5555/knee"),
                orcid_summary(2, "Another title", "10.5555/KNOWN"),
                orcid_summary(3, "The same title", "10.5555/preprint"),
                orcid_summary(4, "A talk about knees"),
                orcid_summary(5, "Lost", "10.5555/lost"),
            ]
        }
    )
    full = orcid_summary(4, "A talk about knees")["work-summary"][0]
    full["contributors"] = {"contributor": [{"credit-name": {"value": "Ada Lovelace"}}]}
    services.routes[f"{_WORKS}/4"] = Answer({"bulk": [{"work": full}]})
    services.routes["doi.org/10.5555/knee"] = Answer(csl_item(), headers=_CSL)
    run = bib_site.run("sync", "--orcid", f"https://orcid.org/{_ADA}", "--yes")
    assert run.lines == [
        (
            "10.5555/preprint: not added: 'same' in publications.bib has the same title, but not"
            " this DOI; sitegen bib add 10.5555/preprint"
        ),
        "10.5555/knee: new entry 'lovelace2024cartilage' in publications.bib",
        (
            "'A talk about knees': new entry 'lovelace2022talk' in publications.bib;"
            " made of what ORCID says of it"
        ),
        "sitegen: 10.5555/lost: nothing is registered under the DOI 10.5555/lost",
        "written",
    ]
    assert run.code == 0
    assert "author = {Lovelace, Ada},\n  title = {A talk about knees}" in bib_site.read()
    assert "booktitle = {Proceedings of Joints}" in bib_site.read()
    again = bib_site.run("sync", "--orcid", _ADA, "--yes")
    assert again.lines[-1] == "nothing to write"


def test_the_people_of_the_site(bib_site: BibSite, services: FakeServices) -> None:
    bib_site.write(f"---\norcid: https://orcid.org/{_ADA}\n---\n# Ada\n", "content/people/ada.md")
    bib_site.write("---\norcid: 0000-0002-1825-0098\n---\n# Bo\n", "content/people/bo.md")
    services.routes[_WORKS] = Answer({"group": []})
    run = bib_site.run("sync", "--people")
    assert (run.code, services.paths) == (0, [_WORKS])


def test_people_who_are_elsewhere(bib_site: BibSite, services: FakeServices) -> None:
    config = '[collections.people]\nfolder = "team"\ndata = "staff.yaml"\n'
    bib_site.write(bib_site.read("sitegen.toml") + config, "sitegen.toml")
    bib_site.write(f"---\norcid: {_ADA}\n---\n# Ada\n", "content/team/ada.md")
    bib_site.write("---\norcid: 0000-0001-5109-3700\n---\n# Bo\n", "content/people/bo.md")
    bib_site.write("- id: cy\n  orcid: 0000-0002-1694-233X\n- nobody\n", "data/staff.yaml")
    bib_site.run("sync", "--people")
    assert services.paths == [_WORKS, "pub.orcid.org/v3.0/0000-0002-1694-233X/works"]


def test_nobody_to_ask(bib_site: BibSite, services: FakeServices) -> None:
    run = bib_site.run("sync", "--people")
    assert (run.code, services.asked) == (2, [])
    assert run.stderr.startswith("sitegen: nobody in the collection 'people' has an")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "choose one: --counts, or --orcid ID and --people"),
        (("--counts", "--people"), "choose one: --counts, or --orcid ID and --people"),
        (("--orcid", "0000-0002-1825-0098"), "a digit of it is wrong"),
    ],
)
def test_wrong_usage(bib_site: BibSite, arguments: tuple[str, ...], message: str) -> None:
    run = bib_site.run("sync", *arguments)
    assert run.code == 2
    assert message in run.stderr


def test_orcid_is_down_or_does_not_know_somebody(bib_site: BibSite, services: FakeServices) -> None:
    run = bib_site.run("sync", "--orcid", _ADA)
    assert (run.code, run.lines[0]) == (
        2,
        f"sitegen: {_ADA}: there is no such ORCID iD, or nothing public in it",
    )
    services.routes[_WORKS] = Answer(status=502)
    assert bib_site.run("sync", "--orcid", _ADA).code == 3


def test_counts_of_openalex(
    bib_site: BibSite, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    bib_site.write(_TWO)
    results = [{"doi": "https://doi.org/10.5555/one", "cited_by_count": 4}, {"doi": None}, 3]
    services.routes["api.openalex.org/works"] = Answer({"results": results})
    monkeypatch.setenv("OPENALEX_API_KEY", "secret")
    run = bib_site.run("sync", "--counts", "--yes")
    assert run.lines == ["1 of 2 DOIs have a count", "written"]
    assert services.asked[0].query["filter"] == (
        "doi:https://doi.org/10.5555/one|https://doi.org/10.5555/two"
    )
    assert services.asked[0].query["api_key"] == "secret"
    assert "secret" not in run.stderr + run.stdout
    assert bib_site.read("data/citation-counts.toml") == (
        "# Written by sitegen bib sync --counts; it replaces this file.\n"
        '\n["10.5555/one"]\ncount = 4\nsource = "OpenAlex"\ndate = 2026-11-01\n'
    )


def test_counts_of_crossref_beside_earlier_ones(bib_site: BibSite, services: FakeServices) -> None:
    """A count that is not found stays; one of a work that has gone does not."""
    bib_site.write(_TWO)
    old = '["10.5555/one"]\ncount = 1\nsource = "OpenAlex"\ndate = 2025-01-01\n'
    bib_site.write(old + old.replace("one", "gone"), "data/citation-counts.toml")
    services.routes["api.crossref.org/works"] = Answer(
        crossref_list(crossref_item("10.5555/TWO", **{"is-referenced-by-count": 9}))
    )
    bib_site.run("sync", "--counts", "--source", "crossref", "--yes")
    text = bib_site.read("data/citation-counts.toml")
    assert text.endswith(
        '\n["10.5555/one"]\ncount = 1\nsource = "OpenAlex"\ndate = 2025-01-01\n'
        '\n["10.5555/two"]\ncount = 9\nsource = "Crossref"\ndate = 2026-11-01\n'
    )
    assert "gone" not in text


def test_a_file_of_counts_that_is_something_else(bib_site: BibSite, services: FakeServices) -> None:
    bib_site.write(_TWO)
    for text, why in (("[", "not TOML"), ("[a]\ncount = 1\n", "'a' has not 'count', 'source'")):
        bib_site.write(text, "data/citation-counts.toml")
        run = bib_site.run("sync", "--counts", "--yes")
        assert (run.code, why in run.stderr, services.asked) == (2, True, [])
        assert bib_site.read("data/citation-counts.toml") == text
