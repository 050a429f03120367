"""Headers that a profile adds to each request, and the address of the user in them."""

from typing import Any

import pytest

from epreuve.audits.profile.model import Profile
from epreuve.audits.profile.validation import problems

SERVICE = {"name": "Guichet", "address": "http://127.0.0.1:8080", "normal_peak": "30 journeys/min"}


def profile(**service: Any) -> Profile:
    journey = {"critical": True, "steps": [{"get": "/", "expect": {"contains": "Bonjour"}}]}
    return Profile.model_validate(
        {"epreuve": 1, "service": SERVICE | service, "journeys": {"page": journey}}
    )


def test_the_address_header_is_in_each_request() -> None:
    service = profile(address_header="X-Forwarded-For", headers={"X-Audit": "yes"}).service
    sender = service.senders("7:ab").of(1)
    assert [name for name, _ in sender.headers] == ["X-Forwarded-For", "X-Audit"]
    assert sender.headers[0][1].startswith(("198.18.", "198.19."))
    assert sender.source == ""
    assert profile().service.senders("7:ab").of(1).source.startswith("127.")


@pytest.mark.parametrize(
    ("service", "problem"),
    [
        ({"headers": {"X-Real-IP": "{citizen.address}"}}, None),
        ({"headers": {"X-Real-IP": "{citizen.adress}"}}, "{citizen.adress}: not known here; only"),
        ({"headers": {"Host": "a"}}, "this header cannot be set"),
        ({"address_header": "X-Forwarded-For"}, None),
        ({"address_header": "Cookie"}, "browsers send it themselves"),
    ],
)
def test_each_mistake_is_found(service: dict[str, Any], problem: str | None) -> None:
    found = [str(sentence) for _, sentence in problems(profile(**service))]
    assert len(found) == (0 if problem is None else 1), found
    assert problem is None or found[0].startswith(problem)
