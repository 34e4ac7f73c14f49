"""Notebooks as Jupyter writes them."""

from __future__ import annotations

import base64
import json
from typing import Any

__all__ = ["code", "image_output", "markdown", "notebook", "result", "stream"]


def notebook(*cells: dict[str, Any], **metadata: Any) -> str:
    """Return the file of a notebook."""
    root = {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(root, indent=1, ensure_ascii=False) + "\n"


def markdown(source: str, **more: Any) -> dict[str, Any]:
    """Return a Markdown cell."""
    return {
        "cell_type": "markdown",
        "metadata": {},
        "source": source.splitlines(keepends=True),
        **more,
    }


def code(source: str, *outputs: dict[str, Any], tags: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a code cell that has been run."""
    return {
        "cell_type": "code",
        "execution_count": 1,
        "metadata": {"tags": list(tags)} if tags else {},
        "outputs": list(outputs),
        "source": source.splitlines(keepends=True),
    }


def result(**data: Any) -> dict[str, Any]:
    """Return an output by the kinds of its data: `text_html="<table>"`."""
    kinds = {name.replace("_", "/", 1): value for name, value in data.items()}
    return {"data": kinds, "execution_count": 1, "metadata": {}, "output_type": "execute_result"}


def image_output(kind: str, data: bytes) -> dict[str, Any]:
    """Return an output that is a picture."""
    text = base64.b64encode(data).decode()
    shown = {kind: text, "text/plain": "<Figure size 640x480 with 1 Axes>"}
    return {"data": shown, "metadata": {}, "output_type": "display_data"}


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    """Return what a cell has printed."""
    return {"name": name, "output_type": "stream", "text": text.splitlines(keepends=True)}
