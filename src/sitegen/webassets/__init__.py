"""Stylesheets, scripts and fonts, published under fingerprinted names."""
