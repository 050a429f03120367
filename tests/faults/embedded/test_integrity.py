"""Toxics come, change and go under traffic; not one byte may be lost, doubled or out of place."""

import random
import threading

import pytest

KINDS = {
    "latency": lambda chance: {"latency": chance.randrange(40), "jitter": chance.randrange(20)},
    "bandwidth": lambda chance: {"rate": chance.choice((0, 5_000, 50_000))},
    "slicer": lambda chance: {
        "average_size": chance.randrange(1_000, 9_000),
        "size_variation": chance.randrange(900),
        "delay": chance.randrange(50),
    },
    "slow_close": lambda chance: {"delay": chance.randrange(50)},
    "noop": lambda chance: {},
}


def change(made, chance: random.Random, present: dict[str, str], name: str) -> None:
    """Add a toxic, or update or remove one that is there."""
    if not present or chance.random() < 0.5:
        kind = present[name] = chance.choice(list(KINDS))
        stream = chance.choice(("upstream", "downstream"))
        toxicity = chance.choice((0.5, 1))
        made.toxic(kind, KINDS[kind](chance), name=name, stream=stream, toxicity=toxicity)
        return
    name = chance.choice(list(present))
    if chance.random() < 0.5:
        attributes = KINDS[present[name]](chance)
        update = {"attributes": attributes, "toxicity": chance.choice((0, 0.5, 1))}
        assert made.call("PATCH", f"/toxics/{name}", update).status == 200
    else:
        assert made.call("DELETE", f"/toxics/{name}").status == 204
        del present[name]


@pytest.mark.parametrize("seed", range(4))
def test_bytes_survive_any_change_of_toxics(embedded, make_proxy, echoes, seed):
    chance = random.Random(seed)
    data = chance.randbytes(3_000_000)
    made = make_proxy(embedded, echoes.address)
    for stream in ("upstream", "downstream"):  # Slow enough to be in the middle of it.
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
        change(made, chance, present, f"t{rank}")
    for name in present:
        made.call("DELETE", f"/toxics/{name}")
    for thread in threads:
        thread.join(10)
    assert bytes(got) == data
