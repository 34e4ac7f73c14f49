"""Words for figures, tables and the like that an author writes before a reference.

"Figure @fig-knee" is "Figure 1", not "Figure Figure 1". Known are the words of the languages in
which sites are written most often, with their plurals and short forms.
"""

from __future__ import annotations

__all__ = ["LABEL_WORDS", "PLURAL_WORDS"]

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


def _kinds(anywhere: dict[str, str], capitalized: dict[str, str]) -> dict[str, frozenset[str]]:
    """Return the prefixes of the labels that each word is about, as it may be written."""
    found: dict[str, set[str]] = {}
    for prefix, words in anywhere.items():
        for word in words.split():
            for written in (word, word.capitalize(), word.upper()):
                found.setdefault(written, set()).add(prefix)
    for prefix, words in capitalized.items():
        for word in words.split():
            found.setdefault(word, set()).add(prefix)
    return {word: frozenset(prefixes) for word, prefixes in found.items()}


_SEVERAL = _kinds(_PLURALS, _CAPITALIZED_PLURALS)
_ONE = _kinds(_ANYWHERE, _CAPITALIZED)
#: The prefixes of labels, such as `fig`, by their words, without a full stop.
LABEL_WORDS = {
    word: _SEVERAL.get(word, frozenset()) | _ONE.get(word, frozenset())
    for word in (*_SEVERAL, *_ONE)
}
#: The same by the words for several things.
PLURAL_WORDS = {word: kinds for word, kinds in _SEVERAL.items() if word.casefold() not in _BOTH}
