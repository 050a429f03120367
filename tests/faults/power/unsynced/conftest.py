"""What needs FUSE is collected only where there is FUSE."""

from epreuve.faults.power.unsynced.service import missing

collect_ignore = ["test_mounted.py"] if missing() else []
