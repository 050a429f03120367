"""Findings about the connections of dependencies. Pure functions."""

from collections.abc import Iterable, Iterator

from epreuve.audits.profile.model import COMFORT_SETS, STAFF_SETS, Profile
from epreuve.audits.rehearsal.finding import ProfileFinding
from epreuve.audits.rehearsal.part_records import RehearsedDependency
from epreuve.audits.rehearsal.translation import translate


def of_dependencies(
    profile: Profile, dependencies: Iterable[RehearsedDependency]
) -> Iterator[ProfileFinding]:
    """Yield the dependencies that the service calls past their proxy, or not at all.

    Pages load comfort dependencies and no journey calls those of the staff: one that receives
    nothing is no problem. Nor is one that a real Toxiproxy may have missed.
    """
    for one in dependencies:
        kind = profile.dependencies[one.dependency].set
        if one.bypassed:
            yield ProfileFinding(
                severity="problem", at=("dependencies", one.dependency, "listen"),
                sentence=translate(
                    "the service calls {dependency} at its real address {upstream}, past its "
                    "proxy: faults would have no effect",
                    dependency=one.dependency, upstream=one.upstream,
                ),
                remedy=translate(
                    "Let the service call it at `listen` ({listen}).", listen=one.listen
                ),
            )  # fmt: skip
        elif not one.received_in and kind not in STAFF_SETS:
            is_certain = one.counted and kind not in COMFORT_SETS
            yield ProfileFinding(
                severity="problem" if is_certain else "warning",
                at=("dependencies", one.dependency, "listen"),
                sentence=translate(
                    "{dependency} received no connection through its proxy",
                    dependency=one.dependency,
                ),
                remedy=translate(
                    "Let the service call it at `listen` ({listen}), add a journey that uses it, "
                    "or remove it from `dependencies`.",
                    listen=one.listen,
                ),
            )
