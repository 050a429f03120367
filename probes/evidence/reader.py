"""Reader of an evidence file: attempts, requests and observations as typed rows."""

from collections.abc import Iterator
from contextlib import closing

from pydantic import ValidationError

from epreuve.faults.message import message
from epreuve.probes.evidence.errors import EvidenceError, first_problem
from epreuve.probes.evidence.observation import AnyRecord, Observation, record_kinds
from epreuve.probes.evidence.queries import Queries
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.evidence.schema import microseconds

_BETWEEN = "intended >= ? AND intended < ? ORDER BY intended, arrival"
_ATTEMPTS = f"SELECT * FROM attempt_row WHERE {_BETWEEN}"  # noqa: S608 (a constant)
_REQUESTS = f"SELECT * FROM request_row WHERE {_BETWEEN}"  # noqa: S608 (a constant)
_FAILED = f"SELECT * FROM request_row WHERE outcome <> ? AND {_BETWEEN}"  # noqa: S608 (a constant)
# One step per kind: the index is not read to its end.
_KINDS = """
WITH RECURSIVE known(kind) AS (
  SELECT min(kind) FROM observation
  UNION ALL SELECT (SELECT min(kind) FROM observation WHERE kind > known.kind) FROM known
  WHERE known.kind IS NOT NULL)
SELECT kind FROM known WHERE kind IS NOT NULL
"""


class Evidence(Queries):
    """An evidence file; rows come in the order of time, observations in that of recording."""

    def attempts(self, start: float = -1.0, end: float = 1e12) -> Iterator[Attempt]:
        """Yield the attempts whose intended start is in [start, end)."""
        text = self._labels()
        for row in self._rows(_ATTEMPTS, microseconds(start), microseconds(end)):
            arrival, journey, cohort, wanted, began, ended, outcome, step, receipt, at = row[:10]
            guided, captured = row[10], row[11] if len(row) > 11 else None  # not in older files
            yield Attempt(
                arrival, text[journey], text[cohort], wanted / 1e6, began / 1e6, ended / 1e6,
                text[outcome], text[step], receipt, at / 1e6 if at >= 0 else -1.0, guided,
                captured or "",
            )  # fmt: skip

    def requests(
        self, start: float = -1.0, end: float = 1e12, *, failed: bool = False
    ) -> Iterator[Request]:
        """Yield the requests whose intended start is in [start, end), or the failed ones only."""
        text, between = self._labels(), (microseconds(start), microseconds(end))
        success = next((id for id, outcome in text.items() if outcome == "success"), -1)
        rows = self._rows(_FAILED, success, *between) if failed else self._rows(_REQUESTS, *between)
        for row in rows:
            arrival, step, attempt, wanted, began, ended, outcome, status, size, guided = row
            yield Request(
                arrival, text[step], attempt, wanted / 1e6, began / 1e6, ended / 1e6,
                text[outcome], status, size, guided > 0, guided > 1,
            )  # fmt: skip

    def observations(self, *records: type[AnyRecord]) -> Iterator[Observation[AnyRecord]]:
        """Yield the observations with a record of one of these classes.

        Raises EvidenceError for a record that its class cannot read.
        """
        classes = {record.kind: record for record in records}
        marks = ", ".join("?" * len(classes))
        rows = self._rows(
            f"SELECT rowid, time, kind, subject, record FROM observation WHERE kind IN ({marks}) "  # noqa: S608 (marks only)
            "ORDER BY rowid",
            *classes,
        )
        with closing(rows):  # before the database, also after an error
            for number, time, kind, subject, record in rows:
                try:
                    value = classes[kind].model_validate_json(record)
                except ValidationError as error:
                    raise self._invalid(number, kind, error) from error
                yield Observation(time, subject, value)

    def _invalid(self, number: int, kind: str, error: ValidationError) -> EvidenceError:
        return EvidenceError(
            message(
                "{path}: observation {number}: {kind}: {problem}; the file was changed or damaged, "
                "take it from a copy",
                path=str(self.path), number=str(number), kind=kind,
                problem=first_problem(error),
            )
        )  # fmt: skip

    def check_kinds(self) -> None:
        """Raise EvidenceError where an observation has a kind that no record class has."""
        kinds = record_kinds()
        for (kind,) in self._rows(_KINDS):
            if kind not in kinds:
                raise EvidenceError(
                    message(
                        "{path}: has observations of the unknown kind {kind}; install the plugin "
                        "that recorded them, or take the file from a copy",
                        path=str(self.path), kind=repr(kind),
                    )
                )  # fmt: skip
