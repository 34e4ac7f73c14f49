"""Turn what an author names of another site into the addresses of a frame and of a page.

Nothing is requested from there before a reader asks for it. Only addresses at the hosts of the
setting `embeds.hosts` are shown in a frame.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from sitegen.diagnostics import Problem, Severity, declare, did_you_mean
from sitegen.late_patterns import compile_late
from sitegen.model.references import EmbedAddress

__all__ = ["EMBED_ADDRESS", "EMBED_HOST", "embed_service", "find_embed"]

EMBED_ADDRESS = declare("embed-address", Severity.ERROR)
EMBED_HOST = declare("embed-host", Severity.ERROR, protects=True)

_YOUTUBE = compile_late(r"[\w-]{11}", re.ASCII)
_YOUTUBE_HOSTS = frozenset(
    {"youtu.be", "youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com"}
    | {"youtube-nocookie.com", "www.youtube-nocookie.com"}
)
_YOUTUBE_PATH = compile_late(r"/(?:embed|shorts|live|v)/([\w-]{11})/?", re.ASCII)
_VIMEO = compile_late(r"\d{5,12}", re.ASCII)
_VIMEO_HOSTS = frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})
_VIMEO_PATH = compile_late(r"/(?:[\w-]+/)*?(\d{5,12})(?:/([0-9a-f]{6,20}))?/?", re.ASCII)
_PLACE = compile_late(
    r"(-?\d{1,2}(?:\.\d{1,15})?)[,/ ] ?(-?\d{1,3}(?:\.\d{1,15})?)(?:[,/ ] ?(\d{1,2}))?", re.ASCII
)
_MAP_HOSTS = frozenset({"openstreetmap.org", "www.openstreetmap.org"})
_MAP_PART = compile_late(r"map=(\d{1,2})/(-?\d{1,2}(?:\.\d+)?)/(-?\d{1,3}(?:\.\d+)?)", re.ASCII)
_NOTEBOOK = compile_late(r"(?!https?:)[^\s#?]+\.(?:ipynb|qmd|rmd|md)(?:[#@]|\Z)", re.IGNORECASE)
_SLIDES = compile_late(r"(/presentation/d/(?:e/)?[\w-]+)/(?:edit|pub|view|present)?", re.ASCII)
_SLIDES_HOST = "docs.google.com"
_HOST = compile_late(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?", re.ASCII)
#: Characters that stay as they are in an address; all others are written as `%…`.
_SAFE = "%/:?#[]@!$&()*+,;=-._~"
_ZOOM, _MOST_ZOOM = 15, 19
#: The frame shows a part of the map that is so many tiles wide, and so many high.
_TILES_WIDE, _TILES_HIGH = 3.0, 1.2


def embed_service(address: str) -> str:
    """Return the service of a video's address, `youtube` or `vimeo`; empty for any other."""
    host = _host_of(address)
    return "youtube" if host in _YOUTUBE_HOSTS else "vimeo" if host in _VIMEO_HOSTS else ""


def find_embed(
    service: str, written: str, hosts: Sequence[str], others: Mapping[str, Any]
) -> EmbedAddress | Problem:
    """Return the addresses for what an author wrote, or why it cannot be shown.

    `service` is `youtube`, `vimeo`, `openstreetmap`, or `any` for any address. `hosts` are allowed;
    `others` are the values of the shortcode's other arguments.
    """
    found = _SERVICES.get(service, _any_address)(written.strip(), others)
    if isinstance(found, Problem):
        return found
    if found.host not in {each.casefold() for each in hosts}:
        near = did_you_mean(found.host, hosts, f"add it to embeds.hosts: hosts = ['{found.host}']")
        message = f"'{found.host}' is not among the hosts from which pages may show something"
        return Problem(EMBED_HOST, message, near)
    return found


def _youtube(written: str, others: Mapping[str, Any]) -> EmbedAddress | Problem:
    start = others.get("start")
    video = written
    parts = _split(written)
    if parts is not None and (parts.hostname or "") in _YOUTUBE_HOSTS:
        query = parse_qs(parts.query)
        path = _YOUTUBE_PATH.fullmatch(parts.path)
        video = path[1] if path else query.get("v", [parts.path.strip("/")])[0]
        start = start or next(iter(query.get("t", query.get("start", []))), "").removesuffix("s")
    if not _YOUTUBE.fullmatch(video):
        hint = "write its address, or the 11 characters after 'v=' in it"
        return Problem(EMBED_ADDRESS, f"'{written[:60]}' is no video of YouTube", hint)
    seconds = int(start) if start and str(start).isdecimal() else 0
    since = f"?start={seconds}" if seconds else ""
    at = f"&t={seconds}" if seconds else ""
    host = "www.youtube-nocookie.com"
    page = f"https://www.youtube.com/watch?v={video}{at}"
    return EmbedAddress(frame=f"https://{host}/embed/{video}{since}", page=page, host=host)


def _vimeo(written: str, others: Mapping[str, Any]) -> EmbedAddress | Problem:
    del others
    video, key = written, ""
    parts = _split(written)
    if parts is not None and (parts.hostname or "") in _VIMEO_HOSTS:
        path = _VIMEO_PATH.fullmatch(parts.path)
        video, key = (path[1], path[2] or "") if path else ("", "")
    if not _VIMEO.fullmatch(video):
        hint = "write its address, or the number in it"
        return Problem(EMBED_ADDRESS, f"'{written[:60]}' is no video of Vimeo", hint)
    host = "player.vimeo.com"
    frame = f"https://{host}/video/{video}?{f'h={key}&' if key else ''}dnt=1"
    page = f"https://vimeo.com/{video}{f'/{key}' if key else ''}"
    return EmbedAddress(frame=frame, page=page, host=host)


def _openstreetmap(written: str, others: Mapping[str, Any]) -> EmbedAddress | Problem:
    place = _read_place(written)
    if place is None or not (-85 <= place[0] <= 85 and -180 <= place[1] <= 180):  # noqa: PLR2004  # Mercator's map ends there
        hint = "write latitude and longitude, such as '52.5163, 13.3777', or the map's address"
        return Problem(EMBED_ADDRESS, f"'{written[:60]}' is no place on a map", hint)
    latitude, longitude, zoom = place
    zoom = min(int(others.get("zoom") or zoom), _MOST_ZOOM)
    wide, high = (360 / 2**zoom * tiles / 2 for tiles in (_TILES_WIDE, _TILES_HIGH))
    box = (longitude - wide, latitude - high, longitude + wide, latitude + high)
    corners = "%2C".join(f"{each:.5f}" for each in box)
    point = f"{latitude:.5f}", f"{longitude:.5f}"
    host = "www.openstreetmap.org"
    frame = (
        f"https://{host}/export/embed.html?bbox={corners}&layer=mapnik&marker={'%2C'.join(point)}"
    )
    page = f"https://{host}/?mlat={point[0]}&mlon={point[1]}#map={zoom}/{point[0]}/{point[1]}"
    return EmbedAddress(frame=frame, page=page, host=host)


def _read_place(written: str) -> tuple[float, float, int] | None:
    """Return latitude, longitude and zoom of a place or of the address of a map."""
    parts = _split(written)
    if parts is not None and (parts.hostname or "") in _MAP_HOSTS:
        query = parse_qs(parts.query)
        shown = _MAP_PART.search(parts.fragment)
        zoom = int(shown[1]) if shown else _ZOOM
        marked = _PLACE.fullmatch(",".join([*query.get("mlat", []), *query.get("mlon", [])]))
        if marked:
            return float(marked[1]), float(marked[2]), zoom
        return (float(shown[2]), float(shown[3]), zoom) if shown else None
    found = _PLACE.fullmatch(written)
    return (float(found[1]), float(found[2]), int(found[3] or _ZOOM)) if found else None


def _any_address(written: str, others: Mapping[str, Any]) -> EmbedAddress | Problem:
    del others
    service = embed_service(written)
    if service:
        return _SERVICES[service](written, {})
    parts = _split(written)
    host = _host_of(written)
    if parts is None or parts.scheme != "https" or not _HOST.fullmatch(host):
        hint = "write one that begins with https:// and a host"
        if _NOTEBOOK.match(written):  # of which Quarto shows a cell
            hint = "link to it, or write '{{< include >}}' for a text"
        return Problem(EMBED_ADDRESS, f"'{written[:60]}' cannot be shown in a frame", hint)
    address = quote(written, safe=_SAFE)
    frame = address
    slides = _SLIDES.fullmatch(parts.path) if host == _SLIDES_HOST else None
    if slides:
        frame = f"https://{host}{slides[1]}/embed"
    return EmbedAddress(frame=frame, page=address, host=host)


def _split(address: str) -> Any:
    """Return the parts of an address with `https:`, None if it is none."""
    if not address.casefold().startswith(("https://", "http://")) or "\\" in address:
        return None
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  # raises for what is no number
    except ValueError:
        return None
    return None if "@" in parts.netloc else parts


def _host_of(address: str) -> str:
    parts = _split(address)
    return parts.netloc.casefold() if parts is not None else ""


_SERVICES: dict[str, Callable[[str, Mapping[str, Any]], EmbedAddress | Problem]] = {
    "youtube": _youtube,
    "vimeo": _vimeo,
    "openstreetmap": _openstreetmap,
}
