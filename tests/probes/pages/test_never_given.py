"""Receipts that a service never gave."""

import re
import uuid

import pytest

from epreuve.probes.pages.never_given import has_far, never_given


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
