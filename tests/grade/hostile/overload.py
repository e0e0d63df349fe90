"""Attacks on the grader's time, memory and disk, and on engine and kernel themselves."""

from dataclasses import replace

from hostile.attack import QUICK, Attack

from course.grade.client import CUT
from course.grade.kernel import DIED, INTERRUPTED, KILLED, OUT_OF_MEMORY
from course.grade.watching import DISK, ENDED, GONE, MEMORY, PROCESSES, SILENT
from course.views.journal import TOO_MUCH

IN_THE_ENGINE = "!timeout 4 docker run --rm --pid host --cap-add ALL shell sh -c"
"""Root among the engine's own processes."""

OVERLOAD = {
    # Processes
    "fork-bomb-in-a-cell": Attack(
        "make processes without end in a cell",
        """
import os, time
while True:
    try:
        os.fork()
    except OSError:
        time.sleep(0.1)
""",
        says=(PROCESSES, KILLED),
        costs="whatever",
    ),
    "fork-bomb-in-a-container": Attack(
        "make processes without end in containers",
        "!docker run -d --name bomb shell bash -c 'bomb() { bomb | bomb & }; bomb; sleep 30'\n!sleep 4",
        says=(PROCESSES,),
        costs="whatever",
        lang="en",
    ),
    "threads": Attack(
        "make threads without end",
        """
import threading, time
while True:
    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
""",
        says=("can't start new thread", PROCESSES),
        costs="whatever",
    ),
    # Memory
    "memory-of-the-kernel": Attack(
        "use up the memory of the machine in a cell",
        "hog = [bytearray(10**7) for _ in range(10**4)]",
        says=(OUT_OF_MEMORY,),
        costs="cells",
        lang="en",
    ),
    "memory-of-a-child": Attack(
        "use up memory in a process beside the kernel",
        "!python3 -c 'hog = [bytearray(10**7) for _ in range(10**4)]'; echo $?",
        says=(MEMORY,),
        costs="whatever",
    ),
    "memory-of-a-container": Attack(
        "use up the memory of the machine in a container",
        "!docker run --rm shell tail /dev/zero; echo $?",
        says=(MEMORY,),
        costs="whatever",
        lang="en",
    ),
    "memory-of-a-volume": Attack(
        "use up the memory of the machine by a tmpfs of 100 GB",
        """
!docker volume create -o type=tmpfs -o device=tmpfs -o o=size=100g swamp
!docker run --rm -v swamp:/swamp shell dd if=/dev/zero of=/swamp/fill bs=1M count=1400
""",
        says=(MEMORY,),
        costs="whatever",
    ),
    "shared-memory": Attack(
        "use up memory by /dev/shm and tmpfs mounts",
        """
!docker run --rm --shm-size 100g shell dd if=/dev/zero of=/dev/shm/fill bs=1M count=1400
!docker run --rm --tmpfs /t:size=100g shell dd if=/dev/zero of=/t/fill bs=1M count=1400
""",
        says=(MEMORY,),
        costs="whatever",
        lang="en",
    ),
    # Disk
    "disk-by-a-layer": Attack(
        "fill the machine's disk by what a container writes",
        "!docker run --name full shell dd if=/dev/zero of=/fill bs=1M count=900",
        says=("No space left on device", DISK),
        costs="whatever",
    ),
    "disk-by-a-volume": Attack(
        "fill the machine's disk by a volume",
        "!docker run --rm -v full:/full shell dd if=/dev/zero of=/full/x bs=1M count=900\n!docker volume rm full",
        says=("No space left on device", DISK),
        lang="en",
    ),
    "disk-by-a-log": Attack(
        "fill the disk by what a container prints",
        """
!docker run -d --name loud shell yes "$(printf 'x%.0s' $(seq 200))"
!sleep 5; docker logs loud | wc -c; docker rm -f loud
""",
        says=(r"\n[0-9]{3,7}\r?\n",),
    ),
    "disk-by-a-log-without-a-bound": Attack(
        "fill the disk by what a container prints, with a log of a size of its own",
        """
!docker run -d --name loud --log-opt max-size=100g shell yes "$(printf 'x%.0s' $(seq 2000))"
!timeout 10 docker wait loud; docker logs --tail 1 loud | wc -c
!docker run --rm shell dd if=/dev/zero of=/fill bs=1M count=600; docker rm -f loud
""",
        says=("No space left on device", DISK),
        costs="whatever",
        lang="en",
        limits=replace(QUICK, cell=30),
    ),
    "disk-by-an-image": Attack(
        "fill the disk by building an image",
        r"""
import io, docker
recipe = b"FROM shell\nRUN dd if=/dev/zero of=/a bs=1M count=200\nRUN dd if=/dev/zero of=/b bs=1M count=900"
try:
    docker.from_env(timeout=20).images.build(fileobj=io.BytesIO(recipe), rm=True, forcerm=True)
except docker.errors.BuildError as error:
    print(*(line.get("stream", "") for line in error.build_log))
""",
        says=("No space left on device", DISK),
    ),
    "disk-of-the-cells": Attack(
        "fill the machine's disk from a cell",
        "for file in ('/home/learner/x', '/tmp/x'):\n    !dd if=/dev/zero of={file} bs=1M count=200; rm {file}",
        says=("No space left on device", DISK),
        lang="en",
    ),
    # Output
    "gigabytes-of-output": Attack(
        "make a notebook of gigabytes",
        "line = 'x' * 10**6\nfor _ in range(10**4): print(line)",
        says=(CUT,),
        costs="whatever",
    ),
    "endless-output": Attack(
        "print without end",
        "!yes\nwhile True: print('y')",
        says=(CUT,),
        costs="whatever",
        lang="en",
    ),
    "output-behind-the-graders-back": Attack(
        "go on printing while checks are made",
        """
import threading

def shout():
    while True:
        print("x" * 10_000)

threading.Thread(target=shout, daemon=True).start()
""",
        costs="whatever",
    ),
    "huge-answer": Attack(
        "give the grader an answer that it cannot hold",
        "listed = ['x' * 10**6] * 10**3",
        says=("too large|could not be read",),
        lang="en",
        costs="whatever",
    ),
    "endless-answer": Attack(
        "give the grader an answer that never ends",
        """
class Endless(dict):
    def __iter__(self):
        while True: yield "x"
    items = keys = __iter__

listed = Endless(a=1)
""",
        costs="cells",
    ),
    # Time
    "endless-loop": Attack("keep the grader waiting", "while True: pass", says=(INTERRUPTED,), lang="en"),
    "ignores-interrupts": Attack(
        "keep the grader waiting in spite of its interrupts",
        """
while True:
    try:
        while True: pass
    except BaseException:
        pass
""",
        says=(KILLED,),
        costs="cells",
    ),
    "holds-the-interpreter": Attack(
        "keep the grader waiting in a call that hears no signal",
        "sum(range(10**14))",
        says=(KILLED,),
        costs="cells",
        lang="en",
    ),
    "slow-for-ever": Attack(
        "use up all the time there is, cell by cell",
        "import time\nget_ipython().events.register('pre_run_cell', lambda *_: time.sleep(600))\ntime.sleep(600)",
        says=(INTERRUPTED,),
        costs="whatever",
        lang="en",
    ),
    # The kernel
    "kernel-exits": Attack("lose the points it has", "import os\nos._exit(0)", says=(DIED,), costs="cells"),
    "kernel-crashes": Attack(
        "take the grader with it",
        "import ctypes\nctypes.string_at(0)",
        says=(DIED,),
        costs="cells",
        lang="en",
    ),
    "kernel-closes-its-channels": Attack(
        "leave the grader waiting for an answer",
        "import os\nfor number in range(3, 200):\n    try: os.close(number)\n    except OSError: pass",
        says=(DIED,),
        costs="cells",
    ),
    # The engine
    "engine-killed": Attack(
        "have an ended engine taken for a fault of the machine that is worth points",
        f"{IN_THE_ENGINE} 'killall -9 dockerd'\n!sleep 1",
        says=(ENDED, GONE),
        costs="engine",
        lang="en",
    ),
    "containerd-killed": Attack(
        "end what the engine rests on",
        f"{IN_THE_ENGINE} 'killall -9 containerd'\n!sleep 1",
        says=(ENDED, GONE),
        costs="engine",
    ),
    "engine-stopped": Attack(
        "keep the grader waiting for an engine that stands still",
        f"{IN_THE_ENGINE} 'killall -STOP dockerd'",
        says=(SILENT,),
        costs="engine",
        lang="en",
    ),
    "containerd-stopped": Attack(
        "keep the grader waiting for an engine that answers and does nothing",
        f"{IN_THE_ENGINE} 'killall -STOP containerd'",
        costs="whatever",
        limits=replace(QUICK, checks=20),
    ),
    "everything-stopped": Attack(
        "freeze the first process of each container and of the engine",
        f"{IN_THE_ENGINE} 'kill -STOP 1; kill -STOP $(ps -eo pid=)'",
        costs="whatever",
        lang="en",
    ),
    "everything-paused": Attack(
        "leave paused containers that cannot be removed",
        "for number in range(5):\n    !docker run -d --name frozen-{number} nginx && docker pause frozen-{number}",
        says=("frozen-4",),
    ),
    "container-flood": Attack(
        "drown engine and checks in containers",
        """
import time, docker
from concurrent.futures import ThreadPoolExecutor

api = docker.from_env().api
until = time.monotonic() + 4

def create(_):
    made = 0
    while time.monotonic() < until:
        api.create_container("shell", "true")
        made += 1
    return made

with ThreadPoolExecutor(4) as pool:
    print(sum(pool.map(create, range(4))), "containers")
""",
        says=(r"\b[1-9]\d+ containers",),
        costs="whatever",
        lang="en",
    ),
    "process-flood": Attack(
        "start containers until the engine can start no more",
        """
import docker
from concurrent.futures import ThreadPoolExecutor

api = docker.from_env(timeout=6).api

def run(_):
    for _ in range(30):
        try:
            api.start(api.create_container("nginx"))
        except Exception as error:
            return print(str(error)[:200])

with ThreadPoolExecutor(8) as pool:
    list(pool.map(run, range(8)))
""",
        says=(PROCESSES,),
        costs="whatever",
        limits=replace(QUICK, cell=30),
    ),
    "restart-storm": Attack(
        "keep the engine busy with containers that never stay up",
        "for number in range(15):\n    !docker run -d --name storm-{number} --restart always shell false",
        says=("[0-9a-f]{64}",),
        costs="whatever",
        lang="en",
    ),
    "journal-flood": Attack(
        "write a journal of gigabytes",
        """
import docker
api = docker.from_env().api
for number in range(5):  # 40 MB of events, and none above what an engine may say at a time
    box = api.create_container("shell", labels={"noise": "x" * 4_000_000}, name=f"noise-{number}")
    api.remove_container(box)
""",
        says=(TOO_MUCH,),
        costs="whatever",
    ),
    "events-while-checks-read": Attack(
        "let the journal grow faster than a check can read it",
        """
import threading, docker

def make_noise():
    api = docker.from_env().api
    while True:
        api.tag("shell", "noise", "more")

for _ in range(4):
    threading.Thread(target=make_noise, daemon=True).start()
""",
        costs="whatever",
        lang="en",
    ),
    "thousands-of-tags": Attack(
        "drown the engine in names of images",
        """
import time, docker
api = docker.from_env().api
until, number = time.monotonic() + 4, 0
while time.monotonic() < until:
    api.tag("shell", f"name-{number}")
    number += 1
print(number, "tags")
""",
        says=(r"\d{2,} tags",),
    ),
    "huge-labels": Attack(
        "have checks read containers of many megabytes",
        """
import docker
api = docker.from_env().api
big = {"BIG": "x" * 2_000_000}
for number in range(3):
    api.create_container("shell", labels=big, environment=big, name=f"big-{number}")
""",
        lang="en",
    ),
    "huge-body": Attack(
        "send the engine a context without end",
        """
import itertools, requests, docker
api = docker.from_env(timeout=6).api
try:
    print(api.post(api._url("/build"), data=itertools.repeat(b"x" * 10**6)))
except Exception as error:
    print(str(error)[:200])
""",
        costs="whatever",
    ),
}
