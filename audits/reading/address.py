"""Types of addresses and commands in YAML files. Errors show an example."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from epreuve.audits.messages.texts import error_text
from epreuve.audits.reading.translation import translate
from epreuve.faults.addresses import split_host_port
from epreuve.probes.http.address import DEFAULT_PORTS, authority_of


def _http_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or not authority_of(text):
        raise ValueError(translate("is not an address; write for example `http://127.0.0.1:8080`"))
    return text.rstrip("/")


def _service_address(text: str) -> str:
    address, parts = _http_address(text), urlsplit(text)
    rest = address.removeprefix(f"{parts.scheme}://{parts.netloc}")
    if rest:
        raise ValueError(
            translate(
                "has more than a host and a port, {rest}; write {origin}, and {rest} at the "
                "beginning of the paths of the steps",
                rest=f"`{rest}`", origin=f"`{address.removesuffix(rest)}`",
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
