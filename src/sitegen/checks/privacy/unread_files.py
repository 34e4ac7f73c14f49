"""Tell which files nobody can look into: pictures in other formats, and files that are no text.

What is known to be readable is listed, here and by the readers; anything else is told. So a format
that nobody has thought of is not published in silence.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from sitegen.images.signatures import identify_format

__all__ = ["is_unread_file", "is_unread_picture"]

#: Formats of pictures that have no reader, by the names of `identify_format`.
_PICTURES = frozenset(
    {
        *("XCF", "OpenEXR", "Netpbm", "FITS", "PostScript", "NRRD", "MetaImage", "EMF", "WMF"),
        *("DDS", "Radiance", "PCX", "SGI", "JPEG XR", "JPEG 2000", "DjVu", "QOI", "XPM", "CZI"),
    }
)
#: Endings of the names of others: of drawing programs, microscopes, scanners and cameras.
_SUFFIXES = frozenset(
    ".xcf .tga .icb .vda .vst .ppm .pgm .pbm .pnm .pam .pfm .eps .epsf .epsi .emf .emz .wmf .wmz"
    " .exr .nrrd .nhdr .mha .mhd .mnc .mgh .mgz .ai .kra .ora .psb .jp2 .j2k .jpf .jpx .jpm .jxr"
    " .wdp .hdp .dds .pcx .sgi .rgb .rgba .ras .qoi .fits .fit .djvu .djv .bpg .flif .xpm .xbm"
    " .cdr .sketch .xd .afdesign .afphoto .afpub .indd .clip .pdn .procreate .pxd .xwd"
    " .svs .ndpi .scn .mrxs .vms .vmu .bif .czi .lif .nd2 .oib .oif .oir .vsi .lsm .ims"
    " .crw .erf .kdc .mrw .pef .srw .x3f .3fr .iiq".split()
)
#: Formats that are read, or whose files say nothing about persons.
_READ = frozenset(
    {
        *("JPEG", "PNG", "GIF", "WebP", "AVIF", "HEIF", "TIFF", "ICO", "BMP", "JPEG XL", "SVG"),
        *("Photoshop", "PDF", "ZIP", "gzip", "bzip2", "xz", "TAR", "MP4", "Matroska", "Ogg"),
        *("FLAC", "WAVE", "AVI", "AIFF", "WMA", "MP3", "HTML", "Git LFS", "WebAssembly"),
        *("WOFF2", "WOFF", "OpenType", "TrueType", "Font collection"),
    }
)
#: Endings of files that are told apart by nothing else: fonts, indexes of searches.
_PLAIN = frozenset({".eot", ".pfb", ".pf_meta", ".pf_index", ".pf_fragment", ".pf_filter"})
_PACKED = frozenset({".gz", ".bz2", ".xz", ".zst", ".z"})
#: All bytes of texts in UTF-8, Windows-1252 and the like: no control characters but white space.
_TEXT = bytes([*b"\t\n\v\f\r\x1b", *range(32, 127), *range(128, 256)])
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TGA, _TGA_END = b"TRUEVISION-XFILE", slice(-18, -2)
_PAINTINGS = (b"mimetypeapplication/x-krita", b"mimetypeimage/openraster")
_NAME_IN_ZIP = 30


def is_unread_picture(path: PurePosixPath, data: bytes) -> bool:
    """Tell whether a file is a picture that has no reader, by its name or its bytes."""
    name = PurePosixPath(path.stem) if path.suffix.casefold() in _PACKED else path
    is_painting = data.startswith(_PAINTINGS, _NAME_IN_ZIP)
    is_known = identify_format(data) in _PICTURES or data[_TGA_END] == _TGA
    return is_known or is_painting or name.suffix.casefold() in _SUFFIXES


def is_unread_file(path: PurePosixPath, data: bytes) -> bool:
    """Tell whether nobody can say what is in a file: no text, and no format that is read."""
    if identify_format(data) in _READ or path.suffix.casefold() in _PLAIN:
        return False
    if data.startswith(_UTF16):
        return False
    return bool(data.translate(None, _TEXT))
