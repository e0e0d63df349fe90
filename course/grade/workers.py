"""Who grades a class: this process, worker processes of this machine, or those of a Dask cluster."""

import atexit
import logging
import os
import queue
import signal
import threading
import time
import uuid
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from multiprocessing import resource_tracker
from typing import Any

import psutil

from course.engine import sweep_up
from course.engine.state import state_root
from course.grade.ahead import AHEAD_MEMORY, Ahead
from course.grade.errors import GO_ON, GradingError, WrongUsage
from course.grade.job import Delivery, Job, broken_off, do
from course.grade.progress import Progress, ProgressCallback
from course.grade.results import Ungraded
from course.grade.station import MOST_MEMORY
from course.language import Text

Crew = Callable[[Iterable[Job], ProgressCallback], Iterator[tuple[Job, Delivery]]]
"""Grades jobs in any order; what is told comes in this thread. A job is asked for when somebody is free for it."""

PER_CPU = 2
"""Workers for each CPU: a submission takes up about 0.4 of one, for most of grading is waiting."""
PROCESS_MEMORY = 256 * 2**20
"""Bytes that a worker process takes up beside the containers it grades with."""
DEATHS = 1
"""How often a submission may lose its worker before it is set aside, to be tried by itself at the end."""
PATIENCE = 300
"""Seconds without any worker before a class is given up."""
LISTENING = 10
"""Seconds to listen before looking whether anybody is there."""

NOT_REACHABLE = Text(
    ko="{address}에서 응답하는 Dask 스케줄러가 없습니다({why}). 주소를 확인하거나 `dask scheduler`로 시작하세요.",
    en="no Dask scheduler answers at {address} ({why}). Check the address, or start one with `dask scheduler`.",
)
ONE_HOST = Text(
    ko="`--engine host`에서는 엔진이 하나뿐이라 한 번에 하나만 채점합니다. `--workers`를 빼세요.",
    en="with `--engine host` there is one engine, so one submission is graded at a time: leave out `--workers`.",
)
NO_WORKERS = (
    Text(
        ko="{address} 스케줄러에 {seconds}초 동안 작업자가 없었습니다. "
        "`dask worker {address} --nthreads 1`로 시작하세요.",
        en="the scheduler at {address} has had no worker for {seconds} s. Start one with "
        "`dask worker {address} --nthreads 1`.",
    )
    + GO_ON
)
SCHEDULER_LOST = (
    Text(
        ko="{address} 스케줄러와 연결이 끊어졌습니다. 채점이 끝난 것은 저장했습니다.",
        en="the connection to the scheduler at {address} was lost. What was graded is saved.",
    )
    + GO_ON
)
KILLS_WORKERS = Text(
    ko="{path}: 이 제출물을 채점하던 작업자 프로세스가 매번 죽었습니다. 메모리가 모자라지 않았는지(`dmesg`) 보고, "
    "그 노트북을 살펴본 뒤 이 제출물만 다시 채점하세요.",
    en="{path}: the worker process that graded it died each time. See whether memory ran out (`dmesg`), look into "
    "its notebooks, then grade this submission alone once more.",
)


class _GivenUp(BaseException):
    """Nobody waits for this job any more."""


def carried() -> int:
    """How many submissions this machine grades at a time without their limits getting into each other's way."""
    each = MOST_MEMORY + PROCESS_MEMORY + AHEAD_MEMORY
    by_memory = int(psutil.virtual_memory().available // each)
    return max(1, min(PER_CPU * len(os.sched_getaffinity(0)), by_memory))


def hands(wanted: int | None, submissions: int, kind: str) -> int:
    """How many workers to grade with on this machine, by what was asked for and what there is to grade.

    Raises WrongUsage when several are to share the `host` engine.
    """
    if kind == "host" and (wanted or 1) > 1:
        raise WrongUsage(ONE_HOST)
    return 1 if kind == "host" else min(wanted or carried(), submissions)


@contextmanager
def crew(workers: int = 1, scheduler: str | None = None) -> Iterator[Crew]:
    """This process alone, that many worker processes of this machine, or those of the scheduler at an address.

    Raises GradingError when that scheduler does not answer.
    """
    if scheduler is not None:
        with _client(scheduler) as client:
            yield _Cluster(client, scheduler)
    elif workers == 1:
        yield alone
    else:
        with _local_cluster(workers) as cluster, _client(cluster) as client:
            yield _Cluster(client, cluster.scheduler_address)


def alone(jobs: Iterable[Job], tell: ProgressCallback) -> Iterator[tuple[Job, Delivery]]:
    """A crew of one: this process."""
    with Ahead() as ahead:
        for job in jobs:
            yield job, do(job, tell, ahead, more=job.followers > 0)


class _Cluster:
    """Everyone who works for one Dask scheduler."""

    def __init__(self, client: Any, address: str) -> None:
        self._client = client
        self._address = address
        self._topic = f"course-{uuid.uuid4().hex}"
        self._news: queue.Queue[Any] = queue.Queue()

    def __call__(self, jobs: Iterable[Job], tell: ProgressCallback) -> Iterator[tuple[Job, Delivery]]:
        self._client.subscribe_topic(
            self._topic, lambda event: self._news.put(Progress(**event[1]["progress"]))
        )
        suspects = []
        for job, future in self._ended(iter(jobs), tell):
            if (delivery := _delivery(job, future)) is None:
                suspects.append(job)
            else:
                yield job, delivery
        # A worker's death is blamed on all that it had taken: by itself, each one shows whether it was to blame.
        for suspect in suspects:
            for job, future in self._ended(iter([suspect]), tell):
                text = KILLS_WORKERS.format(path=job.submission.path).of(job.speaks)
                guilty = Delivery(Ungraded(job.name, job.submission.path, text))
                yield job, _delivery(job, future) or guilty

    def _ended(self, jobs: Iterator[Job], tell: ProgressCallback) -> Iterator[tuple[Job, Any]]:
        """Each job with its future, once that has ended. One more is sent than there are workers for."""
        running: dict[Any, Job] = {}
        try:
            while True:
                while len(running) <= self._workers() and (job := next(jobs, None)):
                    tell(Progress(job.name, "waiting"))
                    running[self._submit(job)] = job
                if not running:
                    return
                news = self._hear()
                if isinstance(news, Progress):
                    tell(news)
                elif news in running:
                    yield running.pop(news), news
        finally:
            if running:
                with suppress(Exception):  # the scheduler may be gone
                    self._client.cancel(list(running), force=True)

    def _submit(self, job: Job) -> Any:
        key = f"grade-{uuid.uuid4().hex}"
        more = (
            job.followers >= self._workers()
        )  # else it is most likely somebody else who grades the next one
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a job is large
            future = self._client.submit(_grade_there, job, self._topic, more, key=key)
        future.add_done_callback(self._news.put)
        return future

    def _hear(self) -> Any:
        """A future that has ended, or a Progress. Raises GradingError when nobody is left to send any."""
        lonely_since = time.monotonic()
        while time.monotonic() - lonely_since < PATIENCE:
            with suppress(queue.Empty):
                news = self._news.get(timeout=LISTENING)
                if not isinstance(news, Progress) and news.status in ("cancelled", "lost"):
                    raise GradingError(SCHEDULER_LOST.format(address=self._address))
                return news
            if self._workers():
                lonely_since = time.monotonic()
        raise GradingError(NO_WORKERS.format(address=self._address, seconds=PATIENCE))

    def _workers(self) -> int:
        """How many there are now. Raises GradingError when the scheduler is gone."""
        try:
            return len(self._client.nthreads())
        except (OSError, TimeoutError) as error:
            raise GradingError(SCHEDULER_LOST.format(address=self._address)) from error


def _delivery(job: Job, future: Any) -> Delivery | None:
    """What came of it; None when every worker that took it has died."""
    from distributed.scheduler import KilledWorker

    error = future.exception()
    if isinstance(error, KilledWorker):
        return None
    if error is not None:
        return Delivery(broken_off(job.name, job.submission.path, error, job.speaks))
    delivery: Delivery = future.result()
    return delivery


_one_at_a_time = threading.Lock()
_ahead = Ahead()
"""Of this process, when it is a worker; between two submissions it waits but a short while."""
atexit.register(_ahead.close)


def _grade_there(job: Job, topic: str, more: bool) -> Delivery | None:
    """On a worker, however many threads it has. None when the job was taken back, and nobody asks any more."""
    from distributed import get_worker

    worker = get_worker()
    key = worker.get_current_task()

    def tell(progress: Progress) -> None:
        task = worker.state.tasks.get(key)
        if task is None or task.state == "cancelled":
            raise _GivenUp
        worker.log_event(topic, {"progress": asdict(progress)})

    try:
        with _one_at_a_time:
            try:
                return do(job, tell, _ahead, more)
            finally:
                _ahead.rest()
    except _GivenUp:
        return None


@contextmanager
def _local_cluster(workers: int) -> Iterator[Any]:
    """Worker processes that nobody but this machine's user can reach; nothing of them is left at the end."""
    import dask
    from distributed import LocalCluster

    settings = {
        "distributed.scheduler.worker-saturation": 1.0,
        "distributed.scheduler.http.routes": [],
        "distributed.worker.http.routes": [],
    }
    # It lets Ctrl-C in again where it starts (CPython's bpo-33613), so it does that before.
    resource_tracker.ensure_running()
    try:
        with dask.config.set(settings):
            with _deaf_to_ctrl_c():
                cluster = LocalCluster(  # type: ignore[no-untyped-call]
                    n_workers=workers,
                    threads_per_worker=1,
                    host="127.0.0.1",
                    security=True,  # certificates of its own: to another user of this machine, a port is open too
                    dashboard_address=None,
                    scheduler_kwargs={"dashboard_address": "127.0.0.1:0", "allowed_failures": DEATHS},
                    memory_limit=0,
                    local_directory=str(state_root()),
                    silence_logs=logging.CRITICAL,
                )
            with cluster:
                yield cluster
    finally:
        sweep_up()  # what workers that were killed have left on this machine


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes and threads that begin in here never get a Ctrl-C: this process is told and ends them in order."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _client(of: Any) -> Iterator[Any]:
    from distributed import Client

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        with _deaf_to_ctrl_c():
            client = Client(of, timeout=10)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise GradingError(
            NOT_REACHABLE.format(address=of, why=str(error) or type(error).__name__)
        ) from error
    try:
        yield client
    finally:
        client.close(timeout=5)  # type: ignore[no-untyped-call]
