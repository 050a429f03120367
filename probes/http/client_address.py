"""Address of each user: applications limit submissions by the address that they come from."""

import hashlib
from functools import lru_cache

from epreuve.faults.loopback import USERS

# First address and size of a network. Users with neighbouring numbers are far apart: some
# applications limit whole networks.
_BENCHMARK = ((198 << 24) + (18 << 16), 1 << 17)  # 198.18.0.0/15, kept for tests (RFC 2544)
_STEP = 10_368_889  # odd, and no multiple of 127: all addresses are used before one returns


def client_address(run: str, user: int) -> str:
    """Return the address of a user of a run that a header names: one that no real person has."""
    return _address(*_BENCHMARK, run, user)


def loopback_address(run: str, user: int) -> str:
    """Return the address of a user of a run whose connections stay on this machine."""
    return _address(*USERS, run, user)


def _address(first: int, size: int, run: str, user: int) -> str:
    address = first + (user * _STEP + _offset(run)) % size
    return ".".join(str(address >> shift & 255) for shift in (24, 16, 8, 0))


@lru_cache(maxsize=64)
def _offset(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest())
