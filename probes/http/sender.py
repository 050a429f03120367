"""Sender of requests: the browser of one user, and the headers that the operator adds."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from epreuve.probes.http.browser import BROWSERS, Browser


class Sender(NamedTuple):
    """Browser of one user, its languages, and headers that all requests have."""

    browser: Browser
    languages: tuple[str, ...] = ("fr",)
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Senders:
    """Senders of one run: each user has one browser, drawn with the seed of the run."""

    seed: str
    languages: tuple[str, ...] = ("fr",)
    headers: Mapping[str, str] = field(default_factory=dict)

    def of(self, user: int) -> Sender:
        """Return the sender of a user's journey."""
        return self._sender(_drawn(f"browser:{self.seed}:{user}"))

    def reader(self, user: int) -> Sender:
        """Return the sender that reads the receipt of a user: another browser."""
        own = self.of(user).browser
        return self._sender(_drawn(f"reader:{self.seed}:{user}", without=own))

    def own_or_reader(self, user: int, *, reads: bool) -> Sender:
        """Return the reader of a user's receipt where one is read, else the user's own sender."""
        return self.reader(user) if reads else self.of(user)

    def _sender(self, browser: Browser) -> Sender:
        return Sender(browser, self.languages or ("fr",), tuple(self.headers.items()))


def _drawn(seed: str, without: Browser | None = None) -> Browser:
    choices = [(browser, share) for browser, share in BROWSERS if browser != without]
    browsers, shares = zip(*choices, strict=True)
    chosen: Browser = random.Random(seed).choices(browsers, shares)[0]
    return chosen
