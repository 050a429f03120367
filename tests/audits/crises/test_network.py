"""Networks: simulated figures follow published ones."""

import math

import pytest

from epreuve.audits.crises.network import MSS, Network, networks

EVERY = {
    "gprs", "edge", "edge-lossy", "2g", "3g-slow", "3g", "slow4g", "4g-congested", "4g", "lte",
    "fixed-512", "dsl", "geo-sat", "isolated-lan", "no-network",
}  # fmt: skip


def mathis_cap(link: Network) -> float:
    """Return the most KB/s of one TCP connection (Mathis et al., 1997); infinite without loss."""
    rtt, loss = link.published.rtt, link.published.loss
    return MSS / rtt * 1.22 / math.sqrt(loss) if loss and rtt else math.inf


def test_the_library_has_all_networks() -> None:
    assert set(networks()) == EVERY | {"lan"}


@pytest.mark.parametrize("name", sorted(EVERY))
def test_simulated_figures_follow_the_published_ones(name: str) -> None:
    link = networks()[name]
    if link.published.rtt:
        assert abs(link.latency * 2 - link.published.rtt) <= 1
    assert link.jitter <= link.latency
    cap = mathis_cap(link)
    for rate, published in ((link.down, link.published.down), (link.up, link.published.up)):
        if rate is None or published is None:
            continue
        assert rate <= min(published / 8, cap) + 0.5
        if not link.published.loss:
            assert rate == pytest.approx(published / 8, abs=0.75)
    if link.published.loss:
        assert link.limit is not None


def test_a_lossy_link_stalls_as_often_and_as_long_as_time_outs_do() -> None:
    lossy = {
        name: network.stalls for name, network in networks().items() if network.stalls is not None
    }
    assert set(lossy) == {"edge-lossy", "4g-congested", "geo-sat"}
    # edge-lossy: window 8.63 packets, one loss in 2.88 ends in a time-out; 10.3 packets a second
    assert lossy["edge-lossy"].every == pytest.approx(1 / (10.27 * 0.02 / 2.876), rel=0.01)
    assert lossy["edge-lossy"].lasts == pytest.approx(0.84 + 4 * 0.1)
    assert lossy["4g-congested"].every < lossy["edge-lossy"].every < lossy["geo-sat"].every
