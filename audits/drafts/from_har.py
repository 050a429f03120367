"""A draft from a HAR file, recorded in a browser while somebody used the service.

A recording holds a person's name, cookies and passwords. None is copied: what was typed is replaced
by a placeholder or a guess, what a page had given is captured again by each citizen.
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
from epreuve.audits.drafts.field import guessed, is_secret, secret
from epreuve.audits.drafts.form import heading
from epreuve.audits.errors import Misuse

Entry = dict[str, Any]


def from_har(path: Path) -> Draft:
    """The recording as one journey. Raises Misuse when it is not a HAR, or shows no page."""
    entries = _entries(path)
    pages = [each for each in entries if _is_page(each)]
    if not pages:
        raise Misuse(f"{path}: shows no page; record with the address of the service typed first")
    first = urlsplit(pages[0]["request"]["url"])
    address = f"{first.scheme}://{first.hostname}" + (f":{first.port}" if first.port else "")
    draft = Draft(path.name, address, first.hostname or "service")
    reader = _Reader()
    steps = [
        reader.step(each)
        for each in entries
        if _of(each, address) and (_is_page(each) or each["request"]["method"] == "POST")
    ]
    draft.add(DraftJourney("parcours-enregistre", steps))
    draft.notes.append("what was typed, cookies and other headers were left out of the recording")
    for each in entries:
        host = urlsplit(each["request"]["url"]).netloc.rpartition("@")[2]
        if not _of(each, address) and host:
            draft.third_parties.setdefault(host, "the recording")
    return draft.settle()


class _Reader:
    """Reads steps in order, and remembers the pages that came before each."""

    def __init__(self) -> None:
        self._before: list[tuple[DraftStep, str]] = []

    def step(self, entry: Entry) -> DraftStep:
        """One request, with what its page showed."""
        asked, page = entry["request"], _text(entry)
        method = "POST" if asked["method"] == "POST" else "GET"
        step = DraftStep(method, self._target(asked["url"]))
        if step.path.endswith("?"):
            step.path = step.path[:-1]
            step.notes.append("to check: a query was left out, no page had given it")
        if method == "POST":
            self._body(step, asked.get("postData") or {})
            step.notes.append('to check: expect: {contains: "words of the acknowledgement"}')
        elif page:
            step.contains = heading(LexborHTMLParser(page))
        self._before.append((step, page))
        return step

    def _target(self, url: str) -> str:
        """The path; its query only when a page before had that very link, else a lone `?`."""
        parts = urlsplit(url)
        if not parts.query:
            return parts.path or "/"
        whole = f"{parts.path}?{parts.query}"
        names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
        offered = any(whole in page.replace("&amp;", "&") for _, page in self._before)
        return whole if offered and not any(map(is_secret, names)) else f"{parts.path}?"

    def _body(self, step: DraftStep, body: dict[str, Any]) -> None:
        kind = str(body.get("mimeType", ""))
        if "json" in kind:
            step.json = _emptied(_json(body.get("text", "")))
            return
        fields = body.get("params") or []
        if not fields and "urlencoded" in kind:
            pairs = parse_qsl(str(body.get("text", "")), keep_blank_values=True)
            fields = [{"name": name, "value": value} for name, value in pairs]
        for each in fields:
            name, value = str(each.get("name", "")), str(each.get("value", ""))
            if each.get("fileName"):
                step.files[name] = Guess("{citizen.file}")
            elif name:
                step.form[name] = self._value(name, value)

    def _value(self, name: str, value: str) -> Guess:
        """Captured, when a page gave it in a hidden field; kept, when a page offered it."""
        if not value:
            return Guess("")
        known, shown = re.escape(name), re.escape(value)
        for step, page in reversed(self._before):
            tags = re.findall(rf'<[^>]*\bname="{known}"[^>]*>', page)
            if any("hidden" in tag and f'value="{value}"' in tag for tag in tags):
                key = re.sub(r"\W+", "_", name).strip("_") or "field"
                ahead = any(tag.find("name=") < tag.find("value=") for tag in tags)
                step.capture[key] = Guess(
                    rf'name="{known}"[^>]*value="([^"]+)"' if ahead
                    else rf'value="([^"]+)"[^>]*name="{known}"'
                )  # fmt: skip
                return Guess(f"{{{key}}}")
            chosen = re.search(rf'<(option|input)[^>]*value="{shown}"', page)
            if chosen and not is_secret(name):
                return Guess(value, "the choice that was recorded")
        return guessed(name)


def _entries(path: Path) -> list[Entry]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))["log"]["entries"]
        return [e for e in found if urlsplit(e["request"]["url"]).scheme in ("http", "https")]
    except OSError as error:
        raise Misuse(f"{path}: cannot be read ({error.strerror})") from None
    except (ValueError, KeyError, TypeError):
        raise Misuse(f"{path}: is not a HAR file; save it from the browser's network tab") from None


def _is_page(entry: Entry) -> bool:
    content = entry.get("response", {}).get("content", {})
    return entry["request"]["method"] == "GET" and "html" in str(content.get("mimeType", ""))


def _of(entry: Entry, address: str) -> bool:
    parts = urlsplit(entry["request"]["url"])
    mine = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
    return mine == address


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


def _emptied(value: Any, name: str = "") -> Any:
    """The shape of a document, without what it said."""
    if isinstance(value, dict):
        return {key: _emptied(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_emptied(each, name) for each in value[:1]]
    if isinstance(value, str):
        return guessed(name).value
    if isinstance(value, bool) or value is None:
        return value
    return secret(name).value if is_secret(name) else 12
