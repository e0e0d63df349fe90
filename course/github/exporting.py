"""Writing the repository that learners work in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from course import syllabus
from course.github import Classroom
from course.grade.errors import WrongUsage
from course.grade.results import write_whole
from course.language import Lang, Text

USES = {
    "checkout": "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "cache": "actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae # v5.0.5",
    "upload": "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
    "reporter": "classroom-resources/autograding-grading-reporter@d13b5912daf5042ac1b71bc38bdb4a6bcd61d8ca # v1",
}
"""The actions, by the commits that their tags had: a tag can be moved."""

WORKFLOWS = {"plain": "grade.yml", "actions": "classroom.yml"}
"""GitHub Classroom looks for one of that name. Classroom 50 puts its own into each learner's repository."""

TEMPLATE, AUTOGRADER = "template", "autograder"
"""Folders of an export for Classroom 50: what learners get, and what belongs into the teacher's own repository."""

TITLE = Text(ko="컨테이너 라이프사이클", en="Container lifecycle")
NOT_EMPTY = Text(
    ko="{folder}: 비어 있지 않습니다. 새 폴더의 이름을 적으세요.",
    en="{folder}: is not empty. Name a new folder.",
)
PUSH_IT = Text(
    ko="{folder}에 학습자의 저장소를 만들었습니다. GitHub에 올리고 Settings에서 **Template repository**를 켜세요:\n"
    "  cd {folder} && git init -b main && git add -A && git commit -m 'Container lifecycle'\n"
    "  gh repo create ORG/container-lifecycle --private --source . --push\n"
    "  gh repo edit ORG/container-lifecycle --template",
    en="{folder} holds the learners' repository. Push it to GitHub and make it a template:\n"
    "  cd {folder} && git init -b main && git add -A && git commit -m 'Container lifecycle'\n"
    "  gh repo create ORG/container-lifecycle --private --source . --push\n"
    "  gh repo edit ORG/container-lifecycle --template",
)
AND_THE_AUTOGRADER = Text(
    ko="\n{folder}의 두 파일은 조직의 classroom50 저장소의 CLASSROOM/autograders/ASSIGNMENT/에 넣으세요.\n"
    "과제를 등록할 때 `--runtime {runtime}`을 주세요.",
    en="\nThe two files in {folder} belong into CLASSROOM/autograders/ASSIGNMENT/ of the organisation's repository "
    "classroom50.\nRegister the assignment with `--runtime {runtime}`.",
)


def export(folder: Path, lang: Lang, classroom: Classroom, course: str, sections: Sequence[str] = ()) -> Text:
    """Write it into a new folder; returns what to do next.

    `course`: what pip installs, such as `…@ git+https://…@v1`. Raises WrongUsage where something is there already,
    or there is no such section; OSError where it cannot be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise WrongUsage(NOT_EMPTY.format(folder=folder))
    wanted = [syllabus.section(one) for one in sections]
    chosen = [one for one in syllabus.sections() if not wanted or one in wanted]
    repository = folder / TEMPLATE if classroom == "classroom50" else folder
    about = _about(lang, classroom, course, chosen, len(chosen) < len(syllabus.sections()))
    write_whole(repository / "README.md", render(template(f"README.{lang}.md.j2"), about))
    write_whole(repository / ".gitignore", template("gitignore"))
    write_whole(
        repository / ".devcontainer/devcontainer.json", render(template("devcontainer.json.j2"), about)
    )
    (repository / "notebooks").mkdir()
    for one in chosen:
        shutil.copyfile(syllabus.released(one.id, lang), repository / "notebooks" / about["files"][one.id])
    if classroom == "classroom50":
        return PUSH_IT.format(folder=repository) + _export_autograder(folder, about)
    write_whole(
        repository / f".github/workflows/{WORKFLOWS[classroom]}", render(template("workflow.yml.j2"), about)
    )
    return PUSH_IT.format(folder=repository)


def render(text: str, about: dict[str, Any]) -> str:
    """A template with its values in it. No workflow or shell knows its marks: `@{ value }` and `<% if %>`."""
    environment = Environment(
        variable_start_string="@{",
        variable_end_string="}",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.from_string(text).render(about)


def our_workflow() -> str:
    """The same workflow as this project's own CI runs it, on a repository that it exports itself."""
    about = _about("ko", "plain", "", syllabus.sections(), False)
    most = sum(one.points for one in syllabus.exercises())
    half = sum(one.points for section in half_of_the_course() for one in syllabus.exercises(section))
    expected = {"blank": f"0/{most}", "half": f"{half}/{most}", "solved": f"{most}/{most}"}
    return render(template("workflow.yml.j2"), about | {"ours": True, "expected": expected})


def half_of_the_course() -> list[str]:
    """The sections that a learner has done who is half through."""
    ids = [one.id for one in syllabus.sections()]
    return ids[: len(ids) // 2]


def _about(
    lang: Lang, classroom: Classroom, course: str, chosen: Sequence[syllabus.Section], is_part: bool
) -> dict[str, Any]:
    """All that the templates ask for."""
    names = {one.id: syllabus.released(one.id, lang).name for one in chosen}
    rows = [
        {
            "title": f"{one.number}. {one.title.of(lang)}",
            "file": names[one.id],
            "minutes": one.minutes,
            "points": sum(exercise.points for exercise in syllabus.exercises(one.id)),
        }
        for one in chosen
    ]
    return {
        "lang": lang,
        "classroom": classroom,
        "course": course,
        "sections": [one.id for one in chosen],
        "only": "".join(f" --section {one.id}" for one in chosen) if is_part else "",
        "files": names,
        "rows": rows,
        "title": TITLE.of(lang),
        "uses": USES,
        "workflow": WORKFLOWS.get(classroom, ""),
        "ours": False,
    }


def _export_autograder(folder: Path, about: dict[str, Any]) -> Text:
    settings: dict[str, Any] = {"course": about["course"], "lang": about["lang"]}
    if about["only"]:
        settings["sections"] = about["sections"]
    write_whole(folder / AUTOGRADER / "autograder.py", template("autograder.py"))
    write_whole(folder / AUTOGRADER / "autograder.json", json.dumps(settings, indent=2) + "\n")
    # The course needs Docker on the machine itself, and no newer Python than it was tried with.
    write_whole(
        folder / "runtime.json", json.dumps({"runs-on": "ubuntu-24.04", "python": "3.12"}, indent=2) + "\n"
    )
    return AND_THE_AUTOGRADER.format(folder=folder / AUTOGRADER, runtime=folder / "runtime.json")


def template(name: str, room: str = "course.github") -> str:
    """The text of a file in a room's template/."""
    return files(room).joinpath("template", name).read_text(encoding="utf-8")
