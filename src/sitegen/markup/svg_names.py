"""List the SVG elements and attributes that may be published: those that draw (SVG 2 and 1.1).

What draws nothing in a browser is not listed. So whatever runs, loads or reveals its author is left
out, without having to be known.
"""

from __future__ import annotations

__all__ = ["ATTRIBUTES", "ELEMENTS", "HREF", "SVG", "TEXT", "VERBATIM", "XHTML", "XLINK", "XML"]

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
XHTML = "http://www.w3.org/1999/xhtml"

ELEMENTS = frozenset(
    """
    a animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend
    feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
    feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
    feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight
    feSpecularLighting feSpotLight feTile feTurbulence filter g image line linearGradient marker
    mask mpath path pattern polygon polyline radialGradient rect set stop style svg switch symbol
    text textPath title tspan use view
    """.split()
)
#: The elements whose text is shown, told or read; elsewhere only white space stays.
TEXT = frozenset({"a", "desc", "style", "text", "textPath", "title", "tspan"})
#: The elements that may point to something, and so to nothing but a part of the same file.
HREF = frozenset(
    """
    a animate animateMotion animateTransform feImage filter image linearGradient mpath pattern
    radialGradient set textPath use
    """.split()
)

_CORE = """
    class id lang media role systemLanguage requiredExtensions requiredFeatures type version
    """
_GEOMETRY = """
    cx cy d dx dy fr fx fy height lengthAdjust marker-mid markerHeight markerUnits markerWidth
    method offset orient pathLength points preserveAspectRatio r refX refY rotate rx ry side
    spacing startOffset textLength transform transform-origin viewBox viewTarget width x x1 x2 y
    y1 y2
    """
_UNITS = """
    clipPathUnits filterUnits gradientTransform gradientUnits maskContentUnits maskUnits
    patternContentUnits patternTransform patternUnits primitiveUnits spreadMethod
    """
_PRESENTATION = """
    alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation
    color-interpolation-filters color-rendering cursor direction display dominant-baseline
    enable-background fill fill-opacity fill-rule filter flood-color flood-opacity font
    font-family font-feature-settings font-kerning font-size font-size-adjust font-stretch
    font-style font-variant font-variation-settings font-weight glyph-orientation-horizontal
    glyph-orientation-vertical image-rendering inline-size isolation kerning letter-spacing
    lighting-color line-height marker marker-end marker-start mask mask-type mix-blend-mode
    opacity overflow paint-order pointer-events shape-inside shape-margin shape-padding
    shape-rendering shape-subtract stop-color stop-opacity stroke stroke-dasharray
    stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity
    stroke-width text-align text-anchor text-decoration text-decoration-color
    text-decoration-fill text-decoration-line text-decoration-stroke text-decoration-style
    text-orientation text-overflow text-rendering unicode-bidi vector-effect visibility
    white-space will-change word-spacing writing-mode
    """
_FILTERS = """
    amplitude azimuth baseFrequency bias diffuseConstant divisor edgeMode elevation exponent in in2
    intercept k1 k2 k3 k4 kernelMatrix kernelUnitLength limitingConeAngle mode numOctaves operator
    order pointsAtX pointsAtY pointsAtZ preserveAlpha radius result scale seed slope
    specularConstant specularExponent stdDeviation stitchTiles surfaceScale tableValues targetX
    targetY xChannelSelector yChannelSelector z
    """
_ANIMATION = """
    accumulate additive attributeName attributeType begin by calcMode dur end fill from keyPoints
    keySplines keyTimes max min origin path repeatCount repeatDur restart to values
    """
ATTRIBUTES = frozenset(
    f"{_CORE} {_GEOMETRY} {_UNITS} {_PRESENTATION} {_FILTERS} {_ANIMATION}".split()
)
#: Attributes that browsers do not read as CSS; numbers without end, most of them.
VERBATIM = frozenset(
    {"class", "d", "id", "keySplines", "lang", "path", "points", "role", "viewBox"}
)
