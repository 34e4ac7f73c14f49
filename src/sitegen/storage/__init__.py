"""The shell: the only code that touches disk, clock and threads."""
