"""Receipts that a service never gave."""

import re
import uuid

import pytest

from epreuve.probes.pages.never_given import never_given


@pytest.mark.parametrize(
    ("receipt", "shape"),
    [
        ("17", r"9\d{8}"),
        ("VOIRIE-2026-0017", r"VOIRIE-2026-[1-9]{3,}\d*|VOIRIE-2026-\d{4}"),
        ("4711", r"9\d{8}"),
        ("1234567890", r"\d{10}"),
        ("AB12CD", r"[A-F]{2}\d{2}[A-F]{2}"),
        ("XY12", r"[A-Z]{2}\d{2}"),
        ("deadbeef", r"[a-f]{8}"),
        ("/requests/17/abc4", r"/requests/17/[a-f]{3}\d"),
        ("quartz", r"[a-z]{6}"),
    ],
)
def test_a_receipt_never_given_has_the_same_shape(receipt: str, shape: str) -> None:
    other = never_given(receipt)
    assert other != receipt
    assert re.fullmatch(shape, other)
    assert other == never_given(receipt)


def test_a_uuid_stays_one() -> None:
    receipt = f"file-{uuid.uuid4()}"
    other = never_given(receipt)
    assert other != receipt
    assert uuid.UUID(other.removeprefix("file-")).version == 4
