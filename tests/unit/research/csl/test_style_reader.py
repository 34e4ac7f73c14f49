"""Styles are compiled, and their mistakes are diagnostics with a place."""

from __future__ import annotations

import pytest

from sitegen.research.csl.style_reader import compile_style

CITATION = '<citation><layout><text variable="title"/></layout></citation>'


def problems(inside: str, before: str = "") -> list[str]:
    data = (
        f'{before}<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0">\n{inside}</style>'
    )
    _, found = compile_style(data.encode(), "lab.csl")
    return [str(each) for each in found]


def test_a_style_without_mistakes() -> None:
    style, found = compile_style(
        b"<style class='note' default-locale='de-DE'><info><title>Mine</title></info>"
        + CITATION.encode()
        + b"</style>"
    )
    assert found == ()
    assert style is not None
    assert (style.title, style.is_note, style.default_locale) == ("Mine", True, "de-DE")


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<citation/>", "lab.csl:2:1: error[invalid-csl]: 'citation' has no 'layout'"),
        ("", "lab.csl:1:1: error[invalid-csl]: the style has no 'citation'"),
        ("<citation>", "lab.csl:2:13: error[invalid-csl]: this is not XML: mismatched tag"),
        (
            """<macro name="a"><text macro="b"/></macro>
<macro name="b"><text macro="a"/></macro>
<citation><layout><text macro="a"/></layout></citation>""",
            "lab.csl:3:17: error[invalid-csl]: macros call each other in a circle: a → b → a",
        ),
        (
            '<citation><layout><text macro="autor"/></layout></citation>',
            "lab.csl:2:19: warning[unknown-csl]: there is no macro 'autor'",
        ),
        (
            '<citation><layout><cite/><text variable="title"/></layout></citation>',
            "lab.csl:2:19: warning[unknown-csl]: CSL has no element 'cite' here",
        ),
        (
            "<citation><sort><key/></sort><layout/></citation>",
            "lab.csl:2:17: warning[unknown-csl]: a sort key names neither a variable nor a macro",
        ),
        (
            f"{CITATION}<extra/>",
            f"lab.csl:2:{len(CITATION) + 1}: warning[unknown-csl]: CSL has no element 'extra'",
        ),
    ],
)
def test_mistakes(inside: str, message: str) -> None:
    assert [each[: len(message)] for each in problems(inside)] == [message]


@pytest.mark.parametrize(
    "entity",
    [
        "<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;&a;'>",
        "<!ENTITY a SYSTEM 'file:///etc/passwd'>",
    ],
)
def test_entities_are_refused(entity: str) -> None:
    (problem,) = problems(CITATION, f"<!DOCTYPE style [{entity}]>\n")
    assert "error[invalid-csl]: it declares the entity 'a'" in problem


def test_macros_that_stand_for_too_much_are_refused() -> None:
    calls = [f'<text macro="m{at}"/>' * 10 for at in range(1, 21)]
    macros = "".join(f'<macro name="m{at}">{call}</macro>' for at, call in enumerate(calls))
    last = '<macro name="m20"><text value="lol"/></macro>'
    call = '<citation><layout><text macro="m0"/></layout></citation>'
    found = problems(macros + last + call)
    assert any("the macro 'm14' stands for too many elements" in each for each in found)


def test_deep_macros_are_refused() -> None:
    macros = "".join(
        f'<macro name="m{at}"><group><text macro="m{at + 1}"/></group></macro>' for at in range(500)
    )
    call = '<citation><layout><text macro="m0"/></layout></citation>'
    (found,) = problems(macros + call)
    assert "elements and macros are more than 120 deep within each other" in found
