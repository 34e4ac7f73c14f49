"""The places where people can be followed: their names, their hosts, and what handles become."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["OTHER_KINDS", "PROFILE_SITES", "ProfileSite", "kind_of_address", "kind_of_word"]


class ProfileSite(NamedTuple):
    """A site with profiles.

    `address` is that of a profile, with `{}` for the handle, which matches `handle`. `hosts` are
    those of its addresses; without any, a site of this kind can be anywhere.
    """

    address: str
    handle: str = r"[\w.-]+"
    hosts: tuple[str, ...] = ()
    example: str = "ada"


PROFILE_SITES: Mapping[str, ProfileSite] = MappingProxyType(
    {
        "orcid": ProfileSite("https://orcid.org/{}", r".+", ("orcid.org",), "0000-0002-1825-0097"),
        "scholar": ProfileSite(
            "https://scholar.google.com/citations?user={}", r"[\w-]{12}", (), "qc6CJjYAAAAJ"
        ),
        "github": ProfileSite(
            "https://github.com/{}",
            r"[A-Za-z\d][A-Za-z\d-]*(?:/[\w.-]+)?",
            ("github.com", "github.io"),
        ),
        "gitlab": ProfileSite("https://gitlab.com/{}", r"[\w.-]+(?:/[\w.-]+)*"),
        "mastodon": ProfileSite(
            "https://{1}/@{0}", r"@?(\w[\w.-]*)@([\w-]+(?:\.[\w-]+)+)", example="@ada@fosstodon.org"
        ),
        "bluesky": ProfileSite(
            "https://bsky.app/profile/{}", r"[\w-]+(?:\.[\w-]+)+", ("bsky.app",), "ada.bsky.social"
        ),
        "linkedin": ProfileSite("https://www.linkedin.com/in/{}", r"[\w%.-]+", ("linkedin.com",)),
        "x": ProfileSite("https://x.com/{}", r"\w{1,15}", ("x.com", "twitter.com")),
        "youtube": ProfileSite(
            "https://www.youtube.com/@{}", r"[\w.-]+", ("youtube.com", "youtu.be")
        ),
        "researchgate": ProfileSite(
            "https://www.researchgate.net/profile/{}",
            r"[\w.-]+",
            ("researchgate.net",),
            "Ada-Lovelace",
        ),
        "osf": ProfileSite("https://osf.io/{}", r"[a-z\d]{5,}", ("osf.io",), "a1b2c"),
        "zenodo": ProfileSite(
            "https://zenodo.org/communities/{}", r"[\w-]+", ("zenodo.org",), "our-lab"
        ),
        "huggingface": ProfileSite(
            "https://huggingface.co/{}", r"[\w.-]+(?:/[\w.-]+)?", ("huggingface.co", "hf.co")
        ),
        "arxiv": ProfileSite("https://arxiv.org/a/{}", r"[\w.-]+", ("arxiv.org",), "lovelace_a_1"),
        "dblp": ProfileSite(
            "https://dblp.org/pid/{}",
            r"[\w-]+/[\w-]+",
            ("dblp.org", "dblp.uni-trier.de"),
            "12/3456",
        ),
        "semantic-scholar": ProfileSite(
            "https://www.semanticscholar.org/author/{}", r"\d+", ("semanticscholar.org",), "1741101"
        ),
        "pubmed": ProfileSite(
            "https://pubmed.ncbi.nlm.nih.gov/?term={}",
            r"[^:/]+",
            ("ncbi.nlm.nih.gov",),
            "Lovelace A",
        ),
        "hal": ProfileSite(
            "https://cv.hal.science/{}",
            r"[a-z\d-]+",
            ("hal.science", "archives-ouvertes.fr"),
            "ada-lovelace",
        ),
    }
)
#: Kinds whose values are addresses already, or files of the site.
OTHER_KINDS = (
    *("website", "cv", "email", "phone", "link"),
    # what belongs to a publication or project
    *("pdf", "html", "preprint", "code", "source", "data", "slides", "poster", "video", "supp"),
)

#: Other words for these kinds: those of Hugo Blox, al-folio, Quarto and Font Awesome.
_WORDS = {
    "scholar": "googlescholar scholaruserid scholarid googlescholarid graduationcap",
    "github": "githubusername",
    "gitlab": "gitlabusername gitlabhandle",
    "mastodon": "mastodonusername",
    "bluesky": "blueskyurl bsky",
    "linkedin": "linkedinusername linkedinin",
    "x": "twitter xtwitter xusername twitterusername",
    "youtube": "youtubeid",
    "researchgate": "researchgateprofile",
    "osf": "osfid",
    "zenodo": "zenodouserid",
    "huggingface": "huggingfaceusername huggingfaceid hf",
    "arxiv": "arxivid",
    "dblp": "dblpurl",
    "semantic-scholar": "semanticscholarid semanticscholar semanticscholaruserid s2",
    "pubmed": "pubmedid ncbi",
    "hal": "halid idhal",
    "orcid": "orcidid",
    "website": "web homepage www globe site url home",
    "cv": "cvpdf resume curriculumvitae vita file filepdf",
    "email": "mail envelope mailto at",
    "phone": "tel telephone mobile",
    "link": "custom",
    "data": "dataset",
    "supp": "supplement supplementary",
}
_BY_WORD = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_BY_WORD |= {kind.replace("-", ""): kind for kind in (*PROFILE_SITES, *OTHER_KINDS)}
#: Hosts of sites that may be anywhere, where most of them are.
_KNOWN_HOSTS = {"gitlab.com": "gitlab", "mastodon.social": "mastodon", "fosstodon.org": "mastodon"}
_BY_HOST = _KNOWN_HOSTS | {
    host: kind for kind, site in PROFILE_SITES.items() for host in site.hosts
}


def kind_of_word(word: str) -> str:
    """Return the kind that a word stands for, such as `scholar_userid` or `brands/github`."""
    plain = re.sub(r"[^a-z0-9]", "", word.casefold().rpartition("/")[2])
    return _BY_WORD.get(plain, "") or _BY_WORD.get(plain.removesuffix("square"), "")


def kind_of_address(host: str, path: str) -> str:
    """Return the kind of the site that has this host, `website` if it is none of them."""
    labels = host.casefold().split(".")
    if labels[:1] == ["scholar"] and "google" in labels:
        return "scholar"
    for start in range(len(labels) - 1):
        kind = _BY_HOST.get(".".join(labels[start:]))
        if kind:
            return kind
    if labels[0] == "gitlab":
        return "gitlab"
    return "mastodon" if re.fullmatch(r"/@\w+/?", path) else "website"
