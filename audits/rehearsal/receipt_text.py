"""Receipts of a rehearsal as lines of text."""

from collections.abc import Iterator

from epreuve.audits.rehearsal.step_records import ReadingSubject, RehearsedReceipt
from epreuve.audits.rehearsal.step_text import mark, step_details, step_line
from epreuve.reports.words import Words


def receipt_lines(receipt: RehearsedReceipt, _: Words) -> Iterator[str]:
    """Yield the lines of one receipt: how it is read, and others that were never given."""
    yield "  " + _("receipt: {receipt}", receipt=receipt.receipt)
    yield from (f"    {line}" for line in _lines(receipt, _))


def _lines(receipt: RehearsedReceipt, _: Words) -> Iterator[str]:
    if receipt.readable is None:
        yield f"– {_('not read again: the journey has no `verify`')}"
        return
    yield f"{mark(receipt.readable)} {_('`verify` for the receipt just made')}"
    yield from _steps(receipt, "receipt", _)
    if receipt.readable:
        yield mark(not receipt.forged_found) + " " + _(
            "`verify` for receipts never given: {found} of {tried} found",
            found=receipt.forged_found, tried=receipt.forged,
        )  # fmt: skip
        yield from _steps(receipt, "never given", _)
    yield from _counts(receipt, _)
    if receipt.processed is not None:
        yield f"{mark(receipt.processed)} {_('`processed` for the receipt just made')}"
    if receipt.processed_forged is not None:
        text = (
            _("`processed` for receipts never given: it succeeds too")
            if receipt.processed_forged
            else _("`processed` for receipts never given: none found")
        )
        yield f"{mark(not receipt.processed_forged)} {text}"
    if receipt.kept is not None:
        yield f"{mark(receipt.kept)} {_('`verify` after the power cut')}"


def _steps(receipt: RehearsedReceipt, subject: ReadingSubject, _: Words) -> Iterator[str]:
    """Yield the steps of the last `verify`; one of a receipt never given has no mark."""
    for reading in receipt.readings:
        if (reading.kind, reading.subject) != ("verify", subject):
            continue
        for step in reading.steps:
            if subject == "never given":
                yield f"    – {step_line(step, _)[2:]}"
                continue
            yield f"    {step_line(step, _)}"
            yield from (f"        {line}" for line in step_details(step, _))


def _counts(receipt: RehearsedReceipt, _: Words) -> Iterator[str]:
    made, forged = receipt.unique_made, receipt.unique_forged
    if made is not None or forged is not None:
        text = _(
            "`unique` counts {made} for the receipt just made, {forged} for one never given",
            made="–" if made is None else made, forged="–" if forged is None else forged,
        )  # fmt: skip
        yield f"{mark(made == 1 and not forged)} {text}"
