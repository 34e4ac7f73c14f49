"""List the MathML elements and attributes that a page may contain.

They are those of MathML Core, and what browsers still know of MathML 3. What loads, links or holds
other documents is not among them.
"""

from __future__ import annotations

__all__ = ["MATHML_ATTRIBUTES", "MATHML_ELEMENTS"]

MATHML_ELEMENTS = frozenset(
    """
    annotation math menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom
    mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder
    munderover none semantics
    """.split()
)
MATHML_ATTRIBUTES = frozenset(
    """
    accent accentunder align alttext bevelled class close columnalign columnlines columnspacing
    columnspan denomalign depth dir display displaystyle encoding fence frame height id
    intent arg largeop lang linebreak linethickness lquote lspace mathsize mathvariant maxsize
    minsize movablelimits notation numalign open role rowalign rowlines rowspacing rowspan rquote
    rspace scriptlevel separator separators stretchy symmetric title voffset width
    """.split()
)
