"""Third parties that the run observed, and that the profile does not declare."""

from collections.abc import Sequence
from dataclasses import dataclass

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import CountedAsFailed
from epreuve.audits.checks.translation import translate
from epreuve.probes.browser.page_record import PageObservation
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.http.address import aliases
from epreuve.probes.load.records import RedirectObservation


@dataclass(frozen=True)
class Undeclared:
    """Undeclared hosts: `pages` load from them, the service calls or sends users to `called`.

    `called` has the address of a declared dependency that the service calls past its proxy during
    faults: no fault reaches these calls.

    The hosts of pages were never contacted, so journeys that succeed do not call them. Those that
    are called may be of any kind.
    """

    pages: tuple[str, ...] = ()
    called: tuple[str, ...] = ()

    @property
    def hosts(self) -> tuple[str, ...]:
        """All hosts."""
        return tuple(sorted({*self.pages, *self.called}))


@fact
def undeclared(
    evidence: Evidence, declared_hosts: frozenset[str], start_calls: frozenset[str] | None,
    third_parties_past_proxies: frozenset[str],
) -> Undeclared:  # fmt: skip
    """Undeclared hosts of pages, of redirects, of starts of the service, and past proxies."""
    loads, redirects = (
        evidence.observations(PageObservation),
        evidence.observations(RedirectObservation),
    )
    pages = {host for load in loads for host in load.record.third_parties}
    called = {one.record.host for one in redirects} | (start_calls or frozenset())
    declared = {alias for host in declared_hosts for alias in aliases(host)}
    called = (called - declared) | third_parties_past_proxies
    return Undeclared(tuple(sorted(pages - declared)), tuple(sorted(called)))


def require_declared(hosts: Sequence[str]) -> None:
    """Raise CountedAsFailed where there are undeclared hosts."""
    if hosts:
        raise CountedAsFailed(
            translate(
                "The profile does not declare {hosts}, or the service calls it past its proxy, so "
                "this failure could not be tested. Such a third party counts as failed.",
                hosts=", ".join(hosts),
            ),
            translate(
                "Declare {hosts} in `dependencies`, and let the service and its pages use "
                "`listen`.",
                hosts=", ".join(hosts),
            ),
        )
