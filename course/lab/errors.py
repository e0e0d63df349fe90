"""The errors of this room."""

from __future__ import annotations

from course.language import Text, current_language


class LabError(RuntimeError):
    """Something of the lab or of this machine is not as it has to be; `text` says what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text

    def __str__(self) -> str:
        return self.text.of(current_language())


class WrongUsage(LabError):
    """The command line asks for what there is not, or cannot be read; the command ends with exit code 2."""

    exit_code = 2
