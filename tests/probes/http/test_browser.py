"""Browsers of users: what they send, and that they are current."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from epreuve.probes.http.browser import BROWSERS, Browser
from epreuve.probes.http.browser_headers import Use, header_lines, is_local
from epreuve.probes.http.referrer import Initiator
from epreuve.probes.http.sender import Sender, Senders

SENDERS = Senders("7:ab")
BY_ENGINE = {browser.engine: browser for browser, _ in reversed(BROWSERS)}


def names(lines: list[str]) -> list[str]:
    return [line.partition(":")[0] for line in lines]


def values(lines: list[str]) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in lines)


def lines(
    browser: Browser, use: Use = "document", authority: str = "127.0.0.1:80", **more: object
) -> list[str]:
    settings = {"own": {}, "use": use, "method": "GET", "secure": False, **more}
    return header_lines(Sender(browser), authority, **settings)  # type: ignore[arg-type]


def test_no_browser_names_this_program() -> None:
    for browser, _ in BROWSERS:
        for use in ("document", "empty", "style", "script", "module", "image"):
            assert "epreuve" not in "\n".join(lines(browser, use)).lower()  # type: ignore[arg-type]
        assert re.match(r"Mozilla/5\.0 \(.+\) (?:AppleWebKit|Gecko)/", browser.user_agent)
    assert sum(share for _, share in BROWSERS) == 100


def test_each_user_keeps_one_browser_of_the_seed() -> None:
    drawn = [SENDERS.of(user) for user in range(2_000)]
    assert drawn == [Senders("7:ab").of(user) for user in range(2_000)]
    assert drawn != [Senders("8:ab").of(user) for user in range(2_000)]
    shares = Counter(sender.browser for sender in drawn)
    for browser, share in BROWSERS:
        assert shares[browser] == pytest.approx(20 * share, abs=4 * (20 * share) ** 0.5)


def test_a_receipt_is_read_with_another_browser() -> None:
    for user in range(500):
        assert SENDERS.reader(user).browser != SENDERS.of(user).browser


def test_the_headers_of_the_operator_are_in_each_request() -> None:
    marked = replace(SENDERS, headers={"X-Audit": "yes", "user-agent": "ours"})
    for sender in (marked.of(1), marked.reader(1)):
        shown = header_lines(sender, "a:80", {}, use="image", method="GET", secure=False)
        assert "X-Audit: yes" in shown
        assert [line for line in shown if line.lower().startswith("user-agent")] == [
            "user-agent: ours"
        ]


def test_brands_follow_the_rule_of_chromium() -> None:
    def brands(version: int) -> str:
        return Browser("chromium", "", "Linux", "Google Chrome", version).brands

    # Both were recorded from browsers of these versions [G: 124; Chromium 156 of this machine].
    assert brands(124) == '"Chromium";v="124", "Google Chrome";v="124", "Not-A.Brand";v="99"'
    assert brands(156).startswith('"Not:A-Brand";v="8", "Chromium";v="156"')


@pytest.mark.parametrize("engine", BY_ENGINE)
def test_a_browser_says_less_to_an_address_that_it_does_not_trust(engine: str) -> None:
    browser = BY_ENGINE[engine]  # type: ignore[index]
    local, remote = lines(browser), lines(browser, authority="town.example:80")
    assert values(local)["Accept-Encoding"].startswith("gzip, deflate, br")
    assert values(remote)["Accept-Encoding"] == "gzip, deflate"
    assert values(local)["Sec-Fetch-Site"] == "none"
    assert not any(name.lower().startswith("sec-") for name in names(remote))
    assert lines(browser, authority="town.example:443", secure=True)[0] == "Host: town.example"
    assert [is_local(one) for one in ("localhost:1", "[::1]:1", "10.0.0.1:1")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("engine", BY_ENGINE)
def test_a_page_names_the_page_before(engine: str) -> None:
    browser = BY_ENGINE[engine]  # type: ignore[index]
    same = values(lines(browser, "style", page=Initiator("http://127.0.0.1/a?b=1")))
    assert (same["Referer"], same["Sec-Fetch-Site"]) == ("http://127.0.0.1/a?b=1", "same-origin")
    other = values(lines(browser, "style", page=Initiator("http://town.example/a?b=1")))
    assert (other["Referer"], other["Sec-Fetch-Site"]) == ("http://town.example/", "cross-site")


def test_languages_of_the_service() -> None:
    english = Sender(BROWSERS[0][0], ("en", "fr"))
    shown = values(header_lines(english, "a:1", {}, use="document", method="GET", secure=False))
    assert shown["Accept-Language"] == "en-GB,en;q=0.9,fr;q=0.8,en-US;q=0.7"


def test_languages_of_a_french_firefox() -> None:
    """Its weights are those of Chromium [S: recorded requests of Firefox 147 and 148]."""
    french = Sender(BY_ENGINE["firefox"])
    shown = values(header_lines(french, "a:1", {}, use="document", method="GET", secure=False))
    assert shown["Accept-Language"] == "fr,fr-FR;q=0.9,en-US;q=0.8,en;q=0.7"


def test_a_header_of_the_step_replaces_that_of_the_browser() -> None:
    own = {"accept": "application/json", "X-Own": "1"}
    for browser in BY_ENGINE.values():
        shown = lines(browser, own=own)
        assert "accept: application/json" in shown
        assert sum(name.lower() == "accept" for name in names(shown)) == 1
        assert shown[-1] == "X-Own: 1"
