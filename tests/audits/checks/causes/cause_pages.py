"""Literal page loads."""

from typing import Any

from epreuve.probes.browser.page_record import HTML_PARSER, PageObservation
from epreuve.probes.evidence.observation import Observation


def page(path: str, size: int, again: int, hosts: tuple[str, ...] = ()) -> Any:
    values = {
        "outcome": "success", "detail": "", "status": 200, "useful": 0.5, "useful_bytes": 700_000,
        "complete": 2.0, "limit": 20.0, "bytes": size, "third_party_bytes": size // 2,
        "requests": 9, "elements": 120, "hosts": (), "third_parties": hosts, "failed": (),
        "repeat_bytes": again, "reader": HTML_PARSER,
    }  # fmt: skip
    return values, path


def pages(*made: Any) -> tuple[Observation[PageObservation], ...]:
    return tuple(
        Observation(1.0, path, PageObservation.model_validate(values)) for values, path in made
    )
