# ruff: noqa: E501  # lines as they are printed
"""Nothing that pictures say beside what they show is published: canaries, searched in every byte.

Each place of each format where a file can say something holds a word of its own, put there by hand
or by exiftool, which also looks at what is published.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from sitegen.engine import image_derivation as images
from sitegen.engine.checking import CheckOptions, check_site
from sitegen.images.signatures import IMAGE_SUFFIXES
from support import canaries
from support.documents import mov, mp3, pdf
from support.longer_pictures import with_a_longer_frame, with_a_longer_strip
from support.pictures import corners, encoded
from support.sites import CONFIG, MakeSite, Run, SiteFolder, read_tree, run_here
from support.tools import not_found

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.images.image_codec import MadeVariants

ICON = encoded(corners(), "ICO")
CANARY = re.compile(rb"Zx[0-9a-f]{8}Kq")
WIDE_CANARY = re.compile(b"Z.x.(?:[0-9a-f].){8}K.q", re.DOTALL)
#: A person's name, in the name of each file.
PERSON = "jane-doe"


def _words(slot: str) -> bytes:
    return canaries.canary(slot).encode()


def _photoshop(slot: str) -> bytes:
    dataset = b"\x1c\x02\x50" + struct.pack(">H", len(_words(slot))) + _words(slot)
    return b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(dataset)) + dataset


def _jpeg() -> bytes:
    return canaries.jpeg_with(
        canaries.segment(0xE0, b"JFXX\0\x10" + _words("JPEG JFXX")),
        canaries.segment(0xE1, b"Exif\0\0" + canaries.exif_block("JPEG EXIF")),
        canaries.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + canaries.xmp_packet("JPEG XMP")),
        canaries.segment(0xE2, b"ICC_PROFILE\0\1\1" + canaries.icc_profile("JPEG ICC")),
        canaries.segment(0xEB, b"JP\0\1\0\0\0\1\0\0\0\x40jumb" + _words("JPEG C2PA")),
        canaries.segment(0xED, _photoshop("JPEG IPTC")),
        canaries.segment(0xE7, _words("JPEG APP7")),
        canaries.segment(0xFE, _words("JPEG comment")),
        behind=_words("JPEG behind"),
    )


def _png() -> bytes:
    return canaries.png_with(
        canaries.chunk(b"eXIf", canaries.exif_block("PNG EXIF")),
        canaries.chunk(b"tEXt", b"Author\0" + _words("PNG tEXt")),
        canaries.chunk(b"zTXt", b"Comment\0\0" + zlib.compress(_words("PNG zTXt"))),
        canaries.chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + canaries.xmp_packet("PNG XMP")),
        canaries.chunk(b"caBX", _words("PNG C2PA")),
        canaries.chunk(b"meTa", _words("PNG unknown")),
        behind=_words("PNG behind"),
        icc_profile=canaries.icc_profile("PNG ICC"),
    )


def _webp() -> bytes:
    options = {"exif": canaries.exif_block("WebP EXIF"), "xmp": canaries.xmp_packet("WebP XMP")}
    return canaries.webp_with(
        canaries.riff(b"C2PA", _words("WebP C2PA")),
        canaries.riff(b"META", _words("WebP unknown")),
        behind=_words("WebP behind"),
        icc_profile=canaries.icc_profile("WebP ICC"),
        **options,
    )


def _gif(frames: int) -> bytes:
    word = _words("GIF comment")
    own = _words("GIF application")
    text = _words("GIF text")
    return canaries.gif_with(
        b"\x21\xfe" + bytes([len(word)]) + word + b"\0",
        b"\x21\xff\x0bWORDS   1.0" + bytes([len(own)]) + own + b"\0",
        b"\x21\x01\x0c" + b"\0" * 12 + bytes([len(text)]) + text + b"\0",
        behind=_words("GIF behind"),
        frames=frames,
    )


def _svg() -> bytes:
    return canaries.svg_with(
        f"<!-- {canaries.canary('SVG comment')} --><metadata>{canaries.canary('SVG metadata')}</metadata>"
        f'<image width="9" height="9" href="{canaries.data_uri(_jpeg())}"/>',
        before=f"<!-- {canaries.canary('SVG in front')} -->",
        attributes='xmlns:s="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" '
        f's:docname="/home/{canaries.canary("SVG path")}/knee.svg"',
    )


SHOWN = {
    "jpg": _jpeg(),
    "png": _png(),
    "webp": _webp(),
    "gif": _gif(1),
    "avif": canaries.avif_with_exif("AVIF EXIF"),
    "tif": canaries.tiff_with(
        t315=canaries.canary("TIFF artist"),
        t270=canaries.canary("TIFF"),
        t700=canaries.xmp_packet("TIFF XMP"),
    ),
    "svg": _svg(),
}
KINDS = [kind for kind in SHOWN if f".{kind}" in IMAGE_SUFFIXES]


@pytest.fixture(scope="module")
def exiftool() -> str:
    path = shutil.which("exiftool")
    if path is None:
        not_found("exiftool (Debian: apt install libimage-exiftool-perl)")
    return path


def _look(exiftool: str, *arguments: str | Path) -> list[dict[str, Any]]:
    done = subprocess.run(
        [exiftool, "-j", "-G1", "-a", "-u", "-U", "-ee", *arguments],
        capture_output=True,
        timeout=120,
        check=False,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout or b"[]")
    return found


def _site(make_site: MakeSite, pictures: Mapping[str, bytes]) -> SiteFolder:
    """Write a site that shows each picture: in the text, as a featured image, from HTML."""
    files: dict[str, str | bytes] = {}
    shown = []
    for kind, data in pictures.items():
        name = f"{PERSON}-{kind}.{kind}"
        files[f"content/{name}"] = data
        shown.append(f'![A knee]({name})\n\n<img src="{name}" alt="A knee again">\n')
        if kind != "svg":
            page = f"---\ntitle: {kind}\nfeatured_image: {name}\nfeatured_image_alt: A knee\n---\n"
            files[f"content/{kind}.md"] = page + "Text.\n"
    files["content/index.md"] = "# Knees\n\n" + "\n".join(shown)
    return make_site(files)


def _stretches(data: bytes) -> Iterator[bytes]:
    """Yield all bytes of a file, and what is compressed in its PNG chunks."""
    yield data
    for found in re.finditer(rb"zTXt|iCCP|iTXt|IDAT", data):
        start = found.start() - 4
        (size,) = struct.unpack_from(">I", data, start)
        content = data[start + 8 : start + 8 + size]
        for place in range(min(len(content), 90)):
            if content[place : place + 1] == b"\x78":
                try:
                    yield zlib.decompressobj().decompress(content[place:], 1 << 24)
                except zlib.error:
                    continue


def _canaries(data: bytes) -> set[bytes]:
    found: set[bytes] = set()
    for stretch in _stretches(data):
        found.update(CANARY.findall(stretch))
        found.update(each.replace(b"\0", b"") for each in WIDE_CANARY.findall(stretch))
    return found


def test_the_canaries_are_there() -> None:
    """What is searched for can be found in the sources."""
    counts = {kind: len(_canaries(data)) for kind, data in SHOWN.items()}
    assert counts == {"jpg": 16, "png": 15, "webp": 13, "gif": 4, "avif": 9, "tif": 3, "svg": 4}


@pytest.mark.parametrize("kind", KINDS)
def test_no_canary_is_published(make_site: MakeSite, kind: str) -> None:
    _look_for_canaries(_site(make_site, {kind: SHOWN[kind]}))


def test_no_canary_of_an_animation_is_published(make_site: MakeSite) -> None:
    _look_for_canaries(_site(make_site, {"gif": _gif(3)}))


def _look_for_canaries(site: SiteFolder) -> None:
    site.build_well()
    for name, data in read_tree(site.output).items():
        assert _canaries(data) == set(), name
        assert PERSON not in name
        assert PERSON.encode() not in data, name


def test_what_exiftool_writes_is_not_published(
    make_site: MakeSite, tmp_path: Path, exiftool: str
) -> None:
    """Exiftool knows more places than we do."""
    tags = "EXIF:UserComment EXIF:Artist EXIF:OwnerName EXIF:SerialNumber EXIF:LensSerialNumber"
    tags += " EXIF:ImageDescription EXIF:XPAuthor XMP:Creator XMP:PersonInImage XMP:SerialNumber"
    tags += " IPTC:By-line IPTC:City Photoshop:URL JFIF:Comment File:Comment PNG:Author PNG:Comment"
    pictures = {}
    for kind in KINDS:
        if kind == "svg":
            continue
        path = tmp_path / f"picture.{kind}"
        path.write_bytes(
            encoded(corners((640, 400)), {"jpg": "JPEG", "tif": "TIFF"}.get(kind, kind))
        )
        options = [f"-{tag}={canaries.canary(f'{kind} {tag}')}" for tag in tags.split()]
        place = ["-GPSLatitude=50.77", "-GPSLatitudeRef=N", "-GPSLongitude=6.08"]
        subprocess.run(
            [exiftool, "-m", "-q", "-q", "-overwrite_original", *options, *place, path],
            check=True,
            timeout=60,
        )
        pictures[kind] = path.read_bytes()
        assert _canaries(pictures[kind]) != set()
    site = _site(make_site, pictures)
    site.build_well()
    for name, data in read_tree(site.output).items():
        assert _canaries(data) == set(), name


#: What exiftool says of any file, and of how pixels are stored.
_GROUPS = {"System", "File", "ExifTool", "Composite"}
_STRUCTURE = {
    "JFIF": "JFIFVersion ResolutionUnit XResolution YResolution",
    "PNG": "ImageWidth ImageHeight BitDepth ColorType Compression Filter Interlace Palette"
    " Transparency SRGBRendering Gamma BackgroundColor",
    "RIFF": "ImageWidth ImageHeight VP8Version HorizontalScale VerticalScale WebP_Flags AlphaIsUsed"
    " AnimationLoopCount BackgroundColor FrameCount Duration AlphaPreprocessing AlphaFiltering"
    " AlphaCompression",
    "GIF": "GIFVersion ImageWidth ImageHeight HasColorMap ColorResolutionDepth BitsPerPixel"
    " BackgroundColor PixelAspectRatio FrameCount Duration TransparentColor AnimationIterations",
    "QuickTime": "MajorBrand MinorVersion CompatibleBrands MediaDataSize MediaDataOffset MediaData"
    " HandlerType PrimaryItemReference ImageSpatialExtent ImagePixelDepth MetaImageSize"
    " AV1ConfigurationVersion ChromaFormat ChromaSamplePosition InitialDelaySamples SeqProfile"
    " SeqTier0 ColorProfiles ColorPrimaries TransferCharacteristics MatrixCoefficients"
    " VideoFullRangeFlag QuickTime_ColorRep_0x000a AuxiliaryImageType",
    "Meta": "PrimaryItemReference",
    "SVG": "Xmlns SVGVersion ImageWidth ImageHeight ViewBox",
}
#: Attributes of what an SVG draws, which exiftool lists, too.
_DRAWN = re.compile(r"SVG:(?:Path|Circle|Rect|Image)[A-Z]\w*(?:-\w+)*")


def test_exiftool_finds_nothing_but_structure(make_site: MakeSite, exiftool: str) -> None:
    site = _site(make_site, {kind: SHOWN[kind] for kind in KINDS})
    site.build_well()
    looked = _look(exiftool, "-r", site.output / "assets" / "images")
    assert len(looked) == len(list((site.output / "assets" / "images").rglob("*.*"))) > len(KINDS)
    unexpected = {}
    for each in looked:
        for tag, value in each.items():
            group, _, name = tag.rpartition(":")
            known = group in _GROUPS or name in _STRUCTURE.get(group, "").split()
            known |= _DRAWN.fullmatch(tag) is not None
            if tag != "SourceFile" and not known:
                unexpected[tag] = value
        assert "ExifTool:Warning" not in each
    assert unexpected == {}


# --- the guard ----------------------------------------------------------------------------------


def _forget(site: SiteFolder) -> None:
    shutil.rmtree(site.root / ".sitegen", ignore_errors=True)


def test_a_variant_with_metadata_is_never_written(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site({"content/a.md": "![p](p.jpg)\n", "content/p.jpg": SHOWN["jpg"]})
    site.build_well()
    before = read_tree(site.output)
    _forget(site)
    make = images.make_order

    def leak(*order: Any) -> MadeVariants:
        made = make(*order)
        data = tuple(canaries.jpeg_with(canaries.segment(0xFE, b"words")) for _ in made.data)
        return msgspec.structs.replace(made, data=data)

    monkeypatch.setattr(images, "make_order", leak)
    site.build(clean=True)
    assert set(site.codes()) == {"image-metadata"}
    assert "content/p.jpg: error[image-metadata]: its copy assets/images/" in site.messages()[0]
    assert read_tree(site.output) == before


def test_the_verdict_follows_the_settings(make_site: MakeSite) -> None:
    listed = CONFIG + '[images]\noriginals = ["assets/static/press/*"]\n'
    files = {"content/index.md": "# Press\n", "assets/static/press/a.jpg": SHOWN["jpg"]}
    site = make_site(files, listed)
    site.build_well()
    assert _canaries((site.output / "press" / "a.jpg").read_bytes()) != set()
    before = read_tree(site.output)
    site.write({"sitegen.toml": CONFIG})
    site.build()
    assert site.codes() == ["image-metadata"]
    site.write({"content/index.md": "# Press again\n"})
    site.build()
    assert site.codes() == ["image-metadata"]
    assert read_tree(site.output) == before
    site.write({"sitegen.toml": listed})
    site.build_well()


def test_words_behind_the_pixels_stop_the_build(make_site: MakeSite) -> None:
    plain = encoded(corners((640, 400)), "JPEG")
    words = _words("behind the pixels") * 3
    files = {"content/index.md": "# Home\n", "assets/static/a.jpg": plain[:-2] + words + plain[-2:]}
    strips, frames = encoded(corners((64, 40)), "TIFF"), encoded(corners((64, 40)), "AVIF")
    files["assets/static/c.tif"] = with_a_longer_strip(strips, words)
    files["assets/static/d.avif"] = with_a_longer_frame(frames, words)
    honest = {"b.jpg": plain, "e.tif": strips, "f.avif": frames}
    site = make_site({**files, **{f"assets/static/{name}": honest[name] for name in honest}})
    site.build()
    assert site.messages() == [
        f"assets/static/{name}: error[image-metadata]: it would be published with what it holds: "
        "bytes that the picture does not need; export it without, or list it in images.originals"
        for name in ("a.jpg", "c.tif", "d.avif")
    ]


def test_a_clean_file_is_looked_at_once(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = encoded(corners(), "PNG")
    files = {"content/index.md": "# Home\n", "assets/static/a.png": clean, "assets/icon.ico": ICON}
    site = make_site(files)
    site.build_well()

    def refuse(*_: object) -> object:
        raise AssertionError

    monkeypatch.setattr("sitegen.engine.publish_guard.find_published_metadata", refuse)
    site.write({"templates/page.html": "{{ page.content }}\n"})
    site.build_well()
    site.write({"assets/static/a.png": encoded(corners((90, 40)), "PNG")})
    with pytest.raises(AssertionError):
        site.build()


# --- the check ---------------------------------------------------------------------------------


def _check(site: SiteFolder, *arguments: str) -> Run:
    return run_here("check", site.root, *arguments, cwd=Path.cwd())


@pytest.fixture
def lab(make_site: MakeSite) -> SiteFolder:
    """A site with something of each kind."""
    return make_site(
        {
            "content/index.md": "![knee](knee.jpg) ![plain](plain.png) [paper](paper.pdf)\n",
            "content/draft.md": "---\ndraft: true\n---\n![secret](secret.jpg) [x](secret.pdf)\n",
            "content/knee.jpg": canaries.jpeg_with(
                canaries.segment(0xE1, b"Exif\0\0" + canaries.exif_block("lab")),
                canaries.segment(0xFE, b"words"),
            ),
            "content/secret.jpg": SHOWN["jpg"],
            "content/plain.png": encoded(corners(), "PNG"),
            "content/paper.pdf": pdf(b"/Author (Jane Doe)"),
            "content/secret.pdf": pdf(b"/Author (Jim Doe)"),
            "assets/static/press/a.png": canaries.png_with(
                canaries.chunk(b"tEXt", b"Author\0Jane")
            ),
            "assets/static/data.csv": "1\n",
        },
        CONFIG + '[images]\noriginals = ["assets/static/press/*"]\n',
    )


def test_the_check_says_what_is_removed_and_what_is_kept(lab: SiteFolder) -> None:
    run = _check(lab, "--privacy")
    assert run.code == 0
    assert run.stdout == ""
    removed = (
        "GPS position, name of the owner, name of the author, camera serial number, camera, "
        "comment, maker note"
    )
    told = (
        "it is published with what it says: author 'Jane Doe'; export it without if that is private"
    )
    assert run.lines == [
        "assets/static/press/a.png: published with it: name of the author, text",
        f"content/knee.jpg: not published: {removed}",
        f"content/paper.pdf: warning[document-metadata]: {told}",
        "3 images, 1 of them published without what they held; 1 with it; 2 other files, 1 of them naming makers",
    ]


def test_the_check_names_a_drawing_of_the_assets_once(make_site: MakeSite) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"><!-- Jane Doe --></svg>'
    files = {"content/index.md": "![a](../assets/a.svg)\n", "assets/a.svg": svg}
    site = make_site({**files, "assets/b.svg": svg})
    assert _check(site, "--privacy").lines == [
        "assets/a.svg: not published: comment",
        "assets/b.svg: not published: comment",
        "2 images, 2 of them published without what they held; 0 other files, 0 of them naming makers",
    ]


def test_the_check_writes_no_site(lab: SiteFolder) -> None:
    before = read_tree(lab.root)
    _check(lab, "--privacy")
    after = {k: v for k, v in read_tree(lab.root).items() if not k.startswith(".sitegen/")}
    assert after == before
    assert not (lab.root / ".sitegen" / "check").exists()
    lab.build_well()
    tree = read_tree(lab.output)
    _check(lab, "--privacy")
    assert read_tree(lab.output) == tree
    assert lab.build_well().written == 0


def test_the_check_says_what_it_cannot_read(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"a.pdf": pdf(b"/Author (Jane)"), "b.mp3": mp3((b"TPE1", b"\x03Jane")), "c.mov": mov()}
    static = {f"assets/static/{name}": data for name, data in files.items()}
    site = make_site({**static, "content/index.md": "# Home\n"})
    for library in ("pypdf", "tinytag"):
        monkeypatch.setitem(sys.modules, library, None)
    report = check_site(site.root, CheckOptions(only=("privacy",)))
    assert [str(each) for each in report.diagnostics] == [
        'assets/static/a.pdf: warning[document-metadata]: it is published unread, and so is 1 other: reading PDF and sound files needs more software; pip install "sitegen[privacy]"'
    ]
    assert report.ok


def test_the_check_gives_up_a_document_in_time(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also if the library that reads it catches every exception."""

    def read(_: bytes) -> None:
        while True:
            with contextlib.suppress(Exception):
                pass

    static = {"assets/static/a.pdf": pdf(b""), "assets/static/b.mov": mov()}
    config = f"{CONFIG}[limits]\nparse_seconds = 0.2\n"
    site = make_site({**static, "content/index.md": "# Home\n"}, config)
    monkeypatch.setattr("sitegen.checks.privacy.documents.describe_document", read)
    report = check_site(site.root, CheckOptions(only=("privacy",)))
    assert [str(each) for each in report.diagnostics] == [
        f"assets/static/{name}: warning[document-metadata]: it is published, but reading what it"
        " says took more than 0.2 s of processor time; export it again"
        for name in ("a.pdf", "b.mov")
    ]


def test_the_check_as_json(lab: SiteFolder) -> None:
    run = _check(lab, "--privacy", "--format", "json")
    assert run.code == 0
    assert list(run.json) == ["images", "files", "held", "diagnostics"]
    assert (run.json["images"], run.json["files"]) == (3, 2)
    assert [each["path"] for each in run.json["held"]] == [
        "assets/static/press/a.png",
        "content/knee.jpg",
    ]
    assert run.json["held"][0] == {
        "path": "assets/static/press/a.png",
        "removed": [],
        "kept": ["name of the author", "text"],
    }
    assert [each["code"] for each in run.json["diagnostics"]] == ["document-metadata"]


def test_the_check_as_annotations(lab: SiteFolder) -> None:
    run = _check(lab, "--privacy", "--format", "github")
    assert run.lines[0].startswith("::warning file=content/paper.pdf,title=document-metadata::")
    assert len(run.lines) == 2


def test_the_check_fails_where_a_build_would(lab: SiteFolder) -> None:
    lab.write({"sitegen.toml": CONFIG})
    run = _check(lab, "--privacy")
    assert run.code == 1
    assert "assets/static/press/a.png: error[image-metadata]: " in run.stderr
    assert run.lines[-1] == "1 error: the site cannot be published like this"


def test_privacy_is_one_of_the_checks(lab: SiteFolder) -> None:
    run = _check(lab)
    assert run.code == 0
    (warning, summary) = run.lines
    assert warning.startswith("content/paper.pdf: warning[document-metadata]: ")
    lab.build()
    files = len(read_tree(lab.output)) - 1  # the manifest
    assert summary == f"1 page (1 draft left out) and {files} files checked, 1 warning"
    assert _check(lab, "--only", "privacy").lines == _check(lab, "--privacy").lines
    assert _check(lab, "--skip", "privacy").lines[0].endswith("checked, 0 warnings")


def test_all_checks_as_json(lab: SiteFolder) -> None:
    run = _check(lab, "--format", "json")
    assert list(run.json) == [
        "checks",
        "pages",
        "files",
        "left_out",
        "diagnostics",
        "turned_off",
        "known",
        "fixed",
    ]
    assert run.json["checks"] == ["collisions", "path-lengths", "template-images", "privacy"]
    assert [each["code"] for each in run.json["diagnostics"]] == ["document-metadata"]


def test_a_check_of_a_wrong_configuration(lab: SiteFolder) -> None:
    lab.write({"sitegen.toml": "titel = 3\n"})
    run = _check(lab, "--privacy", "--format", "json")
    assert run.code == 2
    assert {each["code"] for each in run.json["diagnostics"]} >= {"unknown-setting"}
