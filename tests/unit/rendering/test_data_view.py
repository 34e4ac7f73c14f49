# ruff: noqa: E501  # tables of expressions in one line are easier to compare
from __future__ import annotations

import pytest

from support.sites import CONFIG, MakeSite

FILES = {
    "content/a.md": "x\n",
    "data/people.yaml": "- name: Ada <3\n  since: 2026-03-02\n- name: Bo\n  since: 2025-03-02 14:00\n",
    "data/lab/devices.csv": 'name,items\nMRI,"1,000"\n',
    "data/lab/rooms/all.json": '{"b": 1, "a": [true, null, 2.5]}',
    "data/my-file.toml": "x = 1\nday = 2026-03-02\n",
    "data/2024.json": "[1]",
    "data/items.json": "[2]",
    "data/empty.yaml": "# nothing yet\n",
}


def show(make_site: MakeSite, template: str, page: str = "x\n") -> str:
    site = make_site(
        {**FILES, "content/a.md": page, "templates/page.html": template},
        CONFIG + 'timezone = "Europe/Berlin"\n',
    )
    site.build_well()
    return site.text("a/index.html")


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("data.people[0].name", "Ada &lt;3"),
        ("data.people | length", "2"),
        ("data.people | map(attribute='name') | join('+')", "Ada &lt;3+Bo"),
        ("(data.people | sort(attribute='name', reverse=true))[0].name", "Bo"),
        ("data.people | selectattr('name', 'equalto', 'Bo') | list | length", "1"),
        ("data.lab.devices[0].name", "MRI"),
        ("data.lab.devices[0]['items']", "1,000"),
        ("data.lab.rooms.all.a[2]", "2.5"),
        ("data['lab/rooms/all'].b", "1"),
        ("data.lab.rooms.all.a[1] is none", "True"),
        ("data.lab.rooms.all is mapping", "True"),
        ("data.lab.rooms.all | tojson", '{"a": [true, null, 2.5], "b": 1}'),
        ("data.lab.rooms.all.items() | list", "[(&#39;b&#39;, 1), (&#39;a&#39;, (True, None, 2.5))]"),
        ("data['my-file'].x", "1"),
        ("data[2024][0]", "1"),
        ("data['items'][0]", "2"),
        ("data.empty is none", "True"),
        ("data | list | join(' ')", "2024 empty items lab my-file people"),
        ("data.lab | list | join(' ')", "devices rooms"),
        ("data | length", "6"),
        ("'people' in data", "True"),
        ("'peeple' in data", "False"),
        ("'devices' in data.lab", "True"),
        ("data.peeple is defined", "False"),
        ("data.peeple | default('nobody')", "nobody"),
        ("data.get('peeple', 'nobody')", "nobody"),
        ("data.lab.gone is defined", "False"),
        ("data.lab", "data/lab/"),
        ("data.people[0].since | date", "2 March 2026"),
        ("data.people[0].since | iso_date", "2026-03-02"),
        ("data.people[0].since.year", "2026"),
        ("data.people[1].since | date", "2 March 2025"),
        ("data.people[1].since | iso_date", "2025-03-02T14:00:00+01:00"),
        ("data['my-file'].day | date", "2 March 2026"),
        ("data.people | tojson", '[{"name": "Ada \\u003c3", "since": "2026-03-02"}, {"name": "Bo", "since": "2025-03-02T14:00:00+01:00"}]'),
        ("data.lab | tojson", '{"devices": [{"items": "1,000", "name": "MRI"}], "rooms": {"all": {"a": [true, null, 2.5], "b": 1}}}'),
    ],
)  # fmt: skip
def test_what_templates_see(make_site: MakeSite, expression: str, shown: str) -> None:
    assert show(make_site, f"{{{{ {expression} }}}}") == shown


def test_dates_are_in_the_page_s_language(make_site: MakeSite) -> None:
    page = "---\nlanguage: de\n---\n"
    assert show(make_site, "{{ data.people[0].since | date }}", page) == "2. März 2026"


@pytest.mark.parametrize(
    ("template", "code", "part"),
    [
        ("\n{{ data.peeple }}", "template-undefined", "Data has no attribute 'peeple'"),
        ("\n{{ data['peeple'] }}", "template-undefined", "Data has no attribute 'peeple'"),
        ("\n{% for p in data.peeple %}{% endfor %}", "template-undefined", "'peeple'"),
        ("\n{% if data.lab.peeple %}{% endif %}", "template-undefined", "'peeple'"),
        ("\n{{ data.people[0].nmae }}", "template-undefined", "'nmae'"),
        ("\n{{ data.people[9].name }}", "template-undefined", ""),
        ("\n{{ data.people.append(1) }}", "template-undefined", "append"),
        ("\n{{ data.lab.rooms.all.update({}) }}", "template-undefined", "update"),
        ("\n{{ data.people[0].name | date }}", "template-runtime", ""),
        ("\n{{ site | tojson }}", "template-runtime", "has no form in JSON"),
    ],
)
def test_mistakes(make_site: MakeSite, template: str, code: str, part: str) -> None:
    site = make_site({**FILES, "templates/page.html": template})
    site.build()
    assert site.codes() == [code]
    (message,) = site.messages()
    assert message.startswith("templates/page.html:2:")
    assert part in message
    assert "sitegen.r" not in message


def test_redirects_and_generated_pages_may_read_data(make_site: MakeSite) -> None:
    site = make_site(
        {
            **FILES,
            "content/a.md": "---\naliases: [/old/]\ntags: [x]\n---\n",
            "templates/redirect.html": "{{ target }} {{ data.people[0].name }}",
            "templates/tag.html": "{{ data.people[1].name }}",
        }
    )
    site.build_well()
    assert site.text("old/index.html") == "/a/ Ada &lt;3"
    assert site.text("tags/x/index.html") == "Bo"
    site.write({"data/people.yaml": "[{name: Cy}, {name: Di}]\n"})
    site.build_well()
    assert site.text("old/index.html") == "/a/ Cy"
    assert site.text("tags/x/index.html") == "Di"


def test_a_page_may_link_to_a_data_file(make_site: MakeSite) -> None:
    site = make_site({**FILES, "content/a.md": "[table](/data/lab/devices.csv)\n"})
    site.build_well()
    assert site.text("data/lab/devices.csv") == FILES["data/lab/devices.csv"]
    assert "data/people.yaml" not in site.files()
