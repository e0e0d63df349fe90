"""The folder in which a learner works."""

from __future__ import annotations

import shutil
from pathlib import Path

from course import syllabus
from course.lab.errors import LabError
from course.language import Lang, Text

NO_FOLDER = Text(
    ko="{folder}에 노트북을 둘 수 없습니다 ({why}). `--dir`로 다른 폴더를 지정하세요.",
    en="the notebooks cannot be put into {folder} ({why}). Name another folder with `--dir`.",
)


def learners_folder(lang: Lang) -> Path:
    """Where a learner's notebooks are unless they say otherwise."""
    return Path.home() / "container-lifecycle" / lang


def has_work(lang: Lang, folder: Path) -> bool:
    """Whether notebooks of an earlier lab are there."""
    return any(
        (folder / syllabus.released(section.id, lang).name).exists() for section in syllabus.sections()
    )


def hand_out(lang: Lang, folder: Path) -> Path:
    """Put the released notebooks that are not there yet into `folder`; returns that of the first section.

    What a learner has is never written over. Raises LabError when the folder cannot be used.
    """
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for section in syllabus.sections():
            source = syllabus.released(section.id, lang)
            target = folder / source.name
            if not target.exists():
                draft = folder / f".{source.name}.new"
                shutil.copyfile(source, draft)
                draft.replace(target)
            paths.append(target)
    except OSError as error:
        raise LabError(NO_FOLDER.format(folder=folder, why=error.strerror)) from error
    return paths[0]
