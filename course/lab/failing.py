"""Every error of a command as one sentence on stderr."""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from course.language import Text, current_language

UNFORESEEN = Text(
    ko="예상하지 못한 오류입니다 ({error}). 이 파일을 강사에게 전해 주세요: {log}",
    en="something unforeseen went wrong ({error}). Give this file to your teacher: {log}",
)
ENGINE_GONE = Text(
    ko="Docker 엔진이 중간에 응답하지 않았습니다 ({error}). `course doctor`를 실행해 보세요.",
    en="the Docker Engine stopped answering ({error}). Try `course doctor`.",
)
INTERRUPTED = 130
"""What a shell says of a command that Ctrl-C ended."""


@contextmanager
def told() -> Iterator[None]:
    """Turns an exception into a sentence and exit code 1; SystemExit passes."""
    try:
        yield
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.exit(1)  # `course … | head`
    except Exception as error:
        print(f"course: {sentence(error)}", file=sys.stderr)
        sys.exit(1)


def sentence(error: Exception) -> str:
    """What to tell a person: what happened and what to do."""
    # Each of these rooms brings libraries along that a command may not need.
    from docker.errors import DockerException
    from requests.exceptions import RequestException

    from course.checks import UnknownCheck
    from course.engine import EngineError
    from course.grade.errors import GradingError
    from course.lab.errors import LabError
    from course.notebook.errors import NotebookError
    from course.syllabus import UnknownId

    lang = current_language()
    if isinstance(error, UnknownCheck):
        return error.describe().of(lang)
    if isinstance(error, LabError | GradingError):
        return error.text.of(lang)
    if isinstance(error, EngineError | NotebookError | UnknownId):
        return str(error)
    if isinstance(error, OSError) and error.filename and not isinstance(error, RequestException):
        return f"{error.filename}: {error.strerror}"
    if isinstance(error, DockerException | RequestException):
        return ENGINE_GONE.format(error=error).of(lang)
    with tempfile.NamedTemporaryFile("w", prefix="course-", suffix=".log", delete=False) as log:
        traceback.print_exception(error, file=log)
    return UNFORESEEN.format(error=f"{type(error).__name__}: {error}", log=log.name).of(lang)
