"""Draft from a running service: some pages, read one after the other. No form is submitted."""

import re
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from selectolax.lexbor import LexborHTMLParser

from epreuve.audits.drafts.draft import Draft
from epreuve.audits.drafts.note import first_names
from epreuve.audits.drafts.page_heading import heading
from epreuve.audits.drafts.page_reader import PageReader, load
from epreuve.audits.drafts.service_start import find_start, get
from epreuve.audits.drafts.translation import translate
from epreuve.audits.errors import NotMeasurable
from epreuve.audits.messages.texts import recorded_text
from epreuve.probes.html.scripted import is_built_by_script
from epreuve.reports.text import Text


def from_service(url: str) -> Draft:
    """Read some pages of a service. Raises Misuse, or NotMeasurable without a response."""
    start = find_start(url)
    address = start.address
    first = load(address, start.path)
    if first.outcome != "success":
        raise NotMeasurable(
            translate(
                "{url}: the page cannot be read ({reason}); "
                "start the service, or correct the address",
                url=url, reason=recorded_text(first.detail or first.outcome),
            )
        )  # fmt: skip
    title = heading(LexborHTMLParser(first.text))
    draft = Draft(source=address, address=address, name=title or urlsplit(address).hostname or "")
    draft.alerts += start.notes
    if not first.is_page:
        draft.alerts.append(_data())
    elif is_built_by_script(first.text, first.visible):
        draft.alerts.append(_shell_page())
    robots = _robots(draft, address)
    _security(draft, address)
    reader = PageReader(draft, address, robots)
    reader.read(first)
    return draft.complete()


def _data() -> Text:
    return translate(
        "the address serves data, and no page for people: draft an API with {first} or {second}",
        first="--openapi", second="--har",
    )  # fmt: skip


def _shell_page() -> Text:
    return translate(
        "the page shows nothing without scripts: its forms cannot be read. Record a visit in the "
        "network tab of a browser, and draft with {option}",
        option="--har",
    )


def _robots(draft: Draft, address: str) -> RobotFileParser:
    """Return the rules of robots.txt. They are obeyed here and noted in the draft."""
    robots, response = RobotFileParser(), get(address, "/robots.txt")
    is_text = response is not None and "html" not in response.headers.get("content-type", "")
    text = response.text if response is not None and is_text else ""
    robots.parse(text.splitlines())
    excluded = sorted(set(re.findall(r"(?im)^disallow:\s*(\S+)", text)))
    if excluded:
        draft.notes.append(translate("robots.txt excludes: {paths}", paths=first_names(excluded)))
    return robots


def _security(draft: Draft, address: str) -> None:
    response = get(address, "/.well-known/security.txt")
    contacts = re.findall(r"(?im)^contact:\s*(\S+)", response.text) if response else []
    if contacts:
        contact = contacts[0][:120]
        draft.notes.append(
            translate("security.txt: inform {contact} before you test", contact=contact)
        )
    else:
        draft.notes.append(translate("no security.txt: find out whom to inform before you test"))
