"""Blocks of a drafted profile that a person completes, as comments."""

from collections.abc import Iterator

from epreuve.audits.drafts.note import commented, to_check
from epreuve.audits.drafts.translation import translate
from epreuve.audits.grid.grid import load_grid
from epreuve.reports.text import NO_TEXT, Text, join, untranslated

_DECLARATION = "{level: documented, date: 2026-01-31, owner: DSI, evidence: proof.pdf}"


def authorisation(host: str) -> Iterator[Text]:
    """Yield the authorisation for a service on another machine."""
    yield commented(
        "",
        translate(
            "This host is not this machine: `{command}` requires an authorisation of its owner.",
            command="epreuve check",
        ),
    )
    limits = f"until: 2026-12-31, hosts: [{host}], max_rate: 5/s"
    parts = (
        untranslated('authorisation: {granted_by: "'),
        translate("name, role"),
        untranslated(f'", {limits}}}'),
    )
    yield commented("", join(parts, NO_TEXT))


def database() -> Iterator[Text | str]:
    """Yield a dependency."""
    yield commented(
        "",
        translate(
            "Dependencies. The service must call `{listen}`; epreuve forwards to `{upstream}` "
            "and adds faults:",
            listen="listen", upstream="upstream",
        ),
    )  # fmt: skip
    yield "# dependencies:"
    yield '#   base: {set: DB, listen: "127.0.0.1:15432", upstream: "127.0.0.1:5432"}'


def power() -> Iterator[Text | str]:
    """Yield the power of the service."""
    yield commented(
        "", translate("Without this block, no power is cut and recovery is not assessed:")
    )
    yield "# power:"
    yield commented(
        "#   level: process                   ",
        translate("SIGKILL to all processes of `{field}`", field="start"),
    )
    yield commented(
        "#   start: [python, -m, my_service]  ",
        translate("epreuve starts the service: stop it before"),
    )
    yield commented(
        "#   ready: /                         ",
        translate("responds with 2xx once the service is up"),
    )


def declared() -> Iterator[Text | str]:
    """Yield the criteria to declare: without a declaration, each has no points."""
    yield commented(
        "",
        translate(
            "Criteria that no probe can measure. Declare what is true, with a file of this folder "
            "as evidence."
        ),
    )
    yield commented(
        "",
        translate("A declaration without its file gets no points:"),
    )
    yield "# declared:"
    for criterion in load_grid().criteria:
        if criterion.kind != "measured":
            yield commented(f"#   {criterion.id}: {_DECLARATION}", criterion.title)


def operation() -> Iterator[Text | str]:
    """Yield the status page, exports, bill of materials and objectives, and the gate."""
    yield commented(
        "",
        translate(
            "Status page of the service, on another host; `{none}` if there is none:",
            none="status_page: none",
        ),
    )
    yield '# status_page: {address: "http://127.0.0.1:8081/"}'
    yield commented(
        "",
        translate(
            "Data export for users and for the administration; both are tested after the run:"
        ),
    )
    yield "# export:"
    yield commented(
        '#   citizen: [{get: "/dossiers/{receipt}.json"}]  ',
        translate("the last response is the file; or `{none}`", none="none"),
    )
    yield commented(
        "#   administrator: {command: [my_service, export]}",
        translate("writes to its standard output; or `{none}`", none="none"),
    )
    yield commented("#   documentation: /formats", translate("page that documents the format"))
    yield commented(
        "", translate("Bill of materials in CycloneDX JSON, a path relative to this file:")
    )
    yield "# components: my_service.cdx.json"
    yield commented("", translate("Objectives promised by the operator:"))
    yield "# objectives: {max_outage: 4h, max_data_loss: 5min, minimum_service: [/]}"
    yield commented(
        "gate: {floor: 0, no_knockouts: true}",
        to_check(translate("raise the floor after the first audit")),
    )
