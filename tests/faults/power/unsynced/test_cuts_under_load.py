"""Several cuts of a service at level `unsynced`, while many clients write."""

import os
import sqlite3
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from epreuve.faults.power.process import ProcessPower
from epreuve.faults.power.unsynced.service import UnsyncedPower

pytestmark = [pytest.mark.needs_fuse, pytest.mark.process]

CLIENTS, CUTS = 12, 3
ROWS = 40  # acknowledged before each cut
WITHIN = 60.0  # seconds
# A synced SQLite database with a log, behind HTTP; it responds with the number of the row.
SERVICE = """
import http.server, sqlite3, sys, threading
lock = threading.Lock()
d = sqlite3.connect("data/rows.sqlite", check_same_thread=False, isolation_level=None)
d.execute("PRAGMA journal_mode = WAL")
d.execute("PRAGMA synchronous = FULL")
d.execute("CREATE TABLE IF NOT EXISTS t (row INTEGER PRIMARY KEY)")
class Page(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        with lock:
            row = d.execute("INSERT INTO t DEFAULT VALUES").lastrowid
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(row).encode())
    def log_message(self, *rest):
        pass
http.server.ThreadingHTTPServer.request_queue_size = 64
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Page).serve_forever()
"""


class Load:
    """Clients that write for ever, and the rows that were acknowledged."""

    def __init__(self, port: int) -> None:
        self.rows: set[int] = set()
        self._url, self._going = f"http://127.0.0.1:{port}/", True
        self._threads = [threading.Thread(target=self._write) for _ in range(CLIENTS)]
        for thread in self._threads:
            thread.start()

    def _write(self) -> None:
        while self._going:
            try:
                with urllib.request.urlopen(self._url, b"", timeout=2) as response:
                    self.rows.add(int(response.read()))
            except (OSError, ValueError):
                time.sleep(0.05)

    def wait_for(self, more: int) -> None:
        wanted, deadline = len(self.rows) + more, time.monotonic() + WITHIN
        while len(self.rows) < wanted:
            assert time.monotonic() < deadline, len(self.rows)
            time.sleep(0.02)

    def close(self) -> None:
        self._going = False
        for thread in self._threads:
            thread.join()


def test_no_acknowledged_row_is_lost_at_any_of_several_cuts(
    tmp_path: Path, free_port: Callable[[], int]
) -> None:
    port = free_port()
    command = [sys.executable, "-c", SERVICE, str(port)]
    inner = ProcessPower(command, None, tmp_path, tmp_path / "log")
    service = UnsyncedPower(inner, tmp_path / "data", seed=1)
    service.start()
    load = Load(port)
    try:
        for _ in range(CUTS):
            load.wait_for(ROWS)
            report = service.cut()
            assert report.survivors == ()
            assert report.lost is not None
            assert not os.path.ismount(tmp_path / "data")
            with closing(sqlite3.connect(tmp_path / "data" / "rows.sqlite")) as database:
                kept = {row for (row,) in database.execute("SELECT row FROM t")}
            assert load.rows <= kept
            service.start()
        load.wait_for(ROWS)  # it works after the last cut
    finally:
        load.close()
        service.stop()
