"""What comes back from a learner's kernel: plain JSON of bounded size, and nothing else."""

import ast
import json
from dataclasses import dataclass
from typing import Any, NoReturn

from course.checks.answers import UNANSWERED
from course.grade.limits import Limits
from course.language import Text

NO_NAME = Text(
    ko="답 {expression} 을(를) 읽지 못했습니다: {why}. 이 이름을 정하는 칸이 오류 없이 실행되는지 보세요.",
    en="The answer {expression} could not be read: {why}. Check that the cell setting it runs without error.",
)
NOT_PLAIN = Text(
    ko="답 {expression} 은(는) 숫자, 문자열, 참/거짓, 리스트, 딕셔너리로만 이루어져야 합니다: {why}.",
    en="The answer {expression} must be made of numbers, strings, booleans, lists and dicts only: {why}.",
)
TOO_LARGE = Text(
    ko="답 {expression} 이(가) {size}바이트로 너무 큽니다(최대 {most}바이트).",
    en="The answer {expression} is too large: {size} bytes, at most {most}.",
)
NO_KERNEL = Text(
    ko="커널이 끝나서 답 {expression} 을(를) 읽을 수 없습니다.",
    en="The kernel has ended, so the answer {expression} cannot be read.",
)
TOO_SLOW = Text(
    ko="답 {expression} 을(를) {seconds}초 안에 읽지 못했습니다.",
    en="The answer {expression} could not be read within {seconds} seconds.",
)


# Inside the kernel, what course.checks.as_answer does in a learner's own lab.
_PLAIN = (
    f"lambda value: {UNANSWERED!r} if value is ... else sorted(value, key=str) "
    "if isinstance(value, (set, frozenset)) else __import__('json').JSONEncoder().default(value)"
)


@dataclass(frozen=True)
class Answer:
    """The value that a check is given, or why there is none."""

    given: bool
    value: Any = None
    why_not: Text | None = None


def as_json(expression: str, limits: Limits) -> str:
    """Python that makes JSON text of an answer inside the kernel, or only says how long a too long one is."""
    text = f"__import__('json').dumps(({expression}), allow_nan=False, default={_PLAIN})"
    return f"(lambda text: text if len(text) <= {limits.answer_size} else len(text))({text})"


def missing(text: Text, expression: str, **values: object) -> Answer:
    """No answer, and why."""
    return Answer(False, why_not=text.format(expression=expression, **values))


def read_reply(expression: str, content: dict[str, Any], limits: Limits) -> Answer:
    """The answer in an execute_reply: plain data or a reason, whatever the kernel made of that reply."""
    try:
        result = content["user_expressions"]["answer"]
        if result["status"] != "ok":
            unset = result.get("ename") in ("NameError", "AttributeError", "KeyError", "IndexError")
            why = f"{result.get('ename')}: {result.get('evalue')}"[:200]
            return missing(NO_NAME if unset else NOT_PLAIN, expression, why=why)
        quoted = result["data"]["text/plain"]
        if len(quoted) > 2 * limits.answer_size:
            return missing(TOO_LARGE, expression, size=len(quoted), most=limits.answer_size)
        text = ast.literal_eval(quoted)
        if isinstance(text, int):
            return missing(TOO_LARGE, expression, size=text, most=limits.answer_size)
        value = json.loads(text, parse_constant=_refuse)
        return Answer(value != UNANSWERED, value)
    except Exception as error:  # a kernel may answer anything at all
        return missing(NOT_PLAIN, expression, why=f"{type(error).__name__}: {error}"[:200])


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
