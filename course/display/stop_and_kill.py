"""`stop-and-kill`: what `docker stop` and `docker kill` send, as a sequence between user, engine and PID 1."""

from course.display.canvas import LINE, Canvas
from course.display.states import BLUE, GREEN, GREY, RED
from course.language import Lang, Text

TITLE = Text(ko="docker stop과 docker kill", en="docker stop and docker kill")
USER = Text(ko="사용자", en="User")
ENGINE = Text(ko="엔진", en="Engine")
DEFAULT_SIGNAL = Text(ko="(기본값 SIGTERM)", en="(default: SIGTERM)")
GRACE = Text(ko="유예 시간만큼 기다림", en="waits for the grace period")
GRACE_SET = Text(ko="기본값 10초, --stop-timeout, -t", en="default 10 s, --stop-timeout, -t")
IN_TIME = Text(ko="그 안에 끝나면", en="it ends in time")
TIDIES = Text(ko="정리하고 끝남", en="tidies up, ends")
TOO_LATE = Text(ko="끝나지 않으면", en="it does not")
AT_ONCE = Text(ko="정리할 틈 없이 끝남", en="ends, nothing tidied up")
DIED = Text(ko="(SIGTERM으로 죽으면 143)", en="(143: it died of SIGTERM)")
EXIT = Text(ko="종료 코드", en="exit code")

WIDTH, HEIGHT = 900, 640
LANES = (110.0, 430.0, 760.0)
TOP, BOTTOM = 52.0, 620.0


def draw(lang: Lang) -> str:
    """The two commands, one below the other, on the same three lifelines."""
    canvas = _Sequence(WIDTH, HEIGHT, TITLE.of(lang))
    for lane, name, colour in zip(
        LANES, (USER.of(lang), ENGINE.of(lang), "PID 1"), (BLUE, GREY, GREEN), strict=True
    ):
        canvas.lifeline(lane, TOP, BOTTOM)
        canvas.box(lane, TOP - 20, name, colour, height=40)
    _stop(canvas, lang)
    _kill(canvas, lang)
    return canvas.svg()


def _stop(canvas: "_Sequence", lang: Lang) -> None:
    user, engine, main = LANES
    canvas.frame(66, 440)
    canvas.message(user, engine, 100, "docker stop")
    canvas.message(engine, main, 134, "STOPSIGNAL", DEFAULT_SIGNAL.of(lang))
    canvas.label(engine, 194, GRACE.of(lang), GRACE_SET.of(lang))
    canvas.divider(228)
    canvas.label((user + engine) / 2, 252, IN_TIME.of(lang), weight=600)
    canvas.label(main, 252, TIDIES.of(lang))
    canvas.message(main, engine, 296, f"{EXIT.of(lang)} 0", DIED.of(lang), dashed=True)
    canvas.divider(334)
    canvas.label((user + engine) / 2, 362, TOO_LATE.of(lang), weight=600)
    canvas.message(engine, main, 362, "SIGKILL", colour=RED)
    canvas.message(main, engine, 408, f"{EXIT.of(lang)} 137", dashed=True)


def _kill(canvas: "_Sequence", lang: Lang) -> None:
    user, engine, main = LANES
    canvas.frame(456, 612)
    canvas.message(user, engine, 488, "docker kill")
    canvas.message(engine, main, 512, "SIGKILL", colour=RED)
    canvas.label(main, 548, AT_ONCE.of(lang))
    canvas.message(main, engine, 584, f"{EXIT.of(lang)} 137", dashed=True)


class _Sequence(Canvas):
    """A canvas with lifelines, and messages between them."""

    def lifeline(self, x: float, top: float, bottom: float) -> None:
        """The time of one participant, going down."""
        self._line(f"M {x:g} {top:g} V {bottom:g}", dashed=True)

    def frame(self, top: float, bottom: float) -> None:
        """What belongs to one command."""
        left, right = 14, self.width - 14
        self._line(f"M {left} {top:g} H {right} V {bottom:g} H {left} Z", dashed=False)

    def divider(self, y: float) -> None:
        """Between what happens and what happens otherwise."""
        self._line(f"M 14 {y:g} H {self.width - 14}", dashed=True)

    def message(
        self, start: float, end: float, y: float, *lines: str, dashed: bool = False, colour: str = ""
    ) -> None:
        """An arrow from one lifeline to another, its words in the middle; a colour makes them a box."""
        step = 4 if end > start else -4
        self.arrow((start + step, y), (end - step, y), dashed=dashed)
        if colour:
            self.box((start + end) / 2, y, lines[0], colour, width=110, height=32)
        else:
            self.label((start + end) / 2, y, *lines)

    def _line(self, path: str, dashed: bool) -> None:
        dash = ' stroke-dasharray="3 6"' if dashed else ""
        self._lines.append(f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="1.5"{dash}/>')
