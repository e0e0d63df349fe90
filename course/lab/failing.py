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
    """Turns an exception into a sentence and exit code 1, or the error's own; SystemExit passes."""
    try:
        yield
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.exit(1)  # `course … | head`
    except Exception as error:
        print(f"course: {sentence(error)}", file=sys.stderr)
        sys.exit(getattr(error, "exit_code", 1))


def sentence(error: Exception) -> str:
    """What to tell a person: what happened and what to do."""
    # By what an error has and where it comes from: importing every room to name its errors would take seconds.
    lang = current_language()
    text = getattr(error, "text", None)
    if isinstance(text, Text):
        return text.of(lang)
    if callable(describe := getattr(error, "describe", None)):
        return str(describe().of(lang))
    room = type(error).__module__.partition(".")[0]
    if room == "course":
        return str(error)
    if room in ("docker", "requests", "urllib3"):
        return ENGINE_GONE.format(error=error).of(lang)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    with tempfile.NamedTemporaryFile("w", prefix="course-", suffix=".log", delete=False) as log:
        traceback.print_exception(error, file=log)
    return UNFORESEEN.format(error=f"{type(error).__name__}: {error}", log=log.name).of(lang)
