"""Tell from a role, as it is written, which group of people it belongs to.

A role is compared by words and their beginnings, in English, German, French, Spanish, Italian,
Portuguese and Dutch. The first line that fits counts, so `visiting professor` is a visitor.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sitegen.research.name_folding import fold_name_text

__all__ = ["GROUPS", "group_of_role"]

#: The groups in the order in which a site shows them. `members` are people without a role.
GROUPS = (
    "heads",
    "professors",
    "postdocs",
    "phd_students",
    "researchers",
    "students",
    "staff",
    "members",
    "visitors",
    "alumni",
)

#: Beginnings of words and phrases, folded; one that ends in `$` is the end of a word, too.
_WORDS = (
    ("alumni", "alumn former ehemalig ancien exmembre antigu retired"),
    ("visitors", "visit guest gast invite invitad ospite convidad visitor"),
    (
        "heads",
        """
        pi$ pis$ principal_invest head director direkt group_lead team_lead lab_lead
        laboratory_lead research_lead leader lead$ leiter gruppenleit arbeitsgruppenleit
        leitung chair$ lehrstuhlinhab founder responsable investigador_principal
        investigadora_principal chef hoofd responsabile chief sprecher speaker coordinator$
        teamleit
        """,
    ),
    ("postdocs", "postdoc post_doc postdok post_dok"),
    (
        "phd_students",
        """
        phd ph_d$ doctoral_stud doctoral_cand doctoral_res doctorand doktorand promov
        promotion doctorant doctorat dottorand doutorand phd_stud graduate_stud grad_stud
        md_stud dr_stud doctoral$ early_stage promovend predoc thesepromovend
        medical_doctoral
        """,
    ),
    (
        "professors",
        """
        prof professor juniorprof assistant_prof associate_prof full_prof lecturer dozent
        reader$ privatdoz catedratic hoogleraar maitre_de_conf docent faculty$
        """,
    ),
    (
        "students",
        """
        student stud$ studier master msc bachelor bsc undergraduate intern interns
        internship praktik hiwi hilfskraft stagiaire tirocin trainee etudiant estudiant
        studentisch thesis tesista becari werkstud
        """,
    ),
    (
        "staff",
        """
        admin secretar sekretar manager technic techni mta$ mtra$ assistenz$ office
        lab_assist laborant support coordinat koordinat staff$ personal$ communication
        data_steward it_support buro study_nurse nurse photographer editor
        """,
    ),
    (
        "researchers",
        """
        research scien wissenschaft forsch cherch invest ricercat pesquis onderzoek engineer
        ingenieur developer entwickl programm physicist physik radiolog physician arzt
        arztin doctor$ dr$ clinician fellow statistic data analyst mathemat inform biolog
        chem
        """,
    ),
    ("members", "member mitglied team$ membre"),
)


@lru_cache(maxsize=1024)
def group_of_role(role: str) -> str:
    """Return one of GROUPS; empty for a role that fits none, and `members` for none at all."""
    text = fold_name_text(role)
    if not text:
        return "members"
    if text.replace(" ", "_") in GROUPS:
        return text.replace(" ", "_")
    for group, pattern in _patterns():
        if pattern.search(f" {text}"):
            return group
    return ""


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((group, _pattern(words)) for group, words in _WORDS)


def _pattern(words: str) -> re.Pattern[str]:
    each = (word.replace("_", " ").replace("$", r"\b") for word in words.split())
    return re.compile(f" (?:{'|'.join(each)})")
