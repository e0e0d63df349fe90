"""The errors of this room."""

from course.language import Text

GO_ON = Text(
    ko="같은 명령을 다시 실행하면(`course grade`에는 `--resume`을 붙여서) 남은 것만 채점합니다.",
    en="Run the same command again (`course grade` with `--resume`), and it grades what is left.",
)
"""What to do where a class was broken off; `course nbgrader autograde` goes on without being asked to."""


class GradingError(RuntimeError):
    """A submission could not be graded; `text` says which file, what was wrong and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class WrongUsage(GradingError):
    """The command line asks for what cannot be; the command ends with exit code 2."""

    exit_code = 2
