"""Comments of a drafted profile, in both languages."""

from epreuve.audits.drafts.translation import translate
from epreuve.reports.language import Language
from epreuve.reports.text import NO_TEXT, Text, join, untranslated
from epreuve.reports.translation import Value

SHOWN = 10  # names in a note
LONGEST_NAME = 100  # characters


def to_check(reason: Text = NO_TEXT) -> Text:
    """Return the note that marks a guess, with the reason to check it."""
    return translate("to check: {reason}", reason=reason) if reason.en else translate("to check")


def expected_text(shown: Text) -> Text:
    """Return the note that asks for the text of a page after a submission."""
    parts = (untranslated('expect: {contains: "'), shown, untranslated('"}'))
    return to_check(join(parts, NO_TEXT))


def commented(code: str, comment: Text) -> Text:
    """Return a line of the profile with a comment at its end.

    Without code, it is the comment alone, after the spaces: the column of the lines before it.
    """
    before = f"{code}  # " if code.strip() else f"{code}# "
    return Text(fr=before + _one_line(comment.fr), en=before + _one_line(comment.en))


def count_guesses(text: str, language: Language) -> int:
    """Return how many lines of a drafted profile a person must check."""
    return text.count(f"# {to_check().of(language)}")


def _one_line(text: str) -> str:
    """Return one printable line: text of a service must not end a comment."""
    kept = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"  # French typography
    return "".join(c if c.isprintable() or c in kept else " " for c in text)


def first_names(names: list[str]) -> list[Value]:
    """Return the first names of a list, and how many more there are."""
    shown: list[Value] = [name[:LONGEST_NAME] for name in names[:SHOWN]]
    if left := len(names) - len(shown):
        shown.append(translate.plural("{n} more", "{n} more", left))
    return shown
