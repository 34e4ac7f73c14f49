"""Look up references on the network: only for `sitegen bib`, never in a build."""
