"""What grading keeps of a section's journal, and that it stops nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from course.engine import Access, Engine
from course.formats.report import write_report
from course.grade import Limits, Result, grade_submission
from course.grade.timelines import MOST_BYTES, SUFFIX, read_timelines, write_timeline
from course.views.timeline import Life, Step, Timeline
from notebooks import hand_in

SCRIPT = "<script>document.title = 1</script>"
WORK = {
    "states-create-work": f"!docker create --name first-box --label 'a={SCRIPT}' nginx echo '{SCRIPT}'",
    "states-created-has-work": f'created = {{"pid": "{SCRIPT}", "ip": "", "networks": ["{SCRIPT}"]}}',
    "states-stop-kill-work": """!docker run -d --name stop-box nginx
!docker kill --signal QUIT stop-box
!docker wait stop-box
!docker rm stop-box""",
}


@pytest.fixture
def factory(suite: str) -> Callable[[], Engine]:
    return lambda: Engine(suite=suite, purpose="test")


def test_a_graded_section_leaves_what_its_containers_went_through(
    factory: Callable[[], Engine], tmp_path: Path
) -> None:
    submission = hand_in(tmp_path / f"{SCRIPT.replace('/', '')} al", WORK)
    result = grade_submission(submission, tmp_path / "out", engine_factory=factory)
    assert isinstance(result, Result)

    (timeline,) = read_timelines(tmp_path / "out" / result.submission).values()
    assert timeline.section == "states"
    lives = {life.name: [(step.action, step.number) for step in life.steps] for life in timeline.lives}
    assert set(lives) == {"first-box", "stop-box"}, "the checks' own containers are no part of it"
    assert lives["first-box"] == [("create", None)]
    assert [step for step in lives["stop-box"] if step[0] != "stop"] == [
        *(("create", None), ("start", None), ("kill", 3), ("die", 0), ("destroy", None))
    ]

    page = write_report([result], tmp_path / "out", "en").read_text()
    assert "stop-box" in page and "QUIT" in page
    assert "<script" not in page and "&lt;script&gt;" in page


def test_an_engine_that_has_gone_leaves_what_was_written_down(tmp_path: Path) -> None:
    access = Access(tmp_path, f"unix://{tmp_path}/docker.sock", None, "disposable", None, "trixie", "v2")
    create = (
        '{"Type":"container","Action":"create","Actor":{"ID":"a","Attributes":{"name":"box"}},"timeNano":9}'
    )
    access.journal.write_text(f"{create}\nnonsense\n{create.replace('create', 'start')}\n{create[:50]}")

    write_timeline(access, "states", tmp_path / "01-states.ipynb")

    (life,) = read_timelines(tmp_path)["states"].lives
    assert (life.name, [step.action for step in life.steps]) == ("box", ["create", "start"])


def test_no_journal_is_no_timeline_not_even_an_earlier_one(tmp_path: Path) -> None:
    access = Access(tmp_path, f"unix://{tmp_path}/docker.sock", None, "disposable", None, "trixie", "v2")
    (tmp_path / f"01-states{SUFFIX}").write_text("earlier")
    write_timeline(access, "states", tmp_path / "01-states.ipynb")
    assert not list(tmp_path.iterdir())


def test_files_that_are_none_are_passed_over(tmp_path: Path) -> None:
    good = Timeline("states", (Life("box", "nginx", (Step(0, "create"),)),))
    (tmp_path / f"1{SUFFIX}").write_text("x" * (MOST_BYTES + 1))
    (tmp_path / f"2{SUFFIX}").write_text("{}")
    (tmp_path / f"3{SUFFIX}").mkdir()
    (tmp_path / f"4{SUFFIX}").write_text(good.to_json())
    assert read_timelines(tmp_path) == {"states": good}
    assert read_timelines(tmp_path / "nowhere") == {}


def test_a_kernel_that_is_cut_short_leaves_a_timeline_too(
    factory: Callable[[], Engine], tmp_path: Path
) -> None:
    work = {"states-create-work": f"{WORK['states-create-work']}\nimport os\nos._exit(1)"}
    submission = hand_in(tmp_path / "alice", work)
    grade_submission(submission, tmp_path / "out", engine_factory=factory, limits=Limits(submission=30))
    (life,) = read_timelines(tmp_path / "out/alice")["states"].lives
    assert life.name == "first-box"
