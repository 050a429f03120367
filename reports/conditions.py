"""Conditions of a letter, for the first screen of each report: the test, and its gaps."""

from collections import Counter
from collections.abc import Iterator

from epreuve.reports import labels
from epreuve.reports.assessment import Assessment, CriterionOutcome, Finding
from epreuve.reports.words import Words

MOST_TITLES = 12  # criteria in a sentence; more do not fit on a first screen
NOT_ASSESSED: tuple[CriterionOutcome, ...] = ("inconclusive", "error")


def conditions(assessment: Assessment, _: Words) -> Iterator[str]:
    """Yield the power cuts, the load, the statements of the profile, and the gaps."""
    powers = labels.powers(_)
    power = assessment.bench.power
    cut = _("Power cut: {power}.", power=powers.get(power, power))
    yield " ".join((cut, *_load(assessment, _)))
    yield from _narrowed(assessment, _)
    exempted = _exempted(assessment)
    if found := _chosen(assessment, *NOT_ASSESSED, plus=exempted):
        yield _.plural(
            "{n} criterion was not assessed: {names}.",
            "{n} criteria were not assessed: {names}.",
            len(found),
            names=", ".join(_names(assessment, found, _)),
        )
    if found := _chosen(assessment, "not_applicable", minus=exempted):
        yield _.plural(
            "{n} criterion does not apply: {names}.",
            "{n} criteria do not apply: {names}.",
            len(found),
            names=", ".join(_names(assessment, found, _)),
        )


def _narrowed(assessment: Assessment, _: Words) -> Iterator[str]:
    """Yield the statements of the profile that narrow the judgements without any evidence."""
    service = assessment.service
    if service.own_dependencies:
        yield _(
            "Dependencies that the profile calls its own, not judged as third parties: {names}.",
            names=", ".join(map(_.of, service.own_dependencies)),
        )
    if service.uncritical_journeys:
        yield _(
            "Journeys that the profile calls not critical, without effect on most criteria: "
            "{names}.",
            names=", ".join(map(_.of, service.uncritical_journeys)),
        )


def _load(assessment: Assessment, _: Words) -> Iterator[str]:
    peak, run = assessment.service.normal_peak, assessment.run
    if peak is not None:
        yield _("Normal peak: {peak} journeys per minute.", peak=_.number(peak * 60, 1))
        if (critical := assessment.service.critical_peak) is not None:
            yield _("Of these, {n} are critical.", n=_.number(critical * 60, 1))
        if assessment.service.peak_source:
            yield _("Source of the peak: {source}.", source=assessment.service.peak_source)
        elif assessment.service.peak_source is not None:
            yield _("The profile gives no source for this peak.")
    if assessment.service.patience is not None:
        yield _(
            "A user waits at most {time} for a step, plus three times the slowest step in calm.",
            time=_.duration(assessment.service.patience),
        )
    if run.journeys is not None and run.surge_journeys is not None:
        yield _(
            "Critical journeys judged: {n}, of which {surge} in the surge.",
            n=_.number(run.journeys),
            surge=_.number(run.surge_journeys),
        )
    elif run.journeys is not None:
        yield _("Critical journeys judged: {n}.", n=_.number(run.journeys))


def _exempted(assessment: Assessment) -> frozenset[str]:
    """Return the criteria that only the profile calls not applicable: they are not assessed."""
    return frozenset(
        one.criterion for one in assessment.exemptions if not one.refused and not one.shown
    )


def _chosen(
    assessment: Assessment, *outcomes: CriterionOutcome,
    plus: frozenset[str] = frozenset(), minus: frozenset[str] = frozenset(),
) -> list[Finding]:  # fmt: skip
    return [
        one
        for one in assessment.findings
        if one.id in plus or (one.outcome in outcomes and one.id not in minus)
    ]


def _names(assessment: Assessment, chosen: list[Finding], _: Words) -> Iterator[str]:
    """Yield the titles and ids of criteria; of many, the titles of their families and numbers."""
    if len(chosen) <= MOST_TITLES:
        yield from (f"{_.of(one.title)} ({one.id})" for one in chosen)
        return
    number = Counter(one.family for one in chosen)
    whole = Counter(one.family for one in assessment.findings)
    for family in assessment.result.families:
        if number[family.code]:
            yield _(
                "{family} ({n} of {all})",
                family=_.of(family.title),
                n=_.number(number[family.code]),
                all=_.number(whole[family.code]),
            )
