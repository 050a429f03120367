"""DAT – data durability and portability."""

import math

from epreuve.audits.checks.durability.exports import Exports
from epreuve.audits.checks.durability.storage_loss import StorageLoss
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.receipt_pages import ReceiptPageObservation
from epreuve.audits.checks.facts.receipts import Messages, Receipts
from epreuve.audits.checks.facts.recovery import Recovery
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, points, seconds, share, text, worth
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.interval import rule_of_three
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.profile.model import Objectives
from epreuve.probes.evidence.observation import Observation
from epreuve.reports.text import Text

SHORT = 12  # characters that one can dictate at a counter [A]
FEWEST_HELD = 30  # receipts read after the drill under which nothing is concluded [A]
SAMPLE = 1_000  # receipts under which zero losses prove too little for full marks


@judgement
def dat_1(receipts: Receipts, cuts_of_the_crisis: int) -> Measure:
    """Acknowledged submissions lost, power cut under load.

    A loss counts whatever brought it about; that nothing was lost proves nothing before the power
    was cut in the crowd.

    Zero losses among n receipts only bound the loss by 3/n (rule of three, 95 %): under 1,000
    receipts the best score is n/10.
    """
    _some(receipts)
    if not receipts.lost and not cuts_of_the_crisis:
        raise NoEvidence(
            "rien n'est perdu, mais le courant n'a pas été coupé pendant la crise",
            "nothing is lost, but the power was not cut in the crisis",
        )
    n = receipts.audited
    bound = f"{math.ceil(rule_of_three(n) * 10_000) / 100:.2f}"
    return Measure(
        receipts.lost / n,
        share(receipts.lost / n, receipts.lost, n),
        text(
            f"{receipts.lost} perdues sur {n} accusés de réception relus après la crise."
            + (
                "" if receipts.lost else f" À 95 %, moins de {bound.replace('.', ',')} % de pertes."
            ),
            f"{receipts.lost} lost of {n} receipts read again after the crisis."
            + ("" if receipts.lost else f" At 95%, less than {bound}% are lost."),
        ),
        "observation: probe `receipt`, found is false",
        best=100.0 * min(n / SAMPLE, 1.0),
    )


@judgement
def dat_2(receipts: Receipts) -> Measure:
    """Duplicated or altered records among those acknowledged."""
    _some(receipts)
    n, bad = receipts.audited, receipts.duplicated + receipts.altered
    return Measure(
        bad / n,
        share(bad / n, bad, n),
        text(
            f"{receipts.duplicated} en double, {receipts.altered} altérées, sur {n} relues.",
            f"{receipts.duplicated} duplicated, {receipts.altered} altered, of {n} read again.",
        ),
        "observation: probe `receipt`, once or intact is false",
    )


def _some(receipts: Receipts) -> None:
    if receipts.audited < 30:
        raise NoEvidence(
            f"{receipts.audited} accusés relus : trop peu pour conclure",
            f"{receipts.audited} receipts read again: too few to conclude",
        )


@judgement
def dat_3(
    receipt_pages: tuple[Observation[ReceiptPageObservation], ...],
    messages: Messages,
    receipts: Receipts,
    recoveries: tuple[Recovery, ...],
    criterion: Criterion,
) -> Measure:
    """What the receipt is good for; a quality counts when every critical journey has it.

    `sent` counts connections to the SMS and mail gateways, not what is written in the messages.
    """
    del recoveries  # asked for: a receipt outlives an outage only when there was one
    _some(receipts)
    pages = [each.record for each in receipt_pages]
    has = {
        "shown": all(each.shows_number and each.shows_date for each in pages),
        "printable": all(each.shows_number and each.print_style for each in pages),
        "sent": messages.acknowledged > 0 and messages.connections >= messages.acknowledged,
        "valid": receipts.lost == 0,
        "counter": all(e.number_length <= SHORT and e.human_channel for e in pages),
    }
    return points(criterion, has, "observation: `receipt page`, `traffic`, `receipt`")


@judgement
def dat_5(storage_loss: StorageLoss, objectives: Objectives, criterion: Criterion) -> Measure:
    """How far back the submissions go that were lost with the storage, in real seconds.

    When nothing of the run came back, the backup is older than the run: how old is not known.
    """
    held, lost, window = storage_loss.held, storage_loss.lost, storage_loss.window
    if held < FEWEST_HELD:
        raise NoEvidence(
            f"{held} accusés relus après l'exercice : trop peu pour conclure",
            f"{held} receipts read again after the drill: too few to conclude",
        )
    if lost == held and window < criterion.curve.zero:
        raise NoEvidence(
            f"les {held} démarches de l'essai ont disparu avec le stockage : la perte remonte à "
            f"plus de {window:.0f} s, sans que l'essai dise jusqu'où",
            f"all {held} submissions of the run went with the storage: the loss goes back more "
            f"than {window:.0f} s, and the run cannot tell how far",
        )
    broken = objectives.max_data_loss is not None and window > objectives.max_data_loss
    return Measure(
        window,
        seconds(window),
        text(
            f"{lost} démarches perdues sur {held} après destruction du stockage et restauration"
            + ("; au-delà de la PDMA promise." if broken else "."),
            f"{lost} of {held} submissions lost after the storage was destroyed and restored"
            + ("; beyond the promised data-loss limit." if broken else "."),
        ),
        "observation: probes `drill`, `drill receipt`; attempt: receipt_at",
        halved=broken,
    )


@judgement
def dat_6(exports: Exports, criterion: Criterion) -> Measure:
    """Exports taken in truth: the share of citizens' files whole, of receipts in the other.

    A proof when the service also shows what the format is; without that page, as good as a
    document. Nobody tried to import them again.
    """
    sides = {"citizen": exports.citizens, "administrator": exports.receipts}
    value = sum(worth(criterion, [n]) * side.share for n, side in sides.items() if side.tried)
    shown = math.floor(value * 10) / 10
    own, all_, faults = exports.citizens, exports.receipts, _faults(exports)
    return Measure(
        value,
        text(f"{shown:g} points".replace(".", ","), f"{shown:g} points"),
        text(
            f"Export par l'usager : {_taken(own, 'aucun', 'fichiers entiers sur')}; par "
            f"l'administration : {_taken(all_, 'aucun', 'accusés retrouvés sur')}.{faults.fr} "
            f"Format {'documenté' if exports.documented else 'sans page qui le dise'}; "
            "réimportation non essayée.",
            f"Citizen's export: {_taken(own, 'none', 'whole files of')}; administrator's: "
            f"{_taken(all_, 'none', 'receipts found of')}.{faults.en} "
            f"Format {'documented' if exports.documented else 'without a page that tells it'}; "
            "re-import not tried.",
        ),
        "observation: probe `export`; profile: export",
        evidence_level="proven" if exports.documented else "documented",
    )


def _taken(side: Tries, none: str, of: str) -> str:
    return f"{side.succeeded} {of} {side.tried}" if side.tried else none


def _faults(exports: Exports) -> Text:
    """What was read, and what was wrong, in a sentence each."""
    fr = en = f" {', '.join(exports.formats)}." if exports.formats else ""
    if exports.opaque:
        fr += " Un export n'est dans aucun format ouvert connu."
        en += " One export is in no open format that is known."
    if exports.faults:
        told = "; ".join(exports.faults)
        fr, en = f"{fr} Défauts : {told}.", f"{en} Faults: {told}."
    return text(fr, en)
