"""`sitegen bib add`: entries are added or completed, and every other byte stays as it is."""

from __future__ import annotations

import pytest

from sitegen.cli import bib_report
from support.service_answers import arxiv_feed, csl_item
from support.services import Answer, Asked, FakeServices
from unit.services.conftest import BibSite

_CSL = {"Content-Type": "application/vnd.citationstyles.csl+json"}
_HAND_MADE = """% Our papers. Do not sort!
@string{jj = {Journal of Joints}}

@Article{ knee24,
    Author  = "Lovelace, Ada and others",
    title   = {Cartilage of the {Running} Knee},   % ours
    journal = jj,
    DOI     = {https://doi.org/10.5555/KNEE},
    year    = 2023
  }
@comment{ nothing }
Some words after it.
"""


@pytest.fixture(autouse=True)
def _knee(services: FakeServices) -> None:
    services.routes["doi.org/10.5555/knee"] = Answer(csl_item(), headers=_CSL)


def test_a_new_entry_is_only_shown(bib_site: BibSite, services: FakeServices) -> None:
    run = bib_site.run("add", "10.5555/knee")
    assert run.code == 0
    assert run.lines == [
        "10.5555/knee: new entry 'lovelace2024cartilage' in publications.bib",
        "not written; --yes writes it",
    ]
    assert run.stdout.startswith("--- publications.bib\n+++ publications.bib\n@@ -0,0 +1,")
    assert "+@article{lovelace2024cartilage,\n" in run.stdout
    assert not (bib_site.root / "publications.bib").exists()
    assert services.asked[0].headers["user-agent"].endswith("(+https://lab.example.org/)")


def test_a_new_entry_is_written(bib_site: BibSite) -> None:
    run = bib_site.run("add", "10.5555/knee", "--yes")
    assert (run.code, run.lines[-1]) == (0, "written")
    first = bib_site.read()
    assert first.startswith("@article{lovelace2024cartilage,\n")
    again = bib_site.run("add", "https://doi.org/10.5555/KNEE", "--yes")
    assert again.lines[-1] == "nothing to write"
    assert bib_site.read() == first


def test_somebody_at_a_terminal_is_asked(
    bib_site: BibSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def confirm(text: str, **_: object) -> bool:
        asked.append(text)
        return len(asked) > 1

    monkeypatch.setattr(bib_report, "_is_at_terminal", lambda: True)
    monkeypatch.setattr("click.confirm", confirm)
    assert bib_site.run("add", "10.5555/knee").code == 0
    assert not (bib_site.root / "publications.bib").exists()
    bib_site.run("add", "10.5555/knee")
    assert "10.5555/knee" in bib_site.read()
    assert asked == ["Write this?"] * 2


@pytest.mark.parametrize("new_line", ["\n", "\r\n"])
def test_what_is_made_by_hand_stays(bib_site: BibSite, new_line: str) -> None:
    before = "\ufeff" + _HAND_MADE.replace("\n", new_line)
    bib_site.write(before)
    run = bib_site.run("add", "10.5555/knee", "--yes")
    assert run.code == 0
    added = ["publisher = {Joint Press}", "number = {3}", "volume = {12}", "pages = {101--112}"]
    added.append("issn = {2049-3630}")
    rows = "".join(f",{new_line}    {row}" for row in added)
    assert bib_site.read() == before.replace("= 2023", f"= 2023{rows}")
    assert run.lines == [
        (
            "10.5555/knee: 'knee24' in publications.bib gets what it lacks: publisher, number,"
            " volume, pages, issn"
        ),
        (
            "publications.bib:4:1: warning[bib-field-differs]: 'knee24': 'year' is not what is"
            " registered: '2023' and '2024'; nothing was changed; correct it"
        ),
        "written",
    ]
    again = bib_site.run("add", "10.5555/knee", "--yes")
    assert again.lines[0] == "10.5555/knee: 'knee24' in publications.bib stays as it is"


def test_a_new_entry_goes_behind_everything(bib_site: BibSite) -> None:
    before = _HAND_MADE.replace("KNEE", "other").replace("Cartilage", "Bones").rstrip("\n")
    bib_site.write(before)
    bib_site.run("add", "10.5555/knee", "--yes")
    after = bib_site.read()
    assert after.startswith(f"{before}\n\n@article{{lovelace2024cartilage,\n")
    assert after.endswith("}\n")


def test_an_entry_without_a_doi_gets_it(bib_site: BibSite) -> None:
    """It is the same work: title, first author, year and type are."""
    bib_site.write(_HAND_MADE.replace("DOI ", "note ").replace("2023", "2024"))
    run = bib_site.run("add", "10.5555/knee", "--yes")
    assert "lacks: " in run.lines[0]
    assert "doi = {10.5555/knee}" in bib_site.read()
    assert bib_site.read().count("@Article") + bib_site.read().count("@article") == 1


def test_a_preprint_with_the_title_of_the_article(
    bib_site: BibSite, services: FakeServices
) -> None:
    bib_site.write(_HAND_MADE)
    feed = arxiv_feed(("2304.01234", "Cartilage of the running knee", ""))
    services.routes["export.arxiv.org/api/query"] = Answer(feed)
    run = bib_site.run("add", "2304.01234", "--yes")
    assert run.lines[0] == (
        "2304.01234: new entry 'lovelace2023cartilage' in publications.bib;"
        " 'knee24' has the same title"
    )
    assert bib_site.read().startswith(_HAND_MADE)


def test_an_entry_with_mistakes_is_not_touched(bib_site: BibSite) -> None:
    broken = "@article{a,\n  doi = {10.5555/knee},\n  title = {Cartilage of the running knee\n}\n"
    bib_site.write(broken)
    run = bib_site.run("add", "10.5555/knee", "--yes")
    assert "but has mistakes: mend them first" in run.lines[0]
    assert bib_site.read() == broken


def test_one_of_several_fails(bib_site: BibSite, services: FakeServices) -> None:
    """The others are written all the same."""
    services.routes["doi.org/10.5555/down"] = Answer(status=500)
    run = bib_site.run("add", "10.5555/none", "10.5555/down", "10.5555/knee", "--yes")
    assert run.code == 3
    assert run.lines == [
        "10.5555/knee: new entry 'lovelace2024cartilage' in publications.bib",
        "sitegen: 10.5555/none: nothing is registered under the DOI 10.5555/none",
        "sitegen: 10.5555/down: doi.org: answered 500, 4 times; try again later",
        "written",
    ]
    assert bib_site.run("add", "10.5555/none", "--yes").code == 2


def test_nothing_is_asked_for_if_one_is_no_reference(
    bib_site: BibSite, services: FakeServices
) -> None:
    run = bib_site.run("add", "10.5555/knee", "nonsense", "--yes")
    assert (run.code, services.asked) == (2, [])
    assert run.stderr == ("sitegen: 'nonsense' is no DOI, arXiv id, PMID, ISBN or https address\n")


def test_the_file_has_changed_meanwhile(bib_site: BibSite, services: FakeServices) -> None:
    def save_meanwhile(_: Asked) -> Answer:
        bib_site.write("% saved by an editor\n")
        return Answer(csl_item(), headers=_CSL)

    services.routes["doi.org/10.5555/knee"] = save_meanwhile
    run = bib_site.run("add", "10.5555/knee", "--yes")
    assert run.code == 2
    assert run.lines[-1] == (
        "sitegen: publications.bib has changed meanwhile and was not written; run the command again"
    )
    assert bib_site.read() == "% saved by an editor\n"
    assert [each.name for each in bib_site.root.glob(".*")] == []


def test_which_file(bib_site: BibSite) -> None:
    bib_site.write("", "bibliography/old.bib")
    assert bib_site.run("add", "10.5555/knee").lines[0].endswith("in bibliography/old.bib")
    bib_site.write("", "bibliography/new.bib")
    run = bib_site.run("add", "10.5555/knee")
    assert run.stderr == "sitegen: there are 2 bibliographies; choose one with --file\n"
    chosen = bib_site.run("add", "10.5555/knee", "--file", "bibliography/new.bib", "--yes")
    assert chosen.code == 0
    assert bib_site.read("bibliography/new.bib").startswith("@article{")
    for wrong, why in (("../a.bib", "not in the folder of the site"), ("a.json", "end in .bib")):
        run = bib_site.run("add", "10.5555/knee", "--file", wrong)
        assert (run.code, why in run.stderr) == (2, True)


def test_json(bib_site: BibSite) -> None:
    run = bib_site.run("add", "10.5555/knee", "10.5555/none", "--format", "json")
    assert run.json["changes"] == [
        {
            "reference": "10.5555/knee",
            "key": "lovelace2024cartilage",
            "path": "publications.bib",
            "new": True,
            "fields": [],
            "remark": None,
        }
    ]
    assert [each["reference"] for each in run.json["failed"]] == ["10.5555/none"]
    assert run.json["diff"].startswith("--- publications.bib\n")
    assert run.json["written"] is False


def test_mistakes_of_the_configuration(bib_site: BibSite, services: FakeServices) -> None:
    bib_site.write("title = 1\n", "sitegen.toml")
    run = bib_site.run("add", "10.5555/knee")
    assert (run.code, services.asked) == (2, [])
    assert run.lines[0].startswith("sitegen.toml")
    assert "error[" in run.lines[0]


def test_an_entry_that_is_not_in_a_bib_file(bib_site: BibSite) -> None:
    item = '[{"id": "knee24", "type": "article-journal", "title": "Knee", "DOI": "10.5555/KNEE"}]'
    bib_site.write(item, "bibliography/zotero.json")
    run = bib_site.run("add", "10.5555/knee", "--yes")
    assert run.lines == [
        (
            "10.5555/knee: 'knee24' in bibliography/zotero.json stays as it is;"
            " only entries in .bib files are completed"
        ),
        "nothing to write",
    ]
    assert bib_site.read("bibliography/zotero.json") == item


def test_a_file_that_no_build_would_read(bib_site: BibSite) -> None:
    run = bib_site.run("add", "10.5555/knee", "--file", "content/a.bib")
    assert run.code == 2
    assert run.stderr == (
        "sitegen: content/a.bib is not read: no pattern of 'research.bibliography' fits it\n"
    )
