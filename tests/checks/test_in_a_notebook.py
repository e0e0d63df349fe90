"""`check(…)` where learners write it: in a Jupyter kernel, in a terminal, and where there is no lab."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from jupyter_client.manager import KernelManager
from learners import Learner

from course.checks import Verdict, as_html, as_text, notebook
from course.checks.notebook import check
from course.checks.rendering import rows
from course.engine import Access, Engine
from course.language import Lang, current_language

NASTY = '<script>alert(1)</script> & `<b>code</b>` "quoted"'


class Kernel:
    """An ordinary IPython kernel, as a lab starts it."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel(env=os.environ | environment, cwd=str(folder))
        self.client: Any = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, code: str) -> list[dict[str, Any]]:
        """The outputs of a cell: content of display_data, stream, error and execute_result."""
        id = self.client.execute(code)
        outputs = []
        while True:
            message = self.client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") != id:
                continue
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return outputs
            if message["msg_type"] in ("display_data", "stream", "error", "execute_result"):
                outputs.append({"type": message["msg_type"]} | message["content"])

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()


@pytest.fixture
def kernel(shared_engine: Access, tmp_path: Path) -> Iterator[Kernel]:
    """Its folder steers pytest the wrong way."""
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    kernel = Kernel(shared_engine.environment() | {"COURSE_LANG": "ko"}, tmp_path)
    yield kernel
    kernel.close()


def test_a_verdict_in_a_kernel(kernel: Kernel, learner: Learner) -> None:
    kernel.run(
        "from course import check\nimport os, sys\nbefore = (os.getcwd(), list(sys.path), dict(os.environ))"
    )
    (failed,) = kernel.run('check("states-create")')
    assert failed["type"] == "display_data"
    assert set(failed["data"]) == {"text/html", "text/plain"}
    assert failed["data"]["text/plain"].startswith("✘ 아직입니다  states-create · 0/2점")
    learner.sh("docker create --name first-box nginx")
    (passed,) = kernel.run('check("states-create")')
    assert "course-passed" in passed["data"]["text/html"] and "2/2점" in passed["data"]["text/html"]
    (same,) = kernel.run("print(before == (os.getcwd(), list(sys.path), dict(os.environ)))")
    assert same["text"] == "True\n"


def test_a_wrong_id_in_a_kernel(kernel: Kernel) -> None:
    (output,) = kernel.run('from course import check; check("states-craete")')
    assert output["type"] == "display_data"
    assert "`states-create`" in output["data"]["text/plain"]


def test_what_is_no_id_in_a_kernel(kernel: Kernel) -> None:
    for code in ("check()", "check(5)", "check({'pid': 0})", "check(None, 1)"):
        (output,) = kernel.run(f"from course import check; {code}")
        assert output["type"] == "display_data", output
        assert "`states-create`" in output["data"]["text/plain"]


def test_a_kernel_whose_engine_is_gone(suite: str, tmp_path: Path) -> None:
    with Engine(suite=suite, purpose="test") as access:
        kernel = Kernel(access.environment() | {"COURSE_LANG": "en"}, tmp_path)
        kernel.run("from course import check")
    try:
        (output,) = kernel.run('check("states-create")')
    finally:
        kernel.close()
    assert output["type"] == "display_data"
    assert re.search("course (reset|lab)", output["data"]["text/plain"])
    assert "Traceback" not in str(output)


def python(code: str, environment: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    base = {key: value for key, value in os.environ.items() if not key.startswith("COURSE_")}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=base | environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )


def test_in_a_terminal(learner: Learner, tmp_path: Path) -> None:
    """Away from the checkout, so what is installed is what runs."""
    learner.sh("docker create --name first-box nginx")
    done = python(
        'from course import check; check("states-create")',
        learner.access.environment() | {"COURSE_LANG": "en"},
        tmp_path,
    )
    assert done.stderr == ""
    assert done.stdout.startswith("✔ Passed  states-create · 2/2 points\n")


def test_without_a_lab(tmp_path: Path) -> None:
    done = python('from course import check; check("states-create")', {}, tmp_path)
    assert done.stderr == "" and "course lab" in done.stdout and "Traceback" not in done.stdout


def test_asking_for_the_syllabus_does_not_load_docker_and_pytest(tmp_path: Path) -> None:
    code = "import sys, course, course.syllabus; print({'docker', 'pytest'} & set(sys.modules))"
    assert python(code, {}, tmp_path).stdout == "set()\n"


@pytest.mark.parametrize("trouble", [KeyboardInterrupt(), RuntimeError("broken")])
def test_no_traceback_ever(
    shared_engine: Access,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    trouble: BaseException,
) -> None:
    def run_check(*_: object, **__: object) -> None:
        raise trouble

    monkeypatch.setattr(notebook, "run_check", run_check)
    for key, value in shared_engine.environment().items():
        monkeypatch.setenv(key, value)
    monkeypatch.setenv("COURSE_LANG", "en")
    check("states-create")
    printed = capsys.readouterr()
    assert printed.err == "" and "Traceback" not in printed.out and printed.out.strip()


def verdict(outcome: Any, score: int | None) -> Verdict:
    return Verdict("states-x", "states", 2, score, outcome, NASTY, NASTY, NASTY, NASTY, 0.1)


@pytest.mark.parametrize(("outcome", "score"), [("passed", 2), ("failed", 0), ("not_checked", None)])
def test_everything_is_escaped(outcome: Any, score: int | None) -> None:
    html = as_html(verdict(outcome, score), "en")
    assert "<script" not in html and "<b>" not in html
    assert "&lt;script&gt;" in html and "&lt;b&gt;code&lt;/b&gt;</code>" in html
    assert NASTY in as_text(verdict(outcome, score), "en")


def test_an_answer_is_labelled_as_one() -> None:
    wrong = replace(verdict("failed", 0), answered=True)
    labels = {"ko": ("실제 값", "여러분의 답"), "en": ("Really", "You wrote")}
    for lang in get_args(Lang):
        assert [label for label, _ in rows(wrong, lang)][:2] == list(labels[lang])
        assert all(f">{label}</div>" in as_html(wrong, lang) for label in labels[lang])
        assert all(f"  {label}: " in as_text(wrong, lang) for label in labels[lang])
        assert not any(label in as_text(verdict("failed", 0), lang) for label in labels[lang])


def test_one_point_is_a_point() -> None:
    assert "0/1 point\n" in as_text(replace(verdict("failed", 0), points=1), "en")
    assert "0/2 points\n" in as_text(verdict("failed", 0), "en")


def test_colours_come_from_the_theme() -> None:
    html = as_html(verdict("failed", 0), "ko")
    assert "var(--jp-ui-font-color1" in html and "var(--jp-layout-color1" in html
    assert re.findall(r"(?<!-)color: #", html) == []


def test_korean_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for value, language in {"": "ko", "en": "en", "EN ": "en", "fr": "ko"}.items():
        monkeypatch.setenv("COURSE_LANG", value)
        assert current_language() == language
    monkeypatch.delenv("COURSE_LANG")
    assert current_language() == "ko"
