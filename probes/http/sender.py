"""Sender of requests: the browser of one user, and the headers that the operator adds."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from epreuve.probes.http.browser import BROWSERS, Browser
from epreuve.probes.http.client_address import client_address, loopback_address

HEADER_NAME = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)
ADDRESS = "{citizen.address}"  # in the value of a header


class Sender(NamedTuple):
    """Browser of one user, its languages, and headers that all requests have."""

    browser: Browser
    languages: tuple[str, ...] = ("fr",)
    headers: tuple[tuple[str, str], ...] = ()
    source: str = ""
    """Address that its connections to this machine come from; "" for that of this machine."""


@dataclass(frozen=True, slots=True)
class Senders:
    """Senders of one run: each user has one browser and one address, drawn with the seed.

    The address is in the headers that name it: the service then trusts its proxy, this machine.
    Without such a header, connections come from it.
    """

    seed: str
    languages: tuple[str, ...] = ("fr",)
    headers: Mapping[str, str] = field(default_factory=dict)

    def of(self, user: int) -> Sender:
        """Return the sender of a user's journey."""
        return self._sender(self._browser(user), self.seed, user)

    def reader(self, user: int) -> Sender:
        """Return the sender that reads the receipt of a user: another browser and address."""
        browser = _drawn(f"reader:{self.seed}:{user}", without=self._browser(user))
        return self._sender(browser, f"reader:{self.seed}", user)

    def own_or_reader(self, user: int, *, reads: bool) -> Sender:
        """Return the reader of a user's receipt where one is read, else the user's own sender."""
        return self.reader(user) if reads else self.of(user)

    def _browser(self, user: int) -> Browser:
        return _drawn(f"browser:{self.seed}:{user}")

    def _sender(self, browser: Browser, run: str, user: int) -> Sender:
        headers, source = tuple(self.headers.items()), ""
        if any(ADDRESS in value for _, value in headers):
            address = client_address(run, user)
            headers = tuple((name, value.replace(ADDRESS, address)) for name, value in headers)
        else:
            source = loopback_address(run, user)
        return Sender(browser, self.languages or ("fr",), headers, source)


def _drawn(seed: str, without: Browser | None = None) -> Browser:
    choices = [(browser, share) for browser, share in BROWSERS if browser != without]
    browsers, shares = zip(*choices, strict=True)
    chosen: Browser = random.Random(seed).choices(browsers, shares)[0]
    return chosen
