"""Tell the time. No other module of a build reads the clock."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime

from sitegen.errors import UsageError

__all__ = ["read_now"]


def read_now() -> datetime:
    """Return the build's "now": SOURCE_DATE_EPOCH when it is set, otherwise the clock.

    See https://reproducible-builds.org/specs/source-date-epoch/
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.fromtimestamp(int(time.time()), UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        message = f"SOURCE_DATE_EPOCH is '{epoch}', not a number of seconds"
        raise UsageError(message) from error
