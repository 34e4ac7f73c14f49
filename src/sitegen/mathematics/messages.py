"""Say in plain English what math-core finds wrong in a formula, and what to write instead."""

from __future__ import annotations

import functools
import html
import re

from sitegen.diagnostics import Guesses
from sitegen.late_patterns import compile_late
from sitegen.mathematics.command_names import COMMAND_NAMES, ENVIRONMENT_NAMES

__all__ = ["explain", "explain_entity"]

_DRAWN = "draw it elsewhere and show it as an image, or write a block of code with the language dot"
#: Commands of packages and of other programs that have no meaning here, and what to do.
_INSTEAD = {
    "includegraphics": "write an image of Markdown",
    "require": "leave it out: everything there is can be used",
    "usepackage": "leave it out: everything there is can be used",
    "newenvironment": "write what it stands for",
    "newtheorem": "write a div of Markdown, such as ::: theorem",
    "verb": "write \\texttt{…}",
    "footnote": "write the footnote outside of the formula",
    "class": "leave it out",
    "style": "leave it out",
    "cssId": "leave it out",
    "htmlClass": "leave it out",
    "htmlId": "leave it out",
    "htmlStyle": "leave it out",
    "htmlData": "leave it out",
    "url": "put a link of Markdown around the formula",
    "bbox": "write \\boxed{…}",
    "Aboxed": "write \\boxed{…}, without & in it",
    "enclose": "write \\boxed{…} or \\cancel{…}",
    "hline": "begin an array with it, or put it after \\\\",
    "multicolumn": "write a cell for each column",
    "multirow": "write a cell for each row",
    "eqno": "write \\tag{1}",
    "leqno": "write \\tag{1}",
    "above": "write \\genfrac{}{}{1pt}{}{x}{y}",
    "unicode": "write the character itself",
    "char": "write the character itself",
    "symbol": "write the character itself",
    "raise": "write \\raisebox{2pt}{…}",
    "lower": "write \\raisebox{-2pt}{…}",
    **dict.fromkeys(
        ("cite", "citep", "citet", "parencite", "textcite"),
        "write the citation outside of the formula",
    ),
    **dict.fromkeys(("autoref", "cref", "Cref", "pageref", "nameref"), "write \\eqref{…}"),
    **dict.fromkeys(
        (
            "vspace bigskip medskip smallskip par linebreak pagebreak centering indent item "
            "hfill hfil vfill hrule vrule"
        ).split(),
        "leave it out",
    ),
    **dict.fromkeys(
        ("xymatrix", "diagram", "draw", "node", "tikz"),
        _DRAWN,
    ),
}
#: The same for environments.
_INSTEAD_OF_ENVIRONMENTS = {
    **dict.fromkeys(("tikzcd", "tikzpicture", "CD", "diagram", "xy", "circuitikz"), _DRAWN),
    **dict.fromkeys(
        ("mini", "mini!", "mini*", "maxi", "maxi!", "maxi*", "argmini", "argmaxi"),
        "write aligned, with \\min_{x} and \\text{subject to} in its first column",
    ),
    "empheq": "write align, and \\boxed{…} around a formula",
    "numcases": "write cases, within equation",
    "subnumcases": "write cases, within equation",
    "tabular": "write array, or a table of Markdown",
    "table": "write a table of Markdown",
    "itemize": "write a list of Markdown",
    "enumerate": "write a list of Markdown",
    "algorithm": "write a block of code, or a list of Markdown",
    "algorithmic": "write a block of code, or a list of Markdown",
    "figure": "write an image of Markdown",
    **dict.fromkeys(
        "theorem lemma proof definition proposition corollary remark example".split(),
        "write a div of Markdown, such as ::: theorem",
    ),
}
_RULES: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (compile_late(pattern, re.DOTALL), message, hint)
    for pattern, message, hint in (
        (r"Expected closing token \"}\".*", "a brace { is never closed", "add }"),
        (r"Expected closing token \"\\right\".*", "\\left without \\right", "add \\right."),
        (r"Expected closing token \"\]\".*", "a bracket [ is never closed", "add ]"),
        (r"Unmatched closing token: \"(.*)\".*", "@1 closes nothing", "leave it out"),
        (
            r"Found \"(\\(?:no|display)?limits)\", which may.*",
            "@1 stands behind no operator",
            "put \\mathop{…} around what stands before it",
        ),
        (
            r"Could not extract text.*",
            "the name of an operator holds more than letters",
            "write \\mathop{…} instead of \\operatorname{…}",
        ),
        (r"Expected a relation after .not.*", "no relation follows \\not", "write \\not="),
        (
            r"Found \"(.*)\", which may only appear (.*?)\.?",
            "@1 may stand only @2",
            "put \\begin{aligned} … \\end{aligned} around the lines",
        ),
        (
            r"(?:Expected argument|Expected at most|Expected exactly).*",
            "a command here has no argument, or one that it cannot take",
            "put braces around it: {…}",
        ),
        (
            r"Duplicate subscript or superscript\.|'\^' or '_' directly.*",
            "two indices or two powers stand at the same place",
            "put braces around one of them: {x_1}_2",
        ),
        (
            r"There must be a parenthesis after \"\\big, .*\", but not found\.",
            "no bracket follows \\big or a command like it",
            "write \\big( or \\big.",
        ),
        (
            r"There must be a parenthesis after \"(.*)\", but not found\.",
            "no bracket follows @1",
            "write @1( or @1.",
        ),
        (
            r"Not valid in text mode\.",
            "this cannot stand in a text",
            "write \\& \\% \\_ \\# or \\$",
        ),
        (r"Not valid in math mode\.", "this can stand in \\text{…} only", "leave it out"),
        (
            r"(?:Macro parameter found|Invalid parameter number|Expected parameter number).*",
            "# stands in a formula",
            "write \\#",
        ),
        (r"Disallowed character.*", "a character here cannot be shown", "leave it out"),
        (r"Switch-like commands.*", "a command here needs braces around it", "write {\\bf x}"),
        (r"Hard limit exceeded.*", "the formula is too large", "write it in parts"),
        (r"Expected length with units, found \"(.*)\"\.?", "'@1' is no length", "write 2em"),
        (
            r"Expected column specification, found \"(.*)\"\.?",
            "'@1' does not say how columns are aligned",
            "write \\begin{array}{lcr}",
        ),
    )
)
_ENTITY = compile_late(r"&(?:lt|gt|amp|quot|nbsp|#\d+);")
_COMMAND = compile_late(r'Unknown command "\\(.*)"\.', re.DOTALL)
_ENVIRONMENT = compile_late(r'Unknown environment "(.*)"\.', re.DOTALL)


def explain_entity(tex: str, place: int) -> tuple[str, str] | None:
    """Say that a mistake is a character as HTML writes it, such as `&lt;`; None if it is not."""
    found = _ENTITY.match(tex, place)
    if not found:
        return None
    return f"'{found[0]}' stands for a character in HTML only", f"write {html.unescape(found[0])}"


_DEFINE_IT = "define it in math.macros for the whole site, or with \\newcommand"


def explain(message: str) -> tuple[str, str]:
    """Return a message of math-core in plain English, and a hint."""
    found = _COMMAND.fullmatch(message)
    if found:
        name = found[1]
        # A single letter is a short name of its author, such as \R or \E.
        near = _guesses().nearest(name, lambda: COMMAND_NAMES, "command") if len(name) > 1 else ""
        if name.islower() and near.lower() in COMMAND_NAMES:  # \alpha rather than \Alpha
            near = near.lower()
        if not name.islower() and near.lower() != name.lower():  # authors' own: \AC, \Baire
            near = ""
        hint = f"did you mean \\{near}?" if near else _DEFINE_IT
        return f"\\{name} is not known", _INSTEAD.get(name, hint)
    found = _ENVIRONMENT.fullmatch(message)
    if found:
        near = _guesses().nearest(found[1], lambda: ENVIRONMENT_NAMES, "environment")
        hint = f"did you mean '{near}'?" if near else "write aligned, cases, matrix or array"
        hint = _INSTEAD_OF_ENVIRONMENTS.get(found[1], hint)
        return f"the environment '{found[1]}' is not known", hint
    for pattern, text, hint in _RULES:
        found = pattern.fullmatch(message)
        if found:
            return _filled(text, found), _filled(hint, found)
    return "the formula cannot be set: " + message.rstrip("."), "write it in another way"


@functools.cache
def _guesses() -> Guesses:
    """Return what knows the names; a page may hold many mistakes."""
    return Guesses()


def _filled(text: str, found: re.Match[str]) -> str:
    for number, value in enumerate(found.groups(), start=1):
        text = text.replace(f"@{number}", value)
    return text
