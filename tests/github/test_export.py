"""The repository that learners get: whole, without solutions, with a workflow that GitHub takes."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from runners import SOURCE, course, export

from course import syllabus
from course.github.exporting import USES, Classroom, our_workflow
from course.github.installing import pinned
from course.language import Lang

ROOT = Path(__file__).parents[2]
KINDS: tuple[Classroom, ...] = ("plain", "actions")
OURS = ROOT / ".github/workflows/student.yml"


def workflow_of(repository: Path) -> Path:
    (path,) = (repository / ".github/workflows").iterdir()
    return path


def steps(workflow: Path) -> list[dict[str, Any]]:
    (job,) = yaml.safe_load(workflow.read_text())["jobs"].values()
    return list(job["steps"])


@pytest.fixture(scope="module")
def workflows(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    room = tmp_path_factory.mktemp("workflows")
    exported = [export(room / kind, kind) for kind in KINDS]
    return [*map(workflow_of, exported), OURS]


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("classroom", ["plain", "actions", "classroom50"])
def test_it_is_whole_and_holds_no_solutions(classroom: Classroom, lang: Lang, tmp_path: Path) -> None:
    whole = export(tmp_path / "new", classroom, lang)
    repository = whole / "template" if classroom == "classroom50" else whole
    names = {path.relative_to(repository).as_posix() for path in repository.rglob("*") if path.is_file()}
    notebooks = {f"notebooks/{syllabus.released(one.id, 'ko').name}" for one in syllabus.sections()}
    workflow = {"plain": {".github/workflows/grade.yml"}, "actions": {".github/workflows/classroom.yml"}}
    others = {"README.md", ".gitignore", ".devcontainer/devcontainer.json"}
    assert names == notebooks | others | workflow.get(classroom, set())
    for one in syllabus.sections():
        released = syllabus.released(one.id, lang)
        assert (repository / "notebooks" / released.name).read_bytes() == released.read_bytes()
    container = json.loads((repository / ".devcontainer/devcontainer.json").read_text())
    assert pinned(SOURCE) in container["onCreateCommand"]
    assert container["remoteEnv"]["COURSE_LANG"] == lang
    assert any("docker-in-docker" in feature for feature in container["features"])
    readme = (repository / "README.md").read_text()
    assert bool(re.search("[가-힣]", readme)) == (lang == "ko")
    assert all((repository / link).is_file() for link in re.findall(r"\]\((notebooks/[^)]+)\)", readme))
    assert not [path for path in whole.rglob("*") if str(ROOT) in path.name or "graders" in path.parts]


def test_both_readmes_say_the_same(tmp_path: Path) -> None:
    both = [(export(tmp_path / lang, lang=lang) / "README.md").read_text() for lang in get_args(Lang)]
    shapes = [re.findall(r"^(#+ |\| \[|- |```)|\]\(([^)]+)\)", readme, re.MULTILINE) for readme in both]
    assert shapes[0] == shapes[1]


def test_what_belongs_to_the_teacher_on_classroom_50(tmp_path: Path) -> None:
    whole = export(tmp_path / "new", "classroom50", "ko", ["cleanup"])
    assert {path.name for path in (whole / "autograder").iterdir()} == {"autograder.py", "autograder.json"}
    settings = json.loads((whole / "autograder/autograder.json").read_text())
    assert settings == {"course": pinned(SOURCE), "lang": "ko", "sections": ["cleanup"]}
    assert json.loads((whole / "runtime.json").read_text())["runs-on"].startswith("ubuntu")


def test_only_some_sections(tmp_path: Path) -> None:
    repository = export(tmp_path / "new", "actions", sections=["cleanup"])
    assert [path.name for path in (repository / "notebooks").iterdir()] == ["05-cleanup.ipynb"]
    *_, grade, _, report = steps(workflow_of(repository))
    assert grade["run"].endswith("--classroom actions --section cleanup")
    assert (report["with"]["runners"], list(report["env"])) == ("cleanup", ["CLEANUP_RESULTS"])


def test_workflows_are_what_github_takes(workflows: list[Path]) -> None:
    schema = ["--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run(["check-jsonschema", *schema, *map(str, workflows)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_their_shell_is_sound(workflows: list[Path]) -> None:
    for workflow in workflows:
        for step in steps(workflow):
            # The runner puts its own values in place of these before a shell sees them.
            script = re.sub(r"\$\{\{.*?\}\}", "value", step.get("run", "true"))
            done = subprocess.run(
                ["shellcheck", "--shell=bash", "-"],
                input=f"set -eo pipefail\n{script}\n",
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stdout


def test_they_may_do_little_and_trust_nobody(workflows: list[Path]) -> None:
    for workflow in workflows:
        text = workflow.read_text()
        read = yaml.safe_load(text)
        assert read["permissions"] == {"contents": "read"}
        assert all("permissions" not in job for job in read["jobs"].values())
        assert "pull_request_target" not in text
        assert "secrets." not in text
        # What somebody else names (a branch, a title) never reaches a shell as code.
        assert not [step for step in steps(workflow) if "github.event" in step.get("run", "")]
        checkout = steps(workflow)[0]
        assert checkout["with"]["persist-credentials"] is False
        used = [step["uses"] for step in steps(workflow) if "uses" in step]
        assert used
        assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", one) for one in used)
        assert {one.partition("@")[0] for one in used} <= {one.partition("@")[0] for one in USES.values()}


def test_the_actions_workflow_reports_every_section(workflows: list[Path]) -> None:
    report = steps(workflows[1])[-1]
    sections = [one.id for one in syllabus.sections()]
    assert report["with"]["runners"].split(",") == sections
    assert list(report["env"]) == [f"{section.upper()}_RESULTS" for section in sections]
    assert steps(workflows[1])[-3]["id"] == "grade"


def test_this_projects_own_workflow_is_the_same_file() -> None:
    again = 'python -c "from course.github.exporting import our_workflow; print(our_workflow(), end=str())"'
    assert OURS.read_text() == our_workflow(), f"write it again: {again} > {OURS.relative_to(ROOT)}"


def test_ours_grades_in_the_steps_of_theirs(workflows: list[Path]) -> None:
    theirs, ours = steps(workflows[0]), {step.get("name", step.get("uses")): step for step in steps(OURS)}
    for step in theirs[2:5]:
        assert ours[step["name"]]["run"] == step["run"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--source", SOURCE, "--section", "stats"], "states"),
        (["--source", str(ROOT)], "https"),
        (["--source", SOURCE, "--ref", "a b"], "tag or a commit"),
        (["--source", SOURCE, "--ref", "--upgrade"], "tag or a commit"),
        (["--source", "https://github.com/a/b'; echo"], "https"),
    ],
)
def test_what_it_refuses(arguments: list[str], words: str, tmp_path: Path) -> None:
    done = course("github", "export", str(tmp_path / "new"), *arguments)
    assert done.returncode != 0
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "new").exists()


def test_the_command_says_what_to_do_next(tmp_path: Path) -> None:
    done = course("github", "export", str(tmp_path / "new"), "--source", SOURCE, "--classroom", "classroom50")
    assert done.returncode == 0, done.stderr
    assert "gh repo edit" in done.stdout
    assert "autograders/ASSIGNMENT/" in done.stdout
    assert (tmp_path / "new/template/README.md").is_file()


def test_it_never_writes_over_anything(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    done = course("github", "export", str(tmp_path), "--source", SOURCE)
    assert done.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_where_it_is_installed_from() -> None:
    assert pinned(SOURCE, "v2") == f"container-lifecycle-course @ git+{SOURCE}@v2"
    assert re.fullmatch(r".*@v\d+\.\d+\.\d+", pinned(SOURCE))
