"""The syntax of other generators: how each kind is recognised, and what to write instead."""

from __future__ import annotations

from sitegen.content.directive_names import DIRECTIVES, PROOFS
from sitegen.content.foreign_kind import (
    CITATION,
    FENCE,
    IMAGE,
    TABLE,
    TOC,
    ForeignKind,
    pattern,
)
from sitegen.content.latex_kinds import LATEX_KINDS
from sitegen.content.mark_index import LineStart
from sitegen.content.obsidian_kinds import OBSIDIAN_KINDS
from sitegen.content.pandoc_kinds import PANDOC_KINDS

__all__ = [
    "DIV_HINTS",
    "JSX",
    "STRAY_ATTRIBUTES",
    "TEXT_KINDS",
]

_NOTE = "write '> [!NOTE]' and quote the text below it with '> '"
_LINK = "link to the source file: [text](page.md)"
_TEMPLATE = "write what it stands for; a template can compute it"
_COMMENT = "write <!-- … -->"
_LISTING = "write ```{collection} publications, and ``` on the next line"
_REFERENCES = (
    "remove it: cited works are listed once; for all works, write ```{collection} publications"
)
_MATH = "write $…$"
_DETAILS = 'write ::: {.details title="Title"}, and ::: at its end'
_TABS = "write ::: {.panel-tabset}, a heading for each tab, and ::: at the end"
_GALLERY = "write ![name](folder/){.gallery}"
_VIDEO = "write '{{< youtube ID >}}', or '{{< video file.mp4 >}}' for a file beside the page"
_INCLUDE = "write '{{< include file.md >}}' with the path of the file"

_PAGES = "remove it: the page of a folder lists the pages in it"

_SHORTCODES = {
    "figure": IMAGE,
    "fig": IMAGE,
    "img": IMAGE,
    "image": IMAGE,
    "gallery": _GALLERY,
    "ref": _LINK,
    "relref": _LINK,
    "cite": CITATION,
    "highlight": FENCE,
    "math": _MATH,
    "katex": _MATH,
    "toc": TOC,
    "details": _DETAILS,
    "spoiler": _DETAILS,
    "table": TABLE,
    "include": _INCLUDE,
    "readfile": _INCLUDE,
    **dict.fromkeys(("youtube", "vimeo", "video"), _VIDEO),
    **dict.fromkeys(
        ("alert", "callout", "notice", "admonition", "hint", "note", "tip", "warning", "info"),
        _NOTE,
    ),
}
_LIQUID = {
    **_SHORTCODES,
    "link": _LINK,
    "post_url": _LINK,
    "bibliography": _LISTING,
    "bibliography_count": "remove it",
    "reference": CITATION,
    "twitter": "quote the text, and link to the post",
    "tabs": _TABS,
    "tab": _TABS,
}
_ADMONITIONS = (
    *("note", "tip", "important", "warning", "caution", "danger", "info", "hint", "attention"),
    *("error", "seealso", "admonition", "todo", "success", "question", "example", "abstract"),
    *("callout", "callout-note", "callout-tip", "callout-important", "callout-warning"),
    *("callout-caution", "versionadded", "versionchanged", "deprecated"),
)
DIV_HINTS = {
    **{each.removeprefix("prf:"): f"write '{{{each}}}'" for each in PROOFS},
    **dict.fromkeys(_ADMONITIONS, _NOTE),
    "figure": IMAGE,
    "image": IMAGE,
    "toctree": _PAGES,
    "table": TABLE,
    "csv-table": TABLE,
    **dict.fromkeys(("button-link", "button-ref"), "write [text](address){.button}"),
    **dict.fromkeys(("bibliography", "footbibliography"), _REFERENCES),
    **dict.fromkeys(("collection", "collections", "listing", "publications"), _LISTING),
    "literalinclude": _INCLUDE,
    "code-block": FENCE,
    "code": FENCE,
    **dict.fromkeys(("index", "only", "tags"), "remove it: pages have no such thing"),
    "raw": "write ```{=html} for HTML; remove what is for another format",
    "tableofcontents": _PAGES,
    **dict.fromkeys(("iframe", "iframe-figure"), "write '{{< embed https://… >}}'"),
    "eval-rst": "write it in Markdown: reStructuredText is not read",
    **dict.fromkeys(
        ("glue:figure", "glue"),
        "write '#| label: fig-…' and '#| fig-cap: …' at the top of the cell that makes it",
    ),
    "video": "write '{{< video file.mp4 >}}'",
    **dict.fromkeys(("youtube", "vimeo"), _VIDEO),
    **{
        f"{each}-end": f"begin it above: ```{{{each}-start}}, and ``` on the next line"
        for each in ("exercise", "solution")
    },
}
#: Blocks of PyMdown that cannot be written anew.
_BLOCKS = {
    **dict.fromkeys(
        ("caption", "figure-caption", "table-caption"),
        'write it right below an image or a table, or ![…](file.png){caption="…"}',
    ),
    "define": "write a line for the term, and ':   ' before its definition",
    "latex": "write $$ … $$",
    "html": "write ::: {.class}, and ::: at its end",
}
_ROLES = {
    **dict.fromkeys(("ref", "numref", "doc", "any", "eq", "term", "download"), _LINK),
    **dict.fromkeys(("cite", "cite:p", "cite:t", "footcite", "footfullcite", "fullcite"), CITATION),
    **dict.fromkeys(("cite:year", "cite:yearpar"), "write [-@key], which shows the year"),
    **dict.fromkeys(("cite:author", "cite:authors", "cite:authorpar"), "write @key, with the year"),
    **dict.fromkeys(("cite:alp", "cite:alps", "cite:label"), CITATION),
    "math": _MATH,
}
#: How the prefixes of labels are written elsewhere, with a colon.
_COLONS = {
    **{each: each for each in ("fig", "tbl", "eq", "sec", "lst", "thm", "lem", "def", "alg")},
    "tab": "tbl",
}
_OTHER_LABELS = tuple(f"{each}:" for each in _COLONS)
_LABELS = rf"(?:{'|'.join(_OTHER_LABELS)})(?=\w)"


_TEMPLATE_KINDS = (
    ForeignKind(
        what="a template comment",
        marks=("{{/*", "{{!", "{{<!--", "{{- /*"),
        pattern=pattern(r"\{\{(?:-? ?/\*|!--|!)"),
        closing=("}}",),
        hint=_COMMENT,
        is_comment=True,
        result="would be published",
    ),
    ForeignKind(
        what="a Liquid comment",
        marks=("{%",),
        pattern=pattern(r"\{%-?\s*+comment\s*+-?%\}"),
        hint=_COMMENT,
        is_comment=True,
        result="would be published",
    ),
    ForeignKind(
        what="a Liquid or Jinja tag",
        marks=("{%",),
        pattern=pattern(
            r"\{%[-+]?\s*+(?:include(?:_cached|_relative)?\s++(?:[\w-]++/)*+"
            r"(?P<word>figure|image|img|video|youtube|gallery)\."
            r"|(?P<name>include(?=\w*+\s++[\w./-]+\.(?:md|markdown)\b)|(?!include)[A-Za-z_]\w*)|include)"
        ),
        closing=("%}",),
        hint="write its content in Markdown or HTML; a template can compute it",
        hints=_LIQUID,
    ),
    ForeignKind(
        what="a Jinja comment",
        marks=("#}",),
        pattern=pattern(r"\{#(?=[\s-])[^\n{}]*?#\}"),
        hint=_COMMENT,
        is_comment=True,
        result="would be published",
    ),
    ForeignKind(
        what="a template expression",
        marks=("{{",),
        pattern=pattern(
            r"\{\{\{?[-~#/>^&]?\s*+(?:[.$]|[A-Za-z_](?=[\w.\s|(\[-])|\"[^\"\n{}]*\"|'[^'\n{}]*')"
            r"(?![^{}|(\n]*,)[^{}\n]*\}?\}\}"
        ),
        hint=_TEMPLATE,
    ),
)
_BLOCK_KINDS = (
    ForeignKind(
        what="a MyST directive",
        marks=(":::",),
        pattern=pattern(
            r"(?:(?P<at>:{3,}\{(?P<name>[A-Za-z][\w:-]*)\}[^\n]*)|(?P<more>:{3,}[ \t]*$))"
        ),
        hint="write its content in Markdown or HTML",
        hints=DIV_HINTS,
        known=DIRECTIVES,
        begins_line=True,
    ),
    ForeignKind(
        what="a block (MkDocs)",
        marks=("///",),
        pattern=pattern(
            r"(?P<at>/{3,}[ \t]*(?P<name>[a-z][\w-]*)(?=[ \t]*(?:\||$))[^\n]*)"
            r"|(?P<more>/{3,}[ \t]*$)"
        ),
        hint="write ::: {.NAME}, and ::: at its end",
        hints=_BLOCKS,
        begins_line=True,
    ),
    ForeignKind(
        what="documentation of code (mkdocstrings)",
        marks=(":: ",),
        pattern=pattern(r"(?P<at>:{3}[ \t]+[A-Za-z_]\w*(?:\.\w+)+[ \t]*)$"),
        hint="describe it here, or link to where it is described: no code is read",
        begins_line=True,
    ),
    ForeignKind(
        what="a snippet (MkDocs)",
        marks=("8<--",),
        pattern=pattern(r"(?P<at>;?-{1,}8<-{1,}[^\n]*)"),
        hint=_INCLUDE,
        begins_line=True,
    ),
    ForeignKind(
        what="a MyST target",
        marks=(")=",),
        pattern=pattern(r"(?P<at>\((?P<name>[\w:./-]+)\)=[ \t]*)$"),
        hint="write '{#NAME}' behind the heading, the formula or the caption that it names",
        begins_line=True,
    ),
    ForeignKind(
        what="a reStructuredText directive",
        marks=(".. ",),
        pattern=pattern(r"(?P<at>\.\. +(?:\|[^|\n]*\| +)?(?P<name>[\w-]+)::(?!\w)[^\n]*)"),
        hint="write its content in Markdown or HTML",
        hints=DIV_HINTS,
        begins_line=True,
    ),
    ForeignKind(
        what="a mark for a table of contents",
        marks=("[TOC]", "[toc]", "_TOC_]", "_toc_]", "{:toc", "{{toc", "{: toc"),
        pattern=pattern(
            r"(?P<at>(?:\[TOC\]|\[toc\]|\[\[_?(?:toc|TOC)_?\]\]|\{: ?toc\b[^{}\n]*\}"
            r"|\{\{toc\}\})[ \t]*)$"
        ),
        hint=TOC,
        begins_line=True,
    ),
    ForeignKind(
        what="a kramdown comment",
        marks=("{::comment",),
        pattern=pattern(r"\{::comment[^{}\n]*\}"),
        hint=_COMMENT,
        is_comment=True,
        result="would be published",
    ),
    ForeignKind(
        what="a kramdown extension",
        marks=("{::", "{:/"),
        pattern=pattern(r"\{:(?::(?P<name>\w+)|/)[^{}\n]*\}"),
        hint="remove it",
        hints={"nomarkdown": "write HTML as it is"},
    ),
    ForeignKind(
        what="a definition of attributes (kramdown)",
        marks=("{:",),
        pattern=pattern(r"(?P<at>\{:[\w-]+:[^{}\n]*\}[ \t]*)$"),
        hint="write the attributes where they belong: {: .class }",
        begins_line=True,
    ),
    ForeignKind(
        what="JavaScript (MDX)",
        marks=(LineStart("import "), LineStart("export ")),
        pattern=pattern(
            r"^(?P<at>import (?:[\w*{][^\n'\"]* from )?['\"][^'\"\n]+['\"];?"
            r"|export (?:(?:const|let|var) [\w{\[][^\n=]*=|default |(?:async )?function\b)[^\n]*)"
            r"[ \t]*$"
        ),
        hint="remove it; scripts belong in a template",
    ),
    ForeignKind(
        what="a comment that is written as a link",
        marks=("[//](#",),
        pattern=pattern(r"\[//\]\(#[ \t(\"'](?:[^()\n]|\([^()\n]*\))*+\)"),
        hint=_COMMENT,
        is_comment=True,
        result="would be published",
    ),
    ForeignKind(
        what="a MyST comment",
        marks=("% ",),
        pattern=pattern(r"(?:\A|(?<=\n\n))(?P<at>% [^\n]+)"),
        hint=_COMMENT,
        is_comment=True,
        result="would be published",
    ),
)
_INLINE_KINDS = (
    ForeignKind(
        what="the format of a raw text (Pandoc, Quarto)",
        marks=("`{=",),
        pattern=pattern(r"(?<=`)\{=(?P<name>\w+)\}"),
        hint="write {=html} for HTML",
        hints=dict.fromkeys(
            ("html", "html4", "html5"), "end the comment or the tag before it that never ends"
        ),
    ),
    ForeignKind(
        what="a MyST role",
        marks=("}`",),
        pattern=pattern(r"\{(?P<name>[A-Za-z][\w:+.-]*)\}(?=`)"),
        hint="write its content in Markdown",
        hints=_ROLES,
    ),
    ForeignKind(
        what="a reStructuredText role",
        marks=(":`",),
        pattern=pattern(r":(?<![\w:]:)(?P<name>[A-Za-z][\w+.-]*(?::[\w+.-]+)*):(?=`)"),
        hint="write its content in Markdown",
        hints=_ROLES,
    ),
    ForeignKind(
        what="an embedded file (Obsidian)",
        marks=("![[",),
        pattern=pattern(r"!\[\[[^\[\]\n]*[^\W\d_][^\[\]\n]*\]\]"),
        hint="write ![what it shows](file.png), or copy the text into the page",
    ),
    ForeignKind(
        what="a wiki link",
        marks=("[[",),
        pattern=pattern(
            r"(?<![\w\]!\\])\[\[(?!\^)(?P<name>[^\[\]\n|]*[^\W\d_][^\[\]\n|]*)"
            r"(?:\|[^\[\]\n]*)?\]\](?![(\[])"
        ),
        hint=_LINK,
    ),
    ForeignKind(
        what="a reference (pandoc-crossref)",
        marks=tuple(f"@{label}" for label in _OTHER_LABELS),
        pattern=pattern(rf"(?<![\w@/.])(?P<at>\\?@(?P<name>{_LABELS})[\w:.-]{{0,80}}\w)"),
        hints={
            f"{each}:": f"write '@{ours}-…', and '{{#{ours}-…}}' at what is meant"
            for each, ours in _COLONS.items()
        },
        hint="write '@fig-…', and '{#fig-…}' at what is meant",
    ),
    ForeignKind(
        what="a label or a reference (bookdown)",
        marks=("(\\#", "\\@ref(", "(ref:"),
        pattern=pattern(
            r"(?P<at>\(\\#[a-z]{2,3}:[^()\n]{1,80}\)|\\@ref\([^()\n]{1,80}\)|\(ref:[\w-]{1,80}\))"
        ),
        hint="labels stand in formulas and before captions, and hold no space",
    ),
    ForeignKind(
        what="highlighted text (Obsidian, MkDocs)",
        marks=("==",),
        pattern=pattern(r"(?<![\w=!<>])==(?=[^\s=])[^=\n]{1,200}(?<=\S)==(?![\w=])"),
        hint="write [text]{.mark}",
    ),
    ForeignKind(
        what="a key (MkDocs)",
        marks=("++",),
        pattern=pattern(r"(?<![\w+{])\+\+\w[\w+-]{0,60}\+\+(?![\w+])"),
        hint="write <kbd>…</kbd>",
    ),
    ForeignKind(
        what="a CriticMarkup suggestion",
        marks=("{++", "{--", "{~~", "{==", "{>>"),
        pattern=pattern(r"\{(?P<sign>\+\+|--|~~|==|>>)[^{}\n]{1,300}\}"),
        hint="write <ins>…</ins>, <del>…</del> or <mark>…</mark>; comments go into <!-- … -->",
    ),
    ForeignKind(
        what="an Obsidian comment",
        marks=("%%",),
        pattern=pattern(r"(?<![\w%])%%(?=[ \t]*[^\s%])[^%\n]{1,300}%%(?!%)|^%%[ \t]*$"),
        hint=_COMMENT,
        is_comment=True,
        result="would be published",
    ),
    ForeignKind(
        what="an expression (MDX)",
        marks=("{frontMatter.", "{props.", "{metadata.", "{siteConfig."),
        pattern=pattern(r"(?<![{\w$])\{(?:frontMatter|props|metadata|siteConfig)\.[\w.]+\}"),
        hint="write what it stands for, or '{{< meta title >}}' for a field",
    ),
    ForeignKind(
        what="an MDX comment",
        marks=("{/*",),
        pattern=pattern(r"\{/\*"),
        closing=("*/}",),
        hint=_COMMENT,
        is_comment=True,
        result="would be published",
    ),
    ForeignKind(
        what="an annotation (Material for MkDocs)",
        marks=(".annotate",),
        pattern=pattern(r"\{:?[ \t]*\.annotate\b[^{}\n]*\}"),
        hint="write footnotes: [^1]",
    ),
    ForeignKind(
        what="an icon (Material for MkDocs)",
        marks=(":material-", ":fontawesome-", ":octicons-", ":simple-"),
        pattern=pattern(r":(?:material|fontawesome|octicons|simple)-[\w-]+:"),
        hint="remove it, or show an SVG file as an image",
    ),
)
TEXT_KINDS = (
    *_TEMPLATE_KINDS,
    *PANDOC_KINDS,
    *_BLOCK_KINDS,
    *_INLINE_KINDS,
    *OBSIDIAN_KINDS,
    *LATEX_KINDS,
)
JSX = ForeignKind(
    what="an MDX component",
    marks=("<",),
    pattern=pattern(r"<[A-Z]"),
    hint="write its content in Markdown or HTML, or &lt; for a plain '<'",
    hints={"tabs": _TABS, "tabitem": _TABS}
    | dict.fromkeys(("note", "tip", "warning", "callout", "admonition", "aside"), _NOTE)
    | dict.fromkeys(("youtube", "video"), _VIDEO),
)
STRAY_ATTRIBUTES = ForeignKind(
    what="an attribute list that belongs to nothing",
    marks=("\n{",),
    pattern=pattern(r"\{"),
    hint="write it at the end of a heading's line, or on the last line of a paragraph",
)
