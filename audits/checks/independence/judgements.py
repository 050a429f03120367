"""IND – independence from third parties."""

import math
from collections import Counter
from collections.abc import Iterator

from epreuve.audits.checks.facts.reached import require_contacted
from epreuve.audits.checks.facts.undeclared import Undeclared
from epreuve.audits.checks.independence.comfort_page_probe import Slowed
from epreuve.audits.checks.independence.translation import translate
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import (
    Measure,
    is_one_verdict,
    listed,
    seconds,
    share,
    shown,
)
from epreuve.audits.checks.statistics.interval import Interval
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.profile.bill_of_materials import Components
from epreuve.audits.profile.licence import is_free
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Number, Seconds


@judgement
def ind_1(
    indispensable_hosts: tuple[str, ...],
    depends_on_third_parties: bool,
    unproven_third_parties: dict[str, Text],
    undeclared: Undeclared,
    criterion: Criterion,
) -> Measure:
    """Number of third parties that block a critical journey when they are silent.

    One that was never contacted may be indispensable past its proxy: it counts, at most, where it
    cannot change the verdict. One that is not declared counts as indispensable.
    """
    failing = {*indispensable_hosts, *undeclared.hosts}
    proven, number = len(failing), len({*failing, *unproven_third_parties})
    if not is_one_verdict(criterion, number, proven):
        require_contacted(unproven_third_parties)
    if indispensable_hosts:
        reason = translate("Indispensable: {names}.", names=indispensable_hosts)
    elif undeclared.hosts:
        reason = translate("No declared third party is indispensable.")
    elif not depends_on_third_parties:
        reason = translate(
            "The profile declares no third party, and the pages load nothing from another host."
        )
    else:
        reason = translate("No third party is indispensable.")
    most = translate("at most {n}", n=number)
    return Measure(
        float(number),
        most if unproven_third_parties else shown(Number(number)),
        join((reason, *_counted(undeclared), *unproven_third_parties.values())),
        translate(
            "`attempt`: silent third parties with which less than half of the journeys succeed."
        ),
        interval=Interval(proven, number) if unproven_third_parties else None,
    )


def _counted(undeclared: Undeclared) -> Iterator[Text]:
    if undeclared.hosts:
        yield translate(
            "Not declared, or called past their proxy, so counted as indispensable: {hosts}.",
            hosts=", ".join(undeclared.hosts),
        )


@judgement
def ind_5(slowed_pages: tuple[Slowed, ...]) -> Measure:
    """Seconds that silent comfort third parties add before a page is useful, the worst page."""
    worst = max(slowed_pages, key=lambda page: page.added)
    reason = translate("The slowest page is {path}.", path=worst.path)
    if worst.added == 0:
        reason = translate("No page waits for another host.")
    if math.isinf(worst.added):
        value = seconds(worst.added)
        reason = join((reason, translate("It was not useful within the time limit.")))
    else:
        value = translate("+ {time}", time=Seconds(worst.added))
    return Measure(
        worst.added,
        value,
        reason,
        translate("`observation`: `useful` of kind `comfort page`, compared with kind `page`."),
    )


@judgement
def ind_6(
    observed_hosts: frozenset[str],
    declared_hosts: frozenset[str],
    start_calls: frozenset[str] | None,
) -> Measure:
    """Share of the third-party hosts that the profile declares: of pages, of starts of the service.

    Connections of the service are observed only where the run starts it.
    """
    evidence = translate("`observation`: `third_parties` of kind `page`, and kind `start calls`.")
    unknown = []
    if start_calls is None:
        unknown = [translate("The run did not start the service: its own calls are not known.")]
    if not observed_hosts:
        reason = translate("The pages of the journeys load nothing from another host.")
        value = translate("no third party")
        return Measure(1.0, value, join((reason, *unknown)), evidence)
    declared = observed_hosts & declared_hosts
    missing = sorted(observed_hosts - declared_hosts)
    if missing:
        hosts = ", ".join(missing)
        reason = translate("Not declared, or called past their proxy: {hosts}.", hosts=hosts)
    else:
        reason = translate("All observed hosts are declared.")
    called = sorted((start_calls or frozenset()) - declared_hosts)
    if called:
        hosts = ", ".join(called)
        unknown = [translate("Called by the service at its start: {hosts}.", hosts=hosts)]
    part = len(declared) / len(observed_hosts)
    return Measure(
        part,
        share(part, len(declared), len(observed_hosts)),
        join((reason, *unknown)),
        evidence,
    )


@judgement
def ind_8(components: Components, published: str) -> Measure:
    """Share of the listed components with a free licence, and the publication of the code."""
    free = sum(len(names) for licence, names in components.licences.items() if is_free(licence))
    number = sum(map(len, components.licences.values()))
    others = [
        f"{name} ({licence or '—'})"
        for licence, names in components.licences.items()
        if not is_free(licence)
        for name in names
    ]
    sentences = [
        translate(
            "Components with a free licence (OSI or FSF) in the bill of materials {file}: {free} "
            "of {number}.",
            file=components.file,
            free=free,
            number=number,
        )
    ]
    if others:
        sentences.append(translate("Other licences: {components}.", components=listed(others)))
    if published:
        sentences.append(translate("The service publishes publiccode.yml: {code}.", code=published))
    else:
        sentences.append(translate("The service publishes no publiccode.yml."))
    return Measure(
        free / number,
        share(free / number, free, number),
        join(sentences),
        translate(
            "`plan.json`: components, `sha256:{digest}`. `observation`: kind `publiccode`.",
            digest=components.sha256,
        ),
        kind="declared",  # a document of the operator
        evidence_level="documented",
    )


@judgement
def ind_9(providers: dict[str, str]) -> Measure:
    """Share of the functions that the largest provider runs."""
    counts = Counter(providers.values())
    largest, most = max(counts.items(), key=lambda item: (item[1], item[0]))
    if most > 1:
        functions = [function for function, name in providers.items() if name == largest]
        reason = translate(
            "The largest provider, {provider}, runs {most} of {n} functions: {functions}.",
            provider=largest,
            most=most,
            n=len(providers),
            functions=functions,
        )
    else:
        reason = translate("Each function has its own provider.")
    return Measure(
        most / len(providers),
        translate("{most} of {n}", most=most, n=len(providers)),
        reason,
        translate(
            "Profile: `provider`, and the addresses of `service`, `status_page` and `dependencies`."
        ),
        kind="declared",
        evidence_level="claimed",  # names without a document
    )
