"""Images are made once, and made anew when what they are made from changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from course.engine import build_images, images, images_built, outer, uids
from course.engine.images import SHELL, Builder


def test_what_is_built_is_not_built_again(suite: str) -> None:
    said: list[str] = []
    build_images([suite], report=said.append)
    assert said == []
    assert all(images_built([suite]).values())


def test_a_changed_recipe_makes_an_image_out_of_date(
    suite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipes = tmp_path / "images"
    shutil.copytree(images.RECIPES, recipes)
    monkeypatch.setattr(images, "RECIPES", recipes)
    client = outer.connect()
    assert Builder(client).is_current(SHELL)
    with (recipes / "exercises/shell.Dockerfile").open("a") as dockerfile:
        dockerfile.write("LABEL changed=1\n")
    assert not Builder(client).is_current(SHELL)
    client.close()


def test_ranges_that_belong_to_somebody_are_left_alone(tmp_path: Path) -> None:
    delegated = tmp_path / "subuid"
    delegated.write_text(f"# a comment\nalice:100000:65536\nbob:{uids.first_uid(3) + 5}:{uids.STEP}\n")
    slots = uids.free_slots(taken={0}, files=[delegated, tmp_path / "missing"])
    assert not {0, 3, 4} & set(slots)
    assert {1, 2, 5} <= set(slots)
    assert len(slots) == uids.RANGES - 3
    assert max(uids.first_uid(slot) + uids.STEP for slot in slots) < 2**31
