"""`shared-namespaces`: what two containers keep for themselves, what they can share, and what all of them share."""

from course.display.canvas import Canvas
from course.display.states import BLUE, GREEN, GREY
from course.language import Lang, Text

TITLE = Text(ko="네임스페이스 공유", en="Sharing namespaces")
OWNER = Text(ko="컨테이너 A", en="container A")
SHARER = Text(ko="컨테이너 B", en="container B")
HOST = Text(ko="엔진의 호스트", en="the engine's host")
ALWAYS_OWN = Text(ko="언제나 따로", en="always their own")
BY_VERSION = Text(ko="cgroup v2: 따로, v1: 호스트의 것", en="cgroup v2: their own, v1: the host's")
OF_ALL = Text(ko="모두가 함께 씁니다", en="shared by all")

SHARED = {"net": "--network container:A", "pid": "--pid container:A", "ipc": "--ipc container:A"}
APART = {"mnt": ALWAYS_OWN, "uts": ALWAYS_OWN, "cgroup": BY_VERSION}

LEFT, MIDDLE, RIGHT = 150, 480, 810
PANEL = 220
TOP, STEP = 92, 46


def draw(lang: Lang) -> str:
    """Two containers side by side, kind by kind, above what neither has for itself."""
    canvas = Canvas(960, 470, TITLE.of(lang))
    for x, fill, name in ((LEFT, GREEN, OWNER), (RIGHT, BLUE, SHARER)):
        canvas.panel(x, 184, PANEL, 336, fill, name.of(lang))
    kinds = [*SHARED, *APART]
    for row, kind in enumerate(kinds):
        y = TOP + row * STEP
        canvas.label(LEFT, y, kind, size=16)
        canvas.label(RIGHT, y, kind, size=16)
        if kind in SHARED:
            canvas.arrow((RIGHT - PANEL / 2, y), (LEFT + PANEL / 2 + 3, y), dashed=True)
            canvas.label(MIDDLE, y, SHARED[kind])
        else:
            canvas.label(MIDDLE, y, APART[kind].of(lang))
    canvas.panel(MIDDLE, 414, RIGHT - LEFT + PANEL, 84, GREY, HOST.of(lang))
    canvas.label(LEFT, 430, "user", size=16)
    canvas.label(RIGHT, 430, "time", size=16)
    canvas.label(MIDDLE, 430, OF_ALL.of(lang))
    return canvas.svg()
