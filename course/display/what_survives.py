"""`what-survives`: what goes when a container is removed, and what stays, by the way of removing it."""

from course.display.canvas import Canvas
from course.display.states import BLUE, GREEN, RED
from course.language import Lang, Text

TITLE = Text(ko="컨테이너를 지우면 남는 것", en="What survives a container's removal")
PLACES = (
    (Text(ko="레이어", en="layer"), RED),
    (Text(ko="익명 볼륨", en="anonymous volume"), BLUE),
    (Text(ko="이름 있는 볼륨", en="named volume"), GREEN),
    (Text(ko="바인드 마운트", en="bind mount"), GREEN),
    (Text(ko="커밋한 이미지", en="committed image"), GREEN),
)
STAYS = Text(ko="언제나 남음", en="always stays")
LEFT = 16
WIDTH = 204
GAP = 16


def draw(lang: Lang) -> str:
    """The five places side by side, and under them how far each way of removing reaches."""
    right = LEFT + len(PLACES) * (WIDTH + GAP) - GAP
    canvas = Canvas(right + LEFT, 180, TITLE.of(lang))
    for number, (words, colour) in enumerate(PLACES):
        canvas.box(_left(number) + WIDTH / 2, 40, words.of(lang), colour, width=WIDTH)
    canvas.bracket(_left(0), _left(0) + WIDTH, 100, "docker rm")
    canvas.bracket(_left(0), _left(1) + WIDTH, 152, "docker rm -v, --rm")
    canvas.bracket(_left(2), right, 152, STAYS.of(lang))
    return canvas.svg()


def _left(number: int) -> float:
    return LEFT + number * (WIDTH + GAP)
