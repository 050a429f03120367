"""Dependencies that receive something, by the counters of a server or the tables of the kernel."""

import socket
from types import SimpleNamespace
from typing import Any

from epreuve.audits.profile.model import Profile
from epreuve.audits.rehearsal.contacts import Contacts
from epreuve.faults.toxiproxy.state import Counters


def profile(**ports: int) -> Profile:
    service = {"name": "s", "address": "http://127.0.0.1:9", "normal_peak": "15/min"}
    return Profile.model_validate(
        {
            "epreuve": 1, "service": service,
            "journeys": {"lire": {"critical": True, "steps": [{"get": "/"}]}},
            "dependencies": {
                name: {"set": "DB", "listen": f"127.0.0.1:{port}", "upstream": "127.0.0.1:9"}
                for name, port in ports.items()
            },
        }
    )  # fmt: skip


def counters(opened: int, received: int) -> Counters:
    return Counters(opened, 0, 0, received, 0)


def test_the_counters_of_the_embedded_server() -> None:
    now = {"dependency-base": counters(1, 0), "dependency-sms": counters(0, 0)}
    engine: Any = SimpleNamespace(embedded=True, client=SimpleNamespace(counters=lambda: now))
    with Contacts(profile(base=1, sms=2), engine) as contacts:
        assert contacts.counted
        assert contacts.take("start") == ("base",)
        assert contacts.take("a page") == ()
        now["dependency-base"] = counters(1, 40)  # bytes on a connection that was kept
        now["dependency-sms"] = counters(1, 9)
        assert contacts.take("a form") == ("base", "sms")
        assert contacts.parts("base") == ("start", "a form")
        assert contacts.parts("sms") == ("a form",)


def test_the_tables_of_the_kernel_for_another_server() -> None:
    engine: Any = SimpleNamespace(embedded=False, client=None)
    with (
        socket.create_server(("127.0.0.1", 0)) as base,
        socket.create_server(("127.0.0.1", 0)) as sms,
    ):
        ports = {"base": base.getsockname()[1], "sms": sms.getsockname()[1]}
        with (
            socket.create_connection(("127.0.0.1", ports["base"])) as kept,
            Contacts(profile(**ports), engine) as contacts,
        ):
            accepted = base.accept()[0]
            assert not contacts.counted
            assert contacts.take("start") == ("base",)
            assert contacts.take("a page") == ()
            with socket.create_connection(("127.0.0.1", ports["sms"])):
                sms.accept()[0].close()
            assert contacts.take("a form") == ("sms",)
            kept.sendall(b"select 1")
            assert accepted.recv(8) == b"select 1"
            assert contacts.take("a list") == ("base",)
            accepted.close()
