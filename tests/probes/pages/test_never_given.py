"""Receipts that a service never gave."""

import re
import uuid

import pytest

from epreuve.probes.http.request import HttpRequest
from epreuve.probes.pages.never_given import has_far, never_given
from tests.probes.pages.reading import controlled, read, states
from tests.probes.pages.store import Answer, Store, filed


@pytest.mark.parametrize(
    ("receipt", "near", "far"),
    [
        ("17", r"[5-9]\d\d", r"9\d{8}"),
        ("4711", r"[7-9]\d{3}", r"9\d{8}"),
        ("482913", r"[7-9]\d{5}", r"9\d{8}"),
        ("999950", r"[5-9]\d{6}", r"9\d{8}"),
        ("00017", r"[5-9]\d{4}", r"9\d{8}"),
        ("VOIRIE-2026-0017", r"VOIRIE-2026-[5-9]\d{3}", r"VOIRIE-2026-9\d{8}"),
        ("0017-2026", r"[5-9]\d{3}-2026", r"9\d{8}-2026"),
        ("2026", r"[6-9]\d{3}", r"9\d{8}"),
        ("1234567890", r"[5-9]\d{9}", r"9\d{10}"),
        ("D000017", r"D[5-9]\d{5}", r"D9\d{8}"),
        ("T-2026A0017", r"T-2026A[5-9]\d{3}", r"T-2026A9\d{8}"),
        ("AB12CD", r"[A-F]{2}\d{2}[A-F]{2}", None),
        ("XY12", r"[A-Z]{2}\d{2}", None),
        ("deadbeef", r"[a-f]{8}", None),
        ("/requests/17/abc4", r"/requests/17/[a-f]{3}\d", None),
        ("quartz", r"[a-z]{6}", None),
    ],
)
def test_a_receipt_never_given_is_near_the_one_given_or_far_above(
    receipt: str, near: str, far: str | None
) -> None:
    assert has_far(receipt) is (far is not None)
    for seed in range(20):
        other = never_given(receipt, seed)
        assert other != receipt
        assert re.fullmatch(near, other)
        assert other == never_given(receipt, seed)
        assert re.fullmatch(far or near, never_given(receipt, seed, far=True))


def test_a_uuid_stays_one() -> None:
    receipt = f"file-{uuid.uuid4()}"
    other = never_given(receipt)
    assert other != receipt
    assert uuid.UUID(other.removeprefix("file-")).version == 4


class Prefixed(Store):
    """Store whose numbers begin with D; its router knows no other letter."""

    def submit(self, name: str) -> str:
        number = f"D{int(super().submit(name)):05d}"
        self.kept[number] = name
        return number


def only_d(path: str, request: HttpRequest) -> Answer | None:
    is_known = re.fullmatch(r"(?:/request/D\d{5}|/request|/by)", path)
    return None if is_known else (404, "<h1>No such page</h1>")


def test_a_lost_number_behind_a_letter_is_lost() -> None:
    store = Prefixed(only_d)
    control = controlled(store)
    attempts = filed(store, 1, 2)
    del store.kept[attempts[1].receipt]
    assert states(read(store, attempts, control)) == ["stored", "lost"]
