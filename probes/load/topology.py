"""Load topology: the processes that send users, on this machine or on others."""

from dataclasses import dataclass

from epreuve.faults.addresses import split_host_port
from epreuve.faults.message import message

PORT = 5557  # Locust's own
ANY_WORKER = f"127.0.0.1:{PORT}"  # where workers of this machine join


@dataclass(frozen=True, slots=True)
class LoadTopology:
    """One local process by default; with `workers`, the processes started by `epreuve worker`."""

    processes: int = 1  # on this machine, each with a part of the arrivals
    workers: int = 0  # on any machine: the master sends no user and waits for them at `bind`
    bind: str = f"127.0.0.1:{PORT}"
    ui: int = 0  # port of Locust's own page, on this machine only; 0 for none

    def __post_init__(self) -> None:
        """Raise ValueError for options that exclude each other."""
        if self.processes < 1 or self.workers < 0:
            raise ValueError(message("at least one process is needed"))
        if self.workers and self.processes > 1:
            raise ValueError(
                message("processes and workers exclude each other; start more workers")
            )
        if self.ui and self.processes > 1:
            raise ValueError(message("Locust's page needs one process, or workers"))
        if ":" not in self.bind:
            raise ValueError(
                message(
                    "--bind {text}: is not HOST:PORT; for example {example}",
                    text=self.bind, example=ANY_WORKER,
                )
            )  # fmt: skip
        parse_bind(self.bind)


def parse_bind(text: str) -> tuple[str, int]:
    """Split HOST[:PORT], with Locust's own port by default. Raises ValueError."""
    if ":" not in text:
        return text, PORT
    try:
        host, port = split_host_port(text)
    except ValueError as error:
        raise ValueError(
            message("{text} is not HOST[:PORT]: {error}", text=text, error=error.args[0])
        ) from None
    if not host or not port:
        raise ValueError(
            message(
                "{text} is not HOST[:PORT]; for example {example}", text=text, example=ANY_WORKER
            )
        )
    return host, port


SINGLE_PROCESS = LoadTopology()
