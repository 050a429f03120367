"""Number of requests at a time."""

from epreuve.probes.pages.adaptive_limit import FIRST, MOST, AdaptiveLimit


def test_it_grows_by_one_while_answers_are_fast() -> None:
    limit = AdaptiveLimit()
    for _ in range(FIRST):
        limit.note(0.1, failed=False)
    assert (limit.value, round(limit.latency, 6)) == (FIRST, 0.1)
    for _ in range(FIRST):
        limit.note(0.15, failed=False)
    assert limit.value == FIRST + 1
    for _ in range(100):
        limit.note(0.3, failed=False)
    assert limit.value == FIRST + 1
    for _ in range(5000):
        limit.note(0.1, failed=False)
    assert limit.value == MOST


def test_a_failure_halves_it_and_one_stays() -> None:
    limit = AdaptiveLimit()
    sizes = []
    for _ in range(4):
        limit.note(5.0, failed=True)
        sizes.append(limit.value)
    assert sizes == [2, 1, 1, 1]
