"""The preview's web server."""
