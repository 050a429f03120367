"""From what `epreuve init` is given to a file on disk."""

from pathlib import Path

from epreuve.audits.drafts.draft import Draft
from epreuve.audits.drafts.profile_text import written
from epreuve.audits.errors import Misuse
from epreuve.reports.files import create_file


def draft_profile(url: str | None, har: Path | None, openapi: Path | None, file: Path) -> str:
    """Write the draft and say what to do next; the draft itself where `file` is `-`.

    Raises Misuse, and NotMeasurable when the service does not answer. Never writes over a file.
    """
    text = written(_draft(url, har, openapi))
    if str(file) == "-":
        return text
    create_file(file, text, Misuse)
    guesses = text.count("# to check")
    return f"{file}: drafted, {guesses} lines to check. Next: epreuve check {file}"


def _draft(url: str | None, har: Path | None, openapi: Path | None) -> Draft:
    if sum(each is not None for each in (url, har, openapi)) != 1:
        raise Misuse("say one of: epreuve init URL, epreuve init --har FILE, --openapi FILE")
    if har is not None:
        from epreuve.audits.drafts.from_har import from_har

        return from_har(har)
    if openapi is not None:
        from epreuve.audits.drafts.from_openapi import from_openapi

        return from_openapi(openapi)
    from epreuve.audits.drafts.from_service import from_service

    return from_service(url or "")
