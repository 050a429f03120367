"""Hosts that a service calls at its start."""

import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from epreuve.audits.errors import Misuse
from epreuve.audits.execution.managed_processes import ManagedProcesses
from epreuve.audits.execution.start_calls import bypassed_dependencies, named_hosts
from epreuve.audits.profile.model import Profile
from epreuve.faults.processes.guard import Guard

SERVICE = """
import http.server, socket, sys
call = socket.create_connection(("127.0.0.1", int(sys.argv[2])))
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *rest):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Page).serve_forever()
"""


def profile(port: int, **more: Any) -> Profile:
    return Profile.model_validate(
        {
            "epreuve": 1,
            "service": {"name": "s", "address": f"http://127.0.0.1:{port}", "normal_peak": "1/s"},
            "journeys": {"j": {"critical": True, "steps": [{"get": "/"}]}},
            **more,
        }
    )


def processes(made: Profile, folder: Path, guard: Guard) -> ManagedProcesses:
    return ManagedProcesses(made, folder, folder, guard)


@pytest.mark.process
def test_an_undeclared_host_that_is_called_at_start_is_observed(
    tmp_path: Path, free_port: Callable[[], int]
) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", 0)) as host, Guard(tmp_path / "guard.log") as guard:
        called = host.getsockname()[1]
        command = [sys.executable, "-c", SERVICE, str(port), str(called)]
        made = profile(port, power={"level": "process", "start": command, "boot_within": "30 s"})
        managed = processes(made, tmp_path, guard)
        try:
            managed.start_service()
            assert managed.called == {f"127.0.0.1:{called}"}
            managed.called = frozenset()
            assert managed.restart() is not None
            assert managed.called == {f"127.0.0.1:{called}"}
        finally:
            managed.close()


def test_declared_hosts_have_the_names_of_the_profile() -> None:
    made = profile(
        20000,
        dependencies={
            "sms": {"set": "OTP", "listen": "localhost:20001", "upstream": "127.0.0.1:20101"}
        },
        status_page={"address": "http://127.0.0.1:20300/etat"},
    )
    peers = [
        "127.0.0.1:20001", "127.0.0.1:20101", "127.0.0.1:20000", "127.0.0.1:20300",
        "192.0.2.7:443",
    ]  # fmt: skip
    assert named_hosts(peers, made) == ("192.0.2.7:443", "localhost:20001")


def test_a_service_that_calls_itself_by_another_address_calls_nobody() -> None:
    assert named_hosts(["[::1]:20000", "[::1]:20009"], profile(20000)) == ("[::1]:20009",)


def test_a_dependency_called_at_its_upstream_is_bypassed() -> None:
    made = profile(
        20000,
        dependencies={
            "sms": {"set": "OTP", "listen": "127.0.0.1:20001", "upstream": "127.0.0.1:20101"},
            "identity": {"set": "ID", "listen": "127.0.0.1:20002", "upstream": "127.0.0.1:20102"},
        },
    )
    assert bypassed_dependencies(["127.0.0.1:20001", "127.0.0.1:20102"], made) == ("identity",)
    assert bypassed_dependencies(["127.0.0.1:20000", "192.0.2.7:443"], made) == ()


@pytest.mark.process
def test_a_status_page_that_the_audit_starts_at_an_ipv6_address(tmp_path: Path) -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
        port = server.getsockname()[1]
    start = [sys.executable, "-c", "import time; time.sleep(60)"]
    page = {"address": f"http://[::1]:{port}/", "start": start}
    with Guard(tmp_path / "guard.log") as guard:
        managed = processes(profile(20000, status_page=page), tmp_path, guard)
        managed.start_dependencies()
        managed.close()
        message = r"status_page\.address: \[::1\]:\d+ is in use by"
        other = socket.create_server(("::1", port), family=socket.AF_INET6)
        with other, pytest.raises(Misuse, match=message):
            managed.start_dependencies()
