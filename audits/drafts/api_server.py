"""Address of the service that an API description names."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from epreuve.audits.drafts.lenient import Mapping, mapping, sequence, text
from epreuve.audits.drafts.note import to_check
from epreuve.audits.drafts.origin import is_service_address
from epreuve.audits.drafts.translation import translate
from epreuve.probes.http.address import DEFAULT_PORTS, written_origin
from epreuve.reports.text import Text

DEFAULT_SERVER = "http://127.0.0.1:8080"


class ApiServer(NamedTuple):
    """Address of the service, and the path before each path of the description."""

    address: str
    prefix: str
    notes: tuple[Text, ...] = ()


def server_of(document: Mapping) -> ApiServer:
    """Return the first usable server; an address to correct where there is none."""
    urls = list(_swagger_urls(document) if "swagger" in document else _urls(document))
    for url in urls:
        address = _origin(url)
        if address is not None:
            return ApiServer(address, _prefix(url), tuple(_others(urls, url)))
    if not urls or urls[0].startswith("/"):
        note = translate("{field}, the file does not contain it", field="service.address")
    else:
        note = translate(
            "{field}, the server {url} of the file cannot be used",
            field="service.address", url=urls[0][:200],
        )  # fmt: skip
    return ApiServer(DEFAULT_SERVER, _prefix(urls[0]) if urls else "", (to_check(note),))


def _urls(document: Mapping) -> Iterator[str]:
    """Yield the servers, with the defaults of their variables."""
    for server in sequence(document.get("servers")):
        url = text(mapping(server).get("url")).strip()
        for name, variable in mapping(mapping(server).get("variables")).items():
            choices = [text(one) for one in sequence(mapping(variable).get("enum"))]
            value = text(mapping(variable).get("default")) or next(iter(choices), "")
            if value:
                url = url.replace(f"{{{name}}}", value)
        if url:
            yield url


def _swagger_urls(document: Mapping) -> Iterator[str]:
    host, base = text(document.get("host")).strip(), text(document.get("basePath")).strip()
    schemes = [text(one) for one in sequence(document.get("schemes"))]
    if host:
        usable = [scheme for scheme in schemes if scheme in DEFAULT_PORTS] or ["https"]
        yield f"{usable[0]}://{host}/{base.lstrip('/')}"
    elif base:
        yield f"/{base.lstrip('/')}"


def _origin(url: str) -> str | None:
    try:
        parts = urlsplit(f"http:{url}" if url.startswith("//") else url)
    except ValueError:
        return None
    address = written_origin(parts.geturl())
    return address if parts.netloc and is_service_address(address) else None


def _prefix(url: str) -> str:
    """Return the path of a server, also where its host cannot be used."""
    path = re.sub(r"^([A-Za-z][\w+.-]*:)?//[^/]*", "", url)
    path = re.split(r"[?#]", path)[0].rstrip("/")
    return f"/{path.lstrip('/')}" if path.strip("/") else ""


def _others(urls: list[str], used: str) -> Iterator[Text]:
    others = [url for url in dict.fromkeys(urls) if url != used]
    if others:
        yield translate("other servers of the file: {urls}", urls=[url[:200] for url in others[:5]])
