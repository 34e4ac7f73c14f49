# ruff: noqa: E501, S311  # tables of documents in one line are easier to compare
from __future__ import annotations

import base64
import bz2
import gzip
import io
import logging
import random
import struct
import sys
import time
import zlib

import pytest
from pypdf import PdfWriter

from sitegen.checks.privacy.documents import MissingLibraryError, describe_document
from support.canaries import exif_block, jpeg_with, segment, xmp_packet
from support.documents import box, docx, element, mov, mp3, ogg, pdf, tarred, wave, webm, zipped
from support.pictures import corners, encoded

CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Jane &amp; Joe</dc:creator>'
    "<cp:lastModifiedBy>Jim</cp:lastModifiedBy><dc:title></dc:title></cp:coreProperties>"
)
APP = "<Properties><Application>Microsoft Word</Application><Company>Clinic</Company></Properties>"
PHOTO = jpeg_with(segment(0xE1, b"Exif\0\0" + exif_block("doc")))
KEYS = box(
    b"keys",
    b"\0" * 4,
    struct.pack(">I", 2),
    box(b"mdta", b"com.apple.quicktime.location.ISO6709"),
    box(b"mdta", b"com.apple.quicktime.make"),
)
VALUES = box(
    b"ilst",
    box(b"\0\0\0\1", box(b"data", b"\0\0\0\1\0\0\0\0+50.7+006.0/")),
    box(b"\0\0\0\2", box(b"data", b"\0\0\0\1\0\0\0\0Apple")),
)
XMP = xmp_packet("doc")
XMP_AUTHOR = ("author", XMP.decode().partition("<rdf:li>")[2].partition("<")[0])

WORDS = (
    "GPS position",
    "name of the owner",
    "name of the author",
    "camera serial number",
    "comment",
)
PRIVATE = [
    ("picture in it", w)
    for w in (
        "GPS position",
        "camera serial number",
        "comment",
        "name of the author",
        "name of the owner",
    )
]


def _pdf_with(filters: bytes, content: bytes) -> bytes:
    return pdf(b"", streams=((b"<</Subtype/Image/Filter " + filters + b">>", content),))


AES = b"/Encrypt<</Filter/Standard/V 5/R 6/Length 256/P -4/O<%s>/U<%s>/OE<%s>/UE<%s>/Perms<%s>/StmF/StdCF/StrF/StdCF/CF<</StdCF<</CFM/AESV3>>>>>>" % (
    b"00" * 48, b"00" * 48, b"00" * 32, b"00" * 32, b"00" * 16
)  # fmt: skip


def _revised() -> bytes:
    """Return a PDF whose author was changed by appending to it."""
    first, out = io.BytesIO(), io.BytesIO()
    writer = PdfWriter()
    writer.add_metadata({"/Author": "Jane"})
    writer.write(first)
    writer = PdfWriter(first, incremental=True)
    writer.add_metadata({"/Author": "Jim"})
    writer.write(out)
    assert out.getvalue().startswith(first.getvalue())
    return out.getvalue()


def _encrypted(algorithm: str) -> bytes:
    out = io.BytesIO()
    writer = PdfWriter()
    writer.add_metadata({"/Author": "Jane"})
    writer.encrypt("secret", algorithm=algorithm)
    writer.write(out)
    return out.getvalue()


DOCUMENTS: dict[str, tuple[bytes, list[tuple[str, str]]]] = {
    "PDF": (pdf(b"/Author (Jane Doe) /Producer (pdfTeX-1.40) /Title (A \\(small\\) kn\\145e)"), [("author", "Jane Doe"), ("program", "pdfTeX-1.40"), ("title", "A (small) knee")]),
    "PDF in UTF-16": (pdf(b"/Author (\xfe\xff" + "Jörg".encode("utf-16-be") + b")"), [("author", "Jörg")]),
    "PDF in digits": (pdf(b"/Author <FEFF 004A 006F>"), [("author", "Jo")]),
    "PDF in Latin-1": (pdf(b"/Author (J\xf6rg)"), [("author", "Jörg")]),
    "packed PDF": (pdf(b"/Author(Jane)/Creator(Word)", packed=True), [("author", "Jane"), ("program", "Word")]),
    "PDF with XMP": (pdf(b"/Trapped /False", streams=((b"<</Type /Metadata /Subtype /XML /Length 9>>", XMP),)), [XMP_AUTHOR]),
    "PDF with packed XMP": (pdf(b"", streams=((b"<</Type/Metadata/Filter/FlateDecode>>", zlib.compress(XMP)),)), [XMP_AUTHOR]),
    "PDF with a photograph": (pdf(b"", streams=((b"<</Subtype/Image/Filter/DCTDecode>>", PHOTO),)), [("picture in it", w) for w in ("GPS position", "camera serial number", "comment", "name of the author", "name of the owner")]),
    "PDF with a packed photograph": (_pdf_with(b"[/FlateDecode/DCTDecode]", zlib.compress(PHOTO)), PRIVATE),
    "PDF with a photograph in letters": (_pdf_with(b"[ /ASCII85Decode /DCTDecode ]", base64.a85encode(PHOTO, wrapcol=70) + b"~>"), PRIVATE),
    "PDF with a photograph in digits": (_pdf_with(b"[/ASCIIHexDecode /DCTDecode]", PHOTO.hex(" ", 30).encode() + b">"), PRIVATE),
    "PDF with abbreviations": (_pdf_with(b"[/A85 /Fl /DCT]", base64.a85encode(zlib.compress(PHOTO), adobe=True)), [("picture in it", "damage")]),
    "PDF with damaged filters": (_pdf_with(b"[/A85 /Fl /AHx /LZWDecode /DCT]", b"v\xff"), [("picture in it", "damage")]),
    "PDF with bookmarks": (pdf(b"", streams=()) + b"9 0 obj<</Title (Results) /Parent 8 0 R /Dest [1 0 R]>>endobj", []),
    "encrypted PDF": (_encrypted("RC4-128"), [("encrypted", "what it says cannot be read")]),
    "PDF encrypted with AES": (pdf(b"", trailer=AES), [("encrypted", "what it says cannot be read")]),
    "PDF with an earlier revision": (_revised(), [("program", "pypdf"), ("author", "Jim"), ("author", "Jane")]),
    "PDF that is cut off": (b"%PDF-1.7\n1 0 obj\n<</Type", [("damaged", "what it says cannot be read")]),
    "PDF that says nothing": (pdf(b""), []),
    "Word": (docx({"docProps/core.xml": CORE, "docProps/app.xml": APP}), [("author", "Jane & Joe"), ("last changed by", "Jim"), ("program", "Microsoft Word"), ("company", "Clinic")]),
    "Word with changes": (docx({"word/document.xml": '<w:ins w:author="Jane"/><w:del w:author="Jane"/>', "word/comments.xml": '<w:comment w:author="Jim"/>'}), [("changes or remarks by", "Jane"), ("changes or remarks by", "Jim")]),
    "PowerPoint with a photograph": (docx({"ppt/media/image1.jpeg": PHOTO}), [("picture in it", w) for w in ("GPS position", "name of the owner", "name of the author", "camera serial number", "comment")]),
    "Word with a preview": (docx({"docProps/thumbnail.emf": b"\1"}), [("picture", "a preview of its first page, perhaps an earlier one")]),
    "Word with entities": (docx({"docProps/core.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), []),
    "OpenDocument": (docx({"mimetype": "x", "meta.xml": '<o:m xmlns:o="o" xmlns:meta="m" xmlns:dc="d"><meta:initial-creator>Jane</meta:initial-creator><meta:generator>Office</meta:generator></o:m>'}), [("author", "Jane"), ("program", "Office")]),
    "ZIP": (docx({"data.csv": "1"}).replace(b"[Content_Types].xml", b"[content_types].txt"), []),
    "ZIP with photographs": (zipped({"a/1.JPG": PHOTO, "2.jpg": PHOTO, "3.jpg": PHOTO, "4.jpg": PHOTO, "5.png": encoded(corners(), "PNG")}), [(f"4 pictures with {', '.join(WORDS)}", "1.JPG, 2.jpg, 3.jpg and 1 more")]),
    "TAR with a photograph": (tarred({"a/b.csv": b"1", "a/1.jpg": PHOTO}, "w"), [(f"1 picture with {', '.join(WORDS)}", "1.jpg")]),
    "TAR in gzip": (tarred({"1.jpg": PHOTO}, "w:gz"), [(f"1 picture with {', '.join(WORDS)}", "1.jpg")]),
    "TAR in xz": (tarred({"1.jpg": PHOTO}, "w:xz"), [(f"1 picture with {', '.join(WORDS)}", "1.jpg")]),
    "photograph in gzip": (gzip.compress(PHOTO), [("picture in it", w) for w in WORDS]),
    "photograph in bzip2": (bz2.compress(PHOTO), [("picture in it", w) for w in WORDS]),
    "text in gzip": (gzip.compress(b"words"), []),
    "QuickTime": (mov(box(b"\xa9xyz", b"\0\x0e\x15\xc7+50.77+006.08/"), box(b"\xa9mak", b"\0\x05\0\0Apple"), created=3_800_000_000), [("time", "2024-05-31 11:33"), ("place", "+50.77+006.08/"), ("camera", "Apple")]),
    "QuickTime keys": (mov(meta=box(b"meta", box(b"hdlr", b"\0" * 8 + b"mdta" + b"\0" * 13), KEYS, VALUES)), [("place", "+50.7+006.0/"), ("camera", "Apple")]),
    "MP4 list": (mov(meta=box(b"udta", box(b"meta", b"\0" * 4, box(b"hdlr", b"\0" * 25), box(b"ilst", box(b"\xa9too", box(b"data", b"\0\0\0\1\0\0\0\0Lavf60")))))), [("program", "Lavf60")]),
    "film that says nothing": (mov(), []),
    "WebM": (webm(element(0x1549A966, element(0x7BA9, b"A knee"), element(0x5741, b"Lavf60"), element(0x4461, struct.pack(">q", 10**18))), element(0x1254C367, element(0x7373, element(0x67C8, element(0x45A3, b"ARTIST"), element(0x4487, b"Jane"))))), [("title", "A knee"), ("program", "Lavf60"), ("time", "2032-09-09 01:46"), ("artist", "Jane")]),
    "MP3": (mp3((b"TPE1", b"\x03Jane"), (b"COMM", b"\0engwords"), (b"APIC", b"\0image")), [("artist", "Jane"), ("comment", "words"), ("picture", "one is in it")]),
    "MP3 of old": (mp3(last=b"TAG" + b"Knees".ljust(30, b"\0") + b"Jane".ljust(30, b"\0") + b"\0" * 65), [("artist", "Jane"), ("title", "Knees")]),
    "Ogg": (ogg(b"ARTIST=Jane", b"MOOD=calm"), [("artist", "Jane"), ("comment 'MOOD'", "calm")]),
    "WAVE": (wave((b"LIST", b"INFOIART\x05\0\0\0Jane\0\0"), (b"bext", b"words".ljust(256, b"\0") + b"Jim".ljust(64, b"\0") + b"2026-01-0112:00:00")), [("artist", "Jane"), ("description", "words"), ("author", "Jim"), ("time", "2026-01-0112:00:00")]),
    "text": (b"words", []),
    "nothing": (b"", []),
    "picture": (encoded(corners(), "PNG"), []),
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_a_document_says(name: str) -> None:
    data, expected = DOCUMENTS[name]
    assert list(describe_document(data)) == expected


def test_a_photograph_behind_a_damaged_one_is_found() -> None:
    data = zipped({"1.jpg": PHOTO, "2.jpg": PHOTO})
    at = data.index(b"1.jpg") + 40
    damaged = data[:at] + b"\0" * 40 + data[at + 40 :]
    ((field, names),) = describe_document(damaged)
    assert (field[:27], names) == ("1 picture with GPS position", "2.jpg")


def test_an_archive_that_grows_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.checks.privacy.documents.archived_photos._MOST_BYTES", 1_000_000)
    for data in (
        tarred({"a.bin": bytes(2_000_000), "1.jpg": PHOTO}, "w:gz"),
        zipped({"a.png": bytes(2_000_000), "1.jpg": PHOTO}),
    ):
        assert describe_document(data) == ()


def test_a_library_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    monkeypatch.setitem(sys.modules, "tinytag", None)
    for data in (pdf(b"/Author (Jane)"), mp3((b"TPE1", b"\x03Jane")), wave()):
        with pytest.raises(MissingLibraryError):
            describe_document(data)
    assert describe_document(docx({"docProps/core.xml": CORE})) != ()


def test_a_damaged_pdf_says_nothing_on_the_terminal(caplog: pytest.LogCaptureFixture) -> None:
    before = logging.getLogger("pypdf").level
    describe_document(pdf(b"/Author (Jane)"))
    assert caplog.records == []
    assert logging.getLogger("pypdf").level == before


def test_what_is_said_is_cut_and_made_readable() -> None:
    ((_, value),) = describe_document(pdf(b"/Author (" + b"Jane\x07\\n " * 40 + b")"))
    assert value == ("Jane " * 40)[:79] + "…"


def test_only_so_much_is_said() -> None:
    assert len(describe_document(ogg(*(b"X%d=words" % number for number in range(99))))) == 24


@pytest.mark.parametrize("name", DOCUMENTS)
def test_damage_is_never_raised(name: str) -> None:
    data = DOCUMENTS[name][0]
    generator = random.Random(name)
    for _ in range(80):
        damaged = bytearray(data or b"x")
        for _ in range(3):
            damaged[generator.randrange(len(damaged))] = generator.randrange(256)
        assert isinstance(describe_document(bytes(damaged)), tuple)
        assert isinstance(describe_document(data[: generator.randrange(len(data) + 1)]), tuple)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n" + b"<<" * 200_000,
        b"%PDF-1.7\n<<" + b"(a)" * 200_000,
        b"%PDF-1.7\n<</Author (" + b"(" * 200_000,
        b"%PDF-1.7\n<<" + b"(<<)" * 50_000,
        b"%PDF-1.7\n" + b"stream\n" * 30_000,
        pdf(b"", streams=((b"<</Type/Metadata/Filter/FlateDecode>>", zlib.compress(b"<dc:creator>" * 10**6)),)),
        pdf(b"", streams=((b"<</Type/Metadata>>", b"a" * 50_000),)),
        docx({"ppt/commentAuthors.xml": "<p:cmAuthor " * 20_000}),
        box(b"moov", *[box(b"udta", b"")] * 30_000),
        b"\x1a\x45\xdf\xa3\x80" * 100_000,
    ],
    ids=["dictionaries", "strings", "brackets", "dictionaries in strings", "streams", "XMP", "XMP in one word", "authors", "boxes", "elements"],
)  # fmt: skip
def test_what_is_made_to_take_long_does_not(data: bytes) -> None:
    started = time.process_time()
    assert isinstance(describe_document(data), tuple)
    assert time.process_time() - started < 1
