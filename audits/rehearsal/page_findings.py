"""Findings about the human channel, the exports and the status page. Pure functions."""

from collections.abc import Iterator, Sequence

from epreuve.audits.messages.texts import recorded_text
from epreuve.audits.profile.model import Profile
from epreuve.audits.rehearsal.finding import ProfileFinding
from epreuve.audits.rehearsal.part_records import (
    ERROR_PAGE,
    RehearsedChannel,
    RehearsedExport,
    RehearsedStatusPage,
)
from epreuve.audits.rehearsal.translation import translate
from epreuve.reports.text import Text, untranslated


def of_channel(profile: Profile, pages: Sequence[RehearsedChannel]) -> Iterator[ProfileFinding]:
    """Yield a declared channel that no page shows, and the pages that show none."""
    declared = profile.human_channel
    readable = [page for page in pages if page.unreadable is None]
    if declared is not None and readable:
        for field, is_shown in (
            ("phone", any(page.phone for page in readable)),
            ("counter", any(page.counter for page in readable)),
        ):
            if not is_shown:
                yield ProfileFinding(
                    severity="problem", at=("human_channel", field),
                    sentence=translate(
                        "no page shows “{text}”", text=getattr(declared, field)
                    ),
                    remedy=translate("Write it as the pages do, or add it to them."),
                )  # fmt: skip
    if scripted := [page for page in pages if page.unreadable == "script"]:
        yield ProfileFinding(
            severity="warning", at=(),
            sentence=translate(
                "these pages have no readable content without scripts: {pages}",
                pages=[_page(page) for page in scripted],
            ),
            remedy=translate("Let the audit load pages with Chromium: add `--browser`."),
        )  # fmt: skip
    without = [page for page in readable if not (page.phone and page.counter)]
    if without and not (declared is not None and len(without) == len(readable)):
        yield ProfileFinding(
            severity="warning", at=("human_channel",) if declared is not None else (),
            sentence=translate(
                "no telephone number, or no address with opening hours, on: {pages}",
                pages=[_page(page) for page in without],
            ),
            remedy=translate("Add them to each page, for people without Internet access."),
        )  # fmt: skip


def _page(page: RehearsedChannel) -> Text:
    return translate("error page") if page.path == ERROR_PAGE else untranslated(page.path)


def of_exports(
    profile: Profile, exports: Sequence[RehearsedExport], *, tried: bool
) -> Iterator[ProfileFinding]:
    """Yield the exports that fail; `tried` is whether a receipt could be read."""
    if profile.export is not None and not tried:
        yield ProfileFinding(
            severity="warning", at=("export",),
            sentence=translate("no export was tried: no receipt could be read"),
            remedy=translate("Correct the journeys first."),
        )  # fmt: skip
    for one in exports:
        if not one.works:
            yield ProfileFinding(
                severity="problem", at=("export", one.export), sentence=_failure(one),
                remedy=_export_remedy(one),
            )  # fmt: skip


def _failure(export: RehearsedExport) -> Text:
    name = export.journey or export.export
    if export.detail:
        return translate(
            "{name}: it fails: {detail}", name=name, detail=recorded_text(export.detail)
        )
    if export.format is None:
        return translate("{name}: it is no file in a known open format", name=name)
    return translate("{name}: it lacks {names}", name=name, names=", ".join(export.missing))


def _export_remedy(export: RehearsedExport) -> Text:
    if export.export == "documentation":
        return translate("Correct the path of the page.")
    if export.detail or export.format is None:
        return translate("Correct its steps or its command: the last response must be the file.")
    return translate("Let the export hold the receipt and all that the user sent.")


def of_status_page(pages: Sequence[RehearsedStatusPage]) -> Iterator[ProfileFinding]:
    """Yield a status page that is not served, or that says nothing."""
    for page in pages:
        if not page.served:
            sentence = (
                translate(
                    "{address} is not served while the service has no power", address=page.address
                )
                if page.while_off
                else translate("{address} is not served", address=page.address)
            )
            yield ProfileFinding(
                severity="problem", at=("status_page", "address"), sentence=sentence,
                remedy=translate(
                    "Correct the address, start the page, or write `status_page: none`."
                ),
            )  # fmt: skip
        elif not page.states_availability and not page.while_off:
            yield ProfileFinding(
                severity="warning", at=("status_page", "address"),
                sentence=translate("{address} does not say what works", address=page.address),
                remedy=translate("Let the page say whether each service works."),
            )  # fmt: skip
