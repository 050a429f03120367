"""Access log of a service: what it sent, to whom, and when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

NAME = Path("service/logs/access.log")  # in the folder of a run


@dataclass(frozen=True)
class Answer:
    """One line of the log: tab-separated in the order of these fields."""

    time: float  # seconds since 1970, at the end of the response
    email: str  # header From of the request; "-" without
    status: int
    complete: bool  # the whole response was handed over
    seconds: float
    method: str
    address: str


@dataclass(frozen=True)
class Acceptance:
    """Response by which a service says that it accepted a submission."""

    status: int
    address: str = ""  # part of the address to which the submission is sent

    def is_met_by(self, answer: Answer) -> bool:
        """Return whether a response accepts a submission."""
        return (
            answer.method == "POST"
            and answer.status == self.status
            and self.address in answer.address
        )

    @property
    def redirects(self) -> bool:
        """Whether the page that says so comes after a redirect."""
        return 300 <= self.status < 400


def parse(lines: Iterable[str]) -> Iterator[Answer]:
    """Yield the responses; a last line that a power cut left unfinished is skipped."""
    for line in lines:
        fields = line.rstrip("\n").split("\t")
        if line.endswith("\n") and len(fields) == 7 and fields[2].isdecimal():
            time, email, status, completion, seconds, method, address = fields
            yield Answer(
                float(time), email, int(status), completion == "OK", float(seconds), method, address
            )


def read(run: Path) -> list[Answer]:
    """Return all responses of a run."""
    with (run / NAME).open(encoding="utf-8", errors="replace") as file:
        return list(parse(file))


def ended_well(answers: Iterable[Answer], accepted: Acceptance) -> set[str]:
    """Return the users whose submission was accepted and who got the page that says so."""
    waiting: set[str] = set()
    done: set[str] = set()
    for answer in answers:
        if not answer.complete:
            continue
        if accepted.is_met_by(answer):
            (waiting if accepted.redirects else done).add(answer.email)
        elif answer.email in waiting and answer.status == 200:
            done.add(answer.email)
    return done


def clock_offset(answers: Iterable[Answer], first_answers: Iterable[tuple[str, float]]) -> float:
    """Return the time of the log at the start of the run.

    `first_answers` holds each user's address and the end of the first response in run time.
    """
    logged: dict[str, float] = {}
    for answer in answers:
        if answer.email != "-" and answer.status < 400:
            logged.setdefault(answer.email, answer.time)
    return median(logged[email] - end for email, end in first_answers if email in logged)
