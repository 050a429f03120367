"""What several tests of the embedded server ask of it."""

import time


def counted(control, made, **wanted):
    """The counters of a proxy, once they are as wanted."""
    deadline = time.monotonic() + 10
    while True:
        counters = control.call("GET", "/epreuve/counters").json["proxies"][made.name]
        found = {name: counters[name] for name in wanted}
        if found == wanted or time.monotonic() > deadline:
            return found
