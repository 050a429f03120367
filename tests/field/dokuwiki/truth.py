"""Submissions in DokuWiki's own files."""

from collections.abc import Iterator
from pathlib import Path

from tests.field.access_log import Acceptance
from tests.field.submission import Submission

ACCEPTED = Acceptance(302)  # DokuWiki redirects to the page that it has saved


def stored(run: Path) -> Iterator[Submission]:
    """Yield each request: a file in the name space `demandes`, named after the user's address."""
    for path in sorted((run / "service/dokuwiki/pages/demandes").glob("*.txt")):
        email = path.stem.replace("_", "@", 1)
        yield Submission(path.stem, email, path.read_text(encoding="utf-8", errors="replace"))
