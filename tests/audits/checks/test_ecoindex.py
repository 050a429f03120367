"""EcoIndex against its published reference."""

import pytest

from epreuve.audits.checks.frugality.ecoindex import ecoindex


@pytest.mark.parametrize(
    ("elements", "requests", "size", "score"),
    [
        (0, 0, 0, 100),
        (693, 78, 2_420_000, 44),  # the medians of the reference, rated D
        (594_601, 3_920, 223_212_260, 0),
        (10**9, 10**9, 10**12, 0),
    ],
)
def test_the_reference_points(elements: float, requests: float, size: float, score: float) -> None:
    assert ecoindex(elements, requests, size) == pytest.approx(score, abs=1.0)


def test_more_of_anything_is_never_better() -> None:
    base = ecoindex(300, 30, 500_000)
    assert ecoindex(600, 30, 500_000) < base
    assert ecoindex(300, 60, 500_000) < base
    assert ecoindex(300, 30, 900_000) < base


def test_elements_weigh_three_times_bytes() -> None:
    # One rank more of each: 5 · 3/6 points for the page's elements, 5 · 1/6 for its bytes.
    assert ecoindex(47, 0, 0) == pytest.approx(97.5, abs=0.51)
    assert ecoindex(0, 0, 1370) == pytest.approx(100 - 5 / 6, abs=0.51)
