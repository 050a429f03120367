"""Time of an echo."""

import time


def ping(one, data=b"ping"):
    start = time.monotonic()
    one.sendall(data)
    got = b""
    while len(got) < len(data) and (more := one.recv(65536)):
        got += more
    assert got == data
    return time.monotonic() - start
