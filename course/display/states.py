"""`container-lifecycle`: Docker's seven states and the commands between them.

The states are those of `docker inspect` (moby, container/state.go): created, running, paused, restarting,
removing, exited, dead. What textbooks call Stopped and Killed is `exited`, told apart by the exit code.
"""

from course.display.canvas import Canvas
from course.language import Lang, Text

AMBER = "#8a5a00"
GREEN = "#1a7f37"
BLUE = "#0a5fc4"
GREY = "#4d5661"
PURPLE = "#7a45d6"
ORANGE = "#b04500"
RED = "#a40e26"

TITLE = Text(ko="컨테이너 라이프사이클", en="Container lifecycle")
ENDS = Text(ko="프로세스가 끝남", en="process ends")
POLICY = Text(ko="재시작 정책", en="restart policy")
STOPPED = Text(ko="‘Stopped’", en="‘Stopped’")
KILLED = Text(ko="‘Killed’", en="‘Killed’")
STOPPED_CODE = Text(ko="종료 코드 0, 143", en="exit code 0, 143")
KILLED_CODE = Text(ko="종료 코드 137 (SIGKILL)", en="exit code 137 (SIGKILL)")
FAILED = Text(ko="삭제 실패", en="removal failed")
GONE = Text(ko="없음", en="gone")


def draw(lang: Lang) -> str:
    """The state diagram as SVG."""
    canvas = Canvas(1000, 690, TITLE.of(lang))
    _states(canvas, lang)
    _into_running(canvas)
    _pause_and_restart(canvas, lang)
    _into_exited(canvas, lang)
    _removal(canvas, lang)
    return canvas.svg()


def _states(canvas: Canvas, lang: Lang) -> None:
    canvas.start(140, 46)
    canvas.box(140, 210, "created", AMBER)
    canvas.box(500, 210, "running", GREEN)
    canvas.box(860, 210, "paused", BLUE)
    canvas.box(790, 60, "restarting", PURPLE)
    canvas.panel(500, 445, 432, 124, GREY, "exited")
    canvas.label(382, 462, STOPPED.of(lang), STOPPED_CODE.of(lang))
    canvas.label(604, 462, KILLED.of(lang), KILLED_CODE.of(lang))
    canvas.box(500, 590, "removing", ORANGE)
    canvas.box(860, 590, "dead", RED)
    canvas.end(500, 668)


def _into_running(canvas: Canvas) -> None:
    canvas.arrow((140, 58), (140, 183))
    canvas.label(140, 122, "docker create")
    canvas.arrow((152, 46), (400, 46), (462, 183))
    canvas.label(318, 66, "docker run")
    canvas.arrow((208, 210), (431, 210))
    canvas.label(320, 210, "docker start")


def _pause_and_restart(canvas: Canvas, lang: Lang) -> None:
    canvas.arrow((568, 198), (680, 160), (791, 198))
    canvas.label(690, 181, "docker pause")
    canvas.arrow((792, 222), (680, 262), (569, 222))
    canvas.label(690, 241, "docker unpause")
    canvas.arrow((520, 184), (560, 80), (721, 66))
    canvas.label(588, 92, ENDS.of(lang), f"+ {POLICY.of(lang)}")
    canvas.arrow((735, 86), (640, 112), (552, 185))


def _into_exited(canvas: Canvas, lang: Lang) -> None:
    canvas.arrow((460, 236), (402, 310), (402, 381))
    canvas.label(398, 322, "docker stop")
    canvas.arrow((500, 236), (500, 381))
    canvas.label(506, 286, ENDS.of(lang))
    canvas.arrow((540, 236), (598, 310), (598, 381))
    canvas.label(602, 322, "docker kill")
    canvas.arrow((282, 445), (170, 400), (230, 290), (440, 236))
    canvas.label(232, 364, "docker start")
    canvas.arrow((860, 236), (860, 420), (718, 440))
    canvas.label(836, 346, "docker stop", "docker kill")


def _removal(canvas: Canvas, lang: Lang) -> None:
    canvas.arrow((500, 508), (500, 564))
    canvas.label(500, 536, "docker rm")
    canvas.arrow((120, 236), (60, 590), (432, 590))
    canvas.label(150, 500, "docker rm")
    canvas.arrow((500, 616), (500, 655))
    canvas.label(552, 640, GONE.of(lang))
    canvas.arrow((568, 590), (792, 590), dashed=True)
    canvas.label(680, 590, FAILED.of(lang))
