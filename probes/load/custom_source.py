"""Source addresses of custom Locust users, in both kinds of Locust client."""

from typing import Any

import gevent.socket
import requests
from locust.contrib.fasthttp import FastHttpSession
from requests.adapters import HTTPAdapter

from epreuve.faults.loopback import bind_source


class _SourceAdapter(HTTPAdapter):
    """Connections of `requests` from one address."""

    def __init__(self, source: str) -> None:
        self._source = source
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """Make the pool with the address."""
        super().init_poolmanager(*arguments, **options, source_address=(self._source, 0))


def connect_from(client: Any, source: str) -> None:
    """Make the connections of a Locust client start at an address of this machine."""
    if isinstance(client, requests.Session):
        for scheme in ("http://", "https://"):
            client.mount(scheme, _SourceAdapter(source))
    elif isinstance(client, FastHttpSession):
        _connect_fast_client(client.client.clientpool, source)


def _connect_fast_client(clients: Any, source: str) -> None:
    def make_socket(family: int, kind: int, protocol: int) -> Any:
        connection = gevent.socket.socket(family, kind, protocol)
        if family == gevent.socket.AF_INET:
            bind_source(connection, source)
        return connection

    def get_client(url: Any) -> Any:
        client = original(url)
        client._connection_pool._create_tcp_socket = make_socket
        return client

    original, clients.get_client = clients.get_client, get_client
