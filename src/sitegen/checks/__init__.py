"""Checks of a site before it is published. `check` says what one is and how to add one."""
