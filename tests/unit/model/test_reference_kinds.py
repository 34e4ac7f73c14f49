"""Values of several classes tell which classes they are of, and which of these do something."""

from __future__ import annotations

from sitegen.model import CrossReference, ImageReference, LinkReference, ResolvedSlots
from sitegen.model.references import References, Unresolved

LINK = LinkReference(target="a.pdf", line=1)
LABEL = CrossReference(target="fig-a", line=2)
IMAGE = ImageReference(target="a.png", line=3, alt="A")


def test_kinds() -> None:
    assert References((LINK, LABEL, LINK)).kinds == {LinkReference, CrossReference}
    assert not References().kinds


def test_values_with_a_method_of_their_own() -> None:
    references = References((LINK, LABEL, IMAGE))
    assert references.with_own("needed_images") == [LINK, IMAGE]
    assert list(References((LABEL,)).with_own("needed_images")) == []


def test_values_with_a_property_of_their_own() -> None:
    assert list(ResolvedSlots((Unresolved(text="a"),)).with_own("literal_parts")) == []
