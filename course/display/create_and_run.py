"""`create-and-run`: what `docker create` does, what `docker start` adds, and that `docker run` is both."""

from course.display.canvas import Canvas, label_width
from course.display.states import AMBER, GREEN
from course.language import Lang, Text

TITLE = Text(ko="docker create, start, run", en="docker create, start, run")
STEPS = (
    (Text(ko="이미지 확인", en="image"), Text(ko="(로컬)", en="here?")),
    (Text(ko="없으면", en="missing?"), Text(ko="pull", en="pull")),
    (Text(ko="컨테이너 생성", en="make container,"), Text(ko="설정 기록", en="note settings")),
    (Text(ko="볼륨 마운트", en="mount volumes,"), Text(ko="네트워크 연결", en="connect network")),
    (Text(ko="환경 변수 넣고", en="start process"), Text(ko="프로세스 시작", en="with its env")),
)
LEFT = 16
GAP = 36
STATE_WIDTH = 104
LANE = 60


def draw(lang: Lang) -> str:
    """The steps in a line, and which command takes which of them."""
    canvas = Canvas(1040, 200, TITLE.of(lang))
    line = _Line(canvas)
    steps = [[f"{number}", *(words.of(lang) for words in step)] for number, step in enumerate(STEPS, start=1)]
    for step in steps[:3]:
        line.step(step)
    created = line.state("created", AMBER)
    for step in steps[3:]:
        line.step(step)
    running = line.state("running", GREEN)
    canvas.bracket(LEFT, created, 132, "docker create")
    canvas.bracket(created + GAP, running, 132, "docker start")
    canvas.bracket(LEFT, running, 178, "docker run")
    return canvas.svg()


class _Line:
    """Puts one thing after the other, with an arrow between them."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.right: float = LEFT - GAP

    def step(self, lines: list[str]) -> None:
        self.canvas.label(self._next(label_width(*lines)), LANE, *lines)

    def state(self, name: str, colour: str) -> float:
        """Draw a state; returns where its box ends."""
        self.canvas.box(self._next(STATE_WIDTH), LANE, name, colour, width=STATE_WIDTH)
        return self.right

    def _next(self, width: float) -> float:
        """The centre of the next thing of this width."""
        left = self.right + GAP
        if self.right > LEFT:
            self.canvas.arrow((self.right + 3, LANE), (left - 3, LANE))
        self.right = left + width
        return left + width / 2
