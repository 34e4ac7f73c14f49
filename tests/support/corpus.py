"""A site with so many pages that a build shares them out among processes."""

from __future__ import annotations

from support.pictures import picture
from support.sites import CONFIG

__all__ = ["CORPUS_CONFIG", "corpus"]

CORPUS_CONFIG = (
    CONFIG
    + 'timezone = "Europe/Berlin"\n[pagination]\nsize = 7\n'
    + "[params]\nfounded = 2001-02-03\n"
)
_TAGS = ("MRI", "CT", "Übung", "Ελλάδα", "C++")
_DATES = (
    "2026-03-0{n}",
    "2026-0{n}",
    "2026-03-0{n} 10:00",
    "2026-03-0{n}T10:00:00-03:00",
    "202{n}",
)
#: Pages with the same title, tags and date share a card: cards take as long as all the rest.
_STUDIES = 12
#: The pages of one section have everything that a page can have; the others are there to be many.
_FULL = 1
_SHORT = """\
# Study {study} on *knees*

Straße, naïve, 漢字, &amp; more: [the next]({next}.md) and [a file](data.csv).

## Part {number}
"""
_BODY = """\
# Study {study} on *knees*

Straße, naïve, 漢字, &amp; more: [the next]({next}.md#part-ü) and [a file](data.csv).[^1]

## Part Ü {{#part-ü}}

- [x] done
- [ ] not *yet*

| Sequence | Minutes |
|---|---:|
| T{number} | 0.{number} |

!!! note
    A note with `code`.

![A phantom](../phantom.png){{width={number}}}

```python
def dice_{number}(a: set[int]) -> float:
    return {number} / len(a)
```

[^1]: Footnote {number}.
"""


_READER = """\
{% extends "theme/page.html" %}
{% block after_content %}
{% for p in data.people | sort(attribute="name") %}{{ p.name }} {{ p.since | date }}{% endfor %}
{{ data | tojson }} {{ site.params.founded | date }}
{% endblock %}
"""


def corpus(pages: int) -> dict[str, str | bytes]:
    """Return the files of a site with this many pages, in four sections and in both engines."""
    files: dict[str, str | bytes] = {
        "content/index.md": "---\ntitle: Home\nmenu: main\n---\nWelcome.\n",
        "content/phantom.png": picture(size=(300, 200)),
    }
    for number in range(pages):
        section, place = number % 4, number // 4
        date = _DATES[number % len(_DATES)].format(n=1 + number % 6)
        engine = "commonmark" if number % 3 else "python-markdown"
        fields = [
            f"date: {date}",
            f"tags: [{_TAGS[number % 5]}, {_TAGS[number % 3]}]",
            f"markdown_engine: {engine}",
            f"score: {{a: {number}, b: [1, 2.5, x]}}",
        ]
        if number % 10 == 0:
            fields += ["featured_image: ../phantom.png", "featured_image_alt: A phantom"]
        following = (place + 1) % ((pages - section + 3) // 4)
        study = 1 + number % _STUDIES
        template = _BODY if section == _FULL else _SHORT
        body = template.format(number=number + 1, study=study, next=f"study-{following}")
        front = "\n".join(fields)
        files[f"content/part-{section}/study-{place}.md"] = f"---\n{front}\n---\n{body}"
    files["data/people.yaml"] = (
        "- {name: Zoé, since: 2026-03-02}\n- {name: Ada, since: 2025-03-02 14:00}\n"
    )
    files["data/lab/devices.csv"] = "name,price\nMRI,1\n"
    files["templates/part-3/page.html"] = _READER
    for section in range(4):
        files[f"content/part-{section}/data.csv"] = f"{section},1\n"
        files[f"content/part-{section}/index.md"] = f"---\ntitle: Part {section}\n---\nIntro.\n"
    return files
