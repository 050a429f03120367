"""Time that a browser may use a copy of a response."""

from email.utils import formatdate
from time import time

import pytest

from epreuve.probes.http.cache import conditions, is_fresh, lifetime
from epreuve.probes.http.response import HttpResponse

SENT = 1_000_000_000.0
MONTH = 30 * 86400


def response(**headers: str) -> HttpResponse:
    return HttpResponse(200, {key.replace("_", "-"): text for key, text in headers.items()}, b"", 0)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache_control": "max-age=600"}, 600),
        ({"cache_control": "Public, Max-Age=604800"}, 604800),
        ({"cache_control": 'max-age="604800"'}, 604800),
        ({"cache_control": "max-age=0", "expires": formatdate(SENT + MONTH)}, 0),
        ({"cache_control": "s-maxage=600"}, 0),
        ({"cache_control": "No-Store, max-age=600"}, 0),
        ({"cache_control": 'max-age=600, no-cache="Set-Cookie"'}, 0),
        ({"cache_control": "max-age=soon", "expires": formatdate(SENT + 60)}, 60),
        ({"cache_control": "max-age=" + 400 * "9"}, 2**31),
        ({"expires": formatdate(SENT + MONTH)}, MONTH),
        ({"expires": formatdate(SENT - MONTH)}, 0),
        ({"expires": "0"}, 0),
        ({}, 0),
    ],
)
def test_the_lifetime_of_a_copy(headers: dict[str, str], seconds: float) -> None:
    copy = response(date=formatdate(SENT), **headers)
    assert lifetime(copy) == seconds
    assert is_fresh(copy) is (seconds > 0)


def test_expires_without_a_date_of_the_response() -> None:
    assert lifetime(response(expires=formatdate(time() + MONTH))) > MONTH - 600


def test_a_copy_that_may_not_be_stored_is_not_validated() -> None:
    assert conditions(response(etag="1")) == {"If-None-Match": "1"}
    assert conditions(response(etag="1", cache_control="No-Store")) == {}
