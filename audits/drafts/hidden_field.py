"""Hidden fields of forms: captured again by each user, never copied."""

import html
import re

from epreuve.audits.drafts.draft import DraftStep, Guess
from epreuve.audits.drafts.field import guess
from epreuve.audits.drafts.field_name import is_secret
from epreuve.audits.drafts.legal_text import capture_name
from epreuve.audits.drafts.translation import translate


def hidden_value(view: DraftStep, name: str, value: str, page: str) -> Guess:
    """Return a placeholder for a hidden field, and add its capture to the step of its page."""
    if not value:
        return Guess("")
    pattern = hidden_pattern(name, value, page)
    if pattern is None:
        return guess(name) if is_secret(name) else Guess(value, translate("hidden field, copied"))
    key = capture_name(name)
    number = 2
    while key in view.capture and view.capture[key].value != pattern:
        key = f"{capture_name(name)}_{number}"
        number += 1
    view.capture[key] = Guess(pattern)
    return Guess(f"{{{key}}}")


def hidden_pattern(name: str, value: str, page: str) -> str | None:
    """Return a pattern that finds the value of a field first; None where another comes before."""
    for pattern in _of_field(name):
        match = re.search(pattern, page)
        if match is not None and html.unescape(match[1]) == value:
            return pattern
    return None


def _of_field(name: str) -> tuple[str, ...]:
    field = rf'name=["\']?{re.escape(html.escape(name))}["\']?(?=[\s/>])'
    plain = rf'name="{re.escape(html.escape(name))}"'
    return (
        rf'{plain}[^>]*value="([^"]+)"',
        rf'value="([^"]+)"[^>]*{plain}',
        rf'{field}[^>]*value="([^"]+)"',
        rf'value="([^"]+)"[^>]*{field}',
        rf"{field}[^>]*value='([^']+)'",
        rf"value='([^']+)'[^>]*{field}",
        rf"{field}[^>]*value=([^\s\"'>]+)",
        rf"value=([^\s\"'>]+)[^>]*{field}",
    )
