"""Commands of the harness to a load process: one line each, on its standard input."""

from typing import NamedTuple


class Go(NamedTuple):
    """Start of the run; `zero` is a time of CLOCK_MONOTONIC."""

    zero: float


class Resume(NamedTuple):
    """End of the pause at a barrier; later arrivals start `shift` seconds after their plan time."""

    barrier: int
    shift: float


class Stop(NamedTuple):
    """End of the run, now."""


Command = Go | Resume | Stop


def encode(command: Command) -> bytes:
    """Return the line of a command."""
    words = (type(command).__name__.lower(), *map(repr, command))
    return (" ".join(words) + "\n").encode()


def decode(line: bytes) -> Command:
    """Return the command of a line. Raises ValueError."""
    match line.decode().split():
        case ["go", zero]:
            return Go(float(zero))
        case ["resume", barrier, shift]:
            return Resume(int(barrier), float(shift))
        case ["stop"]:
            return Stop()
    raise ValueError(f"{line!r} is not a command of the harness")
