"""The types and variables of CSL 1.0.2, by what their values are.

Source: the CSL 1.0.2 specification, appendices III and IV.
"""

from __future__ import annotations

__all__ = ["DATES", "NAMES", "NUMBERS", "TEXTS", "TYPES"]

TYPES = frozenset(
    (
        "article article-journal article-magazine article-newspaper bill book broadcast chapter"
        " classic collection dataset document entry entry-dictionary entry-encyclopedia event"
        " figure graphic hearing interview legal_case legislation manuscript map motion_picture"
        " musical_score pamphlet paper-conference patent performance periodical"
        " personal_communication post post-weblog regulation report review review-book software"
        " song speech standard thesis treaty webpage"
    ).split()
)
NAMES = frozenset(
    (
        "author chair collection-editor compiler composer container-author contributor curator"
        " director editor editorial-director executive-producer guest host illustrator interviewer"
        " narrator organizer original-author performer producer recipient reviewed-author"
        " script-writer series-creator translator"
    ).split()
)
DATES = frozenset("accessed available-date event-date issued original-date submitted".split())
NUMBERS = frozenset(
    (
        "chapter-number citation-number collection-number edition issue locator number"
        " number-of-pages number-of-volumes page page-first part-number printing-number section"
        " supplement-number version volume"
    ).split()
)
TEXTS = frozenset(
    (
        "abstract archive archive_collection archive_location archive-place authority call-number"
        " collection-title container-title container-title-short DOI event-place event-title genre"
        " ISBN ISSN jurisdiction language medium note original-publisher original-publisher-place"
        " original-title part-title PMCID PMID publisher publisher-place references reviewed-genre"
        " reviewed-title scale source status title title-short URL volume-title volume-title-short"
    ).split()
)
