"""Networks and dependency sets: what is rendered follows from what was published."""

from typing import get_args

import pytest

from epreuve.audits.crises.dependency_set import dependency_sets
from epreuve.audits.crises.network import mathis_cap, networks
from epreuve.audits.profile.model import OWN_SETS, DependencySet

EVERY = {
    "gprs", "edge", "edge-lossy", "2g", "3g-slow", "3g", "slow4g", "4g-congested", "4g", "lte",
    "fixed-512", "dsl", "geo-sat", "isolated-lan", "no-network",
}  # fmt: skip


def test_all_the_profiles_are_there() -> None:
    assert set(networks()) == EVERY | {"lan"}


@pytest.mark.parametrize("name", sorted(EVERY))
def test_simulated_figures_follow_the_published_ones(name: str) -> None:
    link = networks()[name]
    if link.published.rtt:
        assert abs(link.latency * 2 - link.published.rtt) <= 1
    assert link.jitter <= link.latency
    cap = mathis_cap(link.published.rtt or 0, link.published.loss)
    for rate, published in ((link.down, link.published.down), (link.up, link.published.up)):
        if rate is None or published is None:
            continue
        assert rate <= min(published / 8, cap) + 0.5
        if not link.published.loss:
            assert rate == pytest.approx(published / 8, abs=0.75)
    if link.published.loss:
        assert link.limit is not None


def test_the_mathis_formula() -> None:
    assert mathis_cap(840, 0.02) == pytest.approx(15.0, abs=0.1)
    assert mathis_cap(840, 0) == float("inf")


def test_the_sets_are_those_of_profiles() -> None:
    assert set(dependency_sets()) == set(get_args(DependencySet))
    own = {name for name, each in dependency_sets().items() if each.run_by == "operator"}
    assert own == OWN_SETS
    assert all(each.proxied or each.limit for each in dependency_sets().values())


def test_a_lossy_link_stalls_as_often_and_as_long_as_time_outs_do() -> None:
    lossy = {name: each.stalls for name, each in networks().items() if each.stalls is not None}
    assert set(lossy) == {"edge-lossy", "4g-congested", "geo-sat"}
    # edge-lossy: window 8.63 packets, one loss in 2.88 ends in a time-out; 10.3 packets a second
    assert lossy["edge-lossy"].every == pytest.approx(1 / (10.27 * 0.02 / 2.876), rel=0.01)
    assert lossy["edge-lossy"].lasts == pytest.approx(0.84 + 4 * 0.1)
    assert lossy["4g-congested"].every < lossy["edge-lossy"].every < lossy["geo-sat"].every
