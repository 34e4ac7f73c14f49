"""CSL 1.0.2: compile styles and locales, and format citations and bibliographies with them."""
