"""Drawings for the demonstration site: phantoms, maps, charts and portraits, all synthetic."""
