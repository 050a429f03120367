"""Source addresses on the loopback network of this machine, 127.0.0.0/8: one for each user.

Linux accepts all of them without configuration. Other systems have 127.0.0.1 only.
"""

import socket
import sys
from functools import lru_cache

_BIND_ADDRESS_NO_PORT = 24  # IP_BIND_ADDRESS_NO_PORT of Linux's <linux/in.h>
_SOME = "127.99.99.99"
_USUAL = "127.0.0.1"
USERS = (0x7F010000, 254 << 16)  # first address and number of those of users: to 127.254.255.255


def bind_source(connection: socket.socket, source: str) -> None:
    """Make a connection start at an address; the kernel chooses the port when it connects.

    A port chosen earlier would be taken from all destinations. Raises OSError.
    """
    connection.setsockopt(socket.IPPROTO_IP, _BIND_ADDRESS_NO_PORT, 1)
    connection.bind((source, 0))


def own_source(host: str) -> str:
    """Return the address of a user on the loopback network; "" for any other host."""
    host = host.removeprefix("::ffff:")  # of a listener for both families
    return host if host.startswith("127.") and host != _USUAL else ""


def is_user(packed: bytes) -> bool:
    """Return whether an IPv4 address, as the kernel gives it, may be that of a user."""
    return 0 <= int.from_bytes(packed) - USERS[0] < USERS[1]


def usable_source(source: str, host: str) -> str:
    """Return the address from which a connection to a numeric host may start; "" for any."""
    return source if source and host.startswith("127.") and has_own_sources() else ""


@lru_cache(maxsize=1)
def has_own_sources() -> bool:
    """Return whether connections may start at any address of the loopback network."""
    if sys.platform != "linux":
        return False
    try:
        with socket.socket() as one:
            bind_source(one, _SOME)
    except OSError:
        return False
    return True
