"""doi.org: the metadata of a DOI from whichever agency registered it, and whether it exists.

Sources: citation.crosscite.org/docs.html, "DOI Content Negotiation"; the DOI handbook, "Proxy
server REST API", where `responseCode` 1 is a handle that exists and 100 one that does not.
"""

from __future__ import annotations

from sitegen.model import Work
from sitegen.services.answers import read_json, text_at, value_at
from sitegen.services.csl_items import make_work
from sitegen.services.fetching import Fetcher, NotFoundError, ServiceError, make_url

__all__ = ["fetch_doi", "is_registered"]

_CSL = "application/vnd.citationstyles.csl+json"
_FOUND, _UNKNOWN = 1, 100


def fetch_doi(fetcher: Fetcher, doi: str) -> Work:
    """Return what is registered under a DOI. Raises NotFoundError and ServiceError."""
    try:
        fetched = fetcher.fetch(make_url("https://doi.org", doi), _CSL)
    except NotFoundError as error:
        message = f"nothing is registered under the DOI {doi}"
        raise NotFoundError(message) from error
    if "json" not in fetched.media_type:
        message = f"the agency of {doi} sends no metadata; write this entry by hand"
        raise NotFoundError(message)
    item = read_json(fetched)
    work = make_work(item, {"DOI": text_at(item, "DOI") or doi})
    if not work.title:
        message = f"what is registered under {doi} has no title; write this entry by hand"
        raise NotFoundError(message)
    return work


def is_registered(fetcher: Fetcher, doi: str) -> bool:
    """Tell whether a DOI leads anywhere. Raises ServiceError."""
    url = make_url("https://doi.org/api/handles", doi, type="URL")
    try:
        code = value_at(read_json(fetcher.fetch(url, "application/json")), "responseCode")
    except NotFoundError:
        return False
    if code not in {_FOUND, _UNKNOWN, 200}:  # 200: it exists, but has no value of this type
        message = f"doi.org: cannot tell whether {doi} exists; try again later"
        raise ServiceError(message)
    return bool(code != _UNKNOWN)
