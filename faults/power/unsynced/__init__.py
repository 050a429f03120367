"""Level `unsynced`: what the service did not have written to its disk is lost with the power.

::

    service ─▶ kernel ─▶ FileSystem (FUSE) ─▶ Disk ─▶ the real directory
                                               │
                                               └ Names, Pages: how to go back to what was synced

The file system stands over the service's data directory for the time of the run; without it the
directory is as the service left it. POSIX promises the content of a file after fsync(2) of it, and
its name after fsync of its directory; Linux file systems give a new file its name with the former.
What else reached the disk before the cut is drawn by seed.
"""
