"""A driver of its own to be killed: ``python -m tests.cluster.driver INPUT OUT [ADDRESS]``."""

from __future__ import annotations

import sys
from pathlib import Path

from onrecord.cluster.choices import Choices
from onrecord.cluster.reading import read_corpus
from onrecord.cluster.run import PartSize
from tests.cluster.corpora import unhurried

if __name__ == "__main__":
    read_corpus([sys.argv[1]], Path(sys.argv[2]), Choices(reader=unhurried), workers=2, size=PartSize(40),
                cluster=sys.argv[3] if len(sys.argv) > 3 else None)  # fmt: skip
