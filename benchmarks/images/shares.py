"""Where sitegen's time goes when it makes files of photographs: one process, under a profiler."""

from __future__ import annotations

import cProfile
import hashlib
import re
import time
from pathlib import PurePosixPath

from benchmarks.images.records import Share
from benchmarks.images.subjects import Job

__all__ = ["measure_shares"]

#: Work, and Pillow's compiled functions that do it; the first that fits counts.
_KINDS = (
    ("decode", re.compile(r"ImagingDecoder|Decoder' objects|_getdecoder")),
    ("scale", re.compile(r"'(resize|reduce|stretch|box_blur|gaussian_blur)' of 'Imaging")),
    ("encode WebP", re.compile(r"WebPEncode|WebPAnimEncoder")),
    ("encode AVIF", re.compile(r"AvifEncoder")),
    ("encode JPEG and PNG", re.compile(r"ImagingEncoder")),
    ("convert, crop, turn", re.compile(r"of '(ImagingCore|CmsTransform)'|ImagingCore' objects")),
    ("digests", re.compile(r"hashlib|HASH")),
)
_REST = "the rest"


def measure_shares(settings: str, job: Job) -> list[Share]:
    """Return processor seconds for each photograph by kind of work, of the build's own code."""
    from sitegen.config import parse_config
    from sitegen.images.derivatives import make_variants
    from sitegen.images.inspection import inspect_image
    from sitegen.images.planning import ImagePlanner

    config = parse_config(settings, "sitegen.toml")
    profile = cProfile.Profile(time.process_time)
    for photograph in job.photographs:
        data = photograph.read_bytes()
        with profile:
            digest = hashlib.sha256(data).hexdigest()
            info = inspect_image(PurePosixPath(photograph.name), data, digest)
            planner = ImagePlanner(config)
            planner.responsive(info)
            for planned in planner.jobs({}):
                for _ in make_variants(data, planned.variants):
                    pass
    return _by_kind(profile, len(job.photographs))


def _by_kind(profile: cProfile.Profile, count: int) -> list[Share]:
    seconds = dict.fromkeys((name for name, _ in _KINDS), 0.0) | {_REST: 0.0}
    for entry in profile.getstats():
        name = entry.code if isinstance(entry.code, str) else ""
        kind = next((kind for kind, pattern in _KINDS if pattern.search(name)), _REST)
        seconds[kind] += entry.inlinetime
    return [Share(kind, spent / count) for kind, spent in seconds.items() if spent]
