"""Addresses of masters."""

import socket

import pytest


@pytest.fixture
def bind() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"127.0.0.1:{listener.getsockname()[1]}"
