"""Prometheus metrics: the two byte counters of Toxiproxy, live."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from epreuve.faults.embedded.collection import ProxyCollection
from epreuve.faults.embedded.http import Request, Response
from epreuve.faults.toxic import STREAMS

LABELS = ("direction", "proxy", "listener", "upstream")
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores"


class Metrics(Collector):
    """Metrics of the proxies, read at each scrape."""

    def __init__(self, collection: ProxyCollection) -> None:
        self.collection = collection
        self.registry = CollectorRegistry()
        self.registry.register(self)

    async def page(self, _: Request) -> Response:
        """Return the metrics in the text format."""
        return Response(200, generate_latest(self.registry), {"Content-Type": CONTENT_TYPE})

    def collect(self) -> Iterable[CounterMetricFamily]:
        """Return the bytes from each source and to each destination."""
        received = CounterMetricFamily(
            "toxiproxy_proxy_received_bytes", "From the source.", labels=LABELS
        )
        sent = CounterMetricFamily(
            "toxiproxy_proxy_sent_bytes", "To the destination.", labels=LABELS
        )
        for proxy in self.collection.sorted():
            for stream in STREAMS:
                labels = (stream, proxy.name, proxy.listen, proxy.upstream)
                received.add_metric(labels, proxy.traffic.flows[stream].received)
                sent.add_metric(labels, proxy.traffic.flows[stream].sent)
        return (received, sent)
