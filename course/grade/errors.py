"""The errors of this room."""

from course.language import Text


class GradingError(RuntimeError):
    """A submission could not be graded; `text` says which file, what was wrong and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class WrongUsage(GradingError):
    """The command line asks for what cannot be; the command ends with exit code 2."""

    exit_code = 2
