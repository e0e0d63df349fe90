"""`course lab`: an engine, JupyterLab in front of it, and the end of both."""

from __future__ import annotations

import signal
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from course.engine import DEFAULT_SUITE, Engine, sweep_up
from course.engine.host import HostEngine
from course.lab.choosing import Kind, choose_engine
from course.lab.door import Door
from course.lab.jupyter import Jupyter
from course.lab.remembering import forget, note_learner
from course.lab.work import hand_out, has_work, learners_folder
from course.language import Lang, Text

STARTING = Text(ko="엔진과 JupyterLab을 시작합니다…", en="Starting an engine and JupyterLab…")
READY = Text(
    ko="준비되었습니다. 브라우저에서 여세요:\n\n    {url}\n\n"
    "노트북: {folder}\n새 엔진으로 처음부터: 다른 터미널에서 `course reset`\n끝내기: Ctrl-C",
    en="Ready. Open this in a browser:\n\n    {url}\n\n"
    "Notebooks: {folder}\nStart over with a new engine: `course reset` in another terminal\nEnd: Ctrl-C",
)
ENDED = Text(
    ko="실습을 끝내고 엔진을 치웠습니다. 노트북은 {folder}에 그대로 있습니다.",
    en="The lab has ended and its engine is gone. Your notebooks are in {folder}.",
)
ONLY_THE_PAST = Text(
    ko="전에 만든 컨테이너는 이제 없습니다. 노트북에 남아 있는 ✔는 지난 결과이니, 절의 처음부터 다시 실행하세요.",
    en="The containers of before are gone; a ✔ that is still in a notebook is a past result. "
    "Run its section again from the beginning.",
)
"""A new engine, but notebooks that were worked on."""
NEW_ENGINE = Text(ko="새 엔진을 시작했습니다.", en="A new engine is in place.")
ENDINGS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Ended(BaseException):
    """Somebody asked the lab to end: Ctrl-C, a closed terminal, or a plain `kill`."""


def run_lab(
    lang: Lang,
    *,
    folder: Path | None = None,
    port: int | None = None,
    browser: bool = True,
    suite: str = DEFAULT_SUITE,
    kind: Kind = "disposable",
) -> None:
    """Run a lab until Ctrl-C or until JupyterLab is shut down; then nothing of it but the notebooks is left.

    Raises LabError or EngineError when it cannot start.
    """
    engine = choose_engine(kind, "lab", suite)
    folder = (folder or learners_folder(lang)).expanduser().resolve()
    worked_on = has_work(lang, folder)
    notebook = hand_out(lang, folder)
    with _ending_on_signals(), suppress(Ended):
        try:
            _say(STARTING, lang)
            if worked_on:
                _say(ONLY_THE_PAST, lang)
            _serve(engine, notebook, lang, port, browser)
        finally:
            for number in ENDINGS:  # a second Ctrl-C must not leave half of it behind
                signal.signal(number, signal.SIG_IGN)
            engine.stop()
            sweep_up()  # an engine that a notebook was just being validated on
    _say(ENDED.format(folder=notebook.parent), lang)


def _serve(engine: Engine | HostEngine, notebook: Path, lang: Lang, port: int | None, browser: bool) -> None:
    access = engine.start()
    note_learner(access)
    jupyter = Jupyter(access, notebook, lang, port)
    try:
        jupyter.start()
        _say(READY.format(url=jupyter.url, folder=notebook.parent), lang)
        if browser:
            webbrowser.open(jupyter.url)
        with Door(access.folder) as door:
            while jupyter.running:
                door.hear(0.5, lambda: _renew(engine, lang))
    finally:
        jupyter.stop()


def _renew(engine: Engine | HostEngine, lang: Lang) -> None:
    forget(engine.restart())
    _say(NEW_ENGINE, lang)


@contextmanager
def _ending_on_signals() -> Iterator[None]:
    """Ctrl-C, a plain kill and a closed terminal raise Ended, once; later ones are ignored."""

    def end(_number: int, _frame: FrameType | None) -> None:
        for number in ENDINGS:
            signal.signal(number, signal.SIG_IGN)
        raise Ended

    before = {number: signal.signal(number, end) for number in ENDINGS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(text: Text, lang: Lang) -> None:
    with suppress(OSError):  # the terminal may be closed
        print(text.of(lang), flush=True, file=sys.stdout)
