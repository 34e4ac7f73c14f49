"""TeX formulas as MathML Core: from the source of a formula to what a page may hold."""
