"""Building in a checkout: what is written, what is left alone, and what --check tells."""

import shutil
from pathlib import Path

import pytest

from course.notebook import NotebookError, build
from course.notebook import source as source_module


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with the real sources and nothing built."""
    folder = tmp_path / "notebooks" / "source"
    shutil.copytree(source_module.sources_dir(), folder)
    monkeypatch.setattr(source_module, "sources_dir", lambda: folder)
    return folder.parent


def test_it_writes_both_languages_once(checkout: Path) -> None:
    built = build()
    assert {path.relative_to(checkout).as_posix() for path in built} >= {
        "ko/01-states.ipynb",
        "en/01-states.ipynb",
    }
    assert build() == []


def test_check_tells_what_is_out_of_date_and_writes_nothing(checkout: Path) -> None:
    build()
    stale = checkout / "ko" / "01-states.ipynb"
    stale.write_text("old", encoding="utf-8")
    assert build(check=True) == [stale]
    assert stale.read_text(encoding="utf-8") == "old"
    assert build() == [stale]
    assert build(check=True) == []


def test_a_changed_text_changes_its_language_only(checkout: Path) -> None:
    build()
    source = checkout / "source" / "01_states.py"
    source.write_text(
        source.read_text(encoding="utf-8").replace("# ### References", "# ### Links"), encoding="utf-8"
    )
    assert build() == [checkout / "en" / "01-states.ipynb"]


def test_a_changed_command_changes_both(checkout: Path) -> None:
    build()
    source = checkout / "source" / "01_states.py"
    source.write_text(
        source.read_text(encoding="utf-8").replace("# !docker version", "# !docker info"), encoding="utf-8"
    )
    assert len(build()) == 2


def test_without_sources_it_says_where_they_are(checkout: Path) -> None:
    shutil.rmtree(checkout / "source")
    with pytest.raises(NotebookError, match="in a checkout"):
        build()
