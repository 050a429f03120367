"""Test of the difference between two counted shares."""

import math

CHANCE = 0.05  # probability under which a difference is significant


def less_by_chance(done: int, tried: int, other_done: int, other_tried: int) -> float:
    """Return the probability of so few successes when both shares are the same.

    One-sided exact test (Fisher, 1935) [G]. Raises ValueError unless 0 ≤ done ≤ tried, for both.
    """
    if not (0 <= done <= tried and 0 <= other_done <= other_tried):
        raise ValueError(
            f"{done} of {tried}, {other_done} of {other_tried}: not counts; 0 ≤ done ≤ tried"
        )
    successes, total = done + other_done, tried + other_tried
    fewest = max(successes - other_tried, 0)
    ways = sum(
        math.comb(tried, k) * math.comb(other_tried, successes - k) for k in range(fewest, done + 1)
    )
    return ways / math.comb(total, successes)
