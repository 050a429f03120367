"""Examples of the requests and records behind a finding, one file per source."""
