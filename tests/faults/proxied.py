"""A proxy of a server, with its client sockets."""

import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.faults.control import Answer, Control


class Proxied:
    """A proxy of a server, with its client sockets."""

    def __init__(self, control: Control, name: str, listen: str) -> None:
        self.control = control
        self.name = name
        self.path = f"/proxies/{name}"
        host, _, port = listen.rpartition(":")
        self.address = (host, int(port))
        self.sockets: list[socket.socket] = []

    def connect(self) -> socket.socket:
        made = socket.create_connection(self.address, timeout=10)
        self.sockets.append(made)
        return made

    def toxic(self, type_: str, attributes: dict[str, int], **fields: Any) -> dict[str, Any]:
        document = {"type": type_, "attributes": attributes, **fields}
        answer = self.control.call("POST", f"{self.path}/toxics", document)
        assert answer.status == 200, answer.text
        return answer.json

    def call(self, method: str, rest: str = "", document: Any = None) -> Answer:
        return self.control.call(method, self.path + rest, document)

    def close(self) -> None:
        for one in self.sockets:
            one.close()
        self.call("DELETE")


@contextmanager
def proxied(control: Control, upstream: str, **fields: Any) -> Iterator[Proxied]:
    name = "p" + uuid.uuid4().hex[:12]
    document = {"name": name, "listen": "127.0.0.1:0", "upstream": upstream, **fields}
    answer = control.call("POST", "/proxies", document)
    assert answer.status == 201, answer.text
    made = Proxied(control, name, answer.json["listen"])
    try:
        yield made
    finally:
        made.close()
