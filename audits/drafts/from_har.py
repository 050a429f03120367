"""Draft from a HAR file, recorded by a browser.

A recording holds names, cookies and passwords of a person. They are not copied: typed values are
replaced by placeholders or guesses, values from pages are captured again by each user.
"""

import base64
import binascii
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from selectolax.lexbor import LexborHTMLParser

from epreuve.audits.drafts.draft import Draft, DraftJourney, DraftStep, Guess
from epreuve.audits.drafts.field import guess, is_secret, secret
from epreuve.audits.drafts.form import heading
from epreuve.audits.drafts.note import expected_text, to_check
from epreuve.audits.drafts.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.probes.http.address import DEFAULT_PORTS, common_authority, origin_of
from epreuve.reports.files import cannot_be_read

Entry = dict[str, Any]


def from_har(path: Path) -> Draft:
    """Return the recording as one journey. Raises Misuse for another file or without a page."""
    entries = _entries(path)
    pages = [entry for entry in entries if _is_page(entry)]
    if not pages:
        raise Misuse(
            translate(
                "{path}: contains no page; start the recording before you type the address",
                path=str(path),
            )
        )
    first = urlsplit(pages[0]["request"]["url"])
    address = origin_of(first.geturl())
    draft = Draft(path.name, address, first.hostname or "service")
    reader = _Reader()
    steps = [
        reader.step(entry)
        for entry in entries
        if _is_on(entry, address) and (_is_page(entry) or entry["request"]["method"] == "POST")
    ]
    draft.add(DraftJourney("recorded-journey", steps))
    draft.notes.append(
        translate("typed values, cookies and other headers of the recording were left out")
    )
    for entry in entries:
        host = urlsplit(entry["request"]["url"]).netloc.rpartition("@")[2]
        if not _is_on(entry, address) and host:
            draft.third_parties.setdefault(host, translate("the recording"))
    return draft.complete()


class _Reader:
    """Reader of entries in order, with the pages before each entry."""

    def __init__(self) -> None:
        self._before: list[tuple[DraftStep, str]] = []

    def step(self, entry: Entry) -> DraftStep:
        """Return the step of an entry, with captures from the pages before."""
        request, page = entry["request"], _text(entry)
        method = "POST" if request["method"] == "POST" else "GET"
        step = DraftStep(method, self._target(request["url"]))
        if step.path.endswith("?"):
            step.path = step.path[:-1]
            step.notes.append(to_check(translate("a query was left out, no page contains it")))
        if method == "POST":
            self._body(step, request.get("postData") or {})
            step.notes.append(expected_text(translate("text of the acknowledgement")))
        elif page:
            step.contains = heading(LexborHTMLParser(page))
        self._before.append((step, page))
        return step

    def _target(self, url: str) -> str:
        """Return the path, with its query if a page before has this link, else with a bare `?`."""
        parts = urlsplit(url)
        if not parts.query:
            return parts.path or "/"
        whole = f"{parts.path}?{parts.query}"
        names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
        is_linked = any(whole in page.replace("&amp;", "&") for _, page in self._before)
        return whole if is_linked and not any(map(is_secret, names)) else f"{parts.path}?"

    def _body(self, step: DraftStep, body: dict[str, Any]) -> None:
        kind = str(body.get("mimeType", ""))
        if "json" in kind:
            step.json = _without_values(_json(body.get("text", "")))
            return
        fields = body.get("params") or []
        if not fields and "urlencoded" in kind:
            pairs = parse_qsl(str(body.get("text", "")), keep_blank_values=True)
            fields = [{"name": name, "value": value} for name, value in pairs]
        for field in fields:
            name, value = str(field.get("name", "")), str(field.get("value", ""))
            if field.get("fileName"):
                step.files[name] = Guess("{citizen.file}")
            elif name:
                step.form[name] = self._value(name, value)

    def _value(self, name: str, value: str) -> Guess:
        """Return a capture for a hidden field, the value for an option of a page, else a guess."""
        if not value:
            return Guess("")
        escaped, shown = re.escape(name), re.escape(value)
        for step, page in reversed(self._before):
            tags = re.findall(rf'<[^>]*\bname="{escaped}"[^>]*>', page)
            if any("hidden" in tag and f'value="{value}"' in tag for tag in tags):
                key = re.sub(r"\W+", "_", name).strip("_") or "field"
                name_first = any(tag.find("name=") < tag.find("value=") for tag in tags)
                step.capture[key] = Guess(
                    rf'name="{escaped}"[^>]*value="([^"]+)"' if name_first
                    else rf'value="([^"]+)"[^>]*name="{escaped}"'
                )  # fmt: skip
                return Guess(f"{{{key}}}")
            is_option = re.search(rf'<(option|input)[^>]*value="{shown}"', page)
            if is_option and not is_secret(name):
                return Guess(value, translate("the recorded option"))
        return guess(name)


def _entries(path: Path) -> list[Entry]:
    try:
        entries = json.loads(path.read_text(encoding="utf-8-sig"))["log"]["entries"]
        return [e for e in entries if urlsplit(e["request"]["url"]).scheme in DEFAULT_PORTS]
    except OSError as error:
        raise Misuse(cannot_be_read(path, error)) from None
    except (ValueError, KeyError, TypeError):
        raise Misuse(
            translate(
                "{path}: is not a HAR file; save it in the network tab of the browser",
                path=str(path),
            )
        ) from None


def _is_page(entry: Entry) -> bool:
    content = entry.get("response", {}).get("content", {})
    return entry["request"]["method"] == "GET" and "html" in str(content.get("mimeType", ""))


def _is_on(entry: Entry, address: str) -> bool:
    url = entry["request"]["url"]
    return urlsplit(url).scheme == urlsplit(address).scheme and (
        common_authority(url) == common_authority(address)
    )


def _text(entry: Entry) -> str:
    content = entry.get("response", {}).get("content", {})
    text = str(content.get("text") or "")
    if content.get("encoding") != "base64":
        return text
    try:
        return base64.b64decode(text).decode("utf-8", "replace")
    except binascii.Error:
        return ""


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return {}


def _without_values(value: Any, name: str = "") -> Any:
    """Return a document of the same shape, with guessed values."""
    if isinstance(value, dict):
        return {key: _without_values(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_values(item, name) for item in value[:1]]
    if isinstance(value, str):
        return guess(name).value
    if isinstance(value, bool) or value is None:
        return value
    return secret(name).value if is_secret(name) else 12
