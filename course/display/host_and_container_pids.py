"""`host-container-pids`: the same nginx processes, numbered by the host and by their container.

The numbers are an example; what holds for all is that the workers' parent is the master, on either side.
"""

from course.display.canvas import Canvas
from course.display.states import BLUE, GREY
from course.language import Lang, Text

TITLE = Text(ko="호스트의 PID와 컨테이너의 PID", en="Host PIDs and container PIDs")
HOST = Text(ko="호스트에서 본 번호", en="as the host sees them")
CONTAINER = Text(ko="컨테이너 안에서 본 번호", en="as the container sees them")
SAME = Text(ko="같은 프로세스", en="one process")
SOURCES = (Text(ko="docker top", en="docker top"), Text(ko="docker exec … ps", en="docker exec … ps"))
HOST_PIDS = (1234, 1256, 1257)
CONTAINER_PIDS = (1, 8, 9)
NAMES = ("nginx master", "nginx worker", "nginx worker")
LEFT, RIGHT = 150, 640
TOP, STEP = 120, 76
WIDTH = 228
INDENT = 56


def draw(lang: Lang) -> str:
    """Two columns, a dashed line for each process that stands in both."""
    canvas = Canvas(840, 320, TITLE.of(lang))
    for x, whose, source in zip((LEFT, RIGHT), (HOST, CONTAINER), SOURCES, strict=True):
        canvas.label(x + INDENT / 2, 40, whose.of(lang), source.of(lang), size=15, weight=600)
    for row in range(3):
        _process(canvas, row)
    canvas.label((LEFT + RIGHT + INDENT) / 2, TOP + STEP / 2, SAME.of(lang))
    return canvas.svg()


def _process(canvas: Canvas, row: int) -> None:
    """One process in both columns, the line that joins them, and the arrow from its parent."""
    y = TOP + row * STEP
    indent = INDENT if row else 0
    for x, pid, colour in ((LEFT, HOST_PIDS[row], GREY), (RIGHT, CONTAINER_PIDS[row], BLUE)):
        canvas.box(x + indent, y, f"{pid} · {NAMES[row]}", colour, width=WIDTH)
        if row:
            trunk = x - WIDTH / 2 + INDENT / 2
            canvas.arrow((trunk, TOP + 24), (trunk, y), (x + indent - WIDTH / 2 - 3, y))
    near, far = LEFT + indent + WIDTH / 2, RIGHT + indent - WIDTH / 2
    canvas.arrow((far - 4, y), (near + 4, y), dashed=True)
