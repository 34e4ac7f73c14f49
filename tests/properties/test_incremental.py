"""After any sequence of edits, incremental output equals a clean build's, byte for byte.

Machines edit a small site: one as writers do who change words, the other also as editors, tools and
accidents do. After each edit the site is built where it stands, with all that earlier builds left
behind, and a copy from nothing. In place, it is built by a new session each time, as by `sitegen
build`, or by one that stays in memory and is told what has changed, as by the preview.
"""

from __future__ import annotations

import os
import random
import re

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from PIL import Image

from sitegen.storage.manifest import MANIFEST
from support.edited_site import EditedSite
from support.sites import read_tree
from support.watching import watch_files

LONG = os.environ.get("SITEGEN_LONG_TESTS") == "1"
#: A folder as somebody may call it.
ODD = "it's über #1, 50%20"
NAMES = [
    *("alpha", "beta", "gamma", "news/one", "news/two", "news/index", "deep/er/x", "index"),
    *(f"{ODD}/index", f"{ODD}/x y", "news/README", "deep/er/_index", "2021-03-04-delta"),
]
pages = st.sampled_from(NAMES)
FIELDS = {
    "macros": ["{R: x}"],
    "title": ["One", "Two", "Ümlaut <b>", "A $x_1$", "膝 and 🚀"],
    "authors": ["[Ada]", "[Ada, Bo]"],
    "slug": ["short", "alpha", "other"],
    "url": ["/here/", "/there/x.html", "/alpha/"],
    "layout": ["special", "post", "nowhere"],
    "lastmod": ["2022-01-02", "3/4/2022"],
    "cover": ["{image: /assets/images/a.png, alt: A}", "{alt: B}"],
    "tags": ["[MRI]", "[MRI, CT]", "[mri]", "[]", "[T2, T2*, .NET]"],
    "categories": ["[News]", "[Ämter, Teil 10, Teil 2]", "[T!, T]"],
    "category": ["news"],
    "draft": ["true", "false"],
    "date": ["2020-01-02", "2021-05", "2999-01-01"],
    "expires": ["2001-01-01", "2999-01-01"],
    "weight": ["1", "2", "-3"],
    "aliases": ["[/old/]", "[/older/, /old/x.html]"],
    "description": ["Short.", "Another."],
    "featured_image": ["/assets/images/a.png", "/assets/images/b.png", "/assets/images/no.png"],
    "menu": ["main", "footer", "header", "{main: {weight: 3, name: M}}"],
    "toc": ["false"],
    "language": ["de", "fr"],
    "template": ["special", "page"],
    "published": ["false", "2999-01-01"],
    "status": ["draft", "done"],
}
#: What a section says of itself and of the pages below it.
SECTION_FIELDS = {
    "draft": ["true", "false"],
    "expiryDate": ["2001-01-01", "2999-01-01"],
    "cascade": [
        "{draft: true}",
        "{tags: [CT], description: Given., weight: 2}",
        "{title: Given, menu: footer, authors: [Bo]}",
        "[{target: {kind: page}, template: special}, {target: {path: '/news/**'}, mood: calm}]",
        "{publishDate: 2999-01-01}",
        "[{target: {kind: section}, nav: sidebar}, {target: {path: '/news/**'}, nav: top}]",
    ],
}
SECTION_NAMES = ["news/index", "deep/index", "deep/er/index", f"{ODD}/index", "index"]
BODIES = [
    "Plain text.",
    "# Own heading\n\nText with [a link](/alpha.md).",
    "## Part\n\n### Sub\n\n![picture](/assets/images/a.png)\n\n[beta](/beta.md#part)",
    "Intro.\n\n<!-- more -->\n\nRest, a [file](/assets/files/data.csv) and [tag](/tags/mri/).",
    "```python\nx = 1\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |",
    "A $\\R_1$ and\n\n$$\nx \\label{eq:a}\n$$\n\nSee \\eqref{eq:a}.",
    "Text.\n\n![All](/assets/images/)\n\n![a](/assets/images/a.png)\n![b](/assets/images/b.png){.compare}",
    (
        "Text.\n\n```{csv-table} lab/devices.csv\n:columns: name\n:label: tbl-x\n:download:\n```\n"
        '\nSee @tbl-x.\n\n```{.text file="/data/notes.txt" #lst-x lst-cap="Notes"}\n```\n'
    ),
]
#: What stands beside the images, and an image that comes and goes.
BESIDE = ["captions.yaml", "captions.toml", "c10.png"]
CAPTIONS = {
    "captions.yaml": [
        "a.png: One\nb.png: Two\n",
        "b.png: {alt: Two, caption: Second}\n",
        "x.png: No\n",
    ],
    "captions.toml": ['"a.png" = "Eins"\n'],
}
#: What a paragraph may begin with; the third of them is a warning.
WORDS = [
    "Plain",
    "Größe, *quite* other",
    "Lorem ipsum dolor sit amet",
    "x",
    "`code` &",
    "word " * 300,
]
words = st.sampled_from(WORDS)
#: One of the pages that there are.
any_page = st.integers(0, len(NAMES) - 1)
TEMPLATES = {
    "page.html": [
        '{% extends "theme/page.html" %}{% block after_content %}A{% endblock %}',
        (
            '{% extends "theme/page.html" %}{% block after_content %}{{ site.pages | length }}'
            "{% for p in site.pages %}{{ p.title }}{% endfor %}{% endblock %}"
        ),
        (
            '{% extends "theme/page.html" %}{% block after_content %}'
            '{% include "partials/mine.html" ignore missing %}{% endblock %}'
        ),
        "{{ broken",
    ],
    "partials/mine.html": ["<p>mine</p>", "<p>{{ site.tags | length }}</p>"],
    "news/page.html": ["{{ page.title }} {{ page.content }}", '{% extends "page.html" %}'],
    "special.html": [
        "<p>{{ page.title }}{{ url_for('alpha.md') }}</p>",
        "{{ image('images/a.png', widths=[20], ratio=1) }}",
        "{{ image('b.png' if page.weight else 'images/b.png', page.title) }}",
    ],
    "partials/footer.html": [
        "<footer>own {{ asset('css/own.css') }}</footer>",
        "<footer></footer>",
        "<footer>{{ image('images/b.png', ratio=2) }}</footer>",
    ],
    "strings/fr.toml": ['menu = "Carte"', "["],
    "redirect.html": ["{{ target }} {{ data.people | default('nobody') }}"],
}
#: `deep/er/x` reads one file, `news/index` all of them, `news/one` their names; a page asks where
#: another one is, seen from its own odd place.
READERS = {
    "deep/page.html": (
        '{% extends "theme/page.html" %}{% block after_content %}'
        "{{ data.people | default('nobody') }}{% endblock %}"
    ),
    "news/section.html": (
        '{% extends "theme/section.html" %}{% block content %}{{ super() }}'
        "{% for name, value in data.items() %}{{ name }}: {{ value }}{% endfor %}"
        "{{ data | tojson }}{% endblock %}"
    ),
    f"{ODD}/page.html": "{{ page.content }}{{ url_for('../news/two.md') }}",
    "news/names.html": "{{ data | list }} {{ data.lab | default([]) | list }}",
}
#: Data files and their texts; people by another kind of file, too, and a name beside a folder.
DATA = {
    "people.yaml": [
        "- {name: Ada, since: 2020-01-02}",
        "- name: Bo\n",
        "# none\n",
        "- [",
        "- &a b",
    ],
    "people.yml": ["- {name: Ada, since: 2020-01-02}", "- {name: Ada, since: '2020-01-02'}"],
    "people.json": ['[{"name": "Bo"}]', '{"b": 1, "a": 2}', '{"a": 2, "b": 1}', '{"a": 1, "a": 2}'],
    "units.toml": ["x = 1\n", "x = 2020-01-02\n", "x = 1\nx = 2\n"],
    "lab.toml": ["x = 1\n"],
    "lab/devices.csv": ["name,n\nMRI,1\n", "name,n\nMRI,2\nCT,1\n", "name\nMRI,1\n"],
    "lab/more/rooms.json": ["[1]", "[2]"],
    "notes.txt": ["no data", "still no data"],
}
KNEE = "@article{knee, title={Knees in {MRI}}, author={Ada One}, journal={Acta}, year=2021}\n"
#: Bibliographies, what shows them, and their texts: entries that change, come twice, are versions
#: of each other, or broken.
BIBLIOGRAPHIES = {
    "pubs.bib": [
        "@article{knee, title={Knees in {MRI}}, author={Ada One and Bo Two}, doi={10.1000/1}}\n",
        "@misc{Hip, title={Hips}, year={in press}}\n@misc{hip, title={Hips}, keywords={CT}}\n",
        f"{KNEE}@misc{{pre, title={{Knees in MRI}}, author={{Ada One}}, eprint={{2301.01234}}}}\n",
        "% moved\n\n@misc{hip, title={Hips}, url={javascript:a}}\n@misc{x, title={One {two}\n",
    ],
    "bibliography/more.bib": [
        "@misc{hip, title={Hips}}\n@misc{knee, title={Another}, not_same_as={pre}}\n",
        "@misc{other, title={Other}, same_as={pre}}\n",
    ],
    "bibliography/read.yaml": [
        "- {id: yam, type: book, title: A book, issued: 2020}\n",
        "- {id: yam, type: book, title: A book}\n- {id: knee, type: book, title: Knees in MRI}\n",
        "- [\n",
    ],
    "content/publications/hip.md": ["---\nsubtitle: Joints\n---\nText.\n", "Text.\n"],
    "content/lists.md": [
        "A list.\n\n```{collection} publications\n:where: year = 2021\n:empty: None.\n```\n",
        (
            "Lists.\n\n```{collection} people\n:style: compact\n:empty: Nobody.\n```\n"
            "```{collection} publications\n:group_by: type\n:limit: 2\n:empty: None.\n```\n"
        ),
    ],
    "content/people/ada.md": ["# Ada One\n", "---\ntitle: Ada\naliases: [A. One]\n---\n"],
}
data_files = st.sampled_from(sorted(DATA))
CONFIGS = [
    'title = "Lab"\nbase_url = "https://lab.example.org/"\n',
    'title = "Lab"\nbase_url = "https://lab.example.org/site/"\n',
    'title = "Other"\nbase_url = "https://lab.example.org/"\n[pagination]\nsize = 1\n',
    (
        'title = "Lab"\nbase_url = "https://lab.example.org/"\n'
        '[theme]\nstylesheets = ["css/own.css"]\n'
    ),
    'title = "Lab"\nbase_url = "https://lab.example.org/"\n[theme]\nnav = "sidebar"\n',
    'title = "Lab"\nbase_url = "https://lab.example.org/"\n[cache]\nmax_size = "0 MB"\n',
    'title = "Lab"\nbase_url = "https://lab.example.org/"\n[images]\nformats = ["webp"]\n',
    'title = "Lab"\nbase_url = "https://lab.example.org/"\n[math]\nmacros = {R = "y"}\n',
    'title = "Lab"\nbase_url = "https://lab.example.org/"\n[sharing]\ncards = false\n',
    (
        'title = "Lab"\nbase_url = "https://lab.example.org/"\nlanguage = "de"\n'
        '[taxonomies]\ncategory = "categories"\n'
    ),
    (
        'title = "Lab"\nbase_url = "https://lab.example.org/"\n'
        '[taxonomies]\ncategories = { title = "Kinds", url = "kinds" }\n'
    ),
    (
        'title = "Lab"\nbase_url = "https://lab.example.org/"\n[diagnostics]\n'
        'levels = { broken-link = "warning", missing-anchor = "off", image-missing = "warning" }\n'
        '[diagnostics.folders]\n"content/news" = { broken-link = "error" }\n'
    ),
]


class Killed(BaseException):
    """Stands for a process that ends at this point."""


def reword(body: str, place: int, word: str) -> str:
    """Let a paragraph begin with other words: links, headings and code stay as they are."""
    paragraphs = body.split("\n\n")
    plain = [n for n, each in enumerate(paragraphs) if re.match(r"[\w*`]+(?!``)", each)]
    if not plain:
        return f"{body}\n\n{word} is new."
    chosen = plain[place % len(plain)]
    rest = paragraphs[chosen].partition(" ")[2]
    paragraphs[chosen] = f"{word} {rest or 'there.'}"
    return "\n\n".join(paragraphs)


class Writers(EditedSite):
    """Edits the text of a site's pages, a field now and then, and compares."""

    @initialize()
    def start(self) -> None:
        self.start_site()
        self.elsewhere = self.base / "elsewhere"
        self.pages: dict[str, tuple[dict[str, str], str]] = {}
        for folder in ("content/news", "templates", "assets/images", "assets/files", "assets/css"):
            (self.site / folder).mkdir(parents=True)
        for name, text in READERS.items():
            self.write(f"templates/{name}", text)
        for name in ("people.yaml", "lab/devices.csv"):
            self.write(f"data/{name}", DATA[name][0])
        (self.site / "sitegen.toml").write_text(CONFIGS[0], encoding="utf-8")
        (self.site / "assets/css/own.css").write_text("a { color: red }", encoding="utf-8")
        (self.site / "assets/files/data.csv").write_text("1,2\n", encoding="utf-8")
        for name, colour in (("a", "red"), ("b", "blue")):
            Image.new("RGB", (40, 30), colour).save(self.site / f"assets/images/{name}.png")
        self.put("index", {}, BODIES[0])
        self.put("alpha", {"menu": "main", "tags": "[MRI]"}, BODIES[0])
        self.put("beta", {"title": "Two", "featured_image": "/assets/images/b.png"}, BODIES[2])
        self.put("news/index", {"menu": "main"}, BODIES[0])
        for number, name in enumerate(("news/one", "news/two", "deep/er/x")):
            self.put(name, {"date": f"2020-01-0{number + 1}", "tags": "[MRI, CT]"}, BODIES[1])
        self.put("news/one", {"template": "news/names"}, BODIES[0])
        self.put(f"{ODD}/x y", {}, BODIES[0])
        self.settle()

    def read_state(self) -> dict[str, tuple[dict[str, str], str]]:
        return dict(self.pages)

    def restore_state(self, state: dict[str, tuple[dict[str, str], str]]) -> None:
        self.pages = state

    def put(self, name: str, fields: dict[str, str], body: str) -> None:
        self.pages[name] = (fields, body)
        front = "".join(f"{key}: {value}\n" for key, value in fields.items())
        self.write(f"content/{name}.md", f"---\n{front}---\n{body}\n")

    @rule(pick=any_page, place=st.integers(0, 2), word=words)
    def edit_text(self, pick: int, place: int, word: str) -> None:
        if self.pages:
            name = sorted(self.pages)[pick % len(self.pages)]
            fields, body = self.pages[name]
            self.put(name, fields, reword(body, place, word))

    @rule(picks=st.sets(any_page, min_size=2, max_size=4), word=words)
    def edit_texts(self, picks: set[int], word: str) -> None:
        for pick in sorted(picks):
            self.edit_text(pick, 0, word)

    @rule(pick=any_page, row=st.lists(words, min_size=2, max_size=4))
    def edit_text_in_a_row(self, pick: int, row: list[str]) -> None:
        """Build after each edit, without looking."""
        for place, word in enumerate(row):
            self.build(self.site, self.output)
            self.edit_text(pick + place % 2, place, word)

    @rule(pick=any_page, word=words)
    def edit_text_and_take_it_back(self, pick: int, word: str) -> None:
        before = dict(self.pages)
        self.edit_text(pick, 0, word)
        self.build(self.site, self.output)
        for name, (fields, body) in before.items():
            if self.pages[name] != (fields, body):
                self.put(name, fields, body)

    @rule(pick=any_page, word=words, drafts=st.booleans())
    def build_elsewhere(self, pick: int, word: str, *, drafts: bool) -> None:
        """Another folder, or another kind of build, comes between two builds."""
        self.compare(self.elsewhere, drafts=drafts)
        self.edit_text(pick, 1, word)

    @rule(name=pages, title=st.sampled_from(["One", "Two", "Three", "Four", "Five"]))
    def set_title(self, name: str, title: str) -> None:
        fields, body = self.pages.get(name, ({}, BODIES[0]))
        self.put(name, {**fields, "title": title}, body)

    @rule(name=pages, field=st.sampled_from(sorted(FIELDS)), pick=st.integers(0, 3))
    def set_field(self, name: str, field: str, pick: int) -> None:
        fields, body = self.pages.get(name, ({}, BODIES[0]))
        self.put(name, {**fields, field: FIELDS[field][pick % len(FIELDS[field])]}, body)

    @rule(
        name=st.sampled_from(SECTION_NAMES),
        field=st.sampled_from(sorted(SECTION_FIELDS)),
        pick=st.integers(0, 6),
    )
    def set_section_field(self, name: str, field: str, pick: int) -> None:
        fields, body = self.pages.get(name, ({}, BODIES[0]))
        values = SECTION_FIELDS[field]
        kept = {key: value for key, value in fields.items() if key != field}
        if pick < len(values):
            kept[field] = values[pick]
        self.put(name, kept, body)


class Authors(Writers):
    """Does everything else, too."""

    @rule(name=pages, body=st.sampled_from(BODIES))
    def write_body(self, name: str, body: str) -> None:
        self.put(name, self.pages.get(name, ({}, ""))[0], body)

    @rule(name=pages)
    def drop_fields(self, name: str) -> None:
        if name in self.pages:
            self.put(name, {}, self.pages[name][1])

    @rule(name=pages)
    def delete_page(self, name: str) -> None:
        if self.pages.pop(name, None):
            (self.site / "content" / f"{name}.md").unlink()
            self.stale = True

    @rule(name=pages, nav=st.sampled_from(["sidebar", "top", ""]))
    def set_nav(self, name: str, nav: str) -> None:
        """Make a book of a section or a page, or of no part of one."""
        fields, body = self.pages.get(name, ({}, BODIES[0]))
        kept = {key: value for key, value in fields.items() if key != "nav"}
        self.put(name, {**kept, "nav": nav} if nav else kept, body)

    @rule(name=st.sampled_from(["_x", "news/_drafts/x"]), there=st.booleans())
    def write_underscored(self, name: str, *, there: bool) -> None:
        """Files that are no pages, and may be anything."""
        path = self.site / f"content/{name}.md"
        if there:
            self.write(f"content/{name}.md", "---\ntitle: [\n")
        else:
            path.unlink(missing_ok=True)
            self.stale = True

    @rule(old=pages, new=pages)
    def move_page(self, old: str, new: str) -> None:
        if old in self.pages and old != new:
            fields, body = self.pages.pop(old)
            (self.site / "content" / f"{old}.md").unlink()
            self.put(new, fields, body)

    @rule(name=st.sampled_from(sorted(TEMPLATES)), pick=st.integers(0, 4))
    def edit_template(self, name: str, pick: int) -> None:
        path = self.site / "templates" / name
        texts = TEMPLATES[name]
        if pick >= len(texts):
            path.unlink(missing_ok=True)
        else:
            self.write(f"templates/{name}", texts[pick])
        self.stale = True

    @rule(name=data_files, pick=st.integers(0, 4))
    def write_data(self, name: str, pick: int) -> None:
        self.write(f"data/{name}", DATA[name][pick % len(DATA[name])])

    @rule(name=data_files)
    def delete_data(self, name: str) -> None:
        (self.site / "data" / name).unlink(missing_ok=True)
        self.stale = True

    @rule(old=data_files, new=data_files)
    def rename_data(self, old: str, new: str) -> None:
        path = self.site / "data" / old
        if path.exists():
            target = self.site / "data" / new
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
            self.stale = True

    @rule(name=data_files)
    def edit_data_unseen(self, name: str) -> None:
        """Keep size and mtime."""
        path = self.site / "data" / name
        if path.exists():
            before = path.stat()
            path.write_bytes(path.read_bytes().translate(bytes.maketrans(b"12Bo", b"21Cy")))
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
            self.stale = True

    @rule(name=st.sampled_from(sorted(BIBLIOGRAPHIES)), pick=st.integers(0, 3))
    def edit_bibliography(self, name: str, pick: int) -> None:
        texts = BIBLIOGRAPHIES[name]
        if pick < len(texts):
            self.write(name, texts[pick])
        else:
            self.delete(name)

    @rule(name=st.sampled_from(BESIDE), pick=st.integers(0, 3))
    def edit_gallery(self, name: str, pick: int) -> None:
        path = self.site / "assets/images" / name
        if pick >= len(CAPTIONS.get(name, ["image"])):
            path.unlink(missing_ok=True)
        elif name.endswith(".png"):
            Image.new("RGB", (20, 10), "tan").save(path)
        else:
            self.write(f"assets/images/{name}", CAPTIONS[name][pick])
        self.stale = True

    @rule(config=st.sampled_from(CONFIGS))
    def edit_config(self, config: str) -> None:
        (self.site / "sitegen.toml").write_text(config, encoding="utf-8")
        self.stale = True

    @rule(colour=st.sampled_from(["red", "blue", "green", "lime"]), keep=st.booleans())
    def edit_image(self, colour: str, *, keep: bool) -> None:
        path = self.site / "assets/images/a.png"
        before = path.stat()
        Image.new("RGB", (40, 30), colour).save(path)
        if keep:
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        self.stale = True

    @rule(text=st.sampled_from(["a { color: red }", "a { color: tan }", "a{}"]))
    def edit_stylesheet(self, text: str) -> None:
        path = self.site / "assets/css/own.css"
        before = path.stat()
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        (self.site / "assets/files/data.csv").write_text(text[:4], encoding="utf-8")
        self.stale = True

    @rule(inner=st.sampled_from(["<g/>", "<g/><!-- note -->", "<script/><g/>", "<g></g> <g/>"]))
    def edit_drawing(self, inner: str) -> None:
        self.write("assets/css/mark.svg", f'<svg xmlns="http://www.w3.org/2000/svg">{inner}</svg>')
        self.write("assets/css/own.css", "a { mask: url(mark.svg#g) }")

    @rule(seed=st.integers(0, 99), way=st.sampled_from(["flip", "cut", "remove", "foreign"]))
    def damage_cache(self, seed: int, way: str) -> None:
        chance = random.Random(seed)  # noqa: S311  # the same damage each time
        files = [p for p in sorted((self.site / ".sitegen").rglob("*")) if p.is_file()]
        for path in chance.sample(files, min(3, len(files))):
            data = bytearray(path.read_bytes())
            if way == "flip" and data:
                for _ in range(8):
                    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            data = data[: len(data) // 2] if way == "cut" else data
            data = bytearray(b"something else") if way == "foreign" else data
            path.unlink() if way == "remove" else path.write_bytes(data)
        self.stale = True

    @rule(pick=st.integers(0, 40), way=st.sampled_from(["edit", "remove"]))
    def damage_output(self, pick: int, way: str) -> None:
        files = [name for name in read_tree(self.output) if name != MANIFEST]
        if files:
            path = self.output / files[pick % len(files)]
            self.seen = None  # the preview notices what is not there, and looks at everything
            path.unlink() if way == "remove" else path.write_bytes(b"meddled")
            self.stale = True

    @rule(after=st.integers(0, 60))
    def kill_in_the_middle(self, after: int) -> None:
        changes = 0

        def kill(kind: str, _: str) -> None:
            nonlocal changes
            changes += kind == "change"
            if changes > after:
                raise Killed

        try:
            with watch_files(kill):
                self.build(self.site, self.output)
        except Killed:
            self.stale = True


class TestText(Writers.TestCase):  # type: ignore[misc]
    settings = settings(
        max_examples=200 if LONG else 3,
        stateful_step_count=40 if LONG else 12,
        deadline=None,
        phases=list(Phase) if LONG else [Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    def runTest(self) -> None:  # noqa: N802  # unittest's name
        Writers.counts.clear()
        super().runTest()
        assert Writers.counts["edits"] > Writers.counts["all"] / 2, (
            "most edits of text need no whole assembly"
        )


Authors.TestCase.settings = settings(
    max_examples=400 if LONG else 3,
    stateful_step_count=40 if LONG else 10,
    deadline=None,
    # Shrinking builds thousands of sites; ten steps can be read as they are.
    phases=list(Phase) if LONG else [Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
TestIncremental = Authors.TestCase


class WritersInOneSession(Writers):
    """Edits text, and has one session build it all."""

    keeps_session = True


class AuthorsInOneSession(Authors):
    """Does everything else, too, and has one session build it all."""

    keeps_session = True


class TestTextInOneSession(WritersInOneSession.TestCase):  # type: ignore[misc]
    settings = settings(TestText.settings, max_examples=60 if LONG else 3)

    def runTest(self) -> None:  # noqa: N802  # unittest's name
        Writers.counts.clear()
        super().runTest()
        # After an error and its repair, the session starts again: a smaller share than above.
        counts = Writers.counts
        assert counts["edits"] > counts["all"] / 3, "many edits of text need no whole assembly"
        assert counts["remembered"] > counts["all"] / 3, "the session stays in memory"


AuthorsInOneSession.TestCase.settings = settings(
    Authors.TestCase.settings, max_examples=60 if LONG else 3
)
TestIncrementalInOneSession = AuthorsInOneSession.TestCase


@pytest.mark.limits
class TestMoreText(TestText):
    settings = settings(TestText.settings, max_examples=5)


@pytest.mark.limits
class TestMoreTextInOneSession(TestTextInOneSession):
    settings = settings(TestText.settings, max_examples=5)


@pytest.mark.limits
class TestMore(Authors.TestCase):  # type: ignore[misc]
    settings = settings(Authors.TestCase.settings, max_examples=6)


@pytest.mark.limits
class TestMoreInOneSession(AuthorsInOneSession.TestCase):  # type: ignore[misc]
    settings = settings(Authors.TestCase.settings, max_examples=5)
