"""The one error of this room."""

from course.language import Text


class GradingError(RuntimeError):
    """A submission could not be graded; `text` says which file, what was wrong and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text
