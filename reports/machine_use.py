"""Sentences about the use of the test machine."""

from epreuve.reports.assessment import MachineUse
from epreuve.reports.words import Words


def machine_use(use: MachineUse, _: Words) -> str:
    """Return who used the CPU, and how long programs waited for CPU, disk and memory."""
    sentences = [
        _(
            "Share of the CPU: test bench {own}, service {service}, other programs {others}, "
            "withheld by the hypervisor or a CPU limit {withheld}.",
            own=_.percent(use.own),
            service=_("unknown") if use.service is None else _.percent(use.service),
            others=_.percent(use.others),
            withheld=_.percent(use.withheld),
        ),
        _(
            "Others and withheld at worst: {worst} ({when}).",
            worst=_.percent(use.worst),
            when=_.of(use.worst_when),
        ),
    ]
    waiting = {"cpu": use.cpu_waiting, "disk": use.io_stalled, "memory": use.memory_waiting}
    shares = {
        name: _("unknown") if share is None else _.percent(share) for name, share in waiting.items()
    }
    sentences.append(
        _("Share of the time with waiting: CPU {cpu}, disk {disk}, memory {memory}.", **shares)
    )
    return " ".join(sentences)
