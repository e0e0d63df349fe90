"""Writing the zip that Gradescope takes as an autograder."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from course.github.exporting import render, template
from course.grade.errors import WrongUsage
from course.language import Lang, Text

ROOM = "course.gradescope"

NO_ENGINE = Text(
    ko="이 채점기에는 Docker Engine이 필요한데, 지금 실행된 컨테이너에는 없습니다. Gradescope가 제공하는 "
    "컨테이너에는 엔진이 없으므로, 강사가 Docker가 있는 컴퓨터에서 `course grade`로 채점해야 합니다. "
    "점수는 매기지 않았습니다.",
    en="This autograder needs a Docker Engine, and the container it runs in has none. Gradescope's own containers "
    "have none: your teacher has to grade with `course grade` on a machine with Docker. No score was given.",
)
THERE = Text(
    ko="{path}: 이미 있습니다. 다른 이름을 적으세요.", en="{path}: is there already. Name another file."
)
UPLOAD_IT = Text(
    ko="{path}을(를) Gradescope 과제의 Configure Autograder에 올리세요. 채점에는 Docker Engine이 필요합니다. "
    "Gradescope가 제공하는 컨테이너에는 엔진이 없고, 그런 곳에서는 그렇게 알리기만 하고 점수를 매기지 않습니다.",
    en="Upload {path} under Configure Autograder of the assignment. Grading needs a Docker Engine. Gradescope's "
    "own containers have none: there, the autograder says so and gives no score.",
)


def export(path: Path, lang: Lang, course: str) -> Text:
    """Write the zip; returns what to do next. `course`: what pip installs.

    Raises WrongUsage where the file is there already, OSError where it cannot be written.
    """
    if path.exists():
        raise WrongUsage(THERE.format(path=path))
    answer = json.dumps({"output": NO_ENGINE.of(lang), "output_format": "text"}, ensure_ascii=False)
    contents = {
        "setup.sh": template("setup.sh", ROOM),
        "run_autograder": render(template("run_autograder.j2", ROOM), {"lang": lang, "no_engine": answer}),
        "course.txt": course + "\n",
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as archive:
        for name, text in contents.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (0o644 if name == "course.txt" else 0o755) << 16
            archive.writestr(entry, text)
    return UPLOAD_IT.format(path=path)
