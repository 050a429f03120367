"""Drafts of profiles, from a running service, a HAR file or an OpenAPI file.

Each source makes a `Draft`; `profile_text` renders it as a commented file that `epreuve check`
accepts. Guesses are marked "# to check". Secrets and typed values are never copied.
"""
