"""Tables and views of an evidence file, and their version."""

VERSION = 4  # of tables, views and records; docs/decisions/evidence-version.md

# Times are whole microseconds and texts are numbered: a request takes under 80 bytes on disk.
# Readers of the file use the views, in seconds and texts. In `request_row`, `guided` is 2 where the
# guidance announced when to come back; `captured` is the last column of `attempt_row`. Files of the
# same version may lack both.
TABLES = f"""
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO meta VALUES ('version', '{VERSION}');
CREATE TABLE label(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE request_row(arrival INT, step INT, attempt INT, intended INT, started INT, ended INT,
                         outcome INT, status INT, size INT, guided INT);
CREATE TABLE attempt_row(arrival INTEGER PRIMARY KEY, journey INT, cohort INT, intended INT,
                         started INT, ended INT, outcome INT, step INT, receipt TEXT,
                         receipt_at INT, guided INT, captured TEXT);
CREATE TABLE observation(time REAL, kind TEXT, subject TEXT, record TEXT);
CREATE INDEX observation_by_kind ON observation(kind);
CREATE VIEW request AS
  SELECT arrival, s.text AS step, attempt, intended / 1e6 AS intended, started / 1e6 AS started,
         ended / 1e6 AS ended, o.text AS outcome, status, size,
         guided > 0 AS guided, guided > 1 AS announced
  FROM request_row JOIN label s ON s.id = step JOIN label o ON o.id = outcome;
CREATE VIEW attempt AS
  SELECT arrival, j.text AS journey, c.text AS cohort, intended / 1e6 AS intended,
         started / 1e6 AS started, ended / 1e6 AS ended, o.text AS outcome, s.text AS step,
         receipt, CASE WHEN receipt_at < 0 THEN -1.0 ELSE receipt_at / 1e6 END AS receipt_at,
         guided, ifnull(captured, '') AS captured
  FROM attempt_row JOIN label j ON j.id = journey JOIN label c ON c.id = cohort
       JOIN label o ON o.id = outcome JOIN label s ON s.id = step;
"""  # noqa: S608 (a constant)


def microseconds(seconds: float) -> int:
    """Return a time as the tables hold it."""
    return round(seconds * 1e6)
