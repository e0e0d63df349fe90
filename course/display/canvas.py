"""The few shapes our diagrams are made of, as SVG text that is the same at every build.

An SVG in a notebook does not know whether the page around it is light or dark. So nothing here draws text
on the page's own background: every word stands on a fill of its own, and lines have a grey seen on both.
"""

import unicodedata
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

INK = "#1f2328"
WHITE = "#ffffff"
PAPER = "#eef1f4"
LINE = "#808892"  # more than 3:1 on white and on JupyterLab's dark grey
FONT = "system-ui, -apple-system, 'Noto Sans KR', 'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif"

Point = tuple[float, float]


def label_width(*lines: str, size: float = 14, weight: int = 400) -> float:
    """How wide a label with these lines is; a Hangul syllable is a square, a letter about half, more in bold."""
    latin = 0.58 if weight < 600 else 0.64
    return 16 + size * max(
        sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else latin for letter in line)
        for line in lines
    )


@dataclass
class Canvas:
    """Collects shapes; `svg()` gives the picture. Coordinates are pixels, boxes are given by their centre."""

    width: int
    height: int
    title: str
    _lines: list[str] = field(default_factory=list)
    _shapes: list[str] = field(default_factory=list)

    def box(self, x: float, y: float, text: str, fill: str, width: float = 132, height: float = 48) -> None:
        """A state: white bold text on a strong colour."""
        self._rect(x, y, width, height, fill, radius=12, stroke=LINE)
        self._text(x, y, text, WHITE, size=18, weight=600)

    def panel(self, x: float, y: float, width: float, height: float, fill: str, heading: str) -> None:
        """A state with room inside, its name at the top."""
        self._rect(x, y, width, height, fill, radius=12, stroke=LINE)
        self._text(x, y - height / 2 + 22, heading, WHITE, size=18, weight=600)

    def label(self, x: float, y: float, *lines: str, size: float = 14, weight: int = 400) -> None:
        """Words on a light tag, for what happens along an arrow."""
        step = size + 5
        width = label_width(*lines, size=size, weight=weight)
        self._rect(x, y, width, step * len(lines) + 8, PAPER, radius=8, stroke=LINE)
        for number, line in enumerate(lines):
            self._text(x, y + (number - (len(lines) - 1) / 2) * step, line, INK, size, weight)

    def arrow(self, *points: Point, dashed: bool = False) -> None:
        """A line through the points with a head at the last one; three or four points make a curve."""
        start, *rest = points
        letter = {1: "L", 2: "Q", 3: "C"}[len(rest)]
        path = f"M {_pair(start)} {letter} {' '.join(_pair(point) for point in rest)}"
        dash = ' stroke-dasharray="6 5"' if dashed else ""
        self._lines.append(
            f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="2"{dash} marker-end="url(#head)"/>'
        )

    def bracket(self, left: float, right: float, y: float, text: str) -> None:
        """A brace under (or over) some steps, with what they are called together."""
        self._lines.append(
            f'<path d="M {left:g} {y - 10:g} V {y:g} H {right:g} V {y - 10:g}" fill="none" stroke="{LINE}"'
            ' stroke-width="2"/>'
        )
        self.label((left + right) / 2, y, text, size=16, weight=600)

    def start(self, x: float, y: float) -> None:
        """Where everything begins."""
        self._shapes.append(f'<circle cx="{x:g}" cy="{y:g}" r="9" fill="{LINE}"/>')

    def end(self, x: float, y: float) -> None:
        """Where nothing is left."""
        self._shapes.append(
            f'<circle cx="{x:g}" cy="{y:g}" r="11" fill="none" stroke="{LINE}" stroke-width="2"/>'
            f'<circle cx="{x:g}" cy="{y:g}" r="6" fill="{LINE}"/>'
        )

    def svg(self) -> str:
        """The picture: lines first, so that no line crosses a word."""
        head = (
            '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7"'
            f' orient="auto-start-reverse"><path d="M 0 0 L 10 5 L 0 10 z" fill="{LINE}"/></marker></defs>'
        )
        opening = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}"'
            f' width="{self.width}" height="{self.height}" role="img" font-family="{escape(FONT)}">'
        )
        title = f"<title>{escape(self.title)}</title>"
        return "\n".join([opening, title, head, *self._lines, *self._shapes, "</svg>"]) + "\n"

    def _rect(
        self, x: float, y: float, width: float, height: float, fill: str, radius: float, stroke: str
    ) -> None:
        self._shapes.append(
            f'<rect x="{x - width / 2:g}" y="{y - height / 2:g}" width="{width:g}" height="{height:g}"'
            f' rx="{radius:g}" fill="{fill}" stroke="{stroke}"/>'
        )

    def _text(self, x: float, y: float, text: str, fill: str, size: float, weight: int) -> None:
        self._shapes.append(
            f'<text x="{x:g}" y="{y:g}" fill="{fill}" font-size="{size:g}" font-weight="{weight}"'
            f' text-anchor="middle" dominant-baseline="central">{escape(text)}</text>'
        )


def _pair(point: Point) -> str:
    return f"{point[0]:g} {point[1]:g}"
