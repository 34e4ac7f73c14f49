"""Templates read bibliographies, and pages follow their edits."""

from __future__ import annotations

from support.clean_builds import build_cleanly
from support.sites import CONFIG, MakeSite, read_tree

CARDLESS = CONFIG + "[sharing]\ncards = false\n"
TEMPLATE = """\
{% for entry in bibliographies.papers %}
{{ entry.key }}|{{ entry.type }}|{{ entry.authors | map(attribute="name") | join("; ") }}|\
{{ entry.title }}|{{ entry.venue }}|{{ entry.year }}|{{ entry.fields.pdf }}|{{ entry.more_authors }}
{% endfor %}
"""
ENTRY = (
    '@article{k, title={Knee {MRI} of {\\"A}rzte <b>}, journal={Acta}, date={2024-03-01},\n'
    '  author={B{\\"o}hm, Ida and others}, pdf={a_b--c.pdf}}\n'
)
FILES = {
    "content/index.md": "---\ntitle: Home\n---\n\nText.\n",
    "content/papers.md": "---\ntitle: Papers\ntemplate: papers\n---\n\nText.\n",
    "templates/papers.html": TEMPLATE,
    "data/papers.bib": ENTRY,
}


def test_entries_in_a_template(make_site: MakeSite) -> None:
    site = make_site(FILES, CARDLESS)
    site.build_well()
    shown = site.text("papers/index.html").strip()
    assert shown == (
        "k|article-journal|Ida Böhm|Knee MRI of Ärzte &lt;b&gt;|Acta|2024|a_b--c.pdf|True"
    )


def test_an_edit_of_an_entry(make_site: MakeSite) -> None:
    site = make_site(FILES, CARDLESS)
    site.build_well()
    site.write({"data/papers.bib": f"% moved down\n\n{ENTRY}"})
    assert site.build_well().rendered == 0
    site.write({"data/papers.bib": ENTRY.replace("Knee", "Hip")})
    result = site.build_well()
    assert result.rendered == 1
    assert read_tree(site.output) == build_cleanly(site.root)[1]
    site.write({"data/papers.bib": ENTRY.replace("date", "dat")})
    for _ in range(2):  # what is wrong is said again by a build that reads nothing
        assert [each.code for each in site.build().diagnostics] == ["missing-bib-field"]
