"""Submissions in the database of Gitea."""

from collections.abc import Iterator
from pathlib import Path

from tests.field import postgresql
from tests.field.access_log import Acceptance
from tests.field.service import home
from tests.field.submission import Submission

# The script of the page gets the address of the issue as JSON; a log-in is a POST with status 303.
ACCEPTED = Acceptance(200, "/issues/new")
_QUERY = r"""
SELECT index::text AS identifier, substring(content from '[\w.+-]+@[\w.-]+') AS email,
       content AS text
FROM issue ORDER BY id
"""


def stored(run: Path) -> Iterator[Submission]:
    """Yield each issue."""
    for row in postgresql.rows(home() / "gitea", run / "service/postgresql", _QUERY):
        yield Submission(row["identifier"], row["email"] or "", row["text"])
