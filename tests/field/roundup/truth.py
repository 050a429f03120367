"""Submissions of Roundup: issues in its database, their texts in its files."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.field import postgresql
from tests.field.access_log import Acceptance
from tests.field.service import home
from tests.field.submission import Submission

ACCEPTED = Acceptance(302, "issue")  # it redirects to the page of the issue
_EMAIL = re.compile(r"[\w.+-]+@[\w.-]+")
_QUERY = """
SELECT issue.id::text AS identifier, issue._title AS title,
       coalesce(json_agg(messages.linkid) FILTER (WHERE messages.linkid IS NOT NULL), '[]')
         AS messages
FROM _issue issue LEFT JOIN issue_messages messages ON messages.nodeid = issue.id
WHERE issue.__retired__ = 0 GROUP BY issue.id, issue._title ORDER BY issue.id
"""


def stored(run: Path) -> Iterator[Submission]:
    """Yield each issue with the texts of its messages."""
    data = run / "service/postgresql"
    for row in postgresql.rows(home() / "roundup", data, _QUERY, database="roundup"):
        text = "\n".join([row["title"], *(_message(run, number) for number in row["messages"])])
        email = _EMAIL.search(text)
        yield Submission(row["identifier"], email[0] if email else "", text)


def _message(run: Path, number: int) -> str:
    """Return the text of a message; "" when its file is lost.

    A crash after the commit leaves the file with its temporary name, which Roundup reads, too.
    """
    name = f"service/tracker/db/files/msg/{number // 1000}/msg{number}"
    for file in (run / name, run / f"{name}.tmp"):
        if file.is_file():
            return file.read_text(encoding="utf-8", errors="replace")
    return ""
