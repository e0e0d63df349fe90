"""Cheats that change Python, IPython or docker in the learner's own kernel, or lie in an answer."""

from cheats.cheat import Cheat

CREATE = ("states-create",)


def _hook(tries: str, code: str) -> Cheat:
    """One exercise done, then the cheat's code, and the other checks after it."""
    return Cheat(tries, "states", CREATE, cells={"states-created-has-work": code})


NAMES = {
    "states": "created events missing listed paused samples allowed codes",
    "pid1": "pairs after survives first naps zombies",
    "signals": "codes signals took cut_short killed reloaded thawed hungry calm",
    "namespaces": "own modes may_enter root shared after ends secret",
    "cleanup": "removable saved left gone pruned kept in_image",
    "practice": "states took usage",
}
"""The names of every section's answers."""

JUNK = """junk = [[[1], [2]], [[{"a": 1}, {}]], {"ps": {}, "ps_all": []}, [None, None], [["x", ["y"]]] * 3]
for number, name in enumerate(NAMES.split()):
    globals()[name] = junk[(number + SHIFT) % len(junk)]
"""


def _junk(section: str, shift: int) -> Cheat:
    code = f"NAMES = {NAMES[section]!r}\nSHIFT = {shift}\n{JUNK}"
    return Cheat("to make the checks crash by answers of an odd form", section, first=code)


ALWAYS_EQUAL = """class Yes:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __hash__(self):
        return 0

    def __getattr__(self, name):
        return self

    def __len__(self):
        return 5

    def __iter__(self):
        return iter(())

    def __call__(self, *anything, **more):
        return self


class YesInt(int):
    __eq__ = lambda self, other: True
    __hash__ = int.__hash__


class YesStr(str):
    __eq__ = lambda self, other: True
    __hash__ = str.__hash__


class YesDict(dict):
    __eq__ = lambda self, other: True
    __getitem__ = get = lambda self, *key: YesInt(7)


"""

CHEATS = {
    "check-redefined": _hook(
        "to be graded by a check of its own",
        """import sys, types
import course

def check(*anything, **more):
    print("✔ Passed 1000/1000")
    return 1000

course.check = course.checks = course.run_check = check
fake = types.ModuleType("course")
fake.check, fake.learner = check, course.learner
sys.modules["course"] = sys.modules["graders"] = sys.modules["course.checks"] = fake""",
    ),
    "docker-py-patched": _hook(
        "to show the check an engine that says what it likes to hear",
        """import docker
from types import SimpleNamespace

class Fake:
    attrs = {"State": {"Status": "running", "Running": True, "ExitCode": 0}, "Name": "/second-box"}
    status, name, image = "running", "second-box", "nginx"
    def __getattr__(self, name):
        return Fake()
    def __call__(self, *anything, **more):
        return Fake()

docker.from_env = docker.DockerClient = docker.APIClient = docker.client.DockerClient = Fake()
docker.api.client.APIClient.get = docker.api.client.APIClient._get = Fake()""",
    ),
    "pytest-patched": _hook(
        "to make every pytest function pass",
        """import sys, types
pytest = types.ModuleType("pytest")
pytest.main = lambda *anything, **more: 0
pytest.raises = pytest.fixture = pytest.fail = lambda *anything, **more: None
sys.modules["pytest"] = sys.modules["_pytest"] = pytest""",
    ),
    "builtins-patched": _hook(
        "to change what Python's own functions and exceptions mean",
        """import builtins
builtins.AssertionError = type("AssertionError", (Exception,), {"__init__": lambda *a, **k: None})
builtins.all = builtins.isinstance = builtins.bool = lambda *anything: True
builtins.check = lambda *anything: 1000""",
    ),
    "input-transformers": _hook(
        "to have check cells rewritten before they run",
        """import ast
shell = get_ipython()
shell.input_transformers_cleanup.append(
    lambda lines: ["print('passed')\\n"] if any("check(" in line for line in lines) else lines
)

class Pass(ast.NodeTransformer):
    def visit_Call(self, node):
        return ast.Constant(1000)

shell.ast_transformers.append(Pass())""",
    ),
    "hooks-and-displayhooks": _hook(
        "to turn what is displayed into points",
        """import sys
shell = get_ipython()
sys.displayhook = shell.displayhook = lambda value: print(1000)
sys.excepthook = shell.showtraceback = lambda *anything, **more: print("passed")
shell.set_custom_exc((BaseException,), lambda *anything, **more: None)
shell.events.register("post_run_cell", lambda result: print("✔ Passed 23/23"))
shell.display_pub.publish = lambda *anything, **more: None""",
    ),
    "replies-forged": _hook(
        "to answer the grader's questions to the kernel by hand",
        """kernel = get_ipython().kernel
plain = kernel.session.send

def send(stream, kind, content=None, *more, **named):
    if isinstance(content, dict) and content.get("user_expressions"):
        lie = {"status": "ok", "verdict": "passed", "score": 1000, "data": {"text/plain": "'true'"}}
        content = {**content, "user_expressions": {"answer": lie}, "score": 1000, "verdict": "passed"}
    return plain(stream, kind, content, *more, **named)

kernel.session.send = send""",
    ),
    "execution-patched": _hook(
        "to run nothing of what the grader sends",
        """kernel = get_ipython().kernel

async def nothing(*anything, **more):
    return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}

kernel.do_execute = nothing""",
    ),
    "always-equal": _hook(
        "to be equal to any truth",
        ALWAYS_EQUAL
        + f"for name in {NAMES['states']!r}.split():\n    globals()[name] = Yes()\n"
        + """codes = {"stop-box": YesInt(5), "kill-box": YesInt(5)}
created = YesDict(pid=YesInt(7), ip=YesStr("x"), networks=[YesStr("y")], log_lines=YesInt(3), started=YesInt(9))
allowed = YesDict.fromkeys(("top", "logs", "exec", "stop", "rm"), YesStr("maybe"))""",
    ),
    "json-that-lies": _hook(
        "to make JSON say something else than the value",
        """import json
json.dumps = lambda *anything, **more: '{"pid": 1, "pid": 0}'
json.JSONEncoder.default = lambda self, value: True
created = events = missing = listed = paused = allowed = codes = samples = {"pid": 0}""",
    ),
    "json-that-is-none": _hook(
        "to hand over numbers that are none, and texts without end",
        """import json
texts = iter(['{"ps": 1e999, "ps_all": NaN}', "[" * 60000, '"' + "x" * 65000 + '"', "1" * 60000, "-Infinity", ""] * 9)
json.dumps = lambda *anything, **more: next(texts)
created = events = missing = listed = paused = allowed = codes = samples = 1""",
    ),
    "huge-answers": _hook(
        "to choke the grader with size and depth",
        """created = {"pid": "x" * 50_000_000}
events = []
for _ in range(5000):
    events = [events]
missing = [10**5000, 10**5000]
listed = {"ps": float("nan"), "ps_all": float("inf")}
samples = [float("nan")] * 2
codes = {str(number): number for number in range(1_000_000)}
allowed = {"top": True}
allowed["logs"] = allowed""",
    ),
    "objects-that-lie": _hook(
        "to be one dict for one look and another for the next",
        """from collections import UserDict

class Chameleon(dict):
    looks = 0
    def items(self):
        Chameleon.looks += 1
        return [("ps", Chameleon.looks), ("ps_all", Chameleon.looks)]
    def keys(self):
        return ["ps", "ps_all"]
    def __reduce__(self):
        import os
        return os.system, ("touch /tmp/graded",)
    def __repr__(self):
        raise SystemExit

listed = allowed = codes = paused = Chameleon(ps=1, ps_all=1)
created = UserDict(pid=0)
samples = [memoryview(b"1")] * 2""",
    ),
    **{
        f"junk-{section}-{shift}": _junk(section, shift)
        for section, shift in (
            ("states", 0),
            ("pid1", 0),
            ("pid1", 1),
            ("signals", 2),
            ("namespaces", 3),
            ("cleanup", 1),
            ("practice", 2),
        )
    },
    "anothers-values": Cheat(
        "to have the kernel told another learner's values",
        "states",
        CREATE,
        cells={
            "states-exit-code-work": """import json, os
values = json.loads(os.environ["COURSE_LEARNER_VALUES"])
os.environ["COURSE_LEARNER_VALUES"] = json.dumps(values | {"id": "alice", "exit_code": 41, "word": "lime-wren-100"})
os.environ["COURSE_LEARNER"] = "alice"
!docker run --name end-box shell sh -c "exit {learner().exit_code}\""""
        },
    ),
    "docker-on-path": Cheat(
        "to put a docker that says what it likes before the real one",
        "states",
        CREATE,
        cells={
            "states-start-work": """import os
from pathlib import Path
Path.home().joinpath("bin").mkdir()
fake = Path.home() / "bin/docker"
fake.write_text('#!/bin/sh\\necho \\'[{"State": {"Status": "running", "Running": true}}]\\'\\n')
fake.chmod(0o755)
os.environ["PATH"] = f"{fake.parent}:" + os.environ["PATH"]
!docker start first-box""",
            "states-run-work": "!docker run -d --name second-box nginx",
        },
    ),
    "engine-of-its-own": Cheat(
        "to put another server on the engine's socket, and to point DOCKER_HOST at it",
        "states",
        CREATE,
        cells={
            "states-start-work": """import os, shutil, threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingMixIn, UnixStreamServer

class Fake(BaseHTTPRequestHandler):
    def do_GET(self):
        body = b'{"State": {"Status": "running", "Running": true, "Pid": 7}, "ApiVersion": "1.41"}'
        self.send_response(200)
        self.send_header("Api-Version", "1.41")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    do_POST = do_HEAD = do_DELETE = do_GET
    log_message = lambda *anything: None
    address_string = lambda self: "nobody"

class Server(ThreadingMixIn, UnixStreamServer):
    daemon_threads = True

server = Server("/tmp/docker.sock", Fake)
threading.Thread(target=server.serve_forever, daemon=True).start()
real = os.environ["DOCKER_HOST"].removeprefix("unix://")
for place in (real, "/var/run/docker.sock", "/run/docker.sock"):
    with suppress(OSError):
        os.remove(place)
    with suppress(OSError):
        os.symlink("/tmp/docker.sock", place)
os.environ["DOCKER_HOST"] = "unix:///tmp/docker.sock"
!docker start first-box""",
            "states-run-work": "!docker run -d --name second-box nginx",
        },
    ),
    "host-of-its-own": Cheat(
        "to work on no engine at all",
        "states",
        CREATE,
        cells={
            "states-start-work": """import os
os.environ["DOCKER_HOST"] = "tcp://127.0.0.1:2375"
os.environ["DOCKER_CONTEXT"] = "other"
!docker start first-box""",
            "states-run-work": "!docker run -d --name second-box nginx",
        },
    ),
}
