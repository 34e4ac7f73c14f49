"""`sitegen run`: runs the code of notebooks and documents. No build imports this package."""
