"""A fault: power loss at level `proxy`, for a machine that we cannot switch off."""

from typing import ClassVar, Literal

from epreuve.faults.fault import Fault
from epreuve.faults.message import Label, Message, message
from epreuve.faults.silent import Silent
from epreuve.faults.toxic import STREAMS, Toxic


class PowerLoss(Fault):
    """One of its two stages: `dark`, no power; then `boot`, the machine is back, the service not.

    Stands for: a host without power behind a router that has power. `dark` is simulated as Silent.
    `boot` by `reset_peer` and a disabled proxy: a kernel that knows no connection resets the old
    ones and refuses new ones. Begin `boot` before `dark` is healed, so that old connections get
    their reset. In the dark, the embedded server leaves new connections without a response.
    Not faithful: on a real Toxiproxy these open and stay silent, and connections opened before
    `boot` end by FIN; no write is lost (levels `process` and `unsynced` do that).
    """

    label: ClassVar[Label] = Label("without power")
    mark: ClassVar[str] = "▀"
    exclusive: ClassVar[bool] = True

    kind: Literal["power_loss"] = "power_loss"
    stage: Literal["dark", "boot"] = "dark"
    """Stage of the cut: `dark` without power, or `boot` after its return."""

    def toxics(self) -> tuple[Toxic, ...]:
        """Drop everything in the dark; make every close a reset during the boot."""
        if self.stage == "dark":
            return tuple(
                self.toxic(toxic.type, toxic.stream, toxic.attributes)
                for toxic in Silent().toxics()
            )
        # 0: during its time-out a real Toxiproxy ignores the removal of the toxic.
        return tuple(self.toxic("reset_peer", stream, {"timeout": 0}) for stream in STREAMS)

    def ignores_connections(self) -> bool:
        """Return True in the dark."""
        return self.stage == "dark"

    def disables(self) -> bool:
        """Return True during the boot."""
        return self.stage == "boot"

    def describe(self) -> Message:
        """Return the stage."""
        if self.stage == "dark":
            return message("power loss")
        return message("power back, booting")


FRENCH = """
msgid "without power"
msgid_plural "without power"
msgstr[0] "sans courant"
msgstr[1] "sans courant"

msgid "power loss"
msgstr "coupure de courant"

msgid "power back, booting"
msgstr "retour du courant, démarrage"

msgid "One of its two stages: `dark`, no power; then `boot`, the machine is back, the service not."
msgstr ""
"L’une de ses deux étapes : `dark`, sans courant ; puis `boot`, la machine est revenue, pas le "
"service."

msgid "a host without power behind a router that has power."
msgstr "une machine sans courant derrière un routeur alimenté."

msgid ""
"on a real Toxiproxy these open and stay silent, and connections opened before `boot` end by FIN; "
"no write is lost (levels `process` and `unsynced` do that)."
msgstr ""
"sur un vrai Toxiproxy, elles s’ouvrent et restent muettes, et les connexions ouvertes avant "
"`boot` se terminent par FIN ; aucune écriture n’est perdue (c’est le rôle des niveaux `process` "
"et `unsynced`)."

msgid "Stage of the cut: `dark` without power, or `boot` after its return."
msgstr "Étape de la coupure : `dark` sans courant, ou `boot` après son retour."
"""
