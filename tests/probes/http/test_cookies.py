"""Cookies as browsers keep them."""

from email.utils import formatdate
from time import time

import pytest

from epreuve.probes.http.cookies import CookieJar

PAST = "Thu, 01 Jan 1970 00:00:00 GMT"


class Clock:
    """Seconds that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("end", ["Max-Age=600", "max-age=600; Expires=" + PAST, "Expires={}"])
def test_a_cookie_is_sent_until_its_end(end: str) -> None:
    clock = Clock()
    jar = CookieJar(clock)
    end = end.format(formatdate(time() + 600, usegmt=True))
    jar.store([f"session=1; {end}; Path=/"], "/")
    clock.now += 500
    assert jar.header("/") == "session=1"
    clock.now += 101
    assert jar.header("/") == ""


def test_a_cookie_without_an_end_stays() -> None:
    clock = Clock()
    jar = CookieJar(clock)
    jar.store(["session=1", "other=2; Expires=soon", "third=3; Max-Age=1_0"], "/")
    clock.now += 1e9
    assert jar.header("/") == "session=1; other=2; third=3"


def test_a_new_cookie_has_a_new_end() -> None:
    clock = Clock()
    jar = CookieJar(clock)
    jar.store(["session=1; Max-Age=600"], "/")
    clock.now += 500
    jar.store(["session=2; Max-Age=600"], "/")
    clock.now += 500
    assert jar.header("/") == "session=2"


@pytest.mark.parametrize(
    "end", ["Max-Age=0", "Max-Age=-1", "Expires=" + PAST, "Max-Age=abc; Expires=" + PAST]
)
def test_a_response_deletes_a_cookie(end: str) -> None:
    jar = CookieJar()
    jar.store(["session=1"], "/")
    jar.store([f"session=; {end}"], "/")
    assert jar.header("/") == ""


def test_a_huge_max_age_is_kept() -> None:
    jar = CookieJar()
    jar.store(["session=1; Max-Age=999999999999999999"], "/")
    assert jar.header("/") == "session=1"
