"""Statements of the profile that narrow the test, in the assessment."""

from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.dependencies import NoDependencies
from epreuve.audits.profile.name import title_of
from epreuve.audits.scoring.sections.run_metadata import service
from tests.audits import frozen


def changed(**fields: object) -> Plan:
    plan = frozen.plan()
    return plan.model_copy(update={"profile": plan.profile.model_copy(update=fields)})


def test_a_third_party_that_is_declared_as_a_database_is_named() -> None:
    dependencies = frozen.plan().profile.dependencies
    name, identity = next((id, one) for id, one in dependencies.items() if one.set == "ID")
    title = f"{title_of(name).en} (database)"
    assert title not in [own.en for own in service(changed()).own_dependencies]
    hidden = {**dependencies, name: identity.model_copy(update={"set": "DB"})}
    assert title in [own.en for own in service(changed(dependencies=hidden)).own_dependencies]
    staff = {name: identity.model_copy(update={"set": "AGENT"})}
    assert service(changed(dependencies=staff)).own_dependencies == ()  # a third party, if needed
    assert service(changed(dependencies=NoDependencies())).own_dependencies == ()


def test_a_journey_that_is_declared_as_not_critical_is_named() -> None:
    profile = frozen.plan().profile
    name, journey = next(iter(profile.critical().items()))
    journeys = {**profile.journeys, name: journey.model_copy(update={"critical": False})}
    title = title_of(name).en
    assert title not in [one.en for one in service(changed()).uncritical_journeys]
    assert title in [one.en for one in service(changed(journeys=journeys)).uncritical_journeys]
