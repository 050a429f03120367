"""`epreuve` with windows of few seconds, for tests of how an audit ends and of what it writes.

Its judgements have too little evidence for a letter.
"""

import sys

from epreuve.audits.cli.shared.group import main
from epreuve.audits.planning import plan_builder, sizes

COMMAND = (sys.executable, "-P", __file__)  # -P: the modules of this folder hide no package

if __name__ == "__main__":
    plan_builder.SHORTEST.update(baseline=2.0, ramp=4.0, stage=4.0)
    plan_builder.RECOVER_WITHIN = 2.0
    sizes.PATIENCES = 0.5
    main(sys.argv[1:])
