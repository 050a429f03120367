"""Requests and responses of a HAR file, read leniently: browsers leave many members out."""

import base64
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, parse_qsl, urljoin, urlsplit

from epreuve.audits.drafts.field_name import is_password
from epreuve.audits.drafts.lenient import mapping, member, sequence, text
from epreuve.audits.drafts.origin import is_service_address
from epreuve.audits.drafts.source_file import decoded, parse_json, read_text
from epreuve.audits.drafts.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.probes.http.address import common_authority, origin_of, target_of
from epreuve.reports.text import Text

MOST_OF_LOGIN = 6  # fields, hidden ones included
LARGEST_TEXT = 500_000  # characters of a response that are read


class Field(NamedTuple):
    """Field of a recorded form; `file` is the name of a file."""

    name: str
    value: str
    file: str = ""


class Exchange(NamedTuple):
    """One recorded request and its response. `status` is 0 without a response."""

    number: int  # in the file, from 1
    method: str
    url: SplitResult
    origin: str
    status: int
    kind: str  # of the response
    text: str  # of the response, empty where it was not recorded
    body_kind: str
    body: str
    fields: tuple[Field, ...]
    location: str  # where a redirect leads
    headers: Mapping[str, str]  # of the request
    cookies: Mapping[str, str]  # that the response sets
    landing: str = ""  # path and query after redirects

    @property
    def service(self) -> str:
        """Origin, the same for all names of this machine."""
        return f"{self.url.scheme}://{common_authority(self.origin)}"

    @property
    def is_page(self) -> bool:
        """Whether the response is a page for people."""
        return self.method == "GET" and "html" in self.kind

    @property
    def is_data(self) -> bool:
        """Whether the response is JSON."""
        return "json" in self.kind

    @property
    def failed(self) -> bool:
        """Whether the service refused the request, or nothing came back."""
        return self.status >= 400 or self.status < 0

    @property
    def logs_in(self) -> bool:
        """Whether the request sends a password with little else."""
        names = [field.name for field in self.fields] or re.findall(r'"([\w-]+)"\s*:', self.body)
        return len(names) <= MOST_OF_LOGIN and any(map(is_password, names))

    @property
    def target(self) -> str:
        """Path and query of the request."""
        return target_of(self.url)


class Recording(NamedTuple):
    """Exchanges of a file in order, and sentences about what could not be read."""

    exchanges: list[Exchange]
    notes: list[Text]


def read_recording(path: Path) -> Recording:
    """Return the exchanges of a HAR file. Raises Misuse for another file."""
    source = read_text(path)
    entries = member(parse_json(path, source.text), "log", "entries")
    if not isinstance(entries, list):
        raise Misuse(
            translate(
                "{path}: is not a HAR file; save it in the network tab of the browser",
                path=str(path),
            )
        )
    exchanges, unread = [], []
    for number, entry in enumerate(entries, 1):
        exchange = _exchange(number, entry)
        if exchange is None:
            unread.append(number)
        else:
            exchanges.append(exchange)
    notes = [source.guess] if source.guess.en else []
    if unread:
        notes.append(
            translate.plural(
                "{n} entry was left out: it has no address that begins with http (entry {first})",
                "{n} entries were left out: they have no address that begins with http (first: "
                "entry {first})",
                len(unread), first=str(unread[0]),
            )
        )  # fmt: skip
    return Recording(exchanges, notes)


def _exchange(number: int, entry: object) -> Exchange | None:
    request, response = member(entry, "request"), member(entry, "response")
    try:
        url = urlsplit(text(member(request, "url")))
        origin = origin_of(url.geturl())
    except ValueError:
        return None
    if not is_service_address(origin):
        return None
    body_kind, body, fields = _posted(member(request, "postData"))
    content = mapping(member(response, "content"))
    return Exchange(
        number=number,
        method=(text(member(request, "method")) or ("POST" if body or fields else "GET")).upper(),
        url=url,
        origin=origin,
        status=_status(member(response, "status")),
        kind=text(content.get("mimeType")).lower(),
        text=_content(content)[:LARGEST_TEXT],
        body_kind=body_kind,
        body=body,
        fields=fields,
        location=_location(response, url.geturl()),
        headers=dict(_pairs(member(request, "headers"))),
        cookies=_cookies(response),
    )


def _status(value: object) -> int:
    """Return a status; 200 where none was recorded, -1 where the request got no response."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return 200
    try:
        status = int(value)
    except (ValueError, OverflowError):
        return 200
    return status if status > 0 else -1


def _location(response: object, url: str) -> str:
    """Return the address to which a redirect leads, or an empty text."""
    written = [text(member(response, "redirectURL"))]
    written += [
        value for name, value in _pairs(member(response, "headers")) if name.lower() == "location"
    ]
    try:
        return next((urljoin(url, one) for one in written if one), "")
    except ValueError:
        return ""


def _pairs(value: object) -> Iterator[tuple[str, str]]:
    """Yield the names and values of a list of headers or cookies."""
    for one in map(mapping, sequence(value)):
        if name := text(one.get("name")):
            yield name, text(one.get("value"))


def _cookies(response: object) -> dict[str, str]:
    """Return the cookies that a response sets."""
    cookies = dict(_pairs(member(response, "cookies")))
    for name, value in _pairs(member(response, "headers")):
        if name.lower() == "set-cookie" and "=" in value:
            cookie, _, rest = value.partition("=")
            cookies.setdefault(cookie.strip(), rest.partition(";")[0].strip())
    return {name: value for name, value in cookies.items() if name and value}


def _content(content: dict[str, Any]) -> str:
    written = text(content.get("text"))
    return _base64(written) if text(content.get("encoding")).lower() == "base64" else written


def _base64(written: str) -> str:
    try:
        return decoded(base64.b64decode(written)).text
    except ValueError:
        return ""


def _posted(value: object) -> tuple[str, str, tuple[Field, ...]]:
    """Return type, text and form fields of a request body."""
    data = mapping(value)
    kind, body = text(data.get("mimeType")).lower(), _content(data)
    fields = [_field(mapping(one)) for one in sequence(data.get("params"))]
    if not fields and "urlencoded" in kind:
        fields = [Field(*pair) for pair in parse_qsl(body, keep_blank_values=True)]
    elif not fields and "multipart" in kind:
        fields = list(_parts(text(data.get("mimeType")), body))
    return kind, body, tuple(one for one in fields if one.name)


def _field(param: dict[str, Any]) -> Field:
    name, value = text(param.get("name")), text(param.get("value"))
    file = text(param.get("fileName"))
    is_file = bool(file) or param.get("fileName") == "" or "content-type" in param
    return Field(name, value, file or ("file" if is_file and not value else ""))


def _parts(kind: str, body: str) -> Iterator[Field]:
    """Yield the fields of a multipart body that the browser did not separate."""
    named = re.search(r'boundary="?([^";,\s]+)', kind, re.IGNORECASE)
    boundary = f"--{named[1]}" if named else body.partition("\n")[0].strip()
    for part in body.split(boundary)[1:] if boundary else ():
        head, _, value = part.replace("\r\n", "\n").lstrip("\n").partition("\n\n")
        name = re.search(r'\bname="([^"]*)"', head)
        if name is None:
            continue
        file = re.search(r'\bfilename="([^"]*)"', head)
        yield Field(name[1], value.rstrip("\n"), (file[1] or "file") if file else "")
