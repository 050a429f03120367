"""Submissions in the database of Kinto."""

from collections.abc import Iterator
from pathlib import Path

from tests.field import postgresql
from tests.field.access_log import Acceptance
from tests.field.service import home
from tests.field.submission import Submission

ACCEPTED = Acceptance(201)
_QUERY = """
SELECT id AS identifier, data ->> 'email' AS email,
       concat_ws(E'\\n', data ->> 'name', data ->> 'email', data ->> 'town', data ->> 'phone')
         AS text
FROM objects WHERE resource_name = 'record' AND NOT deleted ORDER BY last_modified
"""


def stored(run: Path) -> Iterator[Submission]:
    """Yield each record."""
    for row in postgresql.rows(home() / "kinto", run / "service/postgresql", _QUERY):
        yield Submission(row["identifier"], row["email"], row["text"])
