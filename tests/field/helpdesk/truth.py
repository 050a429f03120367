"""Submissions in the database of django-helpdesk."""

from collections.abc import Iterator
from pathlib import Path

from tests.field import postgresql
from tests.field.service import home
from tests.field.submission import Submission

ACCEPTED = 302  # it redirects to the page of the ticket
_QUERY = """
SELECT 'demandes-' || id AS identifier, submitter_email AS email, description AS text
FROM helpdesk_ticket ORDER BY id
"""


def stored(run: Path) -> Iterator[Submission]:
    """Yield each ticket."""
    for row in postgresql.rows(home() / "helpdesk", run / "service/postgresql", _QUERY):
        yield Submission(row["identifier"], row["email"], row["text"])
