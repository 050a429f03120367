"""Submissions in the database of django-helpdesk."""

from collections.abc import Iterator
from pathlib import Path

from tests.field import postgresql
from tests.field.access_log import Acceptance
from tests.field.service import home
from tests.field.submission import Submission

ACCEPTED = Acceptance(302)  # it redirects to the page of the ticket
_QUERY = """
SELECT 'demandes-' || id AS identifier, submitter_email AS email, description AS text
FROM helpdesk_ticket ORDER BY id
"""


def identifier(receipt: str) -> str:
    """Return the number of the ticket in the link that is the receipt."""
    return receipt.partition("ticket=")[2].partition("&")[0]


def stored(run: Path) -> Iterator[Submission]:
    """Yield each ticket."""
    for row in postgresql.rows(home() / "helpdesk", run / "service/postgresql", _QUERY):
        yield Submission(row["identifier"], row["email"], row["text"])
