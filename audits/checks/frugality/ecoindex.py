"""EcoIndex: the CNUMR's score of a page from its elements, requests and bytes [S].

score = 100 − 5·(3·q_dom + 2·q_requests + q_size)/6, each q the rank 0–20 of the figure in a table
of 21 bounds, with linear interpolation. Source: cnumr/EcoIndex_python.
"""

from bisect import bisect_right

DOM = (
    0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801,
    2479, 594601,
)  # fmt: skip
REQUESTS = (
    0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920,
)  # fmt: skip
KILOBYTES = (
    0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27,
    1876.08, 2142.06, 2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26,
)  # fmt: skip


def ecoindex(elements: float, requests: float, size: float) -> float:
    """Return the score, 0 to 100, from elements, requests and bytes, rounded as the CNUMR does."""
    ranks = (
        3 * _rank(DOM, elements),
        2 * _rank(REQUESTS, requests),
        _rank(KILOBYTES, size / 1000),
    )
    return float(max(round(100 - 5 * sum(ranks) / 6), 0))


def _rank(bounds: tuple[float, ...], figure: float) -> float:
    below = bisect_right(bounds, figure) - 1
    if below >= len(bounds) - 1:
        return float(len(bounds) - 1)
    return below + (figure - bounds[below]) / (bounds[below + 1] - bounds[below])
