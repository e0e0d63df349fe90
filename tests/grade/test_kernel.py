"""A learner's kernel: what it can reach, what it can use up, and what it leaves behind."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import docker
import pytest

from course.engine import Access, EngineError, outer
from course.engine.images import KERNEL
from course.grade import Limits
from course.grade.cells import text_of
from course.grade.container import ENGINE_LABEL
from course.grade.kernel import LearnerKernel
from course.personal import Learner
from notebooks import notebook_with, said

QUICK = Limits(cell=4, interrupt=2, answer=4)


WHO = Learner.of("somebody")


@pytest.fixture(scope="module")
def machine() -> Iterator[docker.DockerClient]:
    client = outer.connect()
    yield client
    client.close()


@contextmanager
def kernel(
    machine: docker.DockerClient, access: Access, *sources: str, limits: Limits = QUICK
) -> Iterator[tuple[LearnerKernel, Any]]:
    notebook = notebook_with(sources)
    with LearnerKernel(machine, KERNEL.tag, access, limits) as running:
        running.begin(notebook, "en", WHO, limits.outputs)
        yield running, notebook.cells


def run(machine: docker.DockerClient, access: Access, *sources: str, limits: Limits = QUICK) -> list[str]:
    """What each cell said."""
    with kernel(machine, access, *sources, limits=limits) as (running, cells):
        for index in range(len(sources)):
            running.run(index, limits.cell)
        return [said(cell) for cell in cells]


def kernels_of(machine: docker.DockerClient, access: Access) -> list[Any]:
    found: list[Any] = machine.containers.list(
        all=True, filters={"label": f"{ENGINE_LABEL}={access.container}"}
    )
    return found


def test_cells_reach_their_engine_and_nothing_else(
    machine: docker.DockerClient, shared_engine: Access
) -> None:
    names, who, interfaces, files, mounts = run(
        machine,
        shared_engine,
        "import docker\nprint(docker.from_env().info()['Name'])\n!docker version",
        "!id -u; grep -E 'Cap(Eff|Bnd)|NoNewPrivs|Seccomp:' /proc/self/status",
        "!ls /sys/class/net",
        "!touch /usr/here /etc/here /run/engine/here; touch ~/mine /tmp/mine && echo written; df -h ~ | tail -1",
        "!cut -d ' ' -f 5 /proc/self/mountinfo | grep -E '^/(run|tmp|home|var)'",
    )

    client = shared_engine.client()
    assert client.info()["Name"] in names and client.version()["Version"] in names
    client.close()
    assert who.split() == [
        "60990",
        *("CapEff:", "0000000000000000"),
        *("CapBnd:", "0000000000000000"),
        *("NoNewPrivs:", "1"),
        *("Seccomp:", "2"),
    ]
    assert interfaces.split() == ["lo"]
    assert files.count("Read-only file system") == 3 and "written" in files and "64M" in files
    assert [
        mount
        for mount in mounts.split()
        if not mount.startswith((str(shared_engine.folder), "/home", "/tmp"))
    ] == ["/run/engine"]


def test_the_kernels_folder_cannot_be_filled(machine: docker.DockerClient, shared_engine: Access) -> None:
    [seen] = run(
        machine,
        shared_engine,
        "from ipykernel.connect import get_connection_file\nfrom pathlib import Path\n"
        "folder = Path(get_connection_file()).parent\n"
        "for act in (lambda: (folder / 'more').write_text('x'), lambda: folder.chmod(0o777),\n"
        "            lambda: (folder / 'kernel.json').write_text('x'), lambda: (folder / 'k-1').unlink()):\n"
        "    try:\n        act()\n    except OSError as error:\n        print(type(error).__name__)",
    )
    assert seen.split() == ["PermissionError"] * 4


def test_nothing_of_a_learners_runs_while_a_check_looks(
    machine: docker.DockerClient, shared_engine: Access
) -> None:
    with kernel(machine, shared_engine, "x = 1") as (running, _cells):
        running.run(0, 5)
        with running.still():
            assert [box.status for box in kernels_of(machine, shared_engine)] == ["paused"]
        assert running.answer("x").value == 1
        machine.api.kill(kernels_of(machine, shared_engine)[0].id)
        with running.still():
            assert kernels_of(machine, shared_engine)[0].status != "paused"


def test_an_error_and_stderr_cost_nothing(machine: docker.DockerClient, shared_engine: Access) -> None:
    with kernel(machine, shared_engine, "import sys\nprint('!', file=sys.stderr)\nx = 1\n1/0") as (
        running,
        cells,
    ):
        running.run(0, 5)
        assert "division by zero" in said(cells[0])
        assert running.answer("x + 1").value == 2


def test_an_endless_cell_is_interrupted_and_the_next_one_runs(
    machine: docker.DockerClient, shared_engine: Access
) -> None:
    first, second = run(machine, shared_engine, "while True: pass", "print('still here')")
    assert "interrupted: it had not ended after 4 seconds" in first
    assert second == "still here\n"


def test_a_foreground_container_is_interrupted(machine: docker.DockerClient, shared_engine: Access) -> None:
    first, second = run(
        machine, shared_engine, "!docker run --rm --name foreground shell sleep 600", "print('still here')"
    )
    assert "interrupted" in first
    assert second == "still here\n"


def test_a_cell_that_ignores_interrupts_costs_the_cells_after_it(
    machine: docker.DockerClient, shared_engine: Access
) -> None:
    stubborn = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    began = time.monotonic()
    first, second = run(machine, shared_engine, stubborn, "print('still here')")
    assert "was killed" in first
    assert "was not run" in second
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("import os\nos._exit(0)", "The kernel ended in this cell"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\nos._exit(1)", "The kernel ended"),
        ("x = bytearray(10**9)", "memory limit (512m)"),
    ],
)
def test_a_kernel_that_dies(
    machine: docker.DockerClient, shared_engine: Access, code: str, sentence: str
) -> None:
    with kernel(machine, shared_engine, "x = 1", code, "y = 2") as (running, cells):
        for index in range(3):
            running.run(index, 10)
        assert sentence in said(cells[1])
        assert "was not run" in said(cells[2])
        answer = running.answer("x")
        assert not answer.given and answer.why_not and "has ended" in answer.why_not.en


@pytest.mark.parametrize(
    "nonsense",
    [
        "get_ipython().kernel.iopub_socket.send_multipart([b'x'] * 9)",
        "from ipykernel.connect import get_connection_info\nkernel = get_ipython().kernel\n"
        "kernel.session.send(kernel.iopub_socket, 'stream', {'nope': 1}, parent=kernel.get_parent())",
        "kernel = get_ipython().kernel\nkernel.session.send(kernel.iopub_socket, 'display_data', "
        "{'data': {'text/plain': ['[' * 100_000]}, 'metadata': 7}, parent=kernel.get_parent())",
        "kernel = get_ipython().kernel\nkernel.session.unpack = kernel.session.pack = None",
    ],
)
def test_a_kernel_that_speaks_nonsense_harms_only_itself(
    machine: docker.DockerClient, shared_engine: Access, nonsense: str
) -> None:
    with kernel(machine, shared_engine, nonsense, "x = 1") as (running, _cells):
        running.run(0, 4)
        running.run(1, 4)
        running.answer("x")


def test_output_is_bounded(machine: docker.DockerClient, shared_engine: Access) -> None:
    flood = "for number in range(100_000): print('x' * 100)"
    pictures = "from IPython.display import HTML, display\nfor _ in range(10): display(HTML('x' * 900_000))"
    enormous = "display(HTML('x' * 30_000_000))"
    seen = run(machine, shared_engine, flood, pictures, enormous, "print('heard')", limits=Limits(cell=30))
    assert all(len(text) < 1_100_000 for text in seen)
    assert "was cut here" in seen[0] and "was cut here" in seen[1]
    assert seen[3] == "heard\n"


@pytest.mark.parametrize(
    "greedy",
    [
        "for _ in range(900): display(HTML('.'), display_id='all')\n"
        "for _ in range(9): update_display(HTML('x' * 100_000), display_id='all')",
        "print('\\n' * 900_000)",
        "print('\\0' * 900_000)",
        "display({'application/json': [[[[[[]] * 9]] * 90]] * 90}, raw=True)",
        "from functools import reduce\n"
        "display({'application/json': reduce(lambda d, _: [d], range(400), 0)}, raw=True)",
        "kernel = get_ipython().kernel\nkernel.session.send(kernel.iopub_socket, 'status', "
        "{'execution_state': 'busy', 'execution_count': 'x' * 9_000_000}, parent=kernel.get_parent())",
    ],
    ids=["copies", "lines", "controls", "wide", "deep", "count"],
)
def test_a_cells_outputs_are_bounded_in_the_file_too(
    machine: docker.DockerClient, shared_engine: Access, greedy: str
) -> None:
    display = "from IPython.display import HTML, display, update_display\n"
    with kernel(machine, shared_engine, display + greedy, "print('heard')") as (running, cells):
        running.run(0, 30)
        running.run(1, 5)
        notebook = notebook_with([])
        notebook.cells = cells
        assert len(text_of(notebook).encode("utf-8", errors="backslashreplace")) < 1_100_000
        assert said(cells[1]) == "heard\n"


def test_the_outputs_of_all_cells_together_are_bounded(
    machine: docker.DockerClient, shared_engine: Access
) -> None:
    limits = Limits(cell=30, output=100_000, outputs=250_000)
    with kernel(machine, shared_engine, *["print('x' * 90_000)"] * 4, limits=limits) as (running, cells):
        for index in range(4):
            running.run(index, 30)
        assert ["was cut here" in said(cell) for cell in cells] == [False, False, True, True]
        assert 180_000 <= running.kept <= 250_000


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1", 1),
        ("[1.5, True, None, '한국어']", [1.5, True, None, "한국어"]),
        ("(1, {'a': (2,)})", [1, {"a": [2]}]),
        ("{'a': ...}", {"a": "..."}),
        ("{'b', 'a'}", ["a", "b"]),
        ("'\\ud800'", "\ud800"),
    ],
)
def test_answers_are_plain_data(
    machine: docker.DockerClient, a_kernel: LearnerKernel, expression: str, value: Any
) -> None:
    answer = a_kernel.answer(expression)
    assert answer.given and answer.value == value


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("never_set", "NameError: name 'never_set' is not defined"),
        ("{}['a']", "KeyError"),
        ("object()", "not JSON serializable"),
        ("float('nan')", "not JSON compliant"),
        ("[[]] * 10**6", "is too large"),
        ("'x' * 70_000", "is too large"),
        ("__import__('time').sleep(60)", "could not be read within 4 seconds"),
        ("(lambda f: f(f))(lambda f: f(f))", "RecursionError"),
        ("syntax error", "SyntaxError"),
    ],
)
def test_what_is_not_plain_is_no_answer(a_kernel: LearnerKernel, expression: str, why: str) -> None:
    answer = a_kernel.answer(expression)
    assert not answer.given and answer.why_not
    assert why in answer.why_not.en
    assert expression in answer.why_not.en and expression in answer.why_not.ko
    assert a_kernel.alive


@pytest.fixture(scope="module")
def a_kernel(machine: docker.DockerClient, shared_engine: Access) -> Iterator[LearnerKernel]:
    with kernel(machine, shared_engine) as (running, _cells):
        yield running


def test_nothing_is_left_of_a_kernel(machine: docker.DockerClient, engine: Access) -> None:
    with pytest.raises(KeyboardInterrupt), kernel(machine, engine, "1"):
        [container] = kernels_of(machine, engine)
        assert container.labels[outer.LABEL] == "kernel"
        assert container.labels[outer.OWNER] == outer.owner()
        assert list(engine.folder.glob("kernel-*"))
        raise KeyboardInterrupt
    assert kernels_of(machine, engine) == []
    assert not list(engine.folder.glob("kernel-*"))


def test_a_kernel_that_cannot_start_says_why(machine: docker.DockerClient, engine: Access) -> None:
    for image, why in (
        ("no-such-image", "no-such-image"),
        ("container-lifecycle/shell", "could not be started"),
    ):
        with (
            pytest.raises(EngineError, match=why),
            LearnerKernel(machine, image, engine, QUICK),
        ):
            pass
    assert kernels_of(machine, engine) == []
