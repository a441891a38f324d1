"""One process, one core.

NumPy's linear algebra starts a thread for every core: on matrices as small as ours that gains nothing, and takes the
core that another worker reads on. It asks these settings once, when it is first imported.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""What the libraries that NumPy may be built with ask."""


def keep_to_one_core() -> list[str]:
    """Ask for one thread in this process and those that it starts, where nothing else is asked for.

    Return the settings that were made.
    """
    made = [name for name in SETTINGS if name not in os.environ]
    os.environ.update(dict.fromkeys(made, "1"))
    return made


@contextmanager
def one_core_each() -> Iterator[None]:
    """Start processes that keep to one core each; our own settings stay as they were."""
    made = keep_to_one_core()
    try:
        yield
    finally:
        for name in made:
            os.environ.pop(name, None)
