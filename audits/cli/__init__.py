"""Command line: one file per verb, with the flow that the verb runs.

Each file holds a click command named `command`. A verb's file is imported only when the verb
runs, so that `epreuve --help` stays fast.
"""
