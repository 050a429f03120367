"""`Retry-After`: seconds, or a date."""

import pytest

from epreuve.probes.http.response import HttpResponse
from epreuve.probes.http.retry_after import retry_after

SENT = "Sun, 29 Nov 2026 20:00:00 GMT"


@pytest.mark.parametrize(
    ("status", "text", "seconds"),
    [
        (429, "3", 3.0),
        (503, " 120 ", 120.0),
        (503, "0", 0.0),
        (429, "Sun, 29 Nov 2026 20:01:30 GMT", 90.0),
        (429, "Sun Nov 29 20:01:30 2026", 90.0),
        (429, "Sun, 29 Nov 2026 19:00:00 GMT", 0.0),
        (500, "3", None),
        (200, "3", None),
        (429, "", None),
        (429, "-3", None),
        (429, "soon", None),
        (429, "9" * 5000, float("inf")),
    ],
)
def test_seconds_until_the_announced_time(status: int, text: str, seconds: float | None) -> None:
    response = HttpResponse(status, {"retry-after": text, "date": SENT}, b"", 0)
    assert retry_after(response) == seconds


def test_a_date_without_the_date_of_the_response_counts_from_now() -> None:
    response = HttpResponse(429, {"retry-after": "Fri, 29 Nov 2126 20:00:00 GMT"}, b"", 0)
    assert (retry_after(response) or 0) > 1e6
