"""Pure functions that many builds of a test process ask the same: the answers are kept."""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING, Any

from sitegen.engine.publish_guard import PublishGuard, _key
from sitegen.model import ASSETS
from sitegen.storage.theme_files import read_theme
from sitegen.webassets.fingerprinting import WebAssets
from support.shared import make_once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path, PurePosixPath

    import pytest

__all__ = ["remember_answers"]

#: What takes long: the cards of pages with the same title, and what is made of the same picture.
_SLOW = (
    "sitegen.social_cards.card_codec.draw_card",
    "sitegen.engine.image_inspection.look_at",
    "sitegen.engine.image_derivation.make_order",
)
#: The one font of formulas, which takes longer than most tests: made once for all processes.
_FONT = "sitegen.engine.math_font.trim_font"
#: What is asked of the files of the theme, which every site publishes.
_GUARD = "sitegen.engine.publish_guard"
_ASKED = (
    f"{_GUARD}.find_published_metadata",
    f"{_GUARD}.find_medical",
    f"{_GUARD}.find_inline_pictures",
    f"{_GUARD}.is_unread_file",
    "sitegen.images.svg.cleaning.clean_svg",
)
#: What is made of all assets together: those of the theme alone, for most sites.
_ASSETS = "sitegen.engine.whole_site.build_web_assets"
_REPLACE = "sitegen.webassets.fingerprinting.replace_addresses"
#: The theme has no larger file; what is asked of larger ones is not kept.
_LARGEST = 64_000


def remember_answers(patch: pytest.MonkeyPatch, factory: pytest.TempPathFactory) -> None:
    """Keep what these functions return, as long as this process runs.

    Whether a build asks, where it takes the answer from and what it does with it stays as it is.
    """
    for name in _SLOW:
        patch.setattr(name, functools.lru_cache(maxsize=500)(_find(name)))
    patch.setattr(_FONT, _remember_on_disk(_find(_FONT), factory))
    for name in _ASKED:
        patch.setattr(name, _remember(_find(name)))
    patch.setattr(_ASSETS, _remember_assets(_find(_ASSETS)))
    patch.setattr(_REPLACE, _remember_without_addresses(_find(_REPLACE)))
    patch.setattr(PublishGuard, "inspect", _remember_theme(PublishGuard.inspect))


def _find(name: str) -> Callable[..., Any]:
    module, _, function = name.rpartition(".")
    found: Callable[..., Any] = getattr(__import__(module, fromlist=[function]), function)
    return found


def _remember_on_disk(
    function: Callable[[bytes], bytes], factory: pytest.TempPathFactory
) -> Callable[[bytes], bytes]:
    @functools.wraps(function)
    def answer(data: bytes) -> bytes:
        def make(folder: Path) -> None:
            (folder / "answer").write_bytes(function(data))

        name = f"{function.__name__}-{hashlib.sha256(data).hexdigest()[:16]}"
        return (make_once(factory, name, make) / "answer").read_bytes()

    return answer


def _remember(function: Callable[..., Any]) -> Callable[..., Any]:
    kept = functools.lru_cache(maxsize=2000)(function)

    @functools.wraps(function)
    def answer(*arguments: Any, **options: Any) -> Any:
        large = any(isinstance(each, bytes) and len(each) > _LARGEST for each in arguments)
        return (function if large else kept)(*arguments, **options)

    return answer


def _remember_assets(
    function: Callable[[Mapping[str, bytes]], WebAssets],
) -> Callable[[Mapping[str, bytes]], WebAssets]:
    """Remember what was made of the same files; each build has a copy of its own."""

    @functools.lru_cache(maxsize=20)
    def ask(files: tuple[tuple[str, bytes], ...]) -> WebAssets:
        return function(dict(files))

    @functools.wraps(function)
    def answer(files: Mapping[str, bytes]) -> WebAssets:
        known, built = ask(tuple(files.items())), WebAssets()
        built.paths.update(known.paths)
        built.data.update(known.data)
        built.problems.extend(known.problems)
        return built

    return answer


def _remember_theme(inspect: Callable[..., None]) -> Callable[..., None]:
    """Remember what the guard found in each file of the theme; it has one digest in most sites."""
    theme = frozenset(ASSETS / name for name in read_theme("assets"))
    kept: dict[tuple[PurePosixPath, str], bytes] = {}

    @functools.wraps(inspect)
    def answer(guard: PublishGuard, path: PurePosixPath, digest: str, data: bytes) -> None:
        key, known = _key(path, digest), guard._known
        if key not in known and (path, digest) in kept:
            known[key] = guard._new[key] = kept[path, digest]
            return
        inspect(guard, path, digest, data)
        if path in theme:
            kept[path, digest] = known[key]

    return answer


def _remember_without_addresses(function: Callable[..., str]) -> Callable[..., str]:
    """Remember in which stylesheets there is no address, and thus nothing to replace."""
    kept: set[str] = set()

    @functools.wraps(function)
    def replace(text: str, ask: Callable[[Any], str | None]) -> str:
        if text in kept:
            return text
        asked = False

        def listen(address: Any) -> str | None:
            nonlocal asked
            asked = True
            return ask(address)

        new = function(text, listen)
        if not asked and len(text) < _LARGEST and len(kept) < 1000:
            assert new == text
            kept.add(text)
        return new

    return replace
