"""One direction of one connection: a source, the stages of its toxics, a writer."""

from __future__ import annotations

from asyncio import WriteTransport
from collections.abc import Callable
from random import Random
from time import monotonic
from typing import Any, Protocol

from epreuve.faults.embedded.flow import Flow
from epreuve.faults.embedded.installed import InstalledToxic
from epreuve.faults.embedded.scheduler import Scheduler, Timer
from epreuve.faults.embedded.sign_in import is_sign_in
from epreuve.faults.embedded.toxics.noop import NoopToxic
from epreuve.faults.embedded.toxics.stage import Sink, Stage

EARLY = 64 * 1024  # bytes kept for an upstream that is not connected yet


class LinkOwner(Protocol):
    """The part of a connection that a link uses."""

    scheduler: Scheduler
    close_on_end: bool
    resets: int

    def random(self, stream: str) -> Random:
        """Return the seeded random source of a link."""
        raise NotImplementedError

    def pause(self, link: Direction) -> None:
        """Stop reading the source of a link."""

    def resume(self, link: Direction) -> None:
        """Read the source of a link again."""

    def delivered(self, link: Direction) -> None:
        """Pass on the end of a link's stream."""

    def reset(self) -> None:
        """Close by RST at both ends."""


class Direction:
    """Bytes enter by `receive`, from the source; they leave by `feed`, to the destination.

    Without toxics the two are joined: nothing is stamped, queued or timed.
    """

    __slots__ = (
        "_random",
        "blocks",
        "connection",
        "destination",
        "early",
        "ended",
        "flow",
        "installed",
        "source_ended",
        "stages",
        "stream",
    )

    def __init__(self, connection: LinkOwner, stream: str, flow: Flow) -> None:
        self.connection = connection
        self.stream = stream
        self.flow = flow
        self.destination: WriteTransport | None = None
        self.installed: list[InstalledToxic] = []
        self.stages: list[Stage[Any]] = []
        self.early = bytearray()
        self.blocks = 0
        self.source_ended = False
        self.ended = False
        self._random: Random | None = None

    @property
    def random(self) -> Random:
        """Random source of this link: the same seed gives the same values in every run."""
        if self._random is None:
            self._random = self.connection.random(self.stream)
        return self._random

    # Called by the source.

    def open(self, destination: WriteTransport, toxics: list[InstalledToxic]) -> None:
        """Start writing; data that arrived before goes first."""
        self.destination = destination
        for toxic in toxics:
            self.add(toxic)
        early, self.early = bytes(self.early), bytearray()
        if early:
            self.receive(early)
        if self.source_ended and self.destination is not None:
            self._enter(b"")

    def receive(self, data: bytes) -> None:
        """Accept bytes of the source."""
        if self.destination is None:
            self.early += data
            if len(self.early) >= EARLY:
                self.connection.pause(self)
            return
        self.flow.received += len(data)
        self.flow.sign_ins += is_sign_in(data)
        if self.stages:
            self.stages[0].feed(data, monotonic())
        elif not self.ended:
            self.flow.sent += len(data)
            self.destination.write(data)

    def end(self) -> None:
        """Accept the end of the source's stream, once."""
        if not self.source_ended:
            self.source_ended = True
            if self.destination is not None:
                self._enter(b"")

    def _enter(self, data: bytes) -> None:
        first: Sink = self.stages[0] if self.stages else self
        first.feed(data, monotonic())

    # Called by the last stage.

    def feed(self, data: bytes, stamp: float) -> None:
        """Write to the destination; ignore data after the end."""
        if self.ended or self.destination is None:
            return
        if data:
            if not self.destination.is_closing():  # Much may be released for a closed peer.
                self.flow.sent += len(data)
                self.destination.write(data)
        else:
            self.ended = True
            self.connection.delivered(self)

    # Changes of the toxics.

    def add(self, toxic: InstalledToxic) -> None:
        """Add a toxic at the end of the chain; by its toxicity, it may have no effect here."""
        stage = self._stage(toxic, self)
        if self.stages:
            self.stages[-1].next = stage
        self.installed.append(toxic)
        self.stages.append(stage)
        stage.start()

    def update(self, toxic: InstalledToxic) -> None:
        """Apply other settings; the toxicity is drawn again."""
        at = self._index(toxic.name)
        self.installed[at] = toxic
        old = self.stages[at]
        if type(old) is toxic.toxic.stage and self._applies(toxic):
            old.update(toxic.toxic)
            return
        self.stages[at] = new = self._stage(toxic, old.next)
        self._join(at, new)
        old.remove()
        new.start()

    def remove(self, name: str) -> None:
        """Remove a toxic; the bytes that it holds leave before newer ones."""
        at = self._index(name)
        del self.installed[at]
        old = self.stages.pop(at)
        self._join(at, old.next)
        old.remove()

    def _join(self, at: int, following: Sink) -> None:
        if at:
            self.stages[at - 1].next = following

    def _stage(self, toxic: InstalledToxic, following: Sink) -> Stage[Any]:
        if self._applies(toxic):
            stage: Stage[Any] = toxic.toxic.stage(toxic.toxic, self, following)
            return stage
        return Stage(NoopToxic(), self, following)

    def _applies(self, toxic: InstalledToxic) -> bool:
        return toxic.toxicity >= 1 or (toxic.toxicity > 0 and self.random.random() < toxic.toxicity)

    def _index(self, name: str) -> int:
        return next(at for at, toxic in enumerate(self.installed) if toxic.name == name)

    # Called by the stages.

    def at(self, when: float, callback: Callable[[], None]) -> Timer:
        """Call back at a time of `time.monotonic`."""
        return self.connection.scheduler.at(when, callback)

    def block(self) -> None:
        """Stop reading the source."""
        self.blocks += 1
        if self.blocks == 1:
            self.connection.pause(self)

    def unblock(self) -> None:
        """Read the source again when nothing blocks it."""
        self.blocks -= 1
        if self.blocks == 0:
            self.connection.resume(self)

    def close_on_end(self) -> None:
        """Make the next end of stream close both directions."""
        self.connection.close_on_end = True

    def reset(self) -> None:
        """Close the connection by RST at both ends."""
        self.connection.reset()

    def reset_on_close(self, yes: bool) -> None:
        """Make any close a RST, or stop doing so."""
        self.connection.resets += 1 if yes else -1

    def close(self) -> None:
        """Stop every stage: the connection is closed."""
        self.ended = True
        for stage in self.stages:
            stage.stop()
