"""Apply `_headers` and `_redirects` as Netlify and Cloudflare Pages do.

Formats: docs.netlify.com/manage/routing/headers and …/redirects/redirect-options,
developers.cloudflare.com/pages/configuration/headers and …/redirects. Where the two differ,
Netlify's rules are used. Conditions (country, language, role) and proxies to other hosts are left
out: only the real host can decide them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from sitegen.late_patterns import compile_late

__all__ = ["HeaderRule", "RedirectRule", "find_unsendable", "match_headers", "match_redirect"]


#: Headers that a rule may not change in the preview: those of caching and of the connection.
_KEPT = frozenset({"cache-control", "connection", "content-length", "content-range", "date"})
_KEPT |= {"server", "strict-transport-security", "transfer-encoding", "upgrade"}
_NAME = compile_late(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_STATUS = compile_late(r"(\d{3})(!?)")
#: Characters that are not percent-encoded in a part of a path, and in a whole address.
_PATH = "/:@!$&'()*+,;="
_ADDRESS = "".join(map(chr, range(0x21, 0x7F)))
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SHOWN = frozenset({200, 404})


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderRule:
    """Headers for the paths that match; `dropped` are headers of earlier rules to remove."""

    pattern: re.Pattern[str]
    headers: tuple[tuple[str, str], ...]
    dropped: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectRule:
    """Target and status for the paths that match; if `forced`, also for paths with a file."""

    pattern: re.Pattern[str]
    target: str
    status: int
    forced: bool


def parse_headers(text: str) -> tuple[HeaderRule, ...]:
    """Parse a `_headers` file; invalid lines are ignored, as hosts do."""
    rules: list[HeaderRule] = []
    pattern: re.Pattern[str] | None = None
    headers: list[tuple[str, str]] = []
    dropped: set[str] = set()

    def finish() -> None:
        if pattern is not None:
            rule = HeaderRule(pattern=pattern, headers=tuple(headers), dropped=frozenset(dropped))
            rules.append(rule)
        headers.clear()
        dropped.clear()

    for line in text.split("\n"):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        name, colon, value = stripped.partition(":")
        if not line[0].isspace():
            finish()
            pattern = _pattern(stripped)
        elif stripped.startswith("!"):
            dropped.add(stripped[1:].strip().lower())
        elif colon and _NAME.fullmatch(name.strip()) and value.strip().isprintable():
            headers.append((name.strip(), value.strip()))
    finish()
    return tuple(rules)


def match_headers(rules: tuple[HeaderRule, ...], path: str) -> dict[str, str]:
    """Return the headers for a path; values from several rules are joined with commas."""
    found: dict[str, tuple[str, list[str]]] = {}
    for rule in rules:
        if rule.pattern.fullmatch(path):
            for name in rule.dropped:
                found.pop(name, None)
            for name, value in rule.headers:
                if value.isascii():
                    found.setdefault(name.lower(), (name, []))[1].append(value)
    return {
        name: ", ".join(values)
        for key, (name, values) in found.items()
        if key not in _KEPT and not key.startswith("access-control-")
    }


def find_unsendable(rules: tuple[HeaderRule, ...]) -> tuple[str, ...]:
    """Return the names of headers with values that cannot be sent (RFC 9110, section 5.5)."""
    names = (name for rule in rules for name, value in rule.headers if not value.isascii())
    return tuple(dict.fromkeys(names))


def parse_redirects(text: str) -> tuple[RedirectRule, ...]:
    """Parse a `_redirects` file; invalid lines are ignored, as hosts do."""
    rules = []
    for line in text.split("\n"):
        words = line.split()
        if len(words) not in {2, 3} or not words[0].startswith(("/", "http")):
            continue
        found = _STATUS.fullmatch(words[2] if len(words) > 2 else "301")  # noqa: PLR2004  # the third word is the status
        source = urlsplit(words[0]).path
        status = int(found[1]) if found else 0
        inside = words[1].startswith("/")
        if found and (status in _REDIRECTS or (status in _SHOWN and inside)):
            rule = RedirectRule(
                pattern=_pattern(source), target=words[1], status=status, forced=bool(found[2])
            )
            rules.append(rule)
    return tuple(rules)


def match_redirect(
    rules: tuple[RedirectRule, ...], path: str, *, exists: bool
) -> tuple[str, int] | None:
    """Return target and status of the first rule for a path, unless the path has a file.

    The path is decoded, the target percent-encoded.
    """
    for rule in rules:
        found = None if exists and not rule.forced else rule.pattern.fullmatch(path)
        if found:
            values = found.groupdict(default="")
            target = re.sub(
                r":([A-Za-z]\w*)",
                lambda name: quote(values[name[1]], _PATH) if name[1] in values else name[0],  # noqa: B023  # called here and now
                rule.target,
            )
            return quote(target, _ADDRESS), rule.status
    return None


def _pattern(path: str) -> re.Pattern[str]:
    """Compile a path such as `/a/:name/*` to a pattern; a slash at its end is optional."""
    plain = path.rstrip("/") if not path.endswith("*") else path
    first, *others = plain.split("*")
    seen = {"splat"} if others else set()
    parts = [_between(first, seen)]
    for number, part in enumerate(others, 1):
        some = ".*" if number == len(others) else ".*?"
        if number == 1 and first.endswith("/"):
            parts[0] = parts[0].removesuffix("/")
            some = f"(?:/(?P<splat>{some}))?"  # /a/* matches /a, too
        elif number == 1:
            some = f"(?P<splat>{some})"
        after = _between(part, seen)
        # A star matches up to the first place where the rest fits, without backtracking: there are
        # too many ways to divide a path among several stars.
        parts.append(some + after if number == len(others) else f"(?>{some}{after})")
    return re.compile("".join(parts) + ("" if path.endswith("*") else "/?"), re.DOTALL)


def _between(path: str, seen: set[str]) -> str:
    """Return the pattern of a part without stars; a repeated name matches any text."""
    plain, *others = re.split(r"(?<=/):([A-Za-z]\w*)", path)
    parts = [re.escape(plain)]
    for name, after in zip(others[::2], others[1::2], strict=True):
        parts += ["[^/]+" if name in seen else f"(?P<{name}>[^/]+)", re.escape(after)]
        seen.add(name)
    return "".join(parts)
