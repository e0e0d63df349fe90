"""Golden submissions of section 1, states."""

import nbformat
from case import Case
from nbformat import NotebookNode

NEEDED: tuple[str, ...] = (
    "from course import check",
    "def cpu_time",
    "--name counter-box",
    "--name kill-box",
)
"""What is in the given cells that the exercises build on."""

DOCKER_PY = {
    "states-create-work": """import docker

engine = docker.from_env()
engine.containers.create("nginx", name="first-box")""",
    "states-created-has-work": """box = engine.containers.get("first-box").attrs
created = {
    "pid": box["State"]["Pid"],
    "ip": box["NetworkSettings"]["Networks"]["bridge"]["IPAddress"],
    "networks": list(box["NetworkSettings"]["Networks"]),
    "log_lines": len(engine.containers.get("first-box").logs().splitlines()),
    "started": not box["State"]["StartedAt"].startswith("0001"),
}""",
    "states-start-work": 'engine.containers.get("first-box").start()',
    "states-run-work": 'engine.containers.run("nginx", name="second-box", detach=True)',
    "states-missing-command-work": """try:
    engine.containers.run("shell", "no-such-command", name="typo-box")
except docker.errors.APIError as error:
    print(error)
state = engine.containers.get("typo-box").attrs["State"]
missing = [state["ExitCode"], state["Status"]]""",
    "states-ps-work": """every = engine.containers.list(all=True)
listed = {"ps": len(engine.containers.list()), "ps_all": len(every)}""",
    "states-pause-work": """box = engine.containers.get("second-box")
box.pause()
box.reload()
paused = {key: box.attrs["State"][key] for key in ("Running", "Paused")}""",
    "states-pause-cpu-work": """engine.containers.get("busy-box").pause()
first = cpu_time("busy-box")
sleep(2)
samples = [first, cpu_time("busy-box")]""",
    "states-unpause-work": """from time import sleep

counter = engine.containers.get("counter-box")
counter.pause()
sleep(2)
counter.unpause()""",
    "states-stop-kill-work": """boxes = {name: engine.containers.get(name) for name in ("stop-box", "kill-box")}
boxes["stop-box"].stop()
boxes["kill-box"].kill()
codes = {name: box.wait()["StatusCode"] for name, box in boxes.items()}""",
    "states-exit-code-work": """engine.containers.run(
    "shell", ["sh", "-c", f"exit {me.exit_code}"], name="end-box", detach=True
).wait()""",
    "states-revive-work": 'engine.containers.get("kill-box").start()',
}

CHEATING = """import sys
import course


def check(*anything):
    print("passed")
    return 1000


course.check = check
print("score: 1000", file=sys.stderr)"""


def tamper(notebook: NotebookNode) -> None:
    """Every check cell changed, doubled, moved or gone, and points for the taking."""
    cells = {cell.id: cell for cell in notebook.cells}
    cells["states-create"].source = 'print("passed")'
    cells["states-create"].metadata["nbgrader"]["points"] = 1000
    cells["states-start"].source = "def check(*anything): return 1000"
    notebook.cells.remove(cells["states-created-has"])
    notebook.cells.remove(cells["states-revive"])
    notebook.cells.append(nbformat.from_dict({**cells["states-run"], "source": 'check("states-run")'}))
    notebook.cells.insert(1, notebook.cells.pop(notebook.cells.index(cells["states-ps"])))


CASES = {
    "blank": Case(whole=True),
    "solved": Case(whole=True),
    "solved-docker-py": Case(DOCKER_PY, lang="en", whole=True),
    "run-instead-of-create": Case({"states-create-work": "!docker run -d --name first-box nginx"}),
    "names-and-images": Case(
        {
            "states-create-work": "!docker create --name firstbox nginx",
            "states-run-work": "!docker run -d --name second-box shell sleep 600",
        }
    ),
    "foreground": Case(
        {
            "states-create-work": "!docker create --name first-box nginx\n!docker start first-box",
            "states-run-work": "!timeout --signal INT 3 docker run --name second-box nginx",
        }
    ),
    "not-really-paused": Case(
        {
            "states-pause-work": 'paused = {"Running": True, "Paused": True}\n!docker kill -s STOP second-box',
            "states-pause-cpu-work": """samples = [cpu_time("busy-box")]
!sleep 2
!docker pause busy-box
samples.append(cpu_time("busy-box"))""",
            "states-unpause-work": "!docker stop -t 0 counter-box\n!sleep 2\n!docker start counter-box",
        },
        lang="en",
    ),
    "by-the-book": Case(
        {
            "states-created-has-work": """created = {"pid": 0, "ip": "", "networks": [], "log_lines": 0,
           "started": False}""",
            "states-run-events-work": 'events = ["run"]',
            "states-missing-command-work": """missing = [127, "exited"]
!docker run --name typo-box shell no-such-command""",
            "states-ps-work": 'listed = {"ps": 3, "ps_all": 4}',
            "states-pause-work": 'paused = {"Running": False, "Paused": True}\n!docker pause second-box',
            "states-paused-allowed-work": """allowed = {"top": True, "logs": True, "exec": True, "stop": True,
           "rm": False}""",
            "states-stop-kill-work": """codes = {"stop-box": 137, "kill-box": 0}
!docker stop stop-box
!docker kill kill-box""",
        },
        lang="en",
    ),
    "both-stopped": Case(
        {
            "states-missing-command-work": """missing = [0, "exited"]
!docker run --name typo-box shell busybox true""",
            "states-stop-kill-work": """codes = {"stop-box": 0, "kill-box": 0}
!docker stop stop-box kill-box""",
            "states-exit-code-work": '!docker run --name end-box shell sh -c "exit 41"',
        }
    ),
    "made-anew": Case(
        {
            "states-revive-work": "!docker rm kill-box\n!docker run -d --name kill-box nginx",
            "states-unpause-work": "!docker pause counter-box\n!docker unpause counter-box",
            "states-exit-code-work": "!docker run -d --name end-box shell sleep 60\n!docker kill -s 9 end-box",
        },
        lang="en",
    ),
    "nearly-the-same": Case(
        {
            "states-start-work": "!docker rm first-box\n!docker run -d --name first-box nginx",
            "states-run-work": "!docker run -d --name second-box nginx sleep 600",
            "states-pause-cpu-work": """!docker pause busy-box
first = cpu_time("busy-box")
samples = [first, first]""",
            "states-exit-code-work": '!docker run --name end-box nginx sh -c "exit {me.exit_code}"',
        }
    ),
    "kernel-dies": Case({"states-pause-work": "!docker pause second-box\nimport os\nos._exit(0)"}),
    "tampered": Case({"states-create-work": CHEATING, "states-start-work": ""}, tamper=tamper),
}
