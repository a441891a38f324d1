"""The corpus is read by Ray Data: tasks that take in, a pool of actors that each hold a reader.

The driver alone writes, so no disk has to be shared; the articles and their readings travel through Ray.
"""

from __future__ import annotations

import logging
import os
import pickle
import signal
import socket
import threading
import warnings
from collections.abc import Generator, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from onrecord.cluster.choices import MOST_DEATHS, Choices
from onrecord.cluster.errors import CorpusError
from onrecord.cluster.items import Item, Outcome
from onrecord.cluster.journal import Journal
from onrecord.cluster.ledger import Ledger
from onrecord.cluster.local import Local
from onrecord.cluster.taking import Numbered, take
from onrecord.cluster.work import WORN, Work
from onrecord.extras import need

if TYPE_CHECKING:
    from onrecord.cluster.run import Run

_BLOCK_ITEMS = 8
_BLOCK_BYTES = 64 << 10
"""Small blocks: a block is what an actor gets at once, and what is read again when it dies."""
_TASK_FILES = 500
_TASK_BYTES = 32 << 20
"""So many files, or bytes, are taken in by one task."""
_KEYS = 50_000


def outcomes(
    run: Run, journal: Journal, choices: Choices, workers: int | None, address: str, *, shared: bool
) -> Generator[Outcome]:
    """Yield what becomes of the items of a run's sources, as it comes.

    Raises:
        CorpusError: the cluster cannot be reached, or has too few cores for ``workers``.
    """
    ray = _connect(address, workers)
    try:
        count = _pool_size(ray, workers)
        ledger = _ledger(ray, journal)
        for info, group in _pipeline(ray, run, choices, count, ledger, shared=shared):
            run.hello(info)
            yield from group
        # Where a file has killed the tasks that took it in, processes of our own find out how far it is sound.
        rest = list(run.left())
        if rest:
            yield from Local(iter(rest), choices, 1, run.fate, run.hello).outcomes()
    finally:
        ray.shutdown()


def _connect(address: str, workers: int | None) -> Any:
    # Ray tells its makers how it is used, unless this is set before it is imported; and warns of much.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    ray = need("ray", "cluster")
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    handler = signal.getsignal(signal.SIGTERM)
    try:
        if address == "local":
            ray.init(address="local", num_cpus=workers, include_dashboard=False, **quiet)
        else:
            _knock(address)
            ray.init(address=address, **quiet)
    except (OSError, ValueError, RuntimeError) as error:
        problem = f"the Ray cluster {address!r} cannot be reached ({error}); start it with `ray start`"
        raise CorpusError(problem) from error
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, handler)  # which Ray has taken
    return ray


def _knock(address: str) -> None:
    """Raise ``OSError`` at once if nobody answers at ``host:port``; Ray would ask for minutes."""
    host, colon, port = address.rpartition(":")
    if colon and port.isdecimal() and "/" not in address:
        socket.create_connection((host.strip("[]"), int(port)), timeout=10.0).close()


def _pool_size(ray: Any, workers: int | None) -> int:
    there = int(ray.cluster_resources().get("CPU", 0))
    wanted = workers or there
    if not 1 <= wanted <= there:
        raise CorpusError(f"the cluster has {there} cores for {wanted} workers; ask for fewer, or add machines")
    return wanted


def _ledger(ray: Any, journal: Journal) -> Any:
    options = {"num_cpus": 0, "max_restarts": -1, "max_task_retries": -1, "resources": _here(ray)}
    actor = ray.remote(Ledger).options(**options).remote()
    for keys in journal.keys(_KEYS):
        ray.get(actor.know.remote(keys))
    ray.get(actor.know.remote(b"".join(journal.failed_keys())))
    return actor


def _here(ray: Any) -> dict[str, float]:
    """Return what only the driver's machine has."""
    own = ray.get_runtime_context().get_node_id()
    node = next(one for one in ray.nodes() if one["NodeID"] == own)
    return {f"node:{node['NodeManagerAddress']}": 0.001}


def _pipeline(ray: Any, run: Run, choices: Choices, workers: int, ledger: Any, *, shared: bool) -> Iterator[Any]:
    data = need("ray.data", "cluster")
    _be_quiet(data)
    groups = list(_groups(run.sources()))
    taken = data.from_items(groups, override_num_blocks=len(groups)).map_batches(
        _Taking(choices), batch_size=1, batch_format="numpy", num_cpus=0, resources=None if shared else _here(ray)
    )
    # Ray Data restarts actors that die, and gives them the block again, as often as it takes.
    read = taken.map_batches(
        _Reading, fn_constructor_args=(choices, ledger), batch_size=None, batch_format="pyarrow", num_cpus=1,
        compute=data.ActorPoolStrategy(size=workers, max_tasks_in_flight_per_actor=2),
    )  # fmt: skip
    for batch in read.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=1):
        for row in batch.column("data"):
            yield pickle.loads(row.as_py())


def _be_quiet(data: Any) -> None:
    context = data.DataContext.get_current()
    context.target_max_block_size = _BLOCK_BYTES
    context.target_min_block_size = 1
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.enable_auto_log_stats = False
    context.max_errored_blocks = -1
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    # It advises more blocks wherever a corpus is small.
    warnings.filterwarnings("ignore", module="ray.data.")


def _groups(sources: Iterable[Numbered]) -> Iterator[bytes]:
    group: list[Numbered] = []
    size = 0
    for numbered in sources:
        group.append(numbered)
        size += numbered.size
        if len(group) >= _TASK_FILES or size >= _TASK_BYTES:
            yield pickle.dumps(group)
            group, size = [], 0
    if group:
        yield pickle.dumps(group)


class _Taking:
    """Takes sources in; what it yields are blocks of a few items."""

    def __init__(self, choices: Choices) -> None:
        self._choices = choices

    def __call__(self, batch: dict[str, Any]) -> Iterator[Any]:
        group: list[Item] = []
        size = 0
        for numbered in (one for sources in batch["item"] for one in pickle.loads(sources)):
            for item in take(numbered, self._choices):
                group.append(item)
                size += len(item.article)
                if len(group) >= _BLOCK_ITEMS or size >= _BLOCK_BYTES:
                    yield _block(group)
                    group, size = [], 0
        if group:
            yield _block(group)


class _Reading:
    """An actor: one reader, and the articles of one block after another."""

    def __init__(self, choices: Choices, ledger: Any) -> None:
        self._work, self._ledger = Work(choices), ledger

    def __call__(self, batch: Any) -> Any:
        if self._work.is_worn():
            os._exit(WORN)  # Ray starts another in its place, and gives it this block
        items = [item for row in batch.column("data") for item in pickle.loads(row.as_py())]
        articles = [item for item in items if item.kind == "article"]
        keys = [(item.key, item.source, item.number) for item in articles]
        verdicts = iter(need("ray", "cluster").get(self._ledger.claim.remote(keys)) if keys else ())
        done = [self._outcome(item, next(verdicts) if item.kind == "article" else "") for item in items]
        return _block((self._work.info, done))

    def _outcome(self, item: Item, verdict: str) -> Outcome:
        if item.kind != "article":
            return Outcome(item, item.kind)
        if verdict == "repeat":
            return Outcome(item, "repeat")
        if verdict == "poison":
            problem = f"reading it killed {MOST_DEATHS} workers, by time, memory or a fault; split it"
            return Outcome(item, "failure", problem)
        self._ledger.begin.remote(item.key)
        outcome = self._work.read(item)
        self._ledger.finish.remote(item.key)
        return outcome


def _block(value: object) -> Any:
    arrow = need("pyarrow", "cluster")
    return arrow.table({"data": arrow.array([pickle.dumps(value)], type=arrow.large_binary())})
