"""What an exception out of a check means for the learner: a mistake to learn from, or no verdict at all."""

from __future__ import annotations

import contextlib
import tempfile
import traceback
from pathlib import Path

from docker.errors import APIError, DockerException
from requests.exceptions import RequestException

from course.checks.answers import shown
from course.checks.catalog import Check
from course.checks.vocabulary import CheckFailed, NotChecked
from course.engine import Access, EngineError
from course.language import Text, same
from course.views import ImagesChanged, NoSuchContainer, NotRunning

PING_SECONDS = 5
MOST_WORDS = 500
"""Of what an engine says when it fails: a learner may have had a say in it."""


def understood(error: BaseException, check: Check, access: Access) -> CheckFailed | NotChecked:
    """What an exception out of a check means for the learner."""
    if isinstance(error, CheckFailed | NotChecked):
        return error
    if isinstance(error, NoSuchContainer):
        return _no_such_container(error)
    if isinstance(error, NotRunning):
        return CheckFailed(expected=_RUNNING, seen=error.seen, hint=_START_IT)
    if isinstance(error, ImagesChanged):
        return CheckFailed(expected=_OUR_IMAGES, seen=", ".join(error.paths[:3]), hint=_ANOTHER_ENGINE)
    if not _answers(access):
        return _engine_gone(same(f"{access.docker_host}, {type(error).__name__}"))
    if isinstance(error, EngineError):
        return _engine_in_trouble(error.text)
    if isinstance(error, APIError) and error.is_server_error():
        return _engine_in_trouble(same(str(error.explanation)[:MOST_WORDS]))
    if isinstance(error, DockerException | RequestException) and not isinstance(error, APIError):
        return _engine_in_trouble(same(f"{access.docker_host}, {type(error).__name__}"))
    return _crashed(error, check)


def _answers(access: Access) -> bool:
    try:
        client = access.client(timeout=PING_SECONDS)
        with contextlib.closing(client):
            return bool(client.ping())
    except (DockerException, RequestException, OSError):
        return False


def _no_such_container(error: NoSuchContainer) -> CheckFailed:
    name = error.name
    making = error.making or Text(
        ko=f"이 연습의 명령을 먼저 실행하세요. 컨테이너 이름은 `--name {name}`로 정합니다.",
        en=f"Run this exercise's command first; `--name {name}` gives the container its name.",
    )
    if error.near:
        near = ", ".join(f"`{other}`" for other in error.near)
        rename = f"`docker rename {error.near[0]} {name}`"
        hint = Text(
            ko=f"이름이 조금 다릅니다: {near}. {rename}으로 고치세요.",
            en=f"The name is slightly off: {near}. Correct it: {rename}.",
        )
    elif error.removed:
        hint = Text(
            ko=f"`{name}` 컨테이너는 있었지만 지워졌습니다(`docker rm`, `--rm`). 다시 만들고, 검사할 때까지 지우지 "
            f"마세요. 방금 다시 만들었다면 새것은 생기지 않았으니, 셀이 출력한 오류를 읽으세요. {making.ko}",
            en=f"There was a `{name}`, but it was removed (`docker rm`, `--rm`). Make it again and keep it until "
            "it has been checked. If your cell did so just now, the new one was not created: read the error "
            f"that the cell printed. {making.en}",
        )
    else:
        hint = making
    expected = Text(ko=f"이름이 `{name}`인 컨테이너", en=f"a container named `{name}`")
    return CheckFailed(expected=expected, seen=error, hint=hint)


_OUR_IMAGES = Text(
    ko="처음 그대로인 `nginx`와 `shell` 이미지의 파일",
    en="the files of the images `nginx` and `shell`, as they were",
)
_ANOTHER_ENGINE = Text(
    ko="엔진이 이미지를 두는 폴더의 파일이 바뀌어서, 그 이미지로 하는 실험은 아무것도 증명하지 못합니다. `course "
    "reset`으로 새 엔진을 받아 다시 하세요.",
    en="Files were changed in the folder that the engine keeps its images in, so experiments with them prove "
    "nothing. `course reset` gives a new engine; do it again there.",
)
_RUNNING = Text(ko="실행 중인 컨테이너", en="a running container")
_START_IT = Text(
    ko="`docker ps -a`로 상태를 보고, `docker start`로 시작하세요.",
    en="Look at its state with `docker ps -a` and start it with `docker start`.",
)


def not_plain(answer: object) -> CheckFailed:
    kind = type(answer).__name__
    return CheckFailed(
        expected=Text(
            ko="숫자, 문자열, 참/거짓, 리스트, 딕셔너리로만 된 답",
            en="an answer made of numbers, strings, booleans, lists and dicts only",
        ),
        seen=f"{kind}: {shown(answer)}",
        hint=Text(
            ko="객체가 아니라 그 값을 넘기세요. 예: `container.status`, `int(값)`",
            en="Hand over the value, not the object: `container.status`, `int(value)`.",
        ),
    )


def missing_prerequisite(missing: list[str]) -> NotChecked:
    ids = ", ".join(f"`{need}`" for need in missing)
    return NotChecked(
        "prerequisite",
        Text(ko=f"먼저 통과해야 하는 검사: {ids}", en=f"has to pass first: {ids}"),
        Text(
            ko="그 연습을 먼저 마치세요. 이 검사는 실행하지 않았습니다.",
            en="Finish that exercise first; this check was not run.",
        ),
    )


def _engine_gone(what: Text) -> NotChecked:
    return NotChecked(
        "engine",
        Text(ko="엔진이 응답하지 않습니다 ({what})", en="the engine does not answer ({what})").format(
            what=what
        ),
        Text(
            ko="엔진이 꺼졌거나 너무 바쁩니다. 여러분의 답과는 관계없고, 점수에도 영향이 없습니다. 잠시 뒤에 "
            "이 셀을 다시 실행해 보세요. 그래도 같으면 `course reset`으로 새 엔진을 받아 이 절을 처음부터 "
            "실행하세요.",
            en="It is off or too busy. This has nothing to do with your work and costs no points. Run this cell "
            "again in a moment. If it stays like this, `course reset` gives a new engine; then run this section "
            "from its beginning.",
        ),
    )


def _engine_in_trouble(what: Text) -> NotChecked:
    return NotChecked(
        "engine",
        Text(
            ko="엔진에서 확인하지 못했습니다 ({what})", en="the engine could not be looked at ({what})"
        ).format(what=what),
        Text(
            ko="그래서 맞았는지 틀렸는지 알 수 없고, 점수에도 영향이 없습니다. 이미지를 지우는 명령처럼 앞에서 "
            "실행한 것 때문일 수도 있습니다. `course reset`으로 새 엔진을 받아 이 절을 처음부터 실행하세요.",
            en="So this says neither right nor wrong, and costs no points. Something you ran before may be the "
            "cause, such as removing an image. `course reset` gives a new engine; then run this section "
            "from its beginning.",
        ),
    )


def _crashed(error: BaseException, check: Check) -> NotChecked:
    log = write_log(error, check.id)
    kind = type(error).__name__
    return NotChecked(
        "grader",
        Text(ko=f"검사 프로그램에 문제가 생겼습니다 ({kind})", en=f"the check itself went wrong ({kind})"),
        Text(
            ko=f"여러분의 답이 틀렸다는 뜻이 아닙니다. 강사에게 이 파일을 전해 주세요: {log}",
            en=f"This says nothing about your work. Give this file to your teacher: {log}",
        ),
    )


def write_log(error: BaseException, about: str) -> Path:
    """Write the traceback where it outlives the engine, whose folder goes with it; returns the file."""
    prefix, suffix = f"course-check-{about}-", ".log"
    with tempfile.NamedTemporaryFile(
        "w", prefix=prefix, suffix=suffix, delete=False, encoding="utf-8"
    ) as file:
        file.write("".join(traceback.format_exception(error)))
    return Path(file.name)
