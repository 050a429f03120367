"""Which Toxiproxy server somebody asked for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ServerChoice:
    """Its address, None for one that we find or start; whether others use it at the same time."""

    url: str | None = None
    shared: bool = False


ANY_SERVER = ServerChoice()
