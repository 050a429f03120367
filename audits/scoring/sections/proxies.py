"""Dependencies that the service does not call through their proxies: warnings and notes."""

from collections.abc import Iterator

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.facts.past_proxies import past_proxy_sentence
from epreuve.audits.profile.model import Dependency
from epreuve.audits.runs.records.bench import StartCalls
from epreuve.audits.scoring.translation import translate
from epreuve.reports.text import Text, join


def bypassed(facts: Facts) -> Iterator[Text]:
    """Return a warning for each dependency that the service called past its proxy."""
    past, during = _called_past_their_proxy(facts), facts.past_proxies
    for name, dependency in facts.plan.profile.dependencies.items():
        never = [facts.uncontacted[name]] if name in facts.uncontacted else []
        if name in during:
            called = past_proxy_sentence(name, during[name])
            yield join((*never, called, _advice(name, dependency)))
        elif name in past:
            called = translate(
                "At its start, the service called {dependency} at its `upstream` ({upstream}), "
                "past its proxy: faults do not reach these calls.",
                dependency=name,
                upstream=dependency.upstream,
            )
            yield join((*never, called, _advice(name, dependency)))


def uncontacted(facts: Facts) -> Iterator[Text]:
    """Return a note for each other dependency that was never contacted.

    No result is in doubt: its faults count in no criterion, or at worst.
    """
    past = _called_past_their_proxy(facts)
    for name, dependency in facts.plan.profile.dependencies.items():
        if name in facts.uncontacted and name not in past and name not in facts.past_proxies:
            effect = _effect(name in facts.unproven)
            yield join((facts.uncontacted[name], effect, _advice(name, dependency)))


def _called_past_their_proxy(facts: Facts) -> set[str]:
    calls = facts.evidence.observations(StartCalls)
    return {name for call in calls for name in call.record.bypassed}


def _advice(name: str, dependency: Dependency) -> Text:
    return translate(
        "Let the service call {listen}. If it does not use {dependency}, remove it from "
        "`dependencies`.",
        listen=dependency.listen,
        dependency=name,
    )


def _effect(is_unproven: bool) -> Text:
    """Return the effect of a dependency that was never contacted on the criteria."""
    if is_unproven:
        return translate("Criteria assume the worst of it, or are inconclusive.")
    return translate("Its faults count in no criterion.")
