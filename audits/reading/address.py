"""Addresses and commands as people write them, refused with an example when they are not."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field


def _http_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("is not an address; write for example `http://127.0.0.1:8080`")
    return text.rstrip("/")


def _host_and_port(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError("is not `host:port`; write for example `127.0.0.1:15432`")
    return text


HttpAddress = Annotated[str, AfterValidator(_http_address)]
HostAndPort = Annotated[str, AfterValidator(_host_and_port)]
Command = Annotated[tuple[str, ...], Field(min_length=1)]
