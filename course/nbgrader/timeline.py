"""What a learner's containers went through, as a cell that every page of nbgrader's shows."""

from __future__ import annotations

import base64
from html import escape
from typing import Any

import nbformat
from nbformat import NotebookNode

from course.display import timeline as drawing
from course.language import Lang, Text
from course.views.timeline import Timeline

V4: Any = nbformat.v4  # its functions have no types
NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
HEADING = Text(ko="컨테이너가 거친 상태", en="What the containers went through")


def timeline_cell(timeline: Timeline, lang: Lang) -> list[NotebookNode]:
    """The picture as a Markdown cell, and the same in words; nothing when there was no container."""
    picture = drawing.draw(timeline, lang)
    if not picture:
        return []
    title = drawing.TITLE.format(section=timeline.section, count=len(timeline.lives)).of(lang)
    words = "\n".join(
        f"{life.name} ({life.image}): {drawing.in_words(life, lang)}" for life in timeline.lives
    )
    fence = "`" * max(3, words.count("`") + 1)
    image = f'<img alt="{escape(title)}" style="max-width: 100%" src="{_as_address(picture)}">'
    text = f"## {HEADING.of(lang)}\n\n{image}\n\n{fence}\n{words}\n{fence}"
    return [V4.new_markdown_cell(text, id=f"{timeline.section}-timeline")]


def _as_address(svg: str) -> str:
    """As an image, which runs no script and asks for nothing, with its style inside."""
    style = f"<style>{drawing.STYLE} svg {{ font-family: sans-serif }}</style>"
    tag, _, rest = svg.replace("<svg", f"<svg {NAMESPACE}", 1).partition(">")
    return "data:image/svg+xml;base64," + base64.b64encode(f"{tag}>{style}{rest}".encode()).decode()
