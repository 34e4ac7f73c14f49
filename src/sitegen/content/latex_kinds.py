"""LaTeX outside of formulas: how it is recognised, and what to write instead.

Pandoc and Quarto leave it out of web pages, so that a document for print may hold much of it.
"""

from __future__ import annotations

from sitegen.content.foreign_kind import (
    CITATION,
    FENCE,
    IMAGE,
    PAGE_LINK,
    TABLE,
    TOC,
    ForeignKind,
    pattern,
)

__all__ = ["FORMULA_HINT", "LATEX_KINDS"]

_ANCHOR = "write {#fig-knee} behind what is meant, and @fig-knee here"
_HEADING = "write '## ' and the heading"
FORMULA_HINT = "leave a blank line before it, so that it is a formula"
_NO_SPACE = "remove it: the theme sets the space between paragraphs"
_NO_SIZE = "remove it: the theme sets the size of text"
_SHEET = "write '{{< pagebreak >}}', or remove it"
_FOR_PRINT = "remove it: it is for print"
_THEOREM = "write ::: {#thm-name}, and ::: at its end"

#: Commands with an argument in braces.
_WITH_ARGUMENT = {
    **dict.fromkeys(("cite", "citep", "citet", "parencite", "textcite", "autocite"), CITATION),
    **dict.fromkeys(("ref", "eqref", "autoref", "cref", "label"), _ANCHOR),
    **dict.fromkeys(("section", "subsection", "subsubsection", "chapter", "paragraph"), _HEADING),
    **dict.fromkeys(("vspace", "hspace"), _NO_SPACE),
    **dict.fromkeys(("pagenumbering", "pagestyle", "thispagestyle", "setcounter"), _FOR_PRINT),
    **dict.fromkeys(("addtocounter", "setlength", "addtolength", "addcontentsline"), _FOR_PRINT),
    **dict.fromkeys(("input", "include"), "write '{{< include file.md >}}'"),
    "textbf": "write **…**",
    "textit": "write *…*",
    "emph": "write *…*",
    "texttt": "write `…`",
    "textsc": "write [text]{.smallcaps}",
    "textsuperscript": "write ^…^",
    "textsubscript": "write ~…~",
    "underline": "write [text]{.underline}",
    "footnote": "write [^1], and '[^1]: …' on a line of its own",
    "includegraphics": IMAGE,
    "caption": IMAGE,
    "href": PAGE_LINK,
    "url": "write <https://…>",
    "bibliography": "write ::: {#refs}, and ::: below it",
    "bibliographystyle": "write 'csl: name' in the front matter",
}
_WITHOUT_ARGUMENT = {
    **dict.fromkeys(("newpage", "pagebreak", "clearpage", "cleardoublepage"), _SHEET),
    **dict.fromkeys(("bigskip", "medskip", "smallskip", "noindent", "hfill", "vfill"), _NO_SPACE),
    **dict.fromkeys(("footnotesize", "scriptsize", "small", "large", "normalsize"), _NO_SIZE),
    **{name: f"write {name}" for name in ("LaTeX", "TeX", "BibTeX", "XeTeX", "LuaTeX")},
    "tableofcontents": TOC,
    "listoffigures": "write '::: {.list-of-figures}', and ':::' on the next line",
    "listoftables": "write '::: {.list-of-tables}', and ':::' on the next line",
    "printbibliography": "write '::: {#refs}', and ':::' on the next line",
    **dict.fromkeys(
        ("centering", "raggedright", "maketitle", "appendix", "linebreak"), "remove it"
    ),
}
_ENVIRONMENTS = {
    **dict.fromkeys(("itemize", "description"), "write a list: '- ' before each item"),
    "enumerate": "write a list: '1. ' before each item",
    "figure": IMAGE,
    **dict.fromkeys(("table", "tabular", "longtable"), TABLE),
    **dict.fromkeys(("verbatim", "lstlisting", "minted"), FENCE),
    **dict.fromkeys(("quote", "quotation"), "write '> ' before each line"),
    **dict.fromkeys(("theorem", "lemma", "corollary", "proposition", "definition"), _THEOREM),
    "proof": "write ::: {.proof}, and ::: at its end",
    "abstract": "write 'abstract: …' in the front matter",
    "center": "remove it",
    **dict.fromkeys(("equation", "align", "gather", "multline", "eqnarray"), FORMULA_HINT),
}


def _any_of(names: dict[str, str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


LATEX_KINDS = (
    ForeignKind(
        what="a LaTeX command",
        marks=tuple(f"\\{name}" for name in _WITH_ARGUMENT),
        pattern=pattern(
            rf"\\(?P<name>{_any_of(_WITH_ARGUMENT)})\*?(?:\[[^\[\]\n]*\])*"
            r"(?:\{(?:[^{}\n]|\n(?![ \t]*\n))*+\})++"
        ),
        hint="write it in Markdown",
        hints=_WITH_ARGUMENT,
    ),
    ForeignKind(
        what="a LaTeX command",
        marks=tuple(f"\\{name}" for name in _WITHOUT_ARGUMENT),
        pattern=pattern(rf"\\(?P<name>{_any_of(_WITHOUT_ARGUMENT)})(?![A-Za-z])(?:\{{\}})?"),
        hint="remove it",
        hints=_WITHOUT_ARGUMENT,
    ),
    ForeignKind(
        what="a LaTeX environment",
        marks=("\\begin{", "\\end{"),
        pattern=pattern(
            r"(?P<more>\\end\{[A-Za-z]+\*?\})|\\begin\{(?P<name>[A-Za-z]+)\*?\}(?:\[[^\[\]\n]*\])?"
        ),
        hint="write it in Markdown",
        hints=_ENVIRONMENTS,
    ),
)
