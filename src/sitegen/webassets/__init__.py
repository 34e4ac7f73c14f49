"""Web assets: stylesheets, scripts and fonts under fingerprinted names."""
