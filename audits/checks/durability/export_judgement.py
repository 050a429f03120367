"""DAT-6: real exports of the data."""

from epreuve.audits.checks.durability.exports import Exports
from epreuve.audits.checks.durability.translation import translate
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, item_points, shown
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.messages.texts import recorded_text
from epreuve.reports.text import SEMICOLON, Text, join
from epreuve.reports.translation import Points


@judgement
def dat_6(exports: Exports, criterion: Criterion) -> Measure:
    """Points of real exports: share of complete files of users, and of receipts in the full export.

    The evidence is a proof when the service documents the format, else a document. The import of
    the exports is not tested.
    """
    sides = {"citizen": exports.citizens, "administrator": exports.receipts}
    value = sum(item_points(criterion, [n]) * side.share for n, side in sides.items() if side.tried)
    return Measure(
        value,
        shown(Points(value)),
        join(_export_sentences(exports)),
        translate("`observation`: kinds `user export` and `full export`. Profile: `export`."),
        evidence_level="proven" if exports.documented else "documented",
    )


def _export_sentences(exports: Exports) -> list[Text]:
    sentences = [
        _export(
            exports.citizens,
            translate("Export by users: none."),
            translate(
                "Export by users, complete files: {done} of {tried}.", **exports.citizens.counts
            ),
        ),
        _export(
            exports.receipts,
            translate("Export by the administration: none."),
            translate(
                "Export by the administration, receipts in it: {done} of {tried}.",
                **exports.receipts.counts,
            ),
        ),
    ]
    if exports.formats:
        sentences.append(translate("Formats: {formats}.", formats=", ".join(exports.formats)))
    if exports.opaque:
        sentences.append(translate("One export has no known open format."))
    if exports.missing:
        names = ", ".join(exports.missing)
        sentences.append(translate("Missing in a file: {names}.", names=names))
    if exports.failures:
        sentences.append(_failures(exports.failures))
    if exports.documented:
        sentences.append(translate("A page documents the format. The import was not tested."))
    else:
        sentences.append(translate("No page documents the format. The import was not tested."))
    return sentences


def _failures(details: tuple[str, ...]) -> Text:
    """Return the failed exports with their details; commands and logs of this machine are left out.

    A detail in backquotes is a command, and one with “see” names a log: both are in the evidence.
    """
    public = [recorded_text(one) for one in details if "`" not in one and "see " not in one]
    if not public:
        return translate("Exports that failed: {n}. The observations have details.", n=len(details))
    return translate("An export failed (“{messages}”).", messages=join(public, SEMICOLON))


def _export(side: Tries, none: Text, counts: Text) -> Text:
    return counts if side.tried else none
