"""What a folder of the output was graded from: so a later run knows what is graded already, and whose it is."""

import hashlib
import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from course import syllabus
from course.checks.catalog import GRADERS
from course.grade.results import write_whole

RECORD_FILE = ".graded.json"


@dataclass(frozen=True)
class Record:
    """Lies beside results.json."""

    origin: Path
    """Where the submission lay."""
    stamps: dict[str, str]
    """{check id: a digest of all that its verdict depends on}."""

    def write(self, folder: Path) -> None:
        """Write it into a submission's folder of the output. Raises OSError."""
        plain = {"origin": str(self.origin), "stamps": self.stamps}
        write_whole(folder / RECORD_FILE, json.dumps(plain, ensure_ascii=False, indent=2) + "\n")

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """The record in a submission's folder of the output; None when there is none that can be read."""
        try:
            plain = json.loads((folder / RECORD_FILE).read_text(encoding="utf-8"))
            return cls(Path(plain["origin"]), dict(plain["stamps"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None


@cache
def course_digest() -> str:
    """The same wherever this very course is installed: its code, its checks and its notebooks."""
    whole = hashlib.sha256()
    for name, file in sorted(_files_of_the_course()):
        whole.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def _files_of_the_course() -> Iterator[tuple[str, Path]]:
    """(name, place) of each; the names are the same in a checkout and in an installed package."""
    graders = importlib.util.find_spec(GRADERS)
    for root in [
        Path(__file__).parents[1],
        *map(Path, (graders and graders.submodule_search_locations) or ()),
    ]:
        for file in root.rglob("*"):
            name = file.relative_to(root)
            if file.is_file() and not {"__pycache__", "data"} & set(name.parts):
                yield f"{root.name}/{name.as_posix()}", file
    for lang in ("ko", "en"):
        for file in (syllabus.notebooks_dir() / lang).glob("*.ipynb"):
            yield f"{lang}/{file.name}", file
