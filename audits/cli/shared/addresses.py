"""Addresses in options, checked before another process receives them."""

import socket

from epreuve.audits.cli.shared.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.audits.messages.texts import error_text
from epreuve.faults.addresses import is_local, split_host_port
from epreuve.faults.control_address import CONTROL


def resolve(option: str, host: str) -> str:
    """Return an IP address of a host, IPv4 if it has one. Raises Misuse for an unknown host."""
    try:
        entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Misuse(
            translate(
                "{option}: unknown host {host}; correct the name, or write its IP address",
                option=option, host=repr(host),
            )
        ) from None  # fmt: skip
    entries.sort(key=lambda entry: entry[0] != socket.AF_INET)
    return str(entries[0][4][0])


def check_control_address(text: str) -> None:
    """Check that the control API of a Toxiproxy server can listen at an address. Raises Misuse."""
    try:
        host, port = split_host_port(text)
    except ValueError as error:
        sentence = translate("--listen {text}: {error}", text=text, error=error_text(error))
        raise Misuse(sentence) from None
    address = resolve("--listen", host) if host else "::"
    if not is_local(address):
        raise Misuse(
            translate(
                "--listen {text}: is not a loopback address, and the control API has no password; "
                "write for example {example}",
                text=text, example=CONTROL,
            )
        )  # fmt: skip
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        socket.create_server((address, port), family=family).close()
    except OSError as error:
        raise Misuse(
            translate(
                "--listen {text}: cannot listen there ({error}); choose another port",
                text=text, error=str(error.strerror),
            )
        ) from None  # fmt: skip
