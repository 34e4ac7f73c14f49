"""Images, stylesheets, fingerprints."""
