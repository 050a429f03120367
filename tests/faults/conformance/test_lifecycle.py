"""Life cycle of proxies: create, change, disable, populate, reset."""

import socket
import threading
import uuid
from urllib.parse import quote

import pytest


def test_bytes_pass(proxy, read):
    one = proxy.connect()
    one.sendall(b"hello")
    assert read(one, 5) == b"hello"


def test_a_megabyte_passes_unchanged(proxy, read):
    data = bytes(range(256)) * 4096
    one = proxy.connect()
    sender = threading.Thread(target=one.sendall, args=(data,))
    sender.start()
    assert read(one, len(data)) == data
    sender.join()


def test_disable_refuses_and_closes_enable_keeps_the_port(proxy, read):
    one = proxy.connect()
    one.sendall(b"x")
    read(one, 1)
    assert proxy.call("POST", "", {"enabled": False}).json["enabled"] is False
    assert one.recv(1) == b""
    with pytest.raises(ConnectionRefusedError):
        proxy.connect()
    answer = proxy.call("PATCH", "", {"enabled": True})
    assert answer.json["listen"].endswith(f":{proxy.address[1]}")
    assert proxy.connect()


def test_toxics_survive_disable_and_a_change_of_upstream(proxy, upstream, read):
    proxy.toxic("noop", {})
    other = upstream(lambda connection: connection.sendall(b"other"))
    answer = proxy.call("POST", "", {"upstream": other.address, "name": "ignored"})
    assert answer.status == 200
    assert answer.json["name"] == proxy.name
    assert [toxic["name"] for toxic in answer.json["toxics"]] == ["noop_downstream"]
    assert read(proxy.connect(), 5) == b"other"


def test_a_change_of_upstream_closes_connections(proxy, read):
    one = proxy.connect()
    one.sendall(b"x")
    read(one, 1)
    proxy.call("POST", "", {"upstream": "127.0.0.1:1"})
    assert one.recv(1) == b""


def test_upstream_refused_is_an_empty_reply(server, make_proxy):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        made = make_proxy(server, f"127.0.0.1:{taken.getsockname()[1]}")
        assert made.connect().recv(1) == b""


def test_created_disabled_the_address_stays_as_given(server, make_proxy):
    name = "off" + uuid.uuid4().hex[:8]
    document = {"name": name, "listen": "localhost:0", "upstream": "a:1", "enabled": False}
    answer = server.call("POST", "/proxies", document)
    assert (answer.status, answer.json["listen"]) == (201, "localhost:0")
    server.call("DELETE", f"/proxies/{name}")


def test_addresses_that_cannot_be_bound_are_refused(server, proxy):
    for listen in (f"127.0.0.1:{proxy.address[1]}", "foo"):
        document = {"name": "never", "listen": listen, "upstream": "127.0.0.1:9"}
        server.refuses(server.call("POST", "/proxies", document), 500)
        assert server.call("GET", "/proxies/never").status == 404


def test_an_update_that_cannot_bind_leaves_the_proxy_disabled(server, proxy, make_proxy, echoes):
    other = make_proxy(server, echoes.address)
    taken = f"127.0.0.1:{proxy.address[1]}"
    assert other.call("POST", "", {"listen": taken}).status == 500
    document = other.call("GET").json
    assert (document["listen"], document["enabled"]) == (taken, False)


def test_populate_creates_keeps_and_replaces(server, echoes):
    names = ["pop" + uuid.uuid4().hex[:8] for _ in range(2)]
    entries = [{"name": n, "listen": "127.0.0.1:0", "upstream": echoes.address} for n in names]
    made = server.call("POST", "/populate", entries)
    assert made.status == 201
    assert [entry["name"] for entry in made.json["proxies"]] == names
    first = made.json["proxies"][0]
    server.call("POST", f"/proxies/{names[0]}/toxics", {"type": "noop"})
    server.call("POST", f"/proxies/{names[0]}", {"enabled": False})
    again = {"name": names[0], "listen": first["listen"], "upstream": echoes.address}
    kept = server.call("POST", "/populate", [again]).json["proxies"][0]
    assert (kept["enabled"], len(kept["toxics"])) == (False, 1)
    moved = server.call("POST", "/populate", [{**again, "upstream": "127.0.0.1:1"}])
    assert (moved.json["proxies"][0]["enabled"], moved.json["proxies"][0]["toxics"]) == (True, [])
    for name in names:
        server.call("DELETE", f"/proxies/{name}")


def test_populate_with_nothing(server):
    answer = server.call("POST", "/populate", [])
    assert (answer.status, answer.json) == (201, {"proxies": None})


def test_populate_checks_all_before_making_any(server):
    entries = [{"name": "one", "upstream": "a:1", "listen": "127.0.0.1:0"}, {"name": "two"}]
    answer = server.call("POST", "/populate", entries)
    assert answer.status == 400
    assert answer.headers["content-type"] == "application/json"
    assert set(answer.json) == {"error", "status", "proxies"}
    assert (answer.json["status"], answer.json["proxies"]) == (400, None)
    assert server.call("GET", "/proxies/one").status == 404


def test_reset_starts_and_cleans(server, proxy):
    proxy.toxic("timeout", {"timeout": 0})
    proxy.call("POST", "", {"enabled": False})
    assert server.call("POST", "/reset").status == 204
    document = proxy.call("GET").json
    assert (document["enabled"], document["toxics"]) == (True, [])


def test_delete_frees_the_port(server, make_proxy, echoes):
    made = make_proxy(server, echoes.address)
    assert made.call("DELETE").status == 204
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(made.address)
        assert again.getsockname() == made.address


@pytest.mark.parametrize(
    ("listen", "host"),
    [
        ("", "[::]"),
        (":0", "[::]"),
        ("0.0.0.0:0", "[::]"),
        ("localhost:0", "127.0.0.1"),
        ("127.0.0.1:", "127.0.0.1"),
        ("[::1]:0", "[::1]"),
    ],
)
def test_listen_becomes_the_real_address(server, make_proxy, echoes, listen, host):
    address = make_proxy(server, echoes.address, listen=listen).call("GET").json["listen"]
    assert address.rpartition(":")[0] == host
    assert int(address.rpartition(":")[2]) > 0


@pytest.mark.parametrize("listen", ["127.0.0.1:99999", "127.0.0.1:x", "::1:80", "1.2.3.4:80"])
def test_impossible_addresses_are_refused(server, listen):
    document = {"name": "never", "listen": listen, "upstream": "127.0.0.1:9"}
    server.refuses(server.call("POST", "/proxies", document), 500)


def test_names_are_kept_unchanged(server, make_proxy, echoes):
    name = "é p?%" + uuid.uuid4().hex[:6]
    document = {"name": name, "listen": "127.0.0.1:0", "upstream": echoes.address}
    assert server.call("POST", "/proxies", document).json["name"] == name
    assert name in server.call("GET", "/proxies").json
    path = f"/proxies/{quote(name)}"
    assert server.call("GET", path).json["name"] == name
    assert server.call("DELETE", path).status == 204
