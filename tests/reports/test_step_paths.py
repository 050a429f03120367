"""Step-line and area paths."""

from epreuve.reports.step_paths import area, step_line

EDGES = [160.0, 167.4, 174.7, 182.1]


def test_equal_levels_are_one_move() -> None:
    assert step_line(EDGES, [10, 10, 7]) == "M160 10h14.7v-3h7.4"


def test_a_gap_where_the_level_is_unknown() -> None:
    assert step_line(EDGES, [None, 10, 7]) == "M167.4 10h7.3v-3h7.4"
    assert step_line(EDGES, [10, None, 7]) == "M160 10h7.4M174.7 7h7.4"


def test_an_area_closes_at_the_bottom() -> None:
    assert area(EDGES, [10, 10, 7], 20) == "M160 20v-10h14.7v-3h7.4V20Z"
    assert area([160.0], [], 20) == ""


def test_rounding_errors_do_not_add_up() -> None:
    edges = [round(160 + 780 * i / 106, 1) for i in range(107)]
    moves = step_line(edges, list(range(106))).split("h")[1:]
    assert round(160 + sum(float(move.split("v")[0]) for move in moves), 6) == 940
