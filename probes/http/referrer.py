"""The page before a request: `Referer`, `Origin` and `Sec-Fetch-Site`.

The policy of that page decides on the two headers [S: W3C Referrer Policy, Fetch].
"""

import re
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from epreuve.probes.http.address import (
    host_of,
    registered_domain,
    shown_authority,
    written_origin,
)
from epreuve.probes.http.response import HttpResponse

Site = Literal["none", "same-origin", "same-site", "cross-site"]

_POLICIES = (
    "no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin",
    "origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url",
)  # fmt: skip
_META = re.compile(r"<meta\s[^>]*name\s*=\s*[\"']?referrer\b[^>]*", re.IGNORECASE)
_CONTENT = re.compile(r"content\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


class Initiator(NamedTuple):
    """Page before a request; without URL, the user typed an address."""

    url: str = ""
    policy: str = ""  # "" for that of browsers

    def referer(self, origin: str) -> str:
        """Return the value of `Referer` for a request to an origin; "" where there is none."""
        own = written_origin(self.url)
        is_same, is_downgrade = own == origin, self.url.startswith("https:") > _is_secure(origin)
        url = self.url.partition("#")[0]
        match self.policy:
            case "no-referrer":
                return ""
            case "unsafe-url":
                return url
            case "no-referrer-when-downgrade":
                return "" if is_downgrade else url
            case "same-origin":
                return url if is_same else ""
            case "origin":
                return f"{own}/"
            case "strict-origin":
                return "" if is_downgrade else f"{own}/"
            case "origin-when-cross-origin":
                return url if is_same else f"{own}/"
        return url if is_same else "" if is_downgrade else f"{own}/"

    def origin(self, origin: str) -> str:
        """Return the value of `Origin` for a request to an origin that may change something."""
        own = written_origin(self.url)
        is_downgrade = self.url.startswith("https:") > _is_secure(origin)
        hidden = (
            self.policy == "no-referrer"
            or (self.policy == "same-origin" and own != origin)
            or (is_downgrade and self.policy not in ("origin", "unsafe-url"))
        )
        return "null" if hidden else own

    def site(self, origin: str) -> Site:
        """Return the value of `Sec-Fetch-Site` for a request to an origin."""
        if not self.url:
            return "none"
        own = written_origin(self.url)
        if own == origin:
            return "same-origin"
        if self.url.startswith("https:") != _is_secure(origin):
            return "cross-site"
        hosts = (host_of(one.partition("://")[2]) for one in (own, origin))
        return "same-site" if len(set(map(_site_of, hosts))) == 1 else "cross-site"


@lru_cache(maxsize=4096)
def relation(page: Initiator, origin: str) -> tuple[Site, str, str]:
    """Return site, `Referer` and `Origin` of a request to an origin; it is its own without page."""
    if not page.url:
        return "none", "", origin
    return page.site(origin), page.referer(origin), page.origin(origin)


def initiator_of(url: str, page: HttpResponse) -> Initiator:
    """Return a page that has come from a URL, with the policy that it sets."""
    parts = urlsplit(url)
    shown = parts._replace(netloc=shown_authority(parts.netloc, parts.scheme))
    return Initiator(shown.geturl(), _policy_of(page))


def _policy_of(page: HttpResponse) -> str:
    policy = _last_known(page.headers.get("referrer-policy", "").split(","))
    if page.is_html and b"referrer" in page.body:
        for meta in _META.findall(page.text):
            policy = _last_known(_CONTENT.findall(meta)) or policy
    return policy


def _last_known(names: list[str]) -> str:
    known = [name for name in (one.strip().lower() for one in names) if name in _POLICIES]
    return known[-1] if known else ""


def _is_secure(origin: str) -> bool:
    return origin.startswith("https:")


def _site_of(host: str) -> str:
    return registered_domain(host) or host
