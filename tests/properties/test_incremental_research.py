"""After any edits of research content, incremental output equals a clean build's, byte for byte.

A machine keeps the bibliographies, people, projects and events of a lab as its members, reference
managers and accidents do: entries change, break, move and are called otherwise; people leave;
collections are declared; time passes. `test_incremental.py` does the same for pages.
"""

# ruff: noqa: E501  # an entry of a bibliography is a line
from __future__ import annotations

import json
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from PIL import Image

from support.edited_site import EditedSite
from support.sites import NOW

LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
HOUR = 3600

KEYS = ["berg2024", "Kessler:2023", "ito_atlas", "böhm-1999"]
keys = st.sampled_from(KEYS)
#: What an entry may say in BibTeX; `KEY` is its key. The last ones are mistakes.
ENTRIES = [
    "@article{KEY, title={Knees in {MRI}}, author={Lovelace, Ada and Bo Two}, journal=acta, year=2024}",
    "@article{KEY, title={Knees in MRI}, author={A. Lovelace and Bo Two}, doi={10.1000/KEY}, year=2024, month=mar, selected={true}, keywords={MRI, knee}, abstract={We looked.}}",
    "@misc{KEY, title={Knees in MRI}, author={Ada Lovelace and others}, eprint={2301.01234}, archiveprefix={arXiv}, year=2023}",
    '@inproceedings{KEY, title="Hips", author={Two, Bo and {The Knee Group}}, booktitle={Proc}, year={in press}, pdf={/assets/files/a.pdf}, projects={atlas}}',
    "@phdthesis{KEY, title={On \\'{e}paules & <b>more</b>}, author={Ito, Kai}, school={U}, year=1999, preview={/assets/images/a.png}, award={Best}}",
    "@incollection{KEY, crossref={whole}, title={A part}, author={Berg, Ida}, pages={1--9}}",
    "@article{KEY, title={Unclosed {brace}, author={Bo Two}, year=2020",
    "@misc{KEY, title={No author}, doi={11.1000/x}, url={javascript:alert(1)}, isbn={978-3-16-148410-1}}",
]
BIBLIOGRAPHIES = ["publications.bib", "bibliography/more.bib", "bibliography/read.json"]
#: What stands above the entries of a BibTeX file.
OPENINGS = [
    "@string{acta = {Acta}}\n@book{whole, title={The whole}, editor={Ida Berg}, year=2010}\n",
    "@string{acta = {Acta Nova}}\n",
    "% a note\n\n@string{acta = {Acta}}\n",
]
TYPES = ["article-journal", "book", "report"]
PEOPLE = ["ada", "bo", "kai"]
PERSON_FIELDS = {
    "name": ["Ada Lovelace", "Bo Two", "Kai Ito", "{given: Ida, family: Berg}"],
    "aliases": ["[A. Lovelace]", "[Ida Berg, Kai Ito]", "B. Two"],
    "not_aliases": ["[A. Lovelace]"],
    "orcid": ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1825-0098"],
    "role": ["Professor", "PhD student"],
    "start": ["2020", "2024-05-01"],
    "end": ["2021-06", "2026-11-01T13:00:00Z", "2999"],
    "photo": ["/assets/images/a.png", "/assets/images/none.png"],
    "draft": ["true", "false"],
    "projects": ["[atlas]", "[atlas, hips]", "[nothing]"],
    "publications": ["[berg2024]", "[berg2024, böhm-1999]"],
    "weight": ["1", "2"],
}
PAGES = {
    "projects/atlas": {
        "title": ["Atlas", "An atlas"],
        "people": ["[ada]", "[bo, kai]"],
        "publications": ["[berg2024]", "['Kessler:2023', ito_atlas]"],
        "leader": ["Ada Lovelace", "[kai]"],
        "start": ["2020", "2999"],
        "draft": ["true"],
    },
    "projects/hips": {"funding": ["[grant]"], "status": ["done"], "end": ["2026-11-01T12:30:00Z"]},
    "news/first": {
        "date": ["2026-01-02", "2026-11-01T12:30:00Z"],
        "people": ["[ada, bo]"],
        "publications": ["[ito_atlas]"],
    },
    "funding/grant": {"funder": ["The fund"], "leader": ["Bo Two", "ada"], "start": ["2020"]},
    "events/open-day": {
        "start": ["2026-11-01T13:00:00Z", "2026-11-01", "2999-01-01"],
        "end": ["2026-11-01T14:00:00Z", "2026-11-02", "2020-01-01"],
        "time_zone": ["Europe/Berlin", "Nowhere"],
        "speaker": ["Ada Lovelace", "[bo, Somebody Else]"],
        "cancelled": ["true"],
    },
    "talks/knees": {"start": ["2026-11-01T11:30:00Z", "2026"], "people": ["[kai]"], "place": ["B"]},
    "positions/phd": {"open_until": ["2026-11-01", "2026-12"], "title": ["A PhD"]},
    "theses/knees": {"student": ["kai"], "supervisors": ["[ada, Bo Two]"], "pdf": ["no.pdf"]},
    "software/tool": {"creators": ["[ada, Ida Berg]"], "version": ["1.2"], "doi": ["10.1000/tool"]},
    "publications/berg2024": {
        "title": ["A title of its own"],
        "abstract": ["Longer."],
        "draft": ["true"],
        "slug": ["knees"],
        "projects": ["[hips]"],
        "doi": ["10.1000/other"],
    },
    "publications/by-hand": {
        "key": ["ito_atlas", "'Kessler:2023'"],
        "authors": ["[Ada Lovelace]", "[Kai Ito, Bo Two]"],
        "date": ["2022-02", "2030-01-01"],
        "same_as": ["[berg2024]"],
    },
    "people/index": {"title": ["Team"], "draft": ["true"]},
    "publications/index": {"title": ["Papers"], "menu": ["main"]},
    "instruments/scanner": {
        "room": ["B 12"],
        "keeper": ["ada", "nobody"],
        "photo": ["/assets/images/a.png"],
        "since": ["2021-04", "soon"],
        "colour": ["red"],
    },
}
DATA = {
    "rooms.yaml": [
        "- {id: kitchen, title: The kitchen, keeper: ada}\n",
        "kitchen: {title: Kitchen, photo: /assets/images/a.png}\nhall: {title: Hall, keeper: bo}\n",
        "- {id: a, title: A}\n- {id: a, title: B}\n",
        "- [\n",
    ],
    "people.csv": ["id,name,role\nida,Ida Berg,Guest\n", "id,name,aliases\nkai,Kai Ito,K. Ito\n"],
}
_START = 'title = "Lab"\nbase_url = "https://lab.example.org/"\n'
_PLAIN = _START + "[sharing]\ncards = false\n"
_INSTRUMENTS = (
    '[collections.instruments]\nfolder = "instruments"\nsort = "-since"\ngroup_by = "room"\nfeed = true\n'
    'fields = { room = "text", since = "date", keeper = "ref people", photo = "image" }\n'
)
_ROOMS = '[collections.rooms]\ndata = "rooms.yaml"\nfields = { keeper = "ref people", photo = "image" }\n'
CONFIGS = [
    _PLAIN,
    _START,
    _PLAIN + _INSTRUMENTS + _ROOMS,
    _PLAIN + _INSTRUMENTS + 'required = ["room"]\n' + '[collections.people]\ndata = "people.csv"\n',
    _PLAIN + _ROOMS + '[collections.people]\nsort = "-start"\n[collections.people.groups]\n'
    'Students = ["PhD student"]\n',
    _PLAIN + "[collections.people]\nfeed = true\n[collections.publications]\nfeed = true\n"
    'sort = "title"\ngroup_by = "type"\n[feed]\ncontent = "full"\n',
    _PLAIN + "[collections.projects]\nenabled = false\n",
    _PLAIN + '[research]\nbibliography = ["bibliography/**"]\n',
    _PLAIN + "[outputs]\nllms = true\nmarkdown = true\n[taxonomies.tags]\nfeed = true\n",
    _PLAIN
    + '[collections.publications]\npaginate = true\nurl = "papers"\n[pagination]\nsize = 1\n',
]
TEMPLATES = {
    "home.html": [
        (
            '{% extends "theme/home.html" %}{% block after_content %}'
            '{% for e in collection("publications") | where("selected") %}{{ e.title }}{% endfor %}'
            '{% for e in collection("events") | where(period="upcoming") %}{{ e.url }}{% endfor %}'
            "{% endblock %}"
        ),
        (
            '{% extends "theme/home.html" %}{% block after_content %}'
            '{% for group in collection("people").groups %}{{ group.name }}:'
            "{% for e in group.entries %}{{ e.name }} {{ e.related('publications') | length }}"
            "{% endfor %}{% endfor %}{{ (collection('rooms') or []) | length }}{% endblock %}"
        ),
    ],
    "projects/page.html": [
        (
            "{% for a in page.entry.related('publications') %}{{ a.citation.text }}{% endfor %}"
            "{{ page.entry.period }}{{ page.entry.leader }}"
        ),
    ],
}
TEXTS = [
    "Other.",
    "# Heading\n\nAnd [a link](/people/ada.md).",
    "```{collection} publications\n:where: projects = atlas\n:empty: None.\n```",
    "```{collection} people\n:sort: -start\n:limit: 2\n:empty: None.\n```",
    "Soon:\n\n```{collection} events\n:where: period = upcoming\n:empty: None.\n```",
    "",
]
#: What time it is, from the usual moment of tests.
HOURS = [0, -1, 1, 2, 14, 24, 24 * 40]


class Researchers(EditedSite):
    """Edits research content, and compares."""

    @initialize()
    def start(self) -> None:
        self.start_site()
        os.environ["SOURCE_DATE_EPOCH"] = str(NOW)  # the fixture of all tests puts it back
        self.works: dict[str, dict[str, int]] = {}
        self.openings: dict[str, int] = {}
        self.fields: dict[str, dict[str, str]] = {}
        self.write("sitegen.toml", _PLAIN)
        self.write("content/index.md", "# Home\n\nText.\n")
        self.write("assets/files/a.pdf", "%PDF-1.4\n%%EOF\n")
        (self.site / "assets/images").mkdir()
        Image.new("RGB", (40, 30), "red").save(self.site / "assets/images/a.png")
        self.write_works("publications.bib", {"berg2024": 0, "Kessler:2023": 1})
        self.put("people/ada", {"name": "Ada Lovelace"})
        self.put("people/bo", {"name": "Bo Two"})
        self.put("projects/atlas", {"publications": "[berg2024]", "people": "[ada]"})
        self.put("events/open-day", {"start": "2026-11-01T13:00:00Z"})
        self.settle()

    def read_state(self) -> Any:
        works = {name: dict(entries) for name, entries in self.works.items()}
        return works, dict(self.openings), {name: dict(each) for name, each in self.fields.items()}

    def restore_state(self, state: Any) -> None:
        self.works, self.openings, self.fields = state

    def put(self, name: str, fields: dict[str, str]) -> None:
        self.fields[name] = fields
        front = "".join(f"{key}: {value}\n" for key, value in fields.items())
        self.write(f"content/{name}.md", f"---\n{front}---\nText of {name}.\n")

    def write_works(self, name: str, entries: dict[str, int]) -> None:
        """Write a bibliography with these keys, each with the number of what it says."""
        self.works[name] = entries
        if name.endswith(".json"):
            rows = [
                {
                    "id": key,
                    "type": TYPES[number % len(TYPES)],
                    "title": f"Read {number}",
                    "author": [{"family": "Lovelace", "given": "Ada"}],
                    "issued": {"date-parts": [[2000 + number]]},
                }
                for key, number in entries.items()
            ]
            self.write(name, json.dumps(rows))
            return
        opening = OPENINGS[self.openings.get(name, 0)]
        texts = (ENTRIES[number].replace("KEY", key) for key, number in entries.items())
        self.write(name, opening + "".join(f"{text}\n" for text in texts))

    @rule(name=st.sampled_from(BIBLIOGRAPHIES), key=keys, number=st.integers(0, len(ENTRIES) - 1))
    def put_work(self, name: str, key: str, number: int) -> None:
        """Add an entry, or change what it says."""
        self.write_works(name, {**self.works.get(name, {}), key: number})

    @rule(name=st.sampled_from(BIBLIOGRAPHIES), key=keys, new=keys)
    def rename_work(self, name: str, key: str, new: str) -> None:
        entries = self.works.get(name, {})
        if key in entries:
            self.write_works(name, {new if k == key else k: n for k, n in entries.items()})

    @rule(name=st.sampled_from(BIBLIOGRAPHIES), key=keys, other=st.sampled_from(BIBLIOGRAPHIES))
    def move_work(self, name: str, key: str, other: str) -> None:
        """Move an entry to another file, or out of the site."""
        entries = dict(self.works.get(name, {}))
        if key in entries:
            number = entries.pop(key)
            self.write_works(name, entries)
            if other != name:
                self.write_works(other, {**self.works.get(other, {}), key: number})

    @rule(name=st.sampled_from(BIBLIOGRAPHIES[:2]), number=st.integers(0, len(OPENINGS) - 1))
    def edit_strings(self, name: str, number: int) -> None:
        self.openings[name] = number
        self.write_works(name, self.works.get(name, {}))

    @rule(name=st.sampled_from(BIBLIOGRAPHIES))
    def turn_round_works(self, name: str) -> None:
        entries = self.works.get(name, {})
        self.write_works(name, dict(reversed(entries.items())))

    @rule(name=st.sampled_from(BIBLIOGRAPHIES))
    def delete_bibliography(self, name: str) -> None:
        self.works.pop(name, None)
        self.delete(name)

    @rule(
        name=st.sampled_from(PEOPLE),
        field=st.sampled_from(sorted(PERSON_FIELDS)),
        pick=st.integers(0, 4),
    )
    def edit_person(self, name: str, field: str, pick: int) -> None:
        self.edit(f"people/{name}", field, PERSON_FIELDS[field], pick)

    @rule(name=st.sampled_from(sorted(PAGES)), data=st.data(), pick=st.integers(0, 3))
    def edit_page(self, name: str, data: st.DataObject, pick: int) -> None:
        field = data.draw(st.sampled_from(sorted(PAGES[name])))
        self.edit(name, field, PAGES[name][field], pick)

    def edit(self, name: str, field: str, values: list[str], pick: int) -> None:
        """Set a field to one of its values, or remove it."""
        fields = {key: value for key, value in self.fields.get(name, {}).items() if key != field}
        if pick < len(values):
            fields[field] = values[pick]
        self.put(name, fields)

    @rule(name=st.sampled_from([*(f"people/{name}" for name in PEOPLE), *sorted(PAGES)]))
    def delete_page(self, name: str) -> None:
        if self.fields.pop(name, None) is not None:
            self.delete(f"content/{name}.md")

    @rule(pick=st.integers(0, 20), text=st.sampled_from(TEXTS))
    def edit_text(self, pick: int, text: str) -> None:
        name = sorted(self.fields)[pick % len(self.fields)] if self.fields else ""
        if name:
            path = f"content/{name}.md"
            front = (self.site / path).read_text(encoding="utf-8").split("---\n")[1]
            self.write(path, f"---\n{front}---\n{text}\n")

    @rule(name=st.sampled_from(sorted(DATA)), pick=st.integers(0, 4))
    def edit_data(self, name: str, pick: int) -> None:
        if pick < len(DATA[name]):
            self.write(f"data/{name}", DATA[name][pick])
        else:
            self.delete(f"data/{name}")

    @rule(config=st.sampled_from(CONFIGS))
    def edit_config(self, config: str) -> None:
        self.write("sitegen.toml", config)

    @rule(name=st.sampled_from(sorted(TEMPLATES)), pick=st.integers(0, 2))
    def edit_template(self, name: str, pick: int) -> None:
        if pick < len(TEMPLATES[name]):
            self.write(f"templates/{name}", TEMPLATES[name][pick])
        else:
            self.delete(f"templates/{name}")

    @rule(colour=st.sampled_from(["blue", "green", ""]))
    def edit_image(self, colour: str) -> None:
        path = self.site / "assets/images/a.png"
        if colour:
            Image.new("RGB", (40, 30), colour).save(path)
            self.stale = True
        else:
            self.delete("assets/images/a.png")

    @rule(hours=st.sampled_from(HOURS))
    def wait(self, hours: int) -> None:
        """Time passes, also backwards: clocks are set right."""
        os.environ["SOURCE_DATE_EPOCH"] = str(NOW + hours * HOUR)
        self.stale = True


class ResearchersInOneSession(Researchers):
    """Has one session build it all."""

    keeps_session = True


Researchers.TestCase.settings = settings(
    max_examples=400 if LONG else 2,
    stateful_step_count=40 if LONG else 10,
    deadline=None,
    phases=list(Phase) if LONG else [Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
TestResearch = Researchers.TestCase
ResearchersInOneSession.TestCase.settings = settings(
    Researchers.TestCase.settings, max_examples=60 if LONG else 2
)
TestResearchInOneSession = ResearchersInOneSession.TestCase


@pytest.mark.limits
class TestMoreResearch(Researchers.TestCase):  # type: ignore[misc]
    settings = settings(Researchers.TestCase.settings, max_examples=4)


@pytest.mark.limits
class TestMoreResearchInOneSession(ResearchersInOneSession.TestCase):  # type: ignore[misc]
    settings = settings(Researchers.TestCase.settings, max_examples=3)
