"""Entry point of the server alone."""

from epreuve.faults.embedded.server import main

raise SystemExit(main())
