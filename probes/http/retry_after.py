"""The time after which a service asks its user to come back: the header `Retry-After`."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from epreuve.probes.http.response import HttpResponse

_SECONDS = re.compile(r"[0-9]+")
BUSY = (429, 503)  # too many requests, service unavailable


def retry_after(response: HttpResponse) -> float | None:
    """Return the seconds that a 429 or a 503 announces; None without a valid `Retry-After`.

    A date counts from the `Date` of the response, so the clock of the service may be wrong.
    """
    text = response.headers.get("retry-after", "").strip()
    if response.status not in BUSY or not text:
        return None
    if _SECONDS.fullmatch(text):
        return float(text)
    date = _date(text)
    if date is None:
        return None
    sent = _date(response.headers.get("date", "")) or datetime.now(UTC)
    return max(0.0, (date - sent).total_seconds())


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
