"""Renew what is kept of the frozen runs, on purpose; then read the difference of NAME.json.

python -m tests.synthetic.frozen figures   after a change of a judgement or of the grid
python -m tests.synthetic.frozen runs      after a change of the format of plans or of evidence
"""

import sys
import tempfile
from pathlib import Path

from tests.synthetic.frozen.frozen_run import RUNS, keep_figures, play

if __name__ == "__main__":
    if sys.argv[1:] not in (["figures"], ["runs"]):
        sys.exit(__doc__)
    for name in RUNS:
        with tempfile.TemporaryDirectory() as folder:
            if sys.argv[1] == "runs":
                play(name, Path(folder))
        with tempfile.TemporaryDirectory() as folder:
            keep_figures(name, Path(folder))
