"""Writing of a drafted profile."""

import os
import tempfile
from pathlib import Path

from epreuve.audits.drafts.draft import Draft
from epreuve.audits.drafts.from_har import from_har
from epreuve.audits.drafts.from_openapi import from_openapi
from epreuve.audits.drafts.from_service import from_service
from epreuve.audits.drafts.legal_text import make_legal
from epreuve.audits.drafts.note import count_guesses
from epreuve.audits.drafts.profile_text import profile_text
from epreuve.audits.drafts.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.audits.messages.texts import error_text
from epreuve.audits.profile.loading import prepare_profile
from epreuve.reports.files import write_errors_as
from epreuve.reports.language import Language
from epreuve.reports.text import Text, join, untranslated


def draft_profile(
    url: str | None, har: Path | None, openapi: Path | None, file: Path, language: Language
) -> Text:
    """Write a draft, with comments in one language, and return the message to print.

    For the file `-`, return the draft itself.

    Raises Misuse, also for an existing file, and NotMeasurable when the service does not respond.
    """
    if str(file) != "-" and os.path.lexists(file):
        raise Misuse(_exists(file))
    draft = _draft(url, har, openapi)
    make_legal(draft)
    text = profile_text(draft, language)
    if str(file) == "-":
        return untranslated(text)
    problems = _write_new(file, text)
    guesses = count_guesses(text, language)
    done = translate.plural(
        "{file}: drafted, {n} line to check. Next: {command}",
        "{file}: drafted, {n} lines to check. Next: {command}",
        guesses, file=str(file), command=f"epreuve check {file}",
    )  # fmt: skip
    return join((*draft.alerts, done, *problems), untranslated("\n"))


def _write_new(file: Path, text: str) -> list[Text]:
    """Write a file that does not exist yet, whole or not at all; return what `check` refuses."""
    with write_errors_as(Misuse, file):
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name[:60]}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as opened:
                opened.write(text)
            problems = _problems(temporary, file)
            temporary.chmod(0o666 & ~_umask())
            _publish(temporary, file)
        finally:
            temporary.unlink(missing_ok=True)
    return problems


def _publish(temporary: Path, file: Path) -> None:
    """Give a finished file its name, unless another file has it by now."""
    try:
        os.link(temporary, file)
    except FileExistsError:
        raise Misuse(_exists(file)) from None
    except OSError:  # a file system without hard links
        if os.path.lexists(file):
            raise Misuse(_exists(file)) from None
        temporary.rename(file)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _problems(temporary: Path, file: Path) -> list[Text]:
    """Return what `check` refuses in a draft: an authorisation is not drafted."""
    try:
        prepare_profile(temporary)
    except Misuse as error:
        text = error_text(error)
        names = str(temporary), str(file)
        problem = Text(fr=text.fr.replace(*names), en=text.en.replace(*names))
        return [translate("To complete before `{command}`:", command="epreuve check"), problem]
    return []


def _exists(file: Path) -> Text:
    return translate("{file}: already exists; choose another --file", file=str(file))


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
