"""Writing of a drafted profile."""

from pathlib import Path

from epreuve.audits.drafts.draft import Draft
from epreuve.audits.drafts.from_har import from_har
from epreuve.audits.drafts.from_openapi import from_openapi
from epreuve.audits.drafts.from_service import from_service
from epreuve.audits.drafts.note import count_guesses
from epreuve.audits.drafts.profile_text import profile_text
from epreuve.audits.drafts.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.reports.files import write_errors_as
from epreuve.reports.language import Language
from epreuve.reports.text import Text, untranslated


def draft_profile(
    url: str | None, har: Path | None, openapi: Path | None, file: Path, language: Language
) -> Text:
    """Write a draft, with comments in one language, and return the message to print.

    For the file `-`, return the draft itself.

    Raises Misuse, also for an existing file, and NotMeasurable when the service does not respond.
    """
    text = profile_text(_draft(url, har, openapi), language)
    if str(file) == "-":
        return untranslated(text)
    if file.exists():
        raise Misuse(translate("{file}: already exists; choose another --file", file=str(file)))
    with write_errors_as(Misuse, file), file.open("x", encoding="utf-8") as opened:
        opened.write(text)
    guesses = count_guesses(text, language)
    return translate.plural(
        "{file}: drafted, {n} line to check. Next: {command}",
        "{file}: drafted, {n} lines to check. Next: {command}",
        guesses, file=str(file), command=f"epreuve check {file}",
    )  # fmt: skip


def _draft(url: str | None, har: Path | None, openapi: Path | None) -> Draft:
    if sum(source is not None for source in (url, har, openapi)) != 1:
        raise Misuse(
            translate("name one source only: epreuve init URL, or --har FILE, or --openapi FILE")
        )
    if har is not None:
        return from_har(har)
    if openapi is not None:
        return from_openapi(openapi)
    return from_service(url or "")
