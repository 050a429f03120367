"""Level `unsynced`: writes that the service did not sync to its disk are lost with the power.

::

    service ─▶ kernel ─▶ FileSystem (FUSE) ─▶ Disk ─▶ the real directory
                                               │
                                               └ Names, Pages: how to return to the synced state

The file system is mounted over the service's data directory during the run; after the run, the
directory is as the service left it. POSIX guarantees the content of a file after fsync(2) of the
file, and its name after fsync of its directory; on Linux file systems the former also saves the
name of a new file. What else reached the disk before the cut is a seeded random choice.
"""
