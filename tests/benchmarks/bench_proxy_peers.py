"""Proxies that `bench_proxy.py` compares, and the targets of the benchmarks of proxies."""

import contextlib
import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from epreuve.faults.addresses import split_host_port
from epreuve.faults.toxic import Toxic
from epreuve.faults.toxiproxy.client import Toxiproxy

NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/errors;
events {{ worker_connections 8192; }}
http {{ access_log off; keepalive_requests 1000000000;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port} backlog=4096; location / {{ return 200 "{page}"; }} }} }}
"""


@dataclass
class Peer:
    name: str
    pid: int | None
    client: Toxiproxy | None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def nginx(folder: Path) -> Iterator[str]:
    port = free_port()
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, port=port, page="x" * 600))
    process = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(config)])
    try:
        for _ in range(100):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port)).close()
                break
            time.sleep(0.05)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def cpu(pid: int) -> float:
    """CPU seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextlib.contextmanager
def proxied(peer: Peer, upstream: str, *toxics: Toxic) -> Iterator[str]:
    if peer.client is None:
        yield upstream
        return
    name = f"b{time.monotonic_ns()}"
    made = peer.client.create(name, "127.0.0.1:0", upstream)
    for toxic in toxics:
        peer.client.add_toxic(name, toxic)
    try:
        yield made.listen
    finally:
        peer.client.delete(name)


def connect(address: str) -> socket.socket:
    return socket.create_connection(split_host_port(address), timeout=60)


@contextlib.contextmanager
def talking(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """A TCP server in threads."""
    with socket.create_server(("127.0.0.1", 0), backlog=4096) as listener:

        def one(connection: socket.socket) -> None:
            with connection, contextlib.suppress(OSError):
                talk(connection)

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    threading.Thread(target=one, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
