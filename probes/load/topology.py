"""Which processes send the citizens: on this machine, or elsewhere."""

from dataclasses import dataclass

PORT = 5557  # Locust's own


@dataclass(frozen=True, slots=True)
class LoadTopology:
    """One process unless told otherwise; with `workers`, those that `epreuve worker` starts."""

    processes: int = 1  # on this machine, each with a part of the arrivals
    workers: int = 0  # on any machine: this one sends nobody then, it waits for them at `bind`
    bind: str = f"127.0.0.1:{PORT}"
    ui: int = 0  # port of Locust's own page, on this machine only; 0 for none

    def __post_init__(self) -> None:
        """Raise ValueError for what cannot be had together."""
        if self.processes < 1 or self.workers < 0:
            raise ValueError("at least one process is needed")
        if self.workers and self.processes > 1:
            raise ValueError("either processes here, or workers: start several workers here")
        if self.ui and self.processes > 1:
            raise ValueError("Locust's page shows one process, or all the workers")
        parse_bind(self.bind)


def parse_bind(place: str) -> tuple[str, int]:
    """The two parts of HOST[:PORT]; raises ValueError."""
    host, colon, port = place.rpartition(":")
    if not colon:
        return place, PORT
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError(f"{place} is not HOST[:PORT]; write for example 127.0.0.1:{PORT}")
    return host, int(port)


SINGLE_PROCESS = LoadTopology()
