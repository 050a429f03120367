"""Toxics change under traffic; no byte is lost, repeated or out of order."""

import random
import threading

import pytest

KINDS = {
    "latency": lambda choices: {"latency": choices.randrange(40), "jitter": choices.randrange(20)},
    "bandwidth": lambda choices: {"rate": choices.choice((0, 5_000, 50_000))},
    "slicer": lambda choices: {
        "average_size": choices.randrange(1_000, 9_000),
        "size_variation": choices.randrange(900),
        "delay": choices.randrange(50),
    },
    "slow_close": lambda choices: {"delay": choices.randrange(50)},
    "noop": lambda choices: {},
}


def change(made, choices: random.Random, present: dict[str, str], name: str) -> None:
    """Add a toxic, or update or remove a present one."""
    if not present or choices.random() < 0.5:
        kind = present[name] = choices.choice(list(KINDS))
        stream = choices.choice(("upstream", "downstream"))
        toxicity = choices.choice((0.5, 1))
        made.toxic(kind, KINDS[kind](choices), name=name, stream=stream, toxicity=toxicity)
        return
    name = choices.choice(list(present))
    if choices.random() < 0.5:
        attributes = KINDS[present[name]](choices)
        update = {"attributes": attributes, "toxicity": choices.choice((0, 0.5, 1))}
        assert made.call("PATCH", f"/toxics/{name}", update).status == 200
    else:
        assert made.call("DELETE", f"/toxics/{name}").status == 204
        del present[name]


@pytest.mark.parametrize("seed", range(4))
def test_bytes_survive_any_change_of_toxics(embedded, make_proxy, echoes, seed):
    choices = random.Random(seed)
    data = choices.randbytes(3_000_000)
    made = make_proxy(embedded, echoes.address)
    for stream in ("upstream", "downstream"):  # Slow enough for changes in the middle.
        made.toxic("bandwidth", {"rate": 8_000}, name=f"base-{stream}", stream=stream)
    one = made.connect()
    got = bytearray()

    def send() -> None:
        one.sendall(data)
        one.shutdown(1)

    def receive() -> None:
        while more := one.recv(65536):
            got.extend(more)

    threads = [threading.Thread(target=send), threading.Thread(target=receive)]
    for thread in threads:
        thread.start()
    present: dict[str, str] = {}
    for rank in range(60):
        change(made, choices, present, f"t{rank}")
    for name in present:
        made.call("DELETE", f"/toxics/{name}")
    for thread in threads:
        thread.join(10)
    assert bytes(got) == data
