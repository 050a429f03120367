"""The Toxiproxy server that the user chose."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ServerChoice:
    """`url` of a server, None to start one; `shared` if others use it at the same time."""

    url: str | None = None
    shared: bool = False


ANY_SERVER = ServerChoice()
