"""Usual address of the control API of a Toxiproxy server."""

CONTROL_PORT = 8474
CONTROL = f"127.0.0.1:{CONTROL_PORT}"
