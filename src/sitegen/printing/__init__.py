"""`sitegen pdf`: pages are printed by an installed browser, which reaches nothing but this site."""
