"""Records of the test bench and of its programs."""

from epreuve.probes.evidence.observation import Record, record_kind


@record_kind("proxy totals")
class ProxyTotals(Record):
    """Connections of the whole run, summed over all proxies; the subject is `connections`."""

    opened: int
    """Connections accepted."""
    forgotten: int
    """Connections closed after their client had left, because file descriptors ran out."""
    turned_away: int
    """Connections refused because file descriptors ran out."""


@record_kind("probe failure")
class ProbeFailure(Record):
    """An active probe that failed; the subject is its name."""

    error_type: str
    """Class of the exception."""
    message: str
    """Text of the exception; empty without one."""


@record_kind("start calls")
class StartCalls(Record):
    """Other hosts that the service called while it started, in calm; the subject is `service`."""

    hosts: tuple[str, ...]
    """Hosts, as `host:port`; a declared dependency by its `listen`."""
    bypassed: tuple[str, ...] = ()
    """Declared dependencies that it called at their `upstream`, past their proxy."""


@record_kind("past proxy call")
class PastProxyCall(Record):
    """Call past a proxy while faults were in force; the subject is the dependency."""

    upstream: str
    """Address that it called, as `host:port`."""


@record_kind("service stopped")
class ServiceStopped(Record):
    """The service ended without a power cut; the subject is `service`."""


@record_kind("late control answer")
class LateControlAnswer(Record):
    """A request without a response of the Toxiproxy server in time; the subject is the request."""

    seconds: float
    """Seconds until the response, or until the harness gave up."""
    answered: bool
    """Whether a response came in the end."""
