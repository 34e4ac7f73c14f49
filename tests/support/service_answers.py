"""What the services answer about a few works of our own making, in the forms they document."""

from __future__ import annotations

from typing import Any

__all__ = [
    "arxiv_feed",
    "crossref_item",
    "crossref_list",
    "csl_item",
    "orcid_summary",
    "pubmed_set",
]


def csl_item(doi: str = "10.5555/knee", **fields: Any) -> dict[str, Any]:
    """Return an article as doi.org's agencies send it; `fields` replace some."""
    return {
        "type": "article-journal",
        "DOI": doi,
        "title": "Cartilage of the running knee",
        "container-title": "Journal of Joints",
        "author": [
            {
                "family": "Lovelace",
                "given": "Ada",
                "ORCID": "https://orcid.org/0000-0002-1825-0097",
            },
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
            {"name": "The Knee Consortium"},
        ],
        "issued": {"date-parts": [[2024, 5, 17]]},
        "volume": "12",
        "issue": "3",
        "page": "101-112",
        "publisher": "Joint Press",
        "ISSN": ["2049-3630"],
        **fields,
    }


def crossref_item(doi: str = "10.5555/knee", **fields: Any) -> dict[str, Any]:
    """Return a work as Crossref's REST API has it."""
    item = csl_item(doi, type="journal-article", title=["Cartilage of the running knee"])
    return {**item, "is-referenced-by-count": 7, "container-title": ["Journal of Joints"], **fields}


def crossref_list(*items: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a query for works."""
    return {"status": "ok", "message-type": "work-list", "message": {"items": list(items)}}


def arxiv_feed(*entries: tuple[str, str, str]) -> str:
    """Return a feed of preprints: identifier, title, DOI of the article."""
    texts = "".join(
        f"""<entry>
        <id>http://arxiv.org/abs/{identifier}v2</id>
        <title>{title}</title>
        <published>2023-04-05T06:07:08Z</published><updated>2023-09-05T06:07:08Z</updated>
        <author><name>Ada Lovelace</name></author>
        <author><name>Ludwig van Beethoven</name></author>
        {f"<arxiv:doi>{doi}</arxiv:doi>" if doi else ""}
        </entry>"""
        for identifier, title, doi in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"'
        f' xmlns:arxiv="http://arxiv.org/schemas/atom"><title>Query</title>{texts}</feed>'
    )


def orcid_summary(code: int, title: str, doi: str = "") -> dict[str, Any]:
    """Return a group with one summary of a work."""
    identifier = {
        "external-id-type": "doi",
        "external-id-value": doi,
        "external-id-normalized": {"value": doi, "transient": True},
        "external-id-relationship": "self",
    }
    summary = {
        "put-code": code,
        "title": {"title": {"value": title}, "subtitle": None},
        "external-ids": {"external-id": [identifier] if doi else []},
        "type": "conference-paper",
        "publication-date": {"year": {"value": "2022"}, "month": {"value": "09"}, "day": None},
        "journal-title": {"value": "Proceedings of Joints"},
        "url": {"value": "https://joints.example.org/paper"},
    }
    return {"external-ids": summary["external-ids"], "work-summary": [summary]}


def pubmed_set(title: str, doi: str = "") -> str:
    """Return a set of one article as EFetch sends it."""
    number = f'<ArticleId IdType="doi">{doi}</ArticleId>' if doi else ""
    return f"""<?xml version="1.0" ?>
    <!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN"
      "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
    <PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">123</PMID><Article>
    <Journal><ISSN IssnType="Electronic">2049-3630</ISSN><JournalIssue><Volume>4</Volume>
    <Issue>1</Issue><PubDate><Year>2019</Year><Month>Feb</Month></PubDate></JournalIssue>
    <Title>Journal of Joints</Title></Journal><ArticleTitle>{title}</ArticleTitle>
    <Pagination><MedlinePgn>5-9</MedlinePgn></Pagination><AuthorList>
    <Author><LastName>Curie</LastName><ForeName>Marie</ForeName><Initials>M</Initials></Author>
    <Author><CollectiveName>Knee Study Group</CollectiveName></Author></AuthorList>
    </Article></MedlineCitation><PubmedData><ArticleIdList>
    <ArticleId IdType="pubmed">123</ArticleId>{number}</ArticleIdList></PubmedData>
    </PubmedArticle></PubmedArticleSet>"""
