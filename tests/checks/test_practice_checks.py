"""Section 6: other right ways to repair the shop, other mistakes, and that a check leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from learners import Learner, until_it_has

from course import learner as own_values
from course.checks import NO_ANSWER
from course.notebook import solved

STATES = {
    "create": "created",
    "start": "running",
    "pause": "paused",
    "unpause": "running",
    "stop": "exited",
    "rm": None,
}
LIFE = "docker create --name lifecycle-test nginx; " + "".join(
    f"docker {step} lifecycle-test; " for step in ("start", "pause", "unpause", "stop", "rm")
)
READY = until_it_has("nginx: worker", "quick-clock")
TRAP = "trap 'save; exit 0' TERM"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The given cell that writes the service, run in a folder of its own: its names, and `folder`."""
    folder = tmp_path_factory.mktemp("practice")
    cell = next(cell for cell in solved("practice", "en").cells if "def write" in cell.source)
    names: dict[str, Any] = {"folder": folder}
    code = "\n".join(line for line in cell.source.splitlines() if not line.startswith(("!", "write(")))
    exec(code, names)
    return names


@pytest.fixture
def shop(learner: Learner, files: dict[str, Any]) -> Iterator[Shop]:
    yield Shop(learner, files)
    learner.clean()
    learner.sh("docker volume ls -q | xargs -r docker volume rm; docker rmi -f shop:fixed")


@dataclass
class Shop:
    """A learner who repairs the shop."""

    learner: Learner
    files: dict[str, Any]

    def build(self, handler: str = TRAP, shell: str = "sh", dockerfile: str = "") -> None:
        folder: Path = self.files["folder"] / "shop-fixed"
        service = self.files["SHOP"].replace("exec 3<>", f"{handler}\nexec 3<>")
        recipe = dockerfile or self.files["DOCKERFILE"].replace('"sh"', f'"{shell}"')
        self.files["write"](str(folder), recipe, service)
        self.learner.sh(f"docker build -t shop:fixed {folder}")

    def run(self, options: str = "") -> None:
        self.learner.sh(f"docker rm -f shop; docker run -d --name shop {options} shop:fixed")

    def deploy(self, options: str, word: str) -> None:
        self.run(options)
        self.learner.sh(f"docker exec shop order {word}; docker stop -t 2 shop; docker rm shop")
        self.run(options)

    def passes(self, check: str, answer: object = NO_ANSWER) -> None:
        verdict = self.learner.check(f"practice-{check}", answer)
        assert verdict.verdict == "passed" and verdict.told, verdict

    def fails(self, check: str, hint: str, answer: object = NO_ANSWER) -> None:
        verdict = self.learner.check(f"practice-{check}", answer)
        assert verdict.verdict == "failed" and hint in verdict.hint, verdict


def test_states_may_be_written_in_capitals(shop: Shop) -> None:
    shop.learner.sh(LIFE)
    shop.passes("lifecycle", {key: value and value.capitalize() for key, value in STATES.items()})
    shop.passes("lifecycle", STATES | {"rm": ""})
    shop.fails("lifecycle", "Keep the keys", {})
    shop.fails("lifecycle", "what it was before", STATES | {"unpause": "unpaused"})


def test_a_prediction_comes_first(shop: Shop) -> None:
    verdict = shop.learner.check("practice-lifecycle", dict.fromkeys(STATES, ...))
    assert verdict.blank and "not answered yet" in verdict.seen, verdict


def test_only_the_last_container_of_that_name_counts(shop: Shop) -> None:
    shop.learner.sh(LIFE + "docker create --name lifecycle-test nginx")
    shop.fails("lifecycle", "Run `docker start lifecycle-test`", STATES)


def test_it_is_an_nginx_that_lives_the_whole_life(shop: Shop) -> None:
    shop.learner.sh(LIFE.replace("nginx", "shell").replace("docker stop", "docker stop -t 0"))
    shop.fails("lifecycle", "another image", STATES)


@pytest.mark.parametrize(
    "answer", [None, 3, [], {"start": 1}, {"start": "a", "pause": 1, "stop": 1, "stop-deaf": 2}]
)
def test_times_are_numbers(shop: Shop, answer: object) -> None:
    verdict = shop.learner.check("practice-times", answer)
    assert verdict.verdict == "failed" and verdict.hint


@pytest.mark.parametrize(
    "answer", [None, {}, {"created": []}, dict.fromkeys(("created", "running", "paused", "exited"))]
)
def test_usage_keeps_its_form(shop: Shop, answer: object) -> None:
    shop.fails("resources", "Keep `usage` as it is", answer)


def test_a_stop_that_came_too_late_to_be_measured(shop: Shop) -> None:
    shop.learner.sh(
        "docker rm -f quick-clock deaf-clock; docker create --name quick-clock nginx; "
        f"docker run -d --name deaf-clock shell sleep 600; docker start quick-clock; {READY} "
        "docker pause quick-clock; docker unpause quick-clock; docker stop quick-clock; docker stop -t 1 deaf-clock"
    )
    took = {"start": 0.3, "pause": 0.05, "stop": 0.2, "stop-deaf": 1.1}
    shop.passes("times", took)
    shop.fails("times", "Stopping what has already stopped is quick", took | {"stop-deaf": 0.05})
    shop.learner.sh(
        f"docker start quick-clock deaf-clock; {READY} docker pause quick-clock; docker stop quick-clock; "
        "docker stop -t 1 deaf-clock"
    )
    shop.fails("times", "You did not undo the pause", took)


def test_another_stop_signal_bash_and_options_that_are_not_the_services(shop: Shop) -> None:
    shop.build("trap 'save; exit 0' INT", shell="bash")
    shop.deploy("--stop-signal INT -p 8080:80 --restart always --hostname tea -v tea:/var/shop", "tea")
    shop.passes("stops")
    shop.passes("reaps")  # bash reaps whatever it is given


def test_a_folder_of_the_host_keeps_orders_too(shop: Shop) -> None:
    shop.build()
    shop.deploy("-v /tmp/practice-book:/var/shop --rm", own_values().word)
    shop.passes("keeps")


def test_a_mount_and_an_init_in_the_image(shop: Shop) -> None:
    shop.build(dockerfile=shop.files["DOCKERFILE"].replace('["sh"', '["tini", "--", "sh"'))
    shop.deploy("--mount type=volume,source=tea,target=/var/shop", own_values().word)
    for check in ("stops", "keeps", "reaps"):
        shop.passes(check)


def test_a_word_with_something_else_is_not_the_word(shop: Shop) -> None:
    shop.build()
    shop.deploy("-v tea:/var/shop", f"tea for {own_values().word}")
    shop.fails("keeps", "that word and nothing else")


def test_a_shop_that_ends_without_saving(shop: Shop) -> None:
    shop.build('trap "exit 0" TERM')
    shop.deploy("--init -v tea:/var/shop", own_values().word)
    for check in ("stops", "keeps", "reaps"):
        shop.fails(check, "not saved at the stop")


def test_a_volume_that_cannot_be_written(shop: Shop) -> None:
    shop.build()
    shop.run("-v tea:/var/shop:ro")
    shop.fails("keeps", "`/var/shop` is mounted read-only")


def test_whoever_reaps_has_to_keep_the_orders_too(shop: Shop) -> None:
    shop.build()
    shop.run("--init")
    shop.fails("reaps", "The book is in the container's layer")
    shop.deploy("-v tea:/var/shop", "tea")
    shop.run("--init -v coffee:/var/shop")
    shop.fails("reaps", "kept its orders in another volume (tea)")
    shop.run("--init -v tea:/var/shop")
    shop.passes("reaps")


def test_an_image_in_which_nothing_is_repaired(shop: Shop) -> None:
    shop.build(handler="")
    shop.learner.sh("docker tag shop:fixed shop:broken; docker run -d --name shop --init shop:broken")
    for check in ("stops", "reaps", "keeps"):
        shop.fails(check, "made from `shop:broken`")
    shop.learner.sh("docker rm -f shop; docker rmi shop:broken")


def test_an_option_after_the_image(shop: Shop) -> None:
    shop.build()
    shop.learner.sh("docker run -d --name shop shop:fixed -v tea:/var/shop")
    shop.fails("keeps", "`docker run -d --name shop -v VOLUME:/FOLDER shop:fixed`")
    shop.learner.sh("docker rm -f shop; docker run -d --name shop -v tea:/var/shop shop:fixed --init")
    shop.fails("reaps", "`docker run -d --name shop OPTION -v VOLUME:/FOLDER shop:fixed`")


def test_a_deployment_by_force(shop: Shop) -> None:
    shop.build()
    shop.run("-v tea:/var/shop")
    shop.learner.sh(f"docker exec shop order {own_values().word}")
    shop.run("-v tea:/var/shop")
    shop.fails("keeps", "ended by SIGKILL")


def test_a_word_that_was_not_put_in(shop: Shop) -> None:
    shop.build()
    shop.deploy("-v tea:/var/shop", "me.word")
    shop.fails("keeps", "put it in braces")


def test_a_handler_without_an_exit_code(shop: Shop) -> None:
    shop.build("trap 'save; exit 3' TERM")
    shop.run()
    shop.fails("stops", "End the handler with `exit 0`")


def test_a_shop_that_does_not_answer(shop: Shop) -> None:
    shop.learner.sh("docker run -d --name shop --init shell sleep 600")
    for check in ("stops", "keeps", "reaps"):
        shop.fails(check, "The service does not answer")


def test_checks_leave_nothing_behind_and_touch_no_orders(shop: Shop) -> None:
    shop.build()
    shop.deploy("--init -v tea:/var/shop", own_values().word)
    before = shop.learner.sh("docker exec shop orders; docker ps -aq; docker volume ls -q")
    for check in ("stops", "keeps", "reaps"):
        shop.passes(check)
    assert shop.learner.sh("docker exec shop orders; docker ps -aq; docker volume ls -q") == before
    shop.fails("clean", "Run `docker rm -f shop`")
    shop.learner.sh("docker rm -f shop; docker volume rm tea; docker rmi shop:fixed")
    shop.passes("clean")
