"""The signs that names between colons stand for, `:smile:`, as on GitHub and in MkDocs.

Most names are those of Unicode in lower case, such as `rocket` and `test_tube`; the table has
others that are common.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["emoji_named"]

_OTHERS = {
    "+1": "👍", "-1": "👎", "thumbsup": "👍", "thumbsdown": "👎", "smile": "😄", "smiley": "😃",
    "grin": "😁", "laughing": "😆", "joy": "😂", "rofl": "🤣", "blush": "😊", "wink": "😉",
    "heart_eyes": "😍", "sunglasses": "😎", "thinking": "🤔", "thinking_face": "🤔", "cry": "😢",
    "sob": "😭", "scream": "😱", "confused": "😕", "worried": "😟", "sweat_smile": "😅",
    "slightly_smiling_face": "🙂", "upside_down_face": "🙃", "partying_face": "🥳",
    "star_struck": "🤩", "exploding_head": "🤯", "raised_hands": "🙌", "clap": "👏", "pray": "🙏",
    "wave": "👋", "muscle": "💪", "ok_hand": "👌", "point_right": "👉", "point_left": "👈",
    "point_up": "☝️", "point_down": "👇", "eyes": "👀", "tada": "🎉", "sparkles": "✨",
    "star": "⭐", "star2": "🌟", "zap": "⚡", "boom": "💥", "heart": "❤️", "broken_heart": "💔",
    "white_check_mark": "✅", "heavy_check_mark": "✔️", "ballot_box_with_check": "☑️", "x": "❌",
    "warning": "⚠️", "exclamation": "❗", "question": "❓", "bangbang": "‼️", "no_entry": "⛔",
    "information_source": "ℹ️", "bulb": "💡", "memo": "📝", "pencil": "📝", "pencil2": "✏️",
    "books": "📚", "book": "📖", "mortar_board": "🎓", "computer": "💻", "email": "📧",
    "envelope": "✉️", "phone": "☎️", "telephone": "☎️", "date": "📅", "calendar": "📆",
    "clock": "🕒", "hourglass": "⌛", "watch": "⌚", "lock": "🔒", "unlock": "🔓", "key": "🔑",
    "link": "🔗", "mag": "🔍", "mag_right": "🔎", "bug": "🐛", "dna": "🧬", "microscope": "🔬",
    "gear": "⚙️", "wrench": "🔧", "hammer": "🔨", "hammer_and_wrench": "🛠️", "construction": "🚧",
    "package": "📦", "bar_chart": "📊", "chart_with_upwards_trend": "📈", "arrow_right": "➡️",
    "arrow_left": "⬅️", "arrow_up": "⬆️", "arrow_down": "⬇️", "recycle": "♻️", "earth_africa": "🌍",
    "earth_americas": "🌎", "earth_asia": "🌏", "sunny": "☀️", "snowflake": "❄️", "fire": "🔥",
    "coffee": "☕", "pizza": "🍕", "beer": "🍺", "100": "💯", "copyright": "©️", "registered": "®️",
    "tm": "™️", "scroll": "📜", "newspaper": "📰", "loudspeaker": "📢", "mega": "📣", "bell": "🔔",
    "round_pushpin": "📍", "pushpin": "📌", "paperclip": "📎", "trophy": "🏆",
    "crossed_fingers": "🤞",
}  # fmt: skip
#: Where the signs of a text of Unicode's own names are that browsers show as pictures.
_FIRST, _LAST = "\N{CYCLONE}", "\U0001faff"
_LONGEST = 40


@lru_cache(maxsize=1024)
def emoji_named(name: str) -> str:
    """Return the sign of a name, or nothing."""
    if name in _OTHERS:
        return _OTHERS[name]
    try:
        found = unicodedata.lookup(name.replace("_", " ").upper()) if len(name) <= _LONGEST else ""
    except KeyError:
        return ""
    return found if _FIRST <= found <= _LAST else ""
