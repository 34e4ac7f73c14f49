"""Why a file cannot be used as an image."""

from __future__ import annotations

from sitegen.diagnostics import ProblemError, Severity, declare

__all__ = ["IMAGE_BROKEN", "IMAGE_FORMAT", "IMAGE_TOO_LARGE", "ImageProblem"]

IMAGE_BROKEN = declare("image-broken", Severity.ERROR)
IMAGE_FORMAT = declare("image-format", Severity.ERROR)
IMAGE_TOO_LARGE = declare("image-too-large", Severity.ERROR)


class ImageProblem(ProblemError):  # noqa: N818  # its users call it a problem of the image
    """Why a file cannot be used as an image."""
