"""Types of addresses and commands in YAML files. Errors show an example."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from epreuve.audits.messages.texts import error_text
from epreuve.audits.reading.translation import translate
from epreuve.faults.addresses import split_host_port
from epreuve.probes.http.address import DEFAULT_PORTS, authority_of, written_origin
from epreuve.reports.text import Text

LAST_PORT = 65535


_HOST = re.compile(r"[\w.-]+|[0-9a-fA-F:.]+(%[\w.-]+)?")  # a name, or IPv6 without brackets


def _http_address(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:  # the brackets of IPv6
        raise ValueError(_no_address()) from None
    if parts.scheme not in DEFAULT_PORTS:
        raise ValueError(_no_scheme(text))
    if (placeholder := re.search(r"\{[^{}]*\}", parts.netloc)) is not None:
        raise ValueError(
            translate(
                "has the placeholder {name}; write the host and the port themselves",
                name=f"`{placeholder[0]}`",
            )
        )
    if "@" in parts.netloc:
        raise ValueError(
            translate(
                "has a user name or a password before `@`; remove it, and write a secret as "
                "{placeholder} in a header",
                placeholder="`{env.NAME}`",
            )
        )
    _check_port(parts.netloc)
    if not _HOST.fullmatch(parts.hostname or "") or not authority_of(text):
        raise ValueError(_no_address())
    return text.rstrip("/")


def _no_address() -> Text:
    return translate("is not an address; write for example `http://127.0.0.1:8080`")


def _no_scheme(text: str) -> Text:
    if "://" in text or not _HOST.match(text):
        return _no_address()
    return translate("has no `http://` or `https://`; write {address}", address=f"`http://{text}`")


def _check_port(authority: str) -> None:
    """Raise ValueError for a port that is no number from 1 to 65535."""
    _, colon, port = authority.rpartition("]")[2].rpartition(":")
    if colon and not (port.isascii() and port.isdigit() and 1 <= int(port[:6]) <= LAST_PORT):
        raise ValueError(
            translate(
                "port {port}: is not a number from 1 to {last}; correct the port",
                port=repr(port), last=str(LAST_PORT),
            )
        )  # fmt: skip


def _service_address(text: str) -> str:
    address, parts = _http_address(text), urlsplit(text)
    origin = written_origin(address)
    path = address.partition("//")[2].removeprefix(parts.netloc)
    if path.startswith("/"):
        raise ValueError(
            translate(
                "has more than a host and a port, {rest}; write {origin}, and {rest} at the "
                "beginning of the paths of the steps",
                rest=f"`{path}`", origin=f"`{origin}`",
            )
        )  # fmt: skip
    if path:
        raise ValueError(
            translate(
                "has more than a host and a port, {rest}; write {origin}",
                rest=f"`{path}`", origin=f"`{origin}`",
            )
        )  # fmt: skip
    return address


def _host_and_port(text: str) -> str:
    try:
        host, port = split_host_port(text)
    except ValueError as error:
        raise ValueError(
            translate("is not `host:port`: {error}", error=error_text(error))
        ) from None
    if not host or not port:
        raise ValueError(translate("is not `host:port`; write for example `127.0.0.1:15432`"))
    return text


HttpAddress = Annotated[str, AfterValidator(_http_address)]
ServiceAddress = Annotated[str, AfterValidator(_service_address)]
HostAndPort = Annotated[str, AfterValidator(_host_and_port)]
Command = Annotated[tuple[str, ...], Field(min_length=1)]
