"""The author's lint: each rule finds what it is there for, and says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.checks import Check, Text
from course.notebook import NotebookError, read_source
from course.notebook import lint as lint_module
from course.notebook.lint import lint, lint_checks, lint_grader, lint_points, lint_source

HEAD = """# ---
# jupyter:
#   container_lifecycle:
#     section: sample
#     number: 9
#     minutes: 5
# ---

"""
GOOD = HEAD + (
    '# %% [markdown] lang="ko"\n# # 제목\n# `docker ps` [문서](https://example.org/a)\n\n'
    '# %% [markdown] lang="en"\n# # Title\n# `docker ps` [docs](https://example.org/a)\n\n'
    "# %%\n### BEGIN SOLUTION\n# !docker ps\n### END SOLUTION\n\n"
    '# %% points=2\ncheck("sample-list")\n'
)
GOOD_CHECK = '''
@shape("docker ps")
def test_list(engine):
    """ko: 목록을 봅니다.
    en: You list them."""
    tell(Text(ko="보았습니다.", en="Seen."))
'''


def source_problems(folder: Path, text: str) -> str:
    path = folder / "09_sample.py"
    path.write_text(text, encoding="utf-8")
    return "\n".join(map(str, lint_source(read_source(path))))


def grader_problems(folder: Path, text: str) -> str:
    path = folder / "test_sample.py"
    path.write_text(text, encoding="utf-8")
    return "\n".join(map(str, lint_grader(path)))


def check(id: str) -> Check:
    same = Text(ko="문장", en="sentence")
    return Check(id, "sample", same, (), (), Path("graders/test_sample.py"), "test_list")


def test_what_is_right_is_left_alone(tmp_path: Path) -> None:
    assert source_problems(tmp_path, GOOD) == ""
    assert grader_problems(tmp_path, GOOD_CHECK) == ""


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("# # Title", "# ## Title", "the heading levels of the pair differ"),
        (
            "(https://example.org/a)\n\n# %%\n",
            "(https://example.org/b)\n\n# %%\n",
            "the links of the pair differ",
        ),
        ("`docker ps` [docs]", "docker ps [docs]", "inline code that only the Korean half has: `docker ps`"),
        ("# # 제목", "# # 제목\n# ![](a.png)", "a picture has no alt text (ko)"),
        ("# !docker ps", "# !docker ps  # 목록", "Hangul in line 2 of a code cell"),
    ],
)
def test_a_source(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert right in GOOD
    assert said in source_problems(tmp_path, GOOD.replace(right, wrong))


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("ko: 목록을 봅니다.\n    ", "", "no sentence in both languages"),
        ('@shape("docker ps")\n', "", "it has no last hint"),
        ("    tell(", "    print(", "a pass says nothing"),
        ('en="Seen."', 'en=""', "a Text says nothing in en"),
        ('ko="보았습니다.", ', "", "a Text says nothing in ko"),
        ('"Seen."', 'f"Seen 개 {x}"', "Hangul in an English sentence"),
    ],
)
def test_a_grader(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert right in GOOD_CHECK
    assert said in grader_problems(tmp_path, GOOD_CHECK.replace(right, wrong))


def test_a_check_may_tell_through_a_helper(tmp_path: Path) -> None:
    told = GOOD_CHECK.replace("    tell(", "    _say()\n\n\ndef _say():\n    tell(")
    assert grader_problems(tmp_path, told) == ""


def test_exercises_and_checks_belong_together(tmp_path: Path) -> None:
    (tmp_path / "09_sample.py").write_text(GOOD, encoding="utf-8")
    source = read_source(tmp_path / "09_sample.py")
    assert lint_checks([source], [check("sample-list")]) == []
    (missing,) = lint_checks([source], [])
    assert "graders/test_sample.py::test_list" in str(missing)
    (unused,) = lint_checks([source], [check("sample-list"), check("sample-other")])
    assert "no exercise uses the check sample-other" in str(unused)


def test_points_have_to_add_up(tmp_path: Path) -> None:
    (tmp_path / "09_sample.py").write_text(GOOD, encoding="utf-8")
    source = read_source(tmp_path / "09_sample.py")
    assert "add up to 2, not 100 (sample 2)" in str(lint_points([source])[0])


def test_half_a_pair_is_reported_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "08_broken.py").write_text(GOOD.replace('[markdown] lang="en"', '[markdown] lang="ko"'))
    monkeypatch.setattr(lint_module, "sources_dir", lambda: tmp_path)
    monkeypatch.setattr(lint_module, "all_checks", list)
    (problem,) = lint()
    assert "08_broken.py" in str(problem) and 'lang="en"' in str(problem)


def test_away_from_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lint_module, "sources_dir", lambda: tmp_path)
    with pytest.raises(NotebookError, match="checkout"):
        lint()
