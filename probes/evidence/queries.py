"""Named queries over a whole run: sums made by SQLite, and streams of a few columns."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from epreuve.probes.evidence.evidence_file import EvidenceFile
from epreuve.probes.evidence.records import Outcome
from epreuve.probes.evidence.schema import microseconds

_TRIES = """
SELECT arrival, step, attempt, intended / 1e6, ended / 1e6, text = 'success'
FROM request_row JOIN label ON id = outcome WHERE intended >= ? AND intended < ?
"""
_REQUESTS = """
SELECT r.intended / 1e6, (r.ended - r.intended) / 1e6, s.text, o.text, c.text, j.text
FROM request_row r JOIN label s ON s.id = r.step JOIN label o ON o.id = r.outcome
  LEFT JOIN attempt_row a ON a.arrival = r.arrival
  LEFT JOIN label c ON c.id = a.cohort LEFT JOIN label j ON j.id = a.journey
"""
_INTERVALS = """
SELECT min(cast(intended / 1e6 / ? AS INT), ?) AS place, ended - intended
FROM request_row JOIN label ON id = outcome WHERE text IN ({}) ORDER BY place
"""
_DURATIONS = """
SELECT ended - intended FROM request_row JOIN label ON id = outcome
WHERE intended >= ? AND intended < ? AND text IN ({})
"""
_LAGS = """
SELECT text, (started - intended) / 1e6
FROM attempt_row JOIN label ON id = outcome WHERE text <> 'no link'
"""
_FIRST_SUCCESS = """
SELECT min(ended) FROM request WHERE started >= ? AND ended < ? AND outcome = 'success'
"""
_ENDED_JOURNEYS = """
SELECT outcome, count(*) FROM attempt WHERE ended >= ? AND ended < ? GROUP BY outcome
"""
_ENDED_REQUESTS = "SELECT ended - intended FROM request WHERE ended >= ? AND ended < ?"
_OPEN_REQUESTS = "SELECT count(*) FROM request WHERE started < ? AND ended >= ?"
# As many rows as receipts: summed by SQLite. JSON's true is 1, its false 0, its null NULL. A user
# counts once: the last reading.
_RECEIPTS = """
SELECT count(*), ifnull(sum(state = 'lost'), 0), ifnull(sum(state = 'altered'), 0),
       ifnull(sum(state = 'stored' AND "unique" = 0), 0)
FROM (SELECT json_extract(record, '$.state') AS state,
             json_extract(record, '$.unique') AS "unique", max(rowid)
      FROM observation WHERE kind = 'receipt' GROUP BY json_extract(record, '$.arrival'))
WHERE state <> 'unread'
"""
_UNIQUE = """
SELECT json_extract(record, '$.arrival') FROM observation
WHERE kind = 'receipt' AND json_extract(record, '$.unique') IS NOT NULL
"""
# The last try of a step, in a journey, that the service accepted before the user had the receipt.
_SENT = """
SELECT a.arrival, r.step, r.attempt, max(r.started) AS started FROM attempt_row a
JOIN label j ON j.id = a.journey AND j.text = ?1
JOIN request_row r ON r.arrival = a.arrival AND r.ended <= a.receipt_at
JOIN label s ON s.id = r.step AND s.text = ?2
JOIN label o ON o.id = r.outcome AND o.text = 'success'
WHERE a.receipt <> '' GROUP BY a.arrival
"""
# Earlier tries of it whose response had begun, and stopped on the way. Where no byte came, the
# request itself may have been lost.
_LOST_ANSWERS = f"""
SELECT DISTINCT sent.arrival FROM ({_SENT}) sent
JOIN request_row lost ON lost.arrival = sent.arrival AND lost.step = sent.step
  AND lost.attempt < sent.attempt AND lost.started < sent.started
JOIN label o ON o.id = lost.outcome AND o.text IN ('truncated', 'body timeout')
"""  # noqa: S608 (a constant)

# Rows of results as long as the run are plain tuples: a million named ones take a second more.
RequestTry = tuple[int, int, int, float, float, bool]
"""Arrival, number of the step's label, reload (0: first try), intended start, end, success."""
JourneyRequest = tuple[float, float, str, Outcome, str | None, str | None]
"""Intended start, seconds from it, step, outcome, cohort, journey.

The last two are None where no attempt was recorded."""
ArrivalLag = tuple[Outcome, float]
"""Outcome of an attempt, and seconds by which the load generator started it late."""


class IntervalDurations(NamedTuple):
    """Seconds of the requests whose intended start is in one interval."""

    interval: int
    seconds: list[float]


class ReceiptTotals(NamedTuple):
    """Receipts that were read, each once, and their errors."""

    read: int
    lost: int
    altered: int
    duplicated: int


class Queries(EvidenceFile):
    """Queries whose rows are counted or streamed; a time is in seconds since the run's start."""

    def request_tries(self, start: float, end: float) -> Iterator[RequestTry]:
        """Yield the requests whose intended start is in [start, end)."""
        return self._rows(_TRIES, microseconds(start), microseconds(end))

    def journey_requests(self) -> Iterator[JourneyRequest]:
        """Yield every request with its user's network and journey."""
        return self._rows(_REQUESTS)

    def interval_durations(
        self, outcomes: Sequence[Outcome], step: float, last: int
    ) -> Iterator[IntervalDurations]:
        """Yield the requests with some outcomes by intervals of `step` seconds.

        The last interval also has later ones. No more than the requests of one interval are in
        memory at once.
        """
        rows = self._rows(_with_marks(_INTERVALS, outcomes), step, last, *outcomes)
        for interval, part in groupby(rows, key=itemgetter(0)):
            yield IntervalDurations(interval, [duration / 1e6 for _, duration in part])

    def durations(self, outcomes: Sequence[Outcome], start: float, end: float) -> list[float]:
        """Return the seconds of the requests with some outcomes, begun in [start, end)."""
        times = (microseconds(start), microseconds(end))
        rows = self._rows(_with_marks(_DURATIONS, outcomes), *times, *outcomes)
        return [duration / 1e6 for (duration,) in rows]

    def request_count(self) -> int:
        """Return the number of requests."""
        ((count,),) = self._rows("SELECT count(*) FROM request_row")
        return int(count)

    def first_success(self, after: float, until: float) -> float | None:
        """Return when the first request between two moments succeeded, None without any."""
        ((ended,),) = self._rows(_FIRST_SUCCESS, after, until)
        return None if ended is None else float(ended)

    def arrival_lags(self) -> Iterator[ArrivalLag]:
        """Yield every attempt of a user who has a network."""
        return self._rows(_LAGS)

    def ended_journeys(self, start: float, end: float) -> dict[Outcome, int]:
        """Return the number of attempts that ended in [start, end), by outcome."""
        return dict(self._rows(_ENDED_JOURNEYS, start, end))

    def ended_requests(self, start: float, end: float) -> Iterator[float]:
        """Yield the seconds of the requests that ended in [start, end), from the intended start."""
        return (seconds for (seconds,) in self._rows(_ENDED_REQUESTS, start, end))

    def open_requests(self, start: float, end: float) -> int:
        """Return the number of requests that started before `start` and ended at `end` or later."""
        ((count,),) = self._rows(_OPEN_REQUESTS, start, end)
        return int(count)

    def receipt_count(self) -> int:
        """Return the number of receipts that users were given."""
        ((count,),) = self._rows("SELECT count(*) FROM attempt_row WHERE receipt <> ''")
        return int(count)

    def receipt_totals(self) -> ReceiptTotals:
        """Return the result of reading receipts again after the run."""
        ((read, lost, altered, duplicated),) = self._rows(_RECEIPTS)
        return ReceiptTotals(read, lost, altered, duplicated)

    def checked_once(self) -> Iterator[int]:
        """Yield the arrivals whose submission was counted: it exists once, or several times."""
        return (arrival for (arrival,) in self._rows(_UNIQUE))

    def submissions_sent(self, steps: Mapping[str, str]) -> dict[int, float]:
        """Return when each user with a receipt sent the submission, by arrival.

        `steps` has the name of the step that stores, by journey.
        """
        rows = (self._rows(_SENT, *step) for step in steps.items())
        return {arrival: sent / 1e6 for part in rows for arrival, _, _, sent in part}

    def lost_answers(self, steps: Mapping[str, str]) -> Iterator[int]:
        """Yield the arrivals that sent their submission again, because its response had stopped.

        `steps` has the name of the step that stores, by journey.
        """
        for step in steps.items():
            yield from (arrival for (arrival,) in self._rows(_LOST_ANSWERS, *step))


def _with_marks(query: str, values: Sequence[str]) -> str:
    return query.format(", ".join("?" * len(values)))
