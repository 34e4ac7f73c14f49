"""Words for figures, tables and the like that an author writes before a reference.

"Figure @fig-knee" is "Figure 1", not "Figure Figure 1". Known are the words of the languages in
which sites are written most often, with their plurals and short forms.
"""

from __future__ import annotations

__all__ = ["is_plural_word", "is_word_of"]

#: Words that mean nothing else, whether they are capitalized or not.
_ANYWHERE = {
    "fig": "fig figure figura figuur figur abbildung abb rysunek شكل شکل איור",
    "tbl": "tab table tabelle tableau tabla tabella tabel tabell tabela جدول טבלה",
    "eq": "eq eqn equation gleichung gl équation ecuación equazione vergelijking معادلة معادله",
    "lst": "listing quelltext",
}
#: Words that are no names in small letters: "for example @exm-knee".
_CAPITALIZED = {
    "sec": "Section Sec Chapter Abschnitt Kapitel Chapitre Sección Sezione Capitolo",
    "lst": "Code Programm",
    "thm": "Theorem Thm Satz Théorème Teorema Stelling",
    "lem": "Lemma Lem Lemme Lema",
    "cor": "Corollary Cor Korollar Corollaire Corolario Corollario",
    "prp": "Proposition Prop Proposición Proposizione",
    "cnj": "Conjecture Vermutung Conjetura Congettura",
    "def": "Definition Def Définition Definición Definizione Definitie",
    "exm": "Example Ex Beispiel Bsp Exemple Ejemplo Esempio Voorbeeld",
    "exr": "Exercise Ex Aufgabe Übung Exercice Ejercicio Esercizio Oefening",
    "sol": "Solution Lösung Solución Soluzione",
    "rem": "Remark Rem Bemerkung Remarque Observación Osservazione",
    "alg": "Algorithm Alg Algorithmus Algorithme Algoritmo Algoritme",
}
_PLURALS = {
    "fig": "figs figures abbildungen abbn figuras figure figuren figurer",
    "tbl": "tabs tables tabellen tableaux tablas tabelle tabellen tabeller",
    "eq": "eqs eqns equations gleichungen équations ecuaciones equazioni vergelijkingen",
    "lst": "listings",
}
_CAPITALIZED_PLURALS = {
    "sec": "Sections Secs Chapters Abschnitte Abschnitten Kapitel Kapiteln",
    "thm": "Theorems Sätze Sätzen Théorèmes Teoremas",
    "lem": "Lemmas Lemmata Lemmes",
    "cor": "Corollaries Korollare",
    "prp": "Propositions Propositionen",
    "cnj": "Conjectures Vermutungen",
    "def": "Definitions Definitionen Définitions",
    "exm": "Examples Beispiele Beispielen Exemples",
    "exr": "Exercises Aufgaben Übungen Exercices",
    "sol": "Solutions Lösungen",
    "rem": "Remarks Bemerkungen",
    "alg": "Algorithms Algorithmen",
}
#: In Italian and Dutch, these are plurals; in other languages, one thing.
_BOTH = frozenset({"figure", "tabelle"})


def _pairs(*tables: dict[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (kind, word) for table in tables for kind in table for word in table[kind].split()
    )


_SMALL = _pairs(_ANYWHERE, _PLURALS)
_LARGE = _pairs(_CAPITALIZED, _CAPITALIZED_PLURALS)
_SMALL_PLURALS = frozenset(each for each in _pairs(_PLURALS) if each[1] not in _BOTH)
_LARGE_PLURALS = _pairs(_CAPITALIZED_PLURALS)


def is_word_of(word: str, prefix: str) -> bool:
    """Tell whether a word, without a full stop, is that of labels with a prefix such as `fig`."""
    return (prefix, word.casefold()) in _SMALL or (prefix, word) in _LARGE


def is_plural_word(word: str, prefix: str) -> bool:
    """Tell whether such a word is about several things."""
    return (prefix, word.casefold()) in _SMALL_PLURALS or (prefix, word) in _LARGE_PLURALS
