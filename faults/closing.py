"""Ends of objects: the base class of those closed by a `with` block, and the reset of a socket."""

from __future__ import annotations

import struct
from abc import ABC, abstractmethod
from socket import SO_LINGER, SOL_SOCKET, socket
from typing import Self

_NO_LINGER = struct.pack("ii", 1, 0)  # on, for no second


class Closing(ABC):
    """An object whose `close` may be called more than once."""

    @abstractmethod
    def close(self) -> None:
        """Release all resources."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def reset_at_close(connection: socket) -> None:
    """Make the next close of a connection send a RST in place of a FIN."""
    connection.setsockopt(SOL_SOCKET, SO_LINGER, _NO_LINGER)
