"""What is kept of a container that is gone: its volumes, and the word that a learner wrote somewhere."""

import re
from collections.abc import Collection, Iterable

from course.checks import Text, fail, same
from course.personal import Learner
from course.views import EngineView, Event, History
from course.views.files import File

A_WORD = re.compile(r"[a-z]+-[a-z]+-\d{3}")
PRUNE_SECONDS = 30
"""A prune removes one after the other, and is recorded at its end."""


def require_own_word(file: File, path: str, learner: Learner) -> None:
    """Fail unless the file holds the learner's own word and nothing else."""
    text = file.text.strip()
    if text == learner.word:
        return
    if A_WORD.fullmatch(text):
        hint = Text(
            ko="다른 사람의 단어입니다. 여러분의 단어는 `print(learner())`로 볼 수 있고, 명령 안에서는 "
            "`{me.word}`로 씁니다.",
            en="This is somebody else's word. `print(learner())` shows yours; in a command, write "
            "`{me.word}`.",
        )
    else:
        hint = Text(
            ko="파일에는 여러분의 단어만 있어야 합니다. 명령 안에서 `{me.word}`로 쓰고, 그 전에 `me = "
            "learner()`가 있는 셀을 실행하세요.",
            en="The file should hold your word and nothing else. Write `{me.word}` in the command, and run "
            "the cell with `me = learner()` before it.",
        )
    fail(
        expected=Text(ko=f"`{path}` 안의 `{learner.word}`", en=f"`{learner.word}` in `{path}`"),
        seen=same(f"{path}: {text[:80]!r}"),
        hint=hint,
    )


def volumes_of(engine: EngineView, container: History) -> dict[str, str]:
    """{destination: name} of the volumes a container was started with, even of one that is gone."""
    return {event.attributes.get("destination", ""): event.id for event in _mounts(engine, {container.id})}


def volumes_mounted(engine: EngineView, containers: Collection[str]) -> set[str]:
    """Names of the volumes that the containers of those ids had mounted, whether they are still there or not."""
    return {event.id for event in _mounts(engine, containers)}


def _mounts(engine: EngineView, containers: Collection[str]) -> list[Event]:
    mounts = [event for event in engine.journal.events if event.type == "volume" and event.action == "mount"]
    return [event for event in mounts if event.container in containers]


def may_have_held(container: History, name: str, mounts: Collection[str]) -> bool:
    """Whether a file `name` may have been in the layer of a container that is gone, not only in `mounts`.

    Nobody can look any more. What tells is a command run in it that ended well and names the file, or copies to
    `/`, or is a bare shell that reads what to do; and `docker cp`, whose event does not say what it brought.
    """
    folders = "|".join(re.escape(mount.strip("/")) for mount in mounts)
    for event in container.events:
        if event.action == "extract-to-dir":
            return True
        if event.action != "exec_create" or _exit_code(container, event) != 0:
            continue
        elsewhere = re.sub(rf"/?({folders})/{re.escape(name)}", "", event.command)
        if (
            name in elsewhere
            or re.search(r"""\s/(?=[\s;&'"]|$)""", elsewhere)
            or _BARE_SHELL.fullmatch(elsewhere)
        ):
            return True
    return False


_BARE_SHELL = re.compile(r"(\S*/)?(busybox )?(ba|da|a)?sh( -[a-z]*(?<!c))*")


def _exit_code(container: History, exec_create: Event) -> int | None:
    """Of the command that the event announced; None while it runs."""
    exec_id = exec_create.attributes.get("execID")
    ends = [event for event in container.events if event.action == "exec_die"]
    return next(
        (container.number(end, "exitCode") for end in ends if end.attributes.get("execID") == exec_id), None
    )


def is_anonymous(volume: str) -> bool:
    """Whether the engine made up this volume's name."""
    return re.fullmatch(r"[0-9a-f]{64}", volume) is not None


def removed_at(container: History) -> float | None:
    """When it was removed, or None while it is there."""
    return next((event.at for event in container.events if event.action == "destroy"), None)


def first_prune(engine: EngineView, containers: Iterable[History]) -> float | None:
    """When the first `docker container prune` ended that may have removed one of them; None: none has.

    What is removed later, by cleaning up, does not change what a prune did.
    """
    removals = [at for container in containers if (at := removed_at(container)) is not None]
    prunes = [
        event.at for event in engine.journal.events if event.type == "container" and event.action == "prune"
    ]
    return next((prune for prune in prunes if any(0 <= prune - at < PRUNE_SECONDS for at in removals)), None)
