"""`epreuve init`: a profile drafted from a running service, a HAR or an OpenAPI file.

Each source makes a `Draft`; `written` turns one into a commented file that `epreuve check` accepts.
What was guessed is marked "# to check"; secrets and what a person typed are never copied.
"""
