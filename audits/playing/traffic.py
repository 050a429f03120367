"""What the proxies saw of a fault: connections opened, bytes let through while it was in force."""

from collections.abc import Callable, Mapping

from epreuve.faults.state import Counters

Read = Callable[[], Mapping[str, Counters] | None]


class Traffic:
    """The live counters of the embedded server; another server has none, and nothing is told."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._marks: dict[str, Counters] = {}

    def mark(self, link: str) -> None:
        """A fault begins on this link."""
        now = (self._read() or {}).get(link)
        if now is not None:
            self._marks[link] = now

    def since(self, link: str) -> dict[str, object]:
        """Since it began: connections opened; bytes that came, and that were let through."""
        then, now = self._marks.pop(link, None), (self._read() or {}).get(link)
        if then is None or now is None:
            return {}
        return {
            "observed": {
                "opened": now.opened - then.opened,
                "came": _came(now) - _came(then),
                "passed": _passed(now) - _passed(then),
            }
        }


def _came(count: Counters) -> int:
    return count.upstream_received + count.downstream_received


def _passed(count: Counters) -> int:
    return count.upstream_sent + count.downstream_sent
