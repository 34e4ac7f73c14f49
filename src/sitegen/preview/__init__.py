"""The live preview: build a site into a folder of its own, serve it, show every save at once."""

from __future__ import annotations

from sitegen.preview.live_preview import Preview
from sitegen.preview.options import PreviewOptions, Reporter

__all__ = ["Preview", "PreviewOptions", "Reporter"]
