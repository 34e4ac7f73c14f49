"""Bibliographies: read them, and say of every entry what becomes of it."""
