"""`create-and-run`: what `docker create` does, what `docker start` adds, and that `docker run` is both."""

from course.display.canvas import Canvas
from course.display.states import AMBER, GREEN
from course.language import Lang, Text

TITLE = Text(ko="docker create, start, run", en="docker create, start, run")
STEPS = (
    (Text(ko="이미지 확인", en="look for the"), Text(ko="(로컬)", en="image locally")),
    (Text(ko="없으면", en="missing?"), Text(ko="pull", en="pull")),
    (Text(ko="컨테이너 생성", en="make container,"), Text(ko="설정 기록", en="note settings")),
    (Text(ko="볼륨 마운트", en="mount volumes,"), Text(ko="네트워크 연결", en="connect network")),
    (Text(ko="환경 변수와 함께", en="start process"), Text(ko="프로세스 시작", en="with its env")),
)
PLACES = (90, 250, 420, 720, 890)
CREATED = 568
RUNNING = 1046


def draw(lang: Lang) -> str:
    """The steps in a line, and which command takes which of them."""
    canvas = Canvas(1130, 220, TITLE.of(lang))
    y = 84
    for number, (x, lines) in enumerate(zip(PLACES, STEPS, strict=True), start=1):
        canvas.label(x, y, f"{number}", *(line.of(lang) for line in lines))
    canvas.box(CREATED, y, "created", AMBER, width=104)
    canvas.box(RUNNING, y, "running", GREEN, width=104)
    for left, right in ((152, 204), (296, 356), (484, 515), (621, 656), (784, 820), (962, 993)):
        canvas.arrow((left, y), (right, y))
    canvas.bracket(24, 624, 156, "docker create")
    canvas.bracket(652, 1102, 156, "docker start")
    canvas.bracket(24, 1102, 200, "docker run")
    return canvas.svg()
