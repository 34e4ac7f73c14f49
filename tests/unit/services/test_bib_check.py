"""`sitegen bib check` says where entries differ from what is registered, and writes nothing."""

from __future__ import annotations

from support.service_answers import arxiv_feed, crossref_item, crossref_list
from support.services import Answer, Asked, FakeServices
from unit.services.conftest import BibSite

_CROSSREF = "api.crossref.org/works"
_ENTRY = """@article{{{key},
  author = {{Lovelace, Ada}},
  title = {{{title}}},
  journal = {{J}},
  year = 2024,
  {more}
}}
"""


def _entry(key: str, title: str = "Cartilage of the running knee", more: str = "") -> str:
    return _ENTRY.format(key=key, title=title, more=more)


def _serve(services: FakeServices, *items: dict[str, object]) -> None:
    services.routes[_CROSSREF] = Answer(crossref_list(*items))


def test_nothing_to_say(bib_site: BibSite, services: FakeServices) -> None:
    bib_site.write(_entry("a", r"{Cartilage} of the running \emph{knee}", "doi = {10.5555/KNEE}"))
    _serve(services, crossref_item())
    run = bib_site.run("check")
    assert (run.code, run.lines) == (
        0,
        ["1 work, 1 identifier looked up, 0 searched by title, 0 errors, 0 warnings"],
    )
    assert services.asked[0].query["filter"] == "doi:10.5555/knee"


def test_no_such_doi(bib_site: BibSite, services: FakeServices) -> None:
    bib_site.write(_entry("a", more="doi = {10.5555/typo}"))
    _serve(services)
    services.routes["doi.org/api/handles/10.5555/typo"] = Answer({"responseCode": 100}, 404)
    run = bib_site.run("check")
    assert run.code == 1
    assert run.lines[0] == (
        "publications.bib:6:10: error[unregistered-identifier]: 'a': nothing is registered under"
        " the DOI 10.5555/typo; look it up at the publisher, and correct it"
    )
    assert "api.datacite.org/dois/10.5555/typo" in services.paths


def test_a_doi_of_another_agency(bib_site: BibSite, services: FakeServices) -> None:
    """Neither Crossref's nor DataCite's: it resolves, and that is all that can be told."""
    bib_site.write(_entry("a", more="doi = {10.5555/korean}"))
    _serve(services)
    services.routes["doi.org/api/handles/10.5555/korean"] = Answer({"responseCode": 1})
    assert bib_site.run("check").code == 0


def test_a_data_set(bib_site: BibSite, services: FakeServices) -> None:
    bib_site.write(_entry("a", "Knees, measured", "doi = {10.5555/data}"))
    _serve(services)
    attributes = {
        "doi": "10.5555/data",
        "titles": [{"title": "Knee-Daten", "titleType": "TranslatedTitle"}, {"title": "Shoulders"}],
        "types": {"resourceTypeGeneral": "Dataset"},
    }
    services.routes["api.datacite.org/dois/10.5555/data"] = Answer(
        {"data": {"attributes": attributes}}
    )
    assert bib_site.run("check").lines[0] == (
        "publications.bib:1:1: warning[doi-of-another-title]: 'a': the title registered for"
        " 10.5555/data is 'Shoulders'; correct the title or the DOI"
    )


def test_retractions_and_corrections(bib_site: BibSite, services: FakeServices) -> None:
    bib_site.write(_entry("a", more="doi={10.5555/a}") + _entry("b", more="doi={10.5555/b}"))
    notice = {"type": "retraction", "DOI": "10.5555/n", "updated": {"date-parts": [[2025, 2, 3]]}}
    title = ["RETRACTED: Cartilage of the running knee"]
    _serve(
        services,
        crossref_item("10.5555/a", title=title, **{"updated-by": [{"type": "erratum"}, notice]}),
        crossref_item("10.5555/b", **{"updated-by": [{"type": "correction"}]}),
    )
    run = bib_site.run("check")
    assert run.code == 0
    assert run.lines[:2] == [
        (
            "publications.bib:1:1: warning[retracted-work]: 'a' has been retracted (2025-02-03,"
            " notice 10.5555/n); say so in its 'note', or take it out"
        ),
        (
            "publications.bib:8:1: warning[corrected-work]: there is a correction of 'b'; name it"
            " in its 'note'"
        ),
    ]


def test_preprints_that_have_been_published(bib_site: BibSite, services: FakeServices) -> None:
    bib_site.write(
        _entry("a", more="doi = {10.5555/preprint}")
        + _entry("b", more="eprint = {2304.01234}, archiveprefix = {arXiv}")
        + _entry("c", more="eprint = {2304.09999v3}, archiveprefix = {arXiv}")
        + _entry("d", more="doi = {10.5555/known}, eprint = {2304.05555}, eprinttype = {arxiv}")
    )
    relation = {"is-preprint-of": [{"id-type": "doi", "id": "10.5555/article"}]}
    _serve(
        services,
        crossref_item("10.5555/preprint", type="posted-content", relation=relation),
        crossref_item("10.5555/known"),
    )
    services.routes["export.arxiv.org/api/query"] = Answer(
        arxiv_feed(("2304.01234", "Knee", "10.5555/new"), ("2304.05555", "Knee", "10.5555/known"))
    )
    run = bib_site.run("check")
    assert [line.partition(": ")[2] for line in run.lines[:3]] == [
        (
            "warning[published-preprint]: the preprint 'a' has been published as 10.5555/article;"
            " add it: sitegen bib add 10.5555/article"
        ),
        (
            "warning[published-preprint]: the preprint 'b' has been published as 10.5555/new;"
            " add it: sitegen bib add 10.5555/new"
        ),
        (
            "error[unregistered-identifier]: 'c': arXiv has no preprint 2304.09999;"
            " correct its id of arXiv"
        ),
    ]
    assert len(run.lines) == 4


def test_a_doi_that_is_missing(bib_site: BibSite, services: FakeServices) -> None:
    """It is suggested if title and author are the same, and never written."""
    text = _entry("a") + _entry("b", "Cartilage of the running knees")
    bib_site.write(text)

    def search(asked: Asked) -> Answer:
        assert asked.query["query.bibliographic"].endswith("Ada Lovelace")
        return Answer(crossref_list(crossref_item("10.5555/x", title=["Knee"]), crossref_item()))

    services.routes[_CROSSREF] = search
    run = bib_site.run("check")
    assert run.lines == [
        (
            "publications.bib:1:1: warning[missing-doi]: 'a' has no DOI; 10.5555/knee is registered"
            " for its title and author; if it is the same work, add doi = {10.5555/knee}"
        ),
        "2 works, 0 identifiers looked up, 2 searched by title, 0 errors, 1 warning",
    ]
    assert bib_site.read() == text
    services.asked.clear()
    bib_site.run("check", "--no-search")
    assert services.asked == []


def test_a_service_fails_on_the_way(bib_site: BibSite, services: FakeServices) -> None:
    """What was found before is reported."""
    many = "".join(_entry(f"k{n}", f"Title {n}", f"doi = {{10.5555/{n}}}") for n in range(25))
    bib_site.write(many)
    services.routes[_CROSSREF] = [
        Answer(crossref_list(crossref_item("10.5555/3"))),
        Answer("<html>", status=200),
    ]
    run = bib_site.run("check", "--format", "json")
    assert run.code == 3
    assert [each["line"] for each in run.json["diagnostics"]] == [22]
    assert run.json["failure"] == "api.crossref.org: the answer is not JSON; try again later"
    assert run.lines[-1] == f"sitegen: not all was checked: {run.json['failure']}"


def test_levels_of_the_configuration(bib_site: BibSite, services: FakeServices) -> None:
    levels = '[diagnostics.levels]\nretracted-work = "error"\ncorrected-work = "off"\n'
    bib_site.write(bib_site.read("sitegen.toml") + levels, "sitegen.toml")
    bib_site.write(_entry("a", more="doi={10.5555/a}") + _entry("b", more="doi={10.5555/b}"))
    _serve(
        services,
        crossref_item("10.5555/a", **{"updated-by": [{"type": "retraction"}]}),
        crossref_item("10.5555/b", **{"updated-by": [{"type": "correction"}]}),
    )
    run = bib_site.run("check", "--format", "github")
    assert run.code == 1
    assert run.lines[0].startswith("::error file=publications.bib,line=1,col=1,title=retracted")
    assert len(run.lines) == 2


def test_levels_of_a_file(bib_site: BibSite, services: FakeServices) -> None:
    folders = '[diagnostics.folders]\n"publications.bib" = { corrected-work = "off" }\n'
    bib_site.write(bib_site.read("sitegen.toml") + folders, "sitegen.toml")
    for name in ("publications.bib", "bibliography/old.bib"):
        bib_site.write(_entry("a", more="doi = {10.5555/a}"), name)
    _serve(services, crossref_item("10.5555/a", **{"updated-by": [{"type": "correction"}]}))
    run = bib_site.run("check")
    assert run.lines[0].startswith("bibliography/old.bib:1:1: warning[corrected-work]")
    assert len(run.lines) == 2


def test_no_network(bib_site: BibSite, services: FakeServices) -> None:
    bib_site.write(_entry("a", more="doi = {10.5555/knee}"))
    services.routes[_CROSSREF] = Answer(status=503)
    run = bib_site.run("check")
    assert run.code == 3
    assert run.lines[-1] == (
        "sitegen: not all was checked: api.crossref.org: answered 503, 4 times; try again later"
    )


def test_a_doi_that_a_service_does_not_accept(bib_site: BibSite, services: FakeServices) -> None:
    """The others are looked up all the same, one by one."""
    bib_site.write(_entry("a", more="doi={10.5555/a}") + _entry("b", more="doi={10.5555/b<c>}"))
    services.routes[_CROSSREF] = Answer(status=400)
    services.routes[f"{_CROSSREF}/10.5555/a"] = Answer({"message": crossref_item("10.5555/a")})
    services.routes["doi.org/api/handles/10.5555/b<c>"] = Answer({"responseCode": 1})
    run = bib_site.run("check")
    assert (run.code, len(run.lines)) == (0, 1)


def test_who_asks(bib_site: BibSite, services: FakeServices) -> None:
    config = bib_site.read("sitegen.toml")
    bib_site.write(f'{config}[research]\nmailto = "web@lab.example.org"\n', "sitegen.toml")
    bib_site.write(_entry("a", more="doi = {10.5555/knee}"))
    _serve(services, crossref_item())
    assert bib_site.run("check").code == 0
    assert (
        services.asked[0]
        .headers["user-agent"]
        .endswith(" (+https://lab.example.org/; mailto:web@lab.example.org)")
    )
    bib_site.write(f'{config}[research]\nmailto = "web@lab)\\r\\nX: y"\n', "sitegen.toml")
    run = bib_site.run("check")
    assert run.code == 2
    assert "error[invalid-setting]: 'research.mailto': " in run.lines[0]


def test_a_command_to_copy_is_quoted(bib_site: BibSite, services: FakeServices) -> None:
    bib_site.write(_entry("a", more="doi = {10.5555/preprint}"))
    hostile = {"is-preprint-of": [{"id-type": "doi", "id": "10.5555/a;$(reboot)"}]}
    _serve(services, crossref_item("10.5555/preprint", relation=hostile))
    assert bib_site.run("check").lines[0].endswith("sitegen bib add '10.5555/a;$(reboot)'")
