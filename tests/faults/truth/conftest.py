"""A real network of three hosts in namespaces, for tests marked `needs_namespaces`.

::

    client 10.231.1.2 ── 10.231.1.1 router 10.231.2.1 ── 10.231.2.2 server
"""

import ctypes
import os
import socket
import struct
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

import pytest

CLONE_NEWNET = 0x40000000  # [S: setns(2)]
CLIENT, SERVER = "10.231.1.2", "10.231.2.2"
PORT = 7


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


class Network:
    """Created and removed by the test; the server runs an echo."""

    def __init__(self):
        self.names = {name: f"epreuve-{os.getpid()}-{name}" for name in "crs"}
        self.listener = None
        self.sockets = []

    def make(self):
        for name in self.names.values():
            ip("netns", "add", name)
            ip("-n", name, "link", "set", "lo", "up")
        for host, number, near, far in (
            ("c", 1, CLIENT, "10.231.1.1"),
            ("s", 2, SERVER, "10.231.2.1"),
        ):
            place, router = self.names[host], self.names["r"]
            ip("-n", place, "link", "add", "v", "type", "veth", "peer", "name", f"v{number}",
               "netns", router)  # fmt: skip
            for space, link, address in ((place, "v", near), (router, f"v{number}", far)):
                ip("-n", space, "addr", "add", f"{address}/24", "dev", link)
                ip("-n", space, "link", "set", link, "up")
            ip("-n", place, "route", "add", "default", "via", far)
        self.within("r", lambda: Path("/proc/sys/net/ipv4/ip_forward").write_text("1"))
        self.listen()

    def remove(self):
        self.lose_state()
        for name in self.names.values():
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)

    def within(self, host, work):
        """Run a function on a host; its sockets stay there."""
        result = []

        def enter():
            handle = os.open(f"/run/netns/{self.names[host]}", os.O_RDONLY)
            try:
                if ctypes.CDLL(None, use_errno=True).setns(handle, CLONE_NEWNET) != 0:
                    raise OSError(ctypes.get_errno(), "setns")
            finally:
                os.close(handle)
            result.append(work())

        thread = threading.Thread(target=enter)
        thread.start()
        thread.join(30)
        return result[0]

    def connect(self):
        made = self.within("c", lambda: socket.create_connection((SERVER, PORT), timeout=5))
        self.sockets.append(made)
        return made

    # Outages.

    def listen(self):
        self.listener = self.within("s", lambda: socket.create_server((SERVER, PORT)))
        self.accepted = []
        threading.Thread(target=self.accept, args=(self.listener,), daemon=True).start()

    def accept(self, listener):
        with suppress(OSError):
            while True:
                one, _ = listener.accept()
                self.accepted.append(one)
                threading.Thread(target=self.echo, args=(one,), daemon=True).start()

    def echo(self, one):
        with suppress(OSError):
            while data := one.recv(4096):
                one.sendall(data)

    def lose_state(self):
        """Drop every connection in the server's kernel, with a signal if the route is open."""
        if self.listener is not None:
            with suppress(OSError):
                self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
            self.listener = None
        for one in self.accepted:
            with suppress(OSError):
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                one.shutdown(socket.SHUT_RD)  # Wakes the reader; sends nothing to the peer.
            one.close()
        self.accepted = []

    def route(self, kind, *places):
        """Add a route to these hosts ("blackhole", "unreachable"), or remove it ("")."""
        for place in places:
            arguments = ("del", f"{place}/32") if not kind else ("replace", kind, f"{place}/32")
            ip("-n", self.names["r"], "route", *arguments)


@pytest.fixture
def network(processes):
    made = Network()
    try:
        made.make()
        yield made
    finally:
        for one in made.sockets:
            one.close()
        made.remove()


@pytest.fixture
def connections():
    """Opens connections, and closes them afterwards."""
    made = []

    def connect(address):
        made.append(socket.create_connection(address, timeout=5))
        return made[-1]

    yield connect
    for one in made:
        one.close()


@pytest.fixture(scope="session")
def table():
    """Rows of the table that is written to the path in EPREUVE_TRUTH_TABLE, as Markdown."""
    rows = []
    yield rows
    path = os.environ.get("EPREUVE_TRUTH_TABLE")
    if path:
        heads = "| what happens | where | new connection | established | when it heals | then |"
        lines = [heads, "| --- | --- | --- | --- | --- | --- |"]
        Path(path).write_text("\n".join(lines + rows) + "\n")
