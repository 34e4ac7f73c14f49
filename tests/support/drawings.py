"""SVG files as programs write them, that draw something and do nothing else.

They hold all that must not be touched (paint servers, clips, styles, white space) and much that
must go without a trace on the screen (comments, metadata, notes of editors).
"""

from __future__ import annotations

import base64
import math
import random

from PIL import Image, PngImagePlugin

from support.pictures import corners, encoded, jpeg_with_metadata

__all__ = ["PRIVATE", "drawings"]

#: Words that stand in notes, comments and metadata, and must not be published.
PRIVATE = "patient-4711"
_SVG = 'xmlns="http://www.w3.org/2000/svg"'
_XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def _drawing(inner: str, attributes: str = 'width="120" height="90"') -> str:
    return f"<svg {_SVG} {_XLINK} {attributes}>{inner}</svg>"


def _data(kind: str, data: bytes, *, width: int = 0) -> str:
    """Return a `data:` URL, in lines when a width is given, as some programs write them."""
    text = base64.b64encode(data).decode()
    if width:
        text = "\n".join(text[at : at + width] for at in range(0, len(text), width))
    return f"data:{kind};base64,{text}"


def _image(kind: str, data: bytes, *, width: int = 0) -> str:
    url = _data(kind, data, width=width)
    return _drawing(f'<image width="120" height="90" xlink:href="{url}"/>')


def _png_with_notes() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", PRIVATE)
    notes.add_itxt("XML:com.adobe.xmp", f"<x>{PRIVATE}</x>")
    return encoded(corners(), "PNG", pnginfo=notes, dpi=(72, 72))


def _noise(size: tuple[int, int] = (64, 48)) -> Image.Image:
    chance = random.Random(7)  # noqa: S311  # noise in a picture is no secret
    image = Image.new("RGBA", size)
    image.putdata(
        [tuple(chance.randrange(256) for _ in range(4)) for _ in range(size[0] * size[1])]
    )
    return image


_PAINT = {
    "shapes": _drawing(
        '<rect x="5" y="5" width="30" height="20" rx="4" fill="#c33"/>'
        '<circle cx="60" cy="20" r="14" fill="none" stroke="navy" stroke-width="3"/>'
        '<ellipse cx="95" cy="20" rx="18" ry="9" fill="rgb(10,200,80)" fill-opacity=".4"/>'
        '<polyline points="5,60 20,40 35,60 50,40" fill="none" stroke="teal"/>'
        '<polygon points="60,60 75,40 90,60" fill="hsl(20 80% 50%)"/>'
        '<line x1="95" y1="40" x2="115" y2="60" stroke="#000" stroke-dasharray="3 2"/>'
        '<path d="M5 80 Q 30 60 60 80 T 115 80" fill="none" stroke="purple"/>'
    ),
    "gradients": _drawing(
        '<defs><linearGradient id="a" x1="0" x2="1"><stop offset="0" stop-color="#f00"/>'
        '<stop offset="1" stop-color="#00f" stop-opacity=".3"/></linearGradient>'
        '<radialGradient id="b" xlink:href="#a" cx=".3" cy=".3" r=".6" '
        'gradientTransform="rotate(20)" spreadMethod="reflect"/></defs>'
        '<rect width="60" height="90" fill="url(#a)"/>'
        '<rect x="60" width="60" height="90" fill="url( \'#b\' ) red"/>'
    ),
    "clip and mask": _drawing(
        '<defs><clipPath id="c"><circle cx="30" cy="30" r="25"/></clipPath>'
        '<mask id="m" maskUnits="userSpaceOnUse"><rect x="60" width="60" height="90" fill="#888"/>'
        '<circle cx="90" cy="45" r="20" fill="white"/></mask></defs>'
        '<rect width="60" height="60" fill="#484" clip-path="url(#c)"/>'
        '<rect x="60" width="60" height="90" fill="#848" style="mask: url(&quot;#m&quot;)"/>'
    ),
    "filters": _drawing(
        '<filter id="f" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur '
        'in="SourceAlpha" stdDeviation="3" result="blurred image"/><feOffset dx="4" dy="4"/>'
        '<feComponentTransfer><feFuncA type="linear" slope=".5"/></feComponentTransfer>'
        '<feMerge><feMergeNode/><feMergeNode in="SourceGraphic"/></feMerge></filter>'
        '<filter id="t"><feTurbulence baseFrequency=".05" numOctaves="2" seed="3"/>'
        '<feColorMatrix type="saturate" values=".2"/><feComposite in2="SourceGraphic" '
        'operator="in"/></filter><rect x="10" y="10" width="40" height="40" fill="orange" '
        'filter="url(#f)"/><rect x="65" y="10" width="45" height="60" filter="url(#t)"/>'
    ),
    "markers and patterns": _drawing(
        '<defs><marker id="m" markerWidth="6" markerHeight="6" refX="3" refY="3" orient="auto">'
        '<path d="M0 0 6 3 0 6z" fill="context-stroke"/></marker>'
        '<pattern id="p" width="10" height="10" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(30)"><rect width="5" height="10" fill="#dd4"/></pattern></defs>'
        '<rect y="40" width="120" height="50" fill="url(#p)"/>'
        '<path d="M10 20 60 30 110 10" fill="none" stroke="#a00" stroke-width="2" '
        'marker-start="url(#m)" marker-mid="url(#m)" marker-end="url(#m)"/>'
    ),
    "use and symbol": _drawing(
        '<defs><symbol id="s" viewBox="0 0 10 10"><path d="M0 10 5 0 10 10z"/></symbol>'
        '<g id="g"><use href="#s" width="20" height="20"/><circle cx="30" cy="10" r="8"/></g>'
        '</defs><use href="#g" fill="green"/><use xlink:href="#g" x="40" y="40" fill="blue" '
        'transform="scale(1.5)"/>'
    ),
    "nested svg": _drawing(
        '<svg x="10" y="10" width="50" height="50" viewBox="0 0 10 10" '
        'preserveAspectRatio="xMaxYMin slice"><circle cx="5" cy="5" r="5"/></svg>'
        '<svg x="70" y="5" width="40" height="80" overflow="visible"><rect width="60" height="9"/>'
        "</svg>"
    ),
    "transforms": _drawing(
        '<g transform="translate(60 45) rotate(30) skewX(10) scale(.8 1.2)"><rect x="-20" y="-20" '
        'width="40" height="40" style="transform: rotate(5deg); transform-origin: center; '
        'transform-box: fill-box"/></g><path d="M0 0h20" stroke="red" '
        'vector-effect="non-scaling-stroke" transform="matrix(2 0 0 2 5 70)"/>'
    ),
    "switch": _drawing(
        '<switch><rect systemLanguage="xx" width="120" height="90" fill="red"/>'
        '<foreignObject requiredExtensions="http://example.org/none" width="9" height="9"/>'
        '<rect width="80" height="60" fill="green"/></switch>'
    ),
}
_TEXT = {
    "text": _drawing(
        '<text x="5" y="20" font-family="serif" font-size="14">One <tspan font-weight="bold" '
        'fill="#a00" dx="2">two</tspan> three</text>'
        '<text x="60" y="45" text-anchor="middle" font-family="monospace" '
        'textLength="100">a &lt; b &amp; c</text><path id="p" d="M5 80 Q60 40 115 80" '
        'fill="none"/><text font-size="12"><textPath href="#p">along a path</textPath></text>'
    ),
    "white space": _drawing(
        '<text x="5" y="20" xml:space="preserve" font-size="10">a   b\n  c\td</text>'
        '<text x="5" y="40" font-size="10">a   b\n  c\td</text><g xml:space="preserve">'
        '<text x="5" y="60" font-size="10">  x <tspan> y </tspan> <!-- note --> z</text></g>'
        '<text x="5" y="80" font-size="10" style="white-space: pre">p   q&#160;&#160;r</text>'
    ),
    "indented": _drawing(
        '\n\n  <g xml:space="preserve">\n\t<rect width="40" height="20" fill="#393"/>\n  '
        '<text x="4" y="40">\n a <tspan> b </tspan>\n <tspan>c</tspan> </text>\n  </g>\n  '
        '<text x="4" y="70" xml:space="preserve"> d  <tspan> e</tspan>\n f</text>\n'
    ),
    "styles of what is empty": _drawing(
        "<style>g > rect{fill:#933} g:empty + rect{fill:#339}</style>\n<g>\n<g> </g>\n"
        '<rect width="30" height="30"/>\n<g/>\n<rect x="40" width="30" height="30"/>\n</g>\n'
    ),
    "text in pieces": _drawing(
        '<text x="5" y="20" font-size="10">one<!-- x -->two<?x y?>three<metadata>no</metadata>'
        '<tspan x="5" y="40">f<a>o</a>ur</tspan></text>'
        f'<text x="5" y="60" font-size="10">{"&#x1F9E0; ä ß 脳 ﷽"}</text>'
    ),
    "styles": _drawing(
        "<style>/* by an author */ .a, g > .b { fill: #27c; stroke: black }\n"
        "rect.b:hover { fill: red } text { font: italic 12px serif }\n"
        "@media (min-width: 1px) { .c { fill: url(#g) } } .d::after { content: '>' }\n"
        '.e { fill: url("#g") } .f { stroke-dasharray: 2 , 3 }</style>'
        '<style type="text/css"><![CDATA[ .h > .i { fill: lime } ]]></style>'
        '<linearGradient id="g"><stop stop-color="red"/><stop offset="1" stop-color="blue"/>'
        '</linearGradient><rect class="a" width="30" height="30"/><g><rect class="b" x="40" '
        'width="30" height="30"/></g><rect class="c" y="40" width="30" height="30"/>'
        '<rect class="e f" x="40" y="40" width="30" height="30" stroke="black"/>'
        '<g class="h"><rect class="i" x="80" width="30" height="30"/></g>'
        '<text x="80" y="60" style="fill:#a0a;-inkscape-font-specification:\'serif\'">t</text>'
    ),
    "styles that count": _drawing(
        "<style>g rect:first-child { fill: red } g rect:nth-of-type(2) { fill: blue } "
        "rect + rect { stroke: green } rect:not(:empty) { fill: black } "
        "g > :nth-child(5) { fill: orange } [data-kind=x] { stroke: purple; stroke-width: 4 }"
        f"</style><g><metadata>{PRIVATE}</metadata><rect width='20' height='20'/>"
        "<rect x='25' width='20' height='20'/><s:note xmlns:s='urn:s'/>"
        "<rect x='50' width='20' height='20'/><rect x='75' width='20' height='20' data-kind='x'/>"
        "</g>"
    ),
    "styles with names": _drawing(
        "<style>@namespace svg url(http://www.w3.org/2000/svg); @namespace 'urn:none'; "
        "svg|rect { fill: teal } circle { fill: red }</style>"
        '<rect width="50" height="50"/><circle cx="80" cy="30" r="20"/>'
    ),
    "styles with escapes": _drawing(
        "<style>.\\31 a { fill: \\72 ed } .b\\:c { fill: u\\72l(#g) green }</style>"
        '<linearGradient id="g"><stop stop-color="gold"/></linearGradient>'
        '<rect class="1a" width="50" height="50"/><rect class="b:c" x="60" width="50" height="50"/>'
    ),
}
_PICTURES = {
    "png with notes": _image("image/png", _png_with_notes()),
    "png in lines": _image("image/png", _png_with_notes(), width=76),
    "png of few colours": _image(
        "image/png", encoded(corners().convert("P", palette=Image.Palette.ADAPTIVE), "PNG")
    ),
    "png with alpha": _image("image/png", encoded(_noise(), "PNG")),
    "png of 16 bits": _image("image/png", encoded(Image.new("I;16", (9, 9), 40_000), "PNG")),
    "jpeg with metadata": _image("image/jpeg", jpeg_with_metadata(1, (80, 48))),
    "jpeg, progressive": _image(
        "image/jpg",
        encoded(_noise().convert("RGB"), "JPEG", progressive=True, comment=PRIVATE.encode()),
    ),
    "jpeg in four inks": _image("image/jpeg", encoded(_noise().convert("CMYK"), "JPEG")),
    "webp with metadata": _image(
        "image/webp", encoded(_noise(), "WEBP", exif=b"Exif\0\0" + PRIVATE.encode(), quality=80)
    ),
    "a picture in a style": _drawing(
        "<style>svg { background: url(" + _data("image/png", _png_with_notes()) + ") }</style>"
        '<rect x="40" y="30" width="20" height="20"/>'
    ),
}
_SIZES = {
    "a size without a box": _drawing('<rect width="60" height="45" fill="#494"/>'),
    "a size in millimetres": _drawing(
        '<rect width="60" height="45" fill="#494"/><circle cx="50%" cy="50%" r="10%"/>',
        'width="31.75mm" height="2cm"',
    ),
    "a box without a size": _drawing('<circle cx="5" cy="4" r="3"/>', 'viewBox="0 0 10 8"'),
    "a box and a size": _drawing(
        '<circle cx="5" cy="4" r="3"/>', 'viewBox="0,0 , 10 8" width="120pt" height="90pt"'
    ),
    "a share of the page": _drawing(
        '<circle cx="5" cy="4" r="3"/>', 'viewBox="0 0 10 8" width="100%" height="100%"'
    ),
    "neither": _drawing('<circle cx="50" cy="40" r="30"/>', ""),
}
_PREFIXED = (
    '<?xml version="1.0" encoding="ISO-8859-1" standalone="no"?>\n'
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
    '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
    f'<!-- {PRIVATE} -->\n<s:svg xmlns:s="http://www.w3.org/2000/svg" '
    'xmlns:l="http://www.w3.org/1999/xlink" xmlns:unused="urn:u" width="120" height="90">'
    "<s:style>rect { fill: #e83 }</s:style><s:defs><s:rect id='r' width='30' height='20'/></s:defs>"
    "<s:use l:href='#r'/><s:use l:href='#r' x='40' l:title='note'/><s:text y='60'>Grün</s:text>"
    "</s:svg>"
)


def _plot() -> str:
    """Return what a plotting library writes: metadata, markers by `use`, an embedded image."""
    points = "".join(
        f'<use xlink:href="#m1" x="{20 + 3 * n}" y="{45 + 30 * math.sin(n / 4):.6f}" '
        'style="fill: #1f77b4; stroke: #1f77b4"/>\n'
        for n in range(30)
    )
    picture = _data("image/png", _png_with_notes(), width=76)
    return (
        '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n'
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"\n'
        '  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
        f'<svg {_XLINK} width="115.2pt" height="86.4pt" viewBox="0 0 115.2 86.4" {_SVG} '
        'version="1.1">\n <metadata>\n  <rdf:RDF xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:cc="http://creativecommons.org/ns#" '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><cc:Work><dc:date>2026-01-02'
        f"</dc:date><dc:creator>{PRIVATE}</dc:creator></cc:Work></rdf:RDF>\n </metadata>\n"
        ' <defs>\n  <style type="text/css">*{stroke-linejoin: round; stroke-linecap: butt}'
        "</style>\n"
        ' </defs>\n <g id="figure_1">\n  <g id="patch_1"><path d="M 0 86.4 L 115.2 86.4 L 115.2 0 '
        'L 0 0 z" style="fill: #ffffff"/></g>\n  <g id="axes_1"><g clip-path="url(#p0123456789)">'
        f'<image xlink:href="{picture}" id="image0123" transform="scale(1 -1) translate(0 -28)" '
        'x="14" y="-20" width="80" height="48"/></g><defs><path id="m1" d="M 0 1.5 C 0.4 1.5 0.8 1 '
        '1.5 0 C 1 -1 0 -1.5 0 -1.5 z"/></defs><g clip-path="url(#p0123456789)">'
        f'{points}</g><text style="font: 8px sans-serif; text-anchor: middle" x="57" y="82" '
        'transform="rotate(-0 57 82)">time</text></g>\n </g>\n <defs><clipPath id="p0123456789">'
        '<rect x="14.4" y="10.368" width="89.28" height="66.528"/></clipPath></defs>\n</svg>\n'
    )


def _editor() -> str:
    """Return what a drawing program writes: layers, guides, its own state, the author's folder."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!-- Created with an editor -->\n'
        f'<svg width="40mm" height="30mm" viewBox="0 0 40 30" version="1.1" id="svg5" {_SVG} '
        f'{_XLINK} xmlns:svg="http://www.w3.org/2000/svg" '
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
        'xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" '
        f'inkscape:version="1.3" sodipodi:docname="{PRIVATE}.svg" '
        f'inkscape:export-filename="/home/{PRIVATE}/plan.png" inkscape:export-xdpi="96">\n'
        '  <sodipodi:namedview id="view" pagecolor="#ffffff" inkscape:zoom="2"><inkscape:grid '
        'type="xygrid"/></sodipodi:namedview>\n  <defs id="defs2"><inkscape:path-effect '
        'effect="spiro" id="e"/><linearGradient id="g" inkscape:collect="always"><stop offset="0" '
        'style="stop-color:#008080;stop-opacity:1;" id="stop1"/><stop offset="1" '
        'style="stop-color:#ff8000;stop-opacity:0;" id="stop2"/></linearGradient>'
        '<linearGradient inkscape:collect="always" xlink:href="#g" id="h" x1="4" y1="4" x2="30" '
        'y2="24" gradientUnits="userSpaceOnUse"/></defs>\n'
        f'  <g inkscape:label="{PRIVATE}" inkscape:groupmode="layer" id="layer1"><rect '
        'style="fill:url(#h);stroke:#000000;stroke-width:0.5;-inkscape-stroke:none" id="rect1" '
        'width="30" height="20" x="4" y="4" rx="3" sodipodi:nodetypes="cc" '
        f'inkscape:export-filename="/home/{PRIVATE}/a.png"/><text xml:space="preserve" '
        "style=\"font-size:4px;font-family:sans-serif;-inkscape-font-specification:'sans-serif'\" "
        'x="8" y="15" id="text1"><tspan sodipodi:role="line" id="tspan1" x="8" y="15">knee  MRI'
        "</tspan></text></g>\n"
        f'  <metadata id="meta"><rdf:RDF xmlns:rdf="urn:rdf">{PRIVATE}</rdf:RDF></metadata>\n'
        "</svg>\n"
    )


def _illustrator() -> str:
    """Return what another one writes: namespaces as entities, and its own file in the file."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!-- Generator: an illustrator -->\n'
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [\n'
        '\t<!ENTITY ns_extend "http://ns.adobe.com/Extensibility/1.0/">\n'
        '\t<!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">\n'
        '\t<!ENTITY ns_svg "http://www.w3.org/2000/svg">\n'
        '\t<!ENTITY ns_xlink "http://www.w3.org/1999/xlink">\n]>\n'
        '<svg xmlns:x="&ns_extend;" xmlns:i="&ns_ai;" xmlns="&ns_svg;" xmlns:xlink="&ns_xlink;" '
        'version="1.1" width="120px" height="90px" viewBox="0 0 120 90" '
        'enable-background="new 0 0 120 90" xml:space="preserve" x="0px" y="0px">\n'
        '<switch><foreignObject requiredExtensions="&ns_ai;" x="0" y="0" width="1" height="1">'
        f'<i:aipgfRef xlink:href="#adobe_illustrator_pgf">{PRIVATE}</i:aipgfRef></foreignObject>\n'
        '<g i:extraneous="self"><g id="Layer_1" i:layer="yes">'
        '<path fill="#E30613" d="M10,10h50v50z"/><path fill="none" stroke="#1D1D1B" '
        'stroke-miterlimit="10" d="M70,10l40,60"/></g></g></switch>\n'
        f'<i:aipgf id="adobe_illustrator_pgf"><![CDATA[{PRIVATE}]]></i:aipgf></svg>\n'
    )


def _diagram() -> str:
    """Return what a diagram editor writes: the whole document once more, in an attribute."""
    return (
        f'<svg {_SVG} {_XLINK} version="1.1" width="121px" height="91px" '
        'viewBox="-0.5 -0.5 121 91" '
        f'content="&lt;mxfile host=&quot;{PRIVATE}&quot;&gt;&lt;/mxfile&gt;" '
        'style="background-color: rgb(255, 255, 255);" data-name="patient-4711"><defs/><g><g '
        f'data-cell-id="{PRIVATE}"><rect x="0" y="0" width="120" height="60" rx="9" ry="9" '
        'fill="#dae8fc" stroke="#6c8ebf" pointer-events="all"/></g><g fill="#000" '
        'font-family="Helvetica" text-anchor="middle" font-size="12px"><text x="60" y="34">Scan'
        "</text></g></g><title>A scan</title><desc>Made by hand</desc></svg>"
    )


def _design() -> str:
    return (
        f'<svg {_SVG} {_XLINK} xmlns:sketch="http://www.bohemiancoding.com/sketch/ns" width="120" '
        'height="90" viewBox="0 0 120 90" fill="none" role="img" aria-labelledby="t">'
        f'<title id="t">Icon</title><g id="Page-1" sketch:type="MSPage" class="{"a" * 3}">'
        '<path fill-rule="evenodd" clip-rule="evenodd" d="M10 10h60v60H10V10Zm10 10v40h40V20H20Z" '
        'fill="#F24E1E"/><g filter="url(#filter0_d)"><circle cx="90" cy="40" r="16" '
        'fill="#0ACF83"/></g></g><defs><filter id="filter0_d" x="60" y="20" width="60" height="60" '
        'filterUnits="userSpaceOnUse" color-interpolation-filters="sRGB"><feFlood '
        'flood-opacity="0" result="BackgroundImageFix"/><feColorMatrix in="SourceAlpha" '
        'type="matrix" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 127 0" result="hardAlpha"/>'
        '<feOffset dy="4"/><feGaussianBlur stdDeviation="2"/><feColorMatrix type="matrix" '
        'values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0.25 0"/><feBlend mode="normal" '
        'in2="BackgroundImageFix" result="effect1"/><feBlend mode="normal" in="SourceGraphic" '
        'in2="effect1" result="shape"/></filter></defs></svg>'
    )


def drawings() -> dict[str, bytes]:
    """Return all files by name."""
    texts = {
        **_PAINT,
        **_TEXT,
        **_PICTURES,
        **_SIZES,
        "a plot": _plot(),
        "an editor's": _editor(),
        "an illustrator's": _illustrator(),
        "a diagram": _diagram(),
        "a design": _design(),
    }
    files = {name: text.encode() for name, text in texts.items()}
    files["prefixes and Latin 1"] = _PREFIXED.encode("latin-1")
    files["UTF-16"] = texts["text"].encode("utf-16")
    files["a byte order mark"] = b"\xef\xbb\xbf" + texts["shapes"].encode()
    return files
