"""`check("states-create")`: what a learner writes in a notebook (or in a Python prompt)."""

from __future__ import annotations

import sys

from course.checks.answers import NO_ANSWER, shown
from course.checks.catalog import UnknownCheck, find_check
from course.checks.explaining import write_log
from course.checks.ladder import step_up
from course.checks.rendering import as_html, as_text, notice_html
from course.checks.running import run_check
from course.checks.validating import NotPassed, own_engine, validating
from course.engine import Access, EngineError
from course.language import Text, current_language

_NO_LAB = Text(
    ko="여기에는 실습용 엔진이 없습니다. 터미널에서 `course lab`을 실행하고, "
    "거기서 열리는 JupyterLab에서 이 노트북을 여세요.",
    en="There is no engine for the exercises here. Run `course lab` in a terminal "
    "and open this notebook in the JupyterLab that it starts.",
)
_INTERRUPTED = Text(
    ko="검사를 멈췄습니다. 이 셀을 다시 실행하면 다시 검사합니다.",
    en="The check was interrupted. Run this cell again to check again.",
)
_BROKEN = Text(
    ko="검사를 실행하지 못했습니다. 강사에게 이 파일을 전해 주세요: {log}",
    en="The check could not be run. Give this file to your teacher: {log}",
)


def check(check_id: object = "", answer: object = NO_ANSWER) -> None:
    """Check one exercise on the lab's engine and show the verdict; never raises.

    But where nbgrader validates the notebook, whatever is no pass raises NotPassed with its words.

    `check_id` is an exercise's id, such as "states-create"; for anything else the ids are shown.
    `answer` is the value the exercise asks for, where it asks for one.
    """
    lang = current_language()
    try:
        id = check_id if isinstance(check_id, str) else shown(check_id)
        find_check(id)  # whoever mistypes an id hears of that first, even where there is no engine
        access = Access.from_environment()
        verdict = step_up(run_check(id, access, answer=answer, lang=lang), access)
    except UnknownCheck as unknown:
        _notice(unknown.describe())
    except EngineError:
        _notice((own_engine().fault if validating() else None) or _NO_LAB)
    except KeyboardInterrupt:
        _notice(_INTERRUPTED)
    except Exception as error:
        _notice(_BROKEN.format(log=write_log(error, "notebook")))
    else:
        _show(as_text(verdict, lang), as_html(verdict, lang), passed=verdict.verdict == "passed")


def _notice(text: Text) -> None:
    lang = current_language()
    _show(text.of(lang), notice_html(text.of(lang), lang), passed=False)


def _show(plain: str, rich: str, *, passed: bool) -> None:
    """Through IPython where there is one (a terminal picks the plain form), else print."""
    if validating() and not passed:
        raise NotPassed(plain)
    ipython = sys.modules.get("IPython")
    if ipython is not None and ipython.get_ipython() is not None:
        ipython.display.display({"text/plain": plain, "text/html": rich}, raw=True)
    else:
        print(plain)
