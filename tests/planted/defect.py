"""The planted defects, with the criterion that each must lower and its knock-out."""

from dataclasses import dataclass

from epreuve.audits.profile.model import DependencySet


@dataclass(frozen=True)
class Defect:
    """One switch of the service. `also` are criteria that it lowers, too, and rightly."""

    name: str
    criterion: str
    knockouts: frozenset[str] = frozenset()
    dependencies: tuple[DependencySet, ...] = ()
    also: frozenset[str] = frozenset()


def _defect(
    name: str, criterion: str, knockouts: str = "", needs: str = "", also: str = ""
) -> Defect:
    return Defect(
        name, criterion, frozenset(knockouts.split()),
        tuple(needs.split()), frozenset(also.split()),  # type: ignore[arg-type]
    )  # fmt: skip


def together(*defects: Defect) -> Defect:
    """Return defects that do not disturb each other, planted in one service."""
    return Defect(
        ",".join(one.name for one in defects), "",
        frozenset().union(*(one.knockouts for one in defects)),
        tuple(dict.fromkeys(name for one in defects for name in one.dependencies)),
        frozenset().union(*(one.also | {one.criterion} for one in defects)),
    )  # fmt: skip


PLAIN = _defect("plain", "")
DEFECTS = (
    _defect("volatile", "DAT-1", "K1", also="DAT-2 DAT-3 DAT-6"),
    _defect("loses-one-in-ten", "DAT-1", "K1", also="DAT-3 DAT-6 DEG-8"),
    _defect("duplicates", "DAT-2", also="DAT-6"),
    _defect("alters", "DAT-2", also="DAT-1 DAT-3 DEG-8 DAT-6"),
    _defect("throttle", "CON-1", "K2", also="CON-2 CON-3 CON-4 CON-5 CON-7 FRU-2 REC-1 REC-5"),
    _defect("slow", "CON-3", also="FRU-1"),
    _defect("slow-boot", ""),
    _defect("never-boots-again", "REC-2", "K4", also="REC-1 REC-3 REC-5 DAT-1 DAT-3 DAT-6 CON-5"),
    _defect("no-human-channel", "HUM-1", "K3", also="DAT-3 CON-6"),
    _defect("hidden-human-channel", "HUM-1", "K3", also="DAT-3 CON-6"),
    _defect("heavy", "FRU-3", also="FRU-1 FRU-4 FRU-5 FRU-7"),
    _defect("needs-script", "DEG-7", also="FRU-6 HUM-5"),
    _defect(
        "foreign-fonts",
        "IND-6",
        "K8",
        also="FRU-1 FRU-3 FRU-4 FRU-5 IND-1 IND-5 TER-1 REC-3 DEG-1 DEG-2 DEG-3",
    ),
    _defect("export-incomplete", "DAT-6"),
    _defect("session-lost", "DEG-8"),
    _defect("status-page-lies", "DEG-6"),
    _defect("needs-id", "IND-2", "K5", "ID", "IND-1 DEG-1 DEG-2 DEG-3 TER-1 REC-3"),
    _defect("needs-otp", "IND-3", "K5", "OTP", "IND-1 IND-2 DEG-1 DEG-2 DEG-3 TER-1 REC-3"),
    _defect("needs-pay", "IND-4", "K5", "PAY", "IND-1 IND-2 DEG-1 DEG-2 DEG-3 TER-1 REC-3"),
    _defect("retry-storm", "DEG-9", needs="ID", also="DEG-1 DEG-2 DEG-3"),
    _defect("hangs-without-database", "DEG-4", needs="DB", also="DEG-1 DEG-2 DEG-3 DEG-9"),
    _defect("cold-start", "REC-3", needs="ID"),
)
