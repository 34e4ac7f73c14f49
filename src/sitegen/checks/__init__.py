"""Questions asked of the finished output."""
