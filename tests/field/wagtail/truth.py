"""Submissions in the database of Wagtail."""

from collections.abc import Iterator
from pathlib import Path

from tests.field import postgresql
from tests.field.access_log import Acceptance
from tests.field.service import home
from tests.field.submission import Submission

# Wagtail responds with its landing page; a form with a mistake has the same status.
ACCEPTED = Acceptance(200, "/demande/")
_QUERY = """
SELECT id::text AS identifier, form_data ->> 'courriel' AS email,
       concat_ws(E'\\n', form_data ->> 'nom', form_data ->> 'courriel', form_data ->> 'commune',
                 form_data ->> 'telephone', form_data ->> 'demande') AS text
FROM wagtailforms_formsubmission ORDER BY id
"""


def identifier(receipt: str) -> str:
    """Return the number of the submission in the link that is the receipt: /suivi/12/KEY/."""
    return receipt.split("/")[2]


def stored(run: Path) -> Iterator[Submission]:
    """Yield each submission."""
    for row in postgresql.rows(home() / "wagtail", run / "service/postgresql", _QUERY):
        yield Submission(row["identifier"], row["email"], row["text"])
