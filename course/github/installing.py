"""Where a machine far away installs the course from, at which version."""

from __future__ import annotations

import re
from importlib import metadata

from course.grade.errors import WrongUsage
from course.language import Text

PACKAGE = "container-lifecycle-course"

NO_HOME = Text(
    ko="이 강의의 저장소 주소를 알 수 없습니다. 강의를 설치할 수 있는 Git 저장소를 "
    "`--source https://github.com/…`로 적으세요.",
    en="the repository of this course is not known: name the Git repository that it can be installed from with "
    "`--source https://github.com/…`.",
)
NOT_A_URL = Text(
    ko="`--source`에는 https 주소를 적으세요. {source}은(는) 다른 컴퓨터에서 열 수 없습니다.",
    en="`--source` has to be an https address: {source} means nothing on another machine.",
)
NOT_A_REF = Text(ko="{ref}은(는) 태그나 커밋의 이름이 아닙니다.", en="{ref} is no name of a tag or a commit.")


def pinned(source: str | None = None, ref: str | None = None) -> str:
    """What pip installs: `container-lifecycle-course @ git+https://…@v0.1.0`. Raises WrongUsage.

    By default the repository that the installed package calls its home, at the tag of the installed version.
    """
    url = source or _home()
    if not url:
        raise WrongUsage(NO_HOME)
    if not re.fullmatch(r"https://[\w.-]+(:\d+)?(/[\w.~-]+)+/?", url):
        raise WrongUsage(NOT_A_URL.format(source=url))
    ref = ref or f"v{metadata.version(PACKAGE)}"
    if not re.fullmatch(r"[\w][\w./+-]*", ref):
        raise WrongUsage(NOT_A_REF.format(ref=ref))
    return f"{PACKAGE} @ git+{url.rstrip('/')}@{ref}"


def _home() -> str | None:
    """The package's own word for where its source is (`project.urls` in pyproject.toml)."""
    urls = dict(line.split(", ", 1) for line in metadata.metadata(PACKAGE).get_all("Project-URL") or ())
    return next((url for name, url in urls.items() if name.lower() in ("repository", "source")), None)
