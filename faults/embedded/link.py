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
from epreuve.faults.embedded.toxics.noop import NoopToxic
from epreuve.faults.embedded.toxics.stage import Sink, Stage

EARLY = 64 * 1024  # bytes kept for an upstream that has not answered yet


class Ends(Protocol):
    """What a link needs of its connection, which holds both sockets."""

    scheduler: Scheduler
    whole: bool
    resets: int

    def chance(self, stream: str) -> Random:
        """Return the seeded chance of a link."""
        raise NotImplementedError

    def pause(self, link: Link) -> None:
        """Stop reading the source of a link."""

    def resume(self, link: Link) -> None:
        """Read the source of a link again."""

    def delivered(self, link: Link) -> None:
        """Pass on the end of a link's stream."""

    def reset(self) -> None:
        """Close by RST at both ends."""


class Link:
    """Bytes come in by `receive`, from the source; they leave by `feed`, to the destination.

    With no toxic the two are joined: nothing is stamped, queued or timed.
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

    def __init__(self, connection: Ends, stream: str, flow: Flow) -> None:
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
        """Chance of this link alone: the same seed gives it the same fate in every run."""
        if self._random is None:
            self._random = self.connection.chance(self.stream)
        return self._random

    # What the source does.

    def open(self, destination: WriteTransport, toxics: list[InstalledToxic]) -> None:
        """Start, once there is somewhere to write; what came early goes first."""
        self.destination = destination
        for toxic in toxics:
            self.add(toxic)
        early, self.early = bytes(self.early), bytearray()
        if early:
            self.receive(early)
        if self.source_ended and self.destination is not None:
            self._enter(b"")

    def receive(self, data: bytes) -> None:
        """Take what the source sent."""
        if self.destination is None:
            self.early += data
            if len(self.early) >= EARLY:
                self.connection.pause(self)
            return
        self.flow.received += len(data)
        if self.stages:
            self.stages[0].feed(data, monotonic())
        elif not self.ended:
            self.flow.sent += len(data)
            self.destination.write(data)

    def end(self) -> None:
        """Take the end of what the source sent, once."""
        if not self.source_ended:
            self.source_ended = True
            if self.destination is not None:
                self._enter(b"")

    def _enter(self, data: bytes) -> None:
        first: Sink = self.stages[0] if self.stages else self
        first.feed(data, monotonic())

    # What the last stage does.

    def feed(self, data: bytes, stamp: float) -> None:
        """Write to the destination; after the end, nothing."""
        if self.ended or self.destination is None:
            return
        if data:
            if not self.destination.is_closing():  # Much may be let go at once to who has gone.
                self.flow.sent += len(data)
                self.destination.write(data)
        else:
            self.ended = True
            self.connection.delivered(self)

    # What the toxics of the proxy do.

    def add(self, toxic: InstalledToxic) -> None:
        """Put a toxic at the end of the chain, or nothing in its place if chance says so."""
        stage = self._stage(toxic, self)
        if self.stages:
            self.stages[-1].next = stage
        self.installed.append(toxic)
        self.stages.append(stage)
        stage.start()

    def update(self, toxic: InstalledToxic) -> None:
        """Go on with other settings; chance decides anew."""
        at = self._index(toxic.name)
        self.installed[at] = toxic
        old = self.stages[at]
        if type(old) is toxic.toxic.stage and self._struck(toxic):
            old.update(toxic.toxic)
            return
        self.stages[at] = new = self._stage(toxic, old.next)
        self._join(at, new)
        old.remove()
        new.start()

    def remove(self, name: str) -> None:
        """Take a toxic out; what it holds leaves before anything newer."""
        at = self._index(name)
        del self.installed[at]
        old = self.stages.pop(at)
        self._join(at, old.next)
        old.remove()

    def _join(self, at: int, following: Sink) -> None:
        if at:
            self.stages[at - 1].next = following

    def _stage(self, toxic: InstalledToxic, following: Sink) -> Stage[Any]:
        if self._struck(toxic):
            stage: Stage[Any] = toxic.toxic.stage(toxic.toxic, self, following)
            return stage
        return Stage(NoopToxic(), self, following)

    def _struck(self, toxic: InstalledToxic) -> bool:
        return toxic.toxicity >= 1 or (toxic.toxicity > 0 and self.random.random() < toxic.toxicity)

    def _index(self, name: str) -> int:
        return next(at for at, toxic in enumerate(self.installed) if toxic.name == name)

    # What the stages ask for.

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

    def whole(self) -> None:
        """Make the coming end of stream close both directions."""
        self.connection.whole = True

    def reset(self) -> None:
        """Close the connection by RST at both ends."""
        self.connection.reset()

    def reset_on_close(self, yes: bool) -> None:
        """Make any close a RST, or no longer."""
        self.connection.resets += 1 if yes else -1

    def close(self) -> None:
        """Forget everything: the connection is over."""
        self.ended = True
        for stage in self.stages:
            stage.stop()
