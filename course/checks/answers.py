"""What a learner hands to a check: plain JSON, nothing else."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, Final

from course.checks.vocabulary import fail
from course.language import Text, same

UNANSWERED = "..."
"""What a placeholder (`...`) inside an answer becomes."""


class _NoAnswer:
    def __repr__(self) -> str:
        return "no answer"


NO_ANSWER: Final = _NoAnswer()


class _Dots:
    """A placeholder, shown as it is written."""

    def __repr__(self) -> str:
        return "..."


def as_answer(value: object) -> Any:
    """`value` as plain JSON; tuples become lists, `...` is NO_ANSWER. Raises TypeError for anything else."""
    if value is ... or value is NO_ANSWER:
        return NO_ANSWER
    return json.loads(json.dumps(value, default=_plain))


def _plain(value: object) -> object:
    if value is ...:
        return UNANSWERED
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=str)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)


def predicted(answer: Any, truth: dict[str, Any], hints: dict[str, Text], label: str = "") -> None:
    """Fail at the first entry of the predicted dict that the engine contradicts, with that entry's hint.

    `label` stands before what is expected and seen, where there are several dicts.
    """
    if not isinstance(answer, dict) or set(answer) != set(truth):
        keys = ", ".join(f'"{key}"' for key in truth)
        missing = ", ".join(f'"{key}"' for key in truth if isinstance(answer, dict) and key not in answer)
        hint = Text(
            ko="항목의 이름은 바꾸지 말고 값만 채우세요.", en="Keep the keys as they are, fill in the values."
        )
        fail(
            expected=Text(
                ko=f"{label}{keys} 항목이 있는 딕셔너리(dict)", en=f"{label}a dict with the keys {keys}"
            ),
            seen=f"{label}{shown(answer)}",
            hint=Text(ko=f"빠진 항목: {missing}.", en=f"Missing: {missing}.") + hint if missing else hint,
        )
    for key, true in truth.items():
        answered(answer[key], true, hints[key], f'{label}"{key}": ')


def answered(answer: object, true: object, hint: Text, label: str = "") -> None:
    """Fail unless the answer is the truth; the right value in a wrong form is told so. `label` stands before."""
    if not equal(answer, true):
        form = _form_hint(answer, true)
        wrong(f"{label}{shown(true)}", f"{label}{shown(answer)}", answer, form or hint)


def _form_hint(answer: object, true: object) -> Text | None:
    """For an answer that reads like the truth (`"0"`, `"false"`, `3` for `[3]`), how the truth is written."""
    alone = isinstance(true, list) and len(true) == 1 and equal(answer, true[0])
    if not alone and str(answer).lower() != str(true).lower():
        return None
    if isinstance(answer, str) and not isinstance(true, str) and not alone:
        return Text(
            ko=f"값은 맞고 적는 법만 다릅니다. 따옴표 없이 `{shown(true)}`처럼 적으세요.",
            en=f"The value is right, its form is not: write `{shown(true)}` without quotes.",
        )
    return Text(
        ko=f"값은 맞고 적는 법만 다릅니다. `{shown(true)}`처럼 적으세요.",
        en=f"The value is right, its form is not: write `{shown(true)}`.",
    )


def wrong(expected: str, seen: str, value: object, hint: Text, *, beside_truth: bool = True) -> None:
    """Fail for one wrong value; one that was never filled in is named so.

    `expected` is the true value, or (`beside_truth=False`) what it has to be like.
    """
    if value == UNANSWERED:
        fail(
            expected=Text(ko="여러분의 예측", en="your prediction"),
            seen=Text(ko=f"{seen}: 아직 답하지 않았습니다", en=f"{seen}: not answered yet"),
            hint=Text(
                ko="`...` 자리에 여러분이 예측하거나 읽은 값을 적으세요.",
                en="Put the value you predict, or have read, in the place of `...`.",
            ),
            blank=True,
        )
    fail(expected=same(expected), seen=same(seen), hint=hint, answered=beside_truth)


def equal(answer: object, true: object) -> bool:
    """Whether an answer is the truth: True is not 1, None and "" both say there is none, order counts.

    Of a word the capitals, and blanks around it, do not matter.
    """
    if isinstance(true, bool) or isinstance(answer, bool):
        return answer is true
    if true == "":
        return answer in ("", None)
    if isinstance(true, str) and isinstance(answer, str):
        return answer.strip().lower() == true.strip().lower()
    return answer == true


def is_number(value: object) -> bool:
    """Whether it is an ordinary number (True is not, neither is nan)."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def shown(value: object) -> str:
    """A value as the learner would write it; its type where it cannot be written down."""
    try:
        return repr(_with_dots(value))
    except Exception:  # an int of 5,000 digits, or a __repr__ of the learner's own
        return f"<{type(value).__name__}>"


def _with_dots(value: object) -> object:
    if value is ... or (isinstance(value, str) and value == UNANSWERED):
        return _Dots()
    if type(value) is list:
        return [_with_dots(item) for item in value]
    if type(value) is dict:
        return {key: _with_dots(item) for key, item in value.items()}
    return value
