"""Benchmarks: sitegen against other generators, on the same pages."""
