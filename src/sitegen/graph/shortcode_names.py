"""The names of shortcodes in other programs: which are ours, and what to write for others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sitegen.content.text import slugify
from sitegen.diagnostics import Problem, did_you_mean
from sitegen.graph.embeds import embed_service
from sitegen.late_patterns import compile_late
from sitegen.mathematics.equation_labels import label_of
from sitegen.model import kind_of_label
from sitegen.model.shortcode import MarkdownArguments

if TYPE_CHECKING:
    from sitegen.model.references import ShortcodeReference
    from sitegen.model.shortcode import Shortcode, Shortcodes

__all__ = [
    "ALIASES",
    "ARGUMENTS",
    "explain_argument",
    "explain_label",
    "explain_name",
    "explain_switch",
    "find_markdown_arguments",
    "is_always_so",
]

#: Names that other generators have for ours. A site's own shortcode of such a name comes first; the
#: service of a video is told from its address.
ALIASES: Mapping[str, str | Callable[[str], str]] = {
    "map": "openstreetmap",
    "osm": "openstreetmap",
    "iframe": "embed",
    "img": "figure",
    "image": "figure",
    "fig": "figure",
    "alert": "callout",
    "admonition": "callout",
    "notice": "callout",
    "hint": "callout",
    "spoiler": "details",
    "expand": "details",
    "collapse": "details",
    "tabpane": "tabs",
    "staticref": "file",
    "btn": "button",
    "author": "person",
    "video": embed_service,
}
#: What an argument of such a name is called here.
ARGUMENTS: Mapping[tuple[str, str], str] = {
    ("video", "src"): "id",  # of YouTube and Vimeo
    ("spoiler", "text"): "summary",
    ("kbd", "win"): "keys",
    ("alert", "color"): "type",
    ("notice", "style"): "type",
    ("details", "title"): "summary",
    ("expand", "title"): "summary",
    ("collapse", "title"): "summary",
    ("card", "url"): "link",
    ("card", "href"): "link",
    ("iframe", "src"): "url",
    ("button", "href"): "url",
    ("button", "link"): "url",
    ("button", "relref"): "url",
    ("tabs", "groupid"): "group",
    ("tabs", "groupId"): "group",
    ("tab", "header"): "name",
    ("tab", "label"): "name",
    ("tab", "title"): "name",
}
#: Arguments of films in other programs that ask for what is always so, by these values.
_ALWAYS: Mapping[str, frozenset[str]] = {
    "controls": frozenset({"true", "yes", "1", "controls"}),
    "autoplay": frozenset({"false", "no", "0"}),
    "loading": frozenset({"lazy"}),
    "preload": frozenset({"none", "metadata"}),
}
_FILMS = frozenset({"video", "youtube", "vimeo", "embed"})
_NO_AUTOPLAY = "remove it: films play when a reader asks for it"
_OF_FILMS = {
    "autoplay": _NO_AUTOPLAY,
    "controls": "remove it: readers can always stop a film",
    "aspect-ratio": "write ratio=16-9, 4-3, 1-1 or 9-16",
}
_FOLDER = 'write folder="…/" with the folder of the pictures, which may be beside the page'
_OF_OTHERS = {
    ("card", "icon"): "remove it, or write '{{< icon NAME >}}' into the text of the card",
    ("card", "image"): "write ![what it shows](file.png) into the text of the card",
    ("gallery", "album"): _FOLDER,
    ("gallery", "dir"): _FOLDER,
    ("gallery", "path"): _FOLDER,
    ("embed", "width"): "remove it: it is as wide as the text",
    ("embed", "height"): "write ratio=16-9, 4-3, 1-1, 9-16 or tall",
}
#: Words that have no value in other programs. Here, they would be the title.
_SWITCHES = frozenset({"autoplay", "controls", "loop", "muted", "nocookie", "lazy"})
#: An argument that may be shown in a hint.
_NAME = compile_late(r"\w[\w:./-]{0,60}")
_LINK = "link to the source file: [text](page.md)"
_DATA = "write the value into a file such as data/site.yaml, and '{{< data site.NAME >}}' here"
_VARIABLE = (
    "move _variables.yml to data/variables.yml, and write '{{< data variables.NAME >}}' here"
)
_NO_ICON = "the theme has no such icon: remove it, or show an SVG file as an image"
#: Shortcodes for icons in other programs, and other names of icons of the theme.
_ICON_SHORTCODES = frozenset({"fa", "bi", "iconify"})
_ICONS = {
    "envelope": "email",
    "google-scholar": "scholar",
    "twitter": "x",
    "twitter-x": "x",
    "x-twitter": "x",
    "globe": "website",
    "telephone": "phone",
    "file-pdf": "pdf",
    "geo-alt": "map",
    "location-dot": "map",
}
_CODE = "write ```python, and ``` below the code"
_MERMAID = "write ```mermaid, and ``` below the diagram"
_POST = "quote the text, and link to the post"
_CITE = "write [@NAME]"
_EMBED = "write '{{< embed https://… >}}', and add the site to embeds.hosts"
_BLOCK = "write '::: {.CLASS}', and ':::' on a line below it"
_TOC = "remove it: pages with three headings show a table of contents"
_HINTS = {
    "ref": _LINK,
    "relref": _LINK,
    "highlight": _CODE,
    "code": _CODE,
    **dict.fromkeys(("cite", "bib"), _CITE),
    "footnote": "write ^[the note]",
    **dict.fromkeys(("sidenote", "marginnote", "margin-note", "aside"), "write [the note]{.aside}"),
    **dict.fromkeys(("katex", "math", "mathjax"), "remove it: formulas need nothing else"),
    "comment": "write <!-- … -->",
    "var": _VARIABLE,
    "param": _DATA,
    "env": "write the value here: a page does not depend on the machine",
    **dict.fromkeys(
        ("children", "list_children", "list-children", "section-index"),
        "remove it: the page of a folder lists the pages in it",
    ),
    "gist": "copy the code into the page, and link to the gist",
    "tweet": _POST,
    "x": _POST,
    "twitter": _POST,
    "instagram": "keep a copy of the picture beside the page, and link to the post",
    "toc": _TOC,
    "table_of_contents": _TOC,
    **{
        name: _BLOCK.replace("CLASS", name)
        for name in ("steps", "columns", "column", "lead", "timeline")
    },
    **{
        name: f"write '{{{{< callout {name} >}}}}', and '{{{{< /callout >}}}}' below the text"
        for name in ("note", "tip", "important", "warning", "caution", "danger", "info", "success")
    },
    **dict.fromkeys(("quote", "blockquote"), "write '> ' before each line"),
    **dict.fromkeys(("mark", "keyword"), "write [text]{.mark}"),
    **dict.fromkeys(("badge", "typeit"), "write the text alone"),
    **dict.fromkeys(("rawhtml", "html"), "write HTML as it is"),
    **dict.fromkeys(("github", "gitlab", "article", "link"), "write a link: [text](address)"),
    **dict.fromkeys(("pdf", "embed-pdf"), "link to the file: [text](file.pdf)"),
    **dict.fromkeys(("carousel", "slider"), "write ![name](folder/){.gallery}"),
    **dict.fromkeys(("codepen", "jsfiddle", "soundcloud", "spotify", "bilibili"), _EMBED),
    **dict.fromkeys(("filetree", "filetree/container"), "write the files as code: ```text"),
    "mermaid": _MERMAID,
    "diagram": _MERMAID,
    "lipsum": "write a text",
    "placeholder": "show a picture of your own",
    "version": "write the version",
    "contents": "write the text here",
    "cardpane": "write '{{< cards >}}', in it '{{< card … >}}', and '{{< /cards >}}'",
    "mention": "write '{{< person NAME >}}', with the name of a file in content/people/",
    "slide": "write a page for it",
    "cta": "write '{{< button page.md >}}Text{{< /button >}}'",
    "readfile": "write '{{< include file.md >}}', or show it as code",
    "bibliography": "write '{{< publications >}}'",
    "listing": "write '{{< collection NAME >}}', with the name of a collection",
}


def explain_name(wanted: ShortcodeReference, shortcodes: Shortcodes, code: str) -> Problem:
    """Say that there is no shortcode of a name, and what to write instead."""
    name = wanted.target
    otherwise = f"write templates/shortcodes/{name}.html, or `{{{{<` in code"
    argument = wanted.arguments[0].value.text if wanted.arguments else ""
    hint = _HINTS.get(name.casefold(), "")
    if name.casefold() in _ICON_SHORTCODES:
        hint = _icon_hint(wanted, shortcodes)
    if _NAME.fullmatch(argument):
        hint = hint.replace("NAME", argument)
    hint = hint.replace("@NAME", "@key")
    hint = hint or did_you_mean(
        name, (*shortcodes, *ALIASES, "include", "table", "chart"), otherwise
    )
    return Problem(code, f"there is no shortcode '{name}'", hint)


def is_always_so(name: str, argument: str, value: str) -> bool:
    """Tell whether an argument of a film that is not known asks for what is always so."""
    return name in _FILMS and value.casefold() in _ALWAYS.get(argument.casefold(), ())


def explain_argument(name: str, argument: str) -> str:
    """Return what to write in place of an argument of another program; nothing if that is open."""
    folded = argument.casefold()
    found = _OF_OTHERS.get((name, folded), "")
    return found or (_OF_FILMS.get(folded, "") if name in _FILMS else "")


def explain_label(name: str, argument: str, value: str) -> str:
    """Return how the label of a figure is written; nothing if this is none."""
    if name != "figure" or argument not in {"label", "id"} or not value:
        return ""
    if kind_of_label(label_of(value)) == "figure":
        return "a figure with a label stands on lines of its own"
    return f"a label begins with fig-: write {argument}=fig-{slugify(value)}"


def explain_switch(name: str, value: str) -> str:
    """Return what to write for a value without a name if it is a switch in other programs."""
    if name not in _FILMS or value.casefold() not in _SWITCHES:
        return ""
    is_set = value.casefold() in {"loop", "muted"} and name == "video"
    return f"write {value}=true" if is_set else _OF_FILMS.get(value.casefold(), "remove it")


def _icon_hint(wanted: ShortcodeReference, shortcodes: Shortcodes) -> str:
    """Name the icon of the theme that is meant, if it has one."""
    declared = shortcodes["icon"].arguments if "icon" in shortcodes else ()
    for argument in wanted.arguments:
        written = argument.value.text.casefold().rpartition(":")[2].removeprefix("fa-")
        icon = _ICONS.get(written, written)
        if any(icon in each.options for each in declared):
            return f"write '{{{{< icon {icon} >}}}}'"
    return _NO_ICON


def find_markdown_arguments(shortcodes: Shortcodes) -> dict[str, MarkdownArguments]:
    """Return which arguments are Markdown, by the names that pages may write for shortcodes."""
    found = {name: _markdown_arguments(name, each) for name, each in shortcodes.items()}
    for name, meant in ALIASES.items():
        if name not in shortcodes and isinstance(meant, str) and meant in shortcodes:
            found[name] = _markdown_arguments(name, shortcodes[meant])
    return {name: each for name, each in found.items() if each.keys}


def _markdown_arguments(written: str, declared: Shortcode) -> MarkdownArguments:
    markdown = [each.name for each in declared.arguments if each.kind == "markdown"]
    others = (
        [key for (name, key), meant in ARGUMENTS.items() if name == written and meant in markdown]
        if markdown
        else []
    )
    return MarkdownArguments(
        keys=(*markdown, *others),
        positions=tuple(n if n in markdown else "" for n in (a.name for a in declared.arguments)),
    )
