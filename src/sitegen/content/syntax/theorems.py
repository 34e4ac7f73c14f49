"""Theorems, proofs and algorithms: `::: {#thm-bound}`, `::: {.theorem}`, `::: {.proof}`.

After Quarto ("Theorems and Proofs"): the name of a theorem is its `name` or the heading at its
head. A block is numbered if it has a label; see `number_marks`.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from sitegen.content.block_trees import (
    FENCED,
    children_of,
    classes_of,
    put_title,
    set_classes,
    take,
    take_title,
)
from sitegen.content.construct import Construct
from sitegen.content.html_text import plain_text
from sitegen.content.number_marks import number_mark
from sitegen.model import kind_of_label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from sitegen.content.construct import Mistake, PageTree

__all__ = ["THEOREMS"]

#: The prefixes of the labels of these blocks.
_PREFIXES = ("thm", "lem", "cor", "prp", "cnj", "def", "exm", "exr", "sol", "rem", "alg")
_KINDS = frozenset(
    """
    theorem lemma corollary proposition conjecture definition example exercise solution remark
    algorithm proof axiom observation property criterion assumption
    """.split()
)
#: They are set upright, as text is.
_UPRIGHT = frozenset({"definition", "example", "exercise", "solution", "remark", "proof"})
_END = '<span class="proof-end" aria-hidden="true">□</span>'
_NO_BREAK_SPACE = "\xa0"


class _Theorems(Construct):
    html_marks = (FENCED,)

    def mark(self, tree: PageTree) -> tuple[Mistake, ...]:
        """Give each block its head, and each proof its end."""
        for box in reversed(tree.root.css("div")):
            kind = _kind_of(box)
            if kind == "algorithm":
                _set_algorithm(tree, box)
            elif kind:
                _set_theorem(tree, box, kind)
        return ()


def _kind_of(box: LexborNode) -> str:
    identifier = box.attributes.get("id") or ""
    if identifier[:3] in _PREFIXES:
        kind = kind_of_label(identifier)
        if kind in _KINDS:
            return kind
    return next((each for each in classes_of(box) if each in _KINDS), "")


def _set_theorem(tree: PageTree, box: LexborNode, kind: str) -> None:
    title = take_title(box, heading=True)
    is_proof = kind in {"proof", "solution"}
    others = [each for each in classes_of(box) if each != kind]
    look = "proof" if is_proof else "theorem"
    set_classes(box, [look, *((f"{look}-{kind}",) if kind != look else ()), *others])
    if not is_proof and kind not in _UPRIGHT:
        set_classes(box, [*classes_of(box), "theorem-slanted"])
    head = _head(tree, box, kind, title)
    if "dropdown" in others:  # of which it becomes the title
        put_title(tree.parser, box, "block-title", head)
    else:
        _put_first(tree.parser, box, head)
    if is_proof:
        _put_last(tree.parser, box)


def _set_algorithm(tree: PageTree, box: LexborNode) -> None:
    title = take_title(box, heading=True)
    set_classes(box, ["algorithm", *(each for each in classes_of(box) if each != "algorithm")])
    for code in box.css("pre > code"):
        if not classes_of(code) and code.parent is not None:
            lines = tree.parser.create_node("div")
            lines.attrs["class"] = "line-block"
            lines.inner_html = f"<p>{_lines_of(code.text())}</p>"
            code.parent.replace_with(lines)
    head = tree.parser.create_node("p")
    head.attrs["class"] = "theorem-head"
    head.inner_html = _head(tree, box, "algorithm", title)
    _insert_first(box, head)


def _lines_of(code: str) -> str:
    """Return lines of text in the HTML of a line block; what indents them stays."""
    lines = []
    for line in code.rstrip("\n").expandtabs(4).split("\n"):
        text = line.lstrip(" ")
        indent = _NO_BREAK_SPACE * (len(line) - len(text))
        lines.append(f'<span class="line">{indent}{html.escape(text, quote=False)}</span>')
    return "<br>\n".join(lines)


def _head(tree: PageTree, box: LexborNode, kind: str, title: str) -> str:
    label = box.attributes.get("id") or ""
    take(box, "data-name")
    if kind_of_label(label) == kind and take(box, "data-nonumber") is None:
        holder = tree.parser.create_node("p")
        holder.inner_html = title
        name = number_mark(label, title=plain_text(holder))
    else:
        name = html.escape(_word(kind, tree.words))
    named = f" ({title})" if title else ""
    return f'<span class="theorem-title"><strong>{name}</strong>{named}.</span>'


def _word(kind: str, words: Mapping[str, str]) -> str:
    word = words.get(f"labels.{kind}", "").replace("{number}", "").strip()
    return word or words.get(kind) or kind.capitalize()


def _put_first(parser: LexborHTMLParser, box: LexborNode, head: str) -> None:
    """Begin the first paragraph with a head; otherwise the head is a paragraph."""
    first = next(iter(children_of(box)), None)
    if first is not None and first.tag == "p":
        first.inner_html = f"{head} {first.inner_html}"
        return
    made = parser.create_node("p")
    made.inner_html = head
    _insert_first(box, made)


def _insert_first(box: LexborNode, node: LexborNode) -> None:
    first = box.first_child
    if first is None:
        box.insert_child(node)
    else:
        first.insert_before(node)


def _put_last(parser: LexborHTMLParser, box: LexborNode) -> None:
    """End the last paragraph with the mark of a proof's end."""
    last = children_of(box)[-1]
    if last.tag == "p":
        last.inner_html = f"{(last.inner_html or '').rstrip()} {_END}"
        return
    made = parser.create_node("p")
    made.attrs["class"] = "proof-last"
    made.inner_html = _END
    box.insert_child(made)


THEOREMS = _Theorems()
