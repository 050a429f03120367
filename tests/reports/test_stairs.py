"""Stepped lines and surfaces, as path data."""

from epreuve.reports.stairs import area, stairs

EDGES = [160.0, 167.4, 174.7, 182.1]


def test_a_line_goes_by_steps_and_a_flat_is_one_move() -> None:
    assert stairs(EDGES, [10, 10, 7]) == "M160 10h14.7v-3h7.4"


def test_a_line_has_a_gap_where_nothing_is_known() -> None:
    assert stairs(EDGES, [None, 10, 7]) == "M167.4 10h7.3v-3h7.4"
    assert stairs(EDGES, [10, None, 7]) == "M160 10h7.4M174.7 7h7.4"


def test_a_surface_stands_on_its_foot() -> None:
    assert area(EDGES, [10, 10, 7], 20) == "M160 20v-10h14.7v-3h7.4V20Z"
    assert area([160.0], [], 20) == ""


def test_no_error_adds_up_over_many_steps() -> None:
    edges = [round(160 + 780 * i / 106, 1) for i in range(107)]
    moves = stairs(edges, list(range(106))).split("h")[1:]
    assert round(160 + sum(float(each.split("v")[0]) for each in moves), 6) == 940
