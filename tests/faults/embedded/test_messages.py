"""Error messages of the embedded server: the field, the value and the remedy, in plain English."""

import pytest


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (
            {"type": "latency", "attributes": {"latency": 1.5}},
            "attributes.latency must be a whole number",
        ),
        ({"type": "latency", "attributes": 5}, "attributes must be an object, not 5"),
        ({"type": "latency", "toxicity": "x"}, 'toxicity must be a number, not "x"'),
        ([], "expected an object, not an array"),
        ("", "it is empty; send a JSON value"),
        ("{", "it is not JSON"),
    ],
)
def test_bodies_that_cannot_be_read(embedded, make_proxy, echoes, document, message):
    proxy = make_proxy(embedded, echoes.address)
    answer = proxy.call("POST", "/toxics", document)
    assert answer.status == 400
    assert answer.json["error"].startswith(f"bad request body: {message}")


@pytest.mark.parametrize(
    ("listen", "message"),
    [
        ("127.0.0.1:99999", "cannot listen: 127.0.0.1:99999: the port must be at most 65535"),
        ("127.0.0.1:x", "cannot listen: 127.0.0.1:x: the port must be a number"),
        ("::1:80", "cannot listen: ::1:80: too many colons; write [ADDRESS]:PORT for IPv6"),
        ("foo", "cannot listen: foo: no port; write HOST:PORT"),
        ("1.2.3.4:80", "cannot listen: 1.2.3.4:80: cannot assign requested address"),
    ],
)
def test_addresses_that_cannot_be_listened_on(embedded, listen, message):
    document = {"name": "never", "listen": listen, "upstream": "127.0.0.1:9"}
    answer = embedded.call("POST", "/proxies", document)
    assert (answer.status, answer.json["error"]) == (500, message)
