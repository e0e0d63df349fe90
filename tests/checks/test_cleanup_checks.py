"""Section 5: other right ways and other mistakes than the golden submissions hold."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from learners import Learner, fails, passes

from course.checks import NO_ANSWER, all_checks, run_check
from course.engine import Access
from course.personal import learner as current_learner

WORD = current_learner().word
DIARY = 'trap "echo saved > /pages/$(hostname); exit 0" TERM; while :; do sleep 1 & wait; done'
DIARIES = "".join(
    f"docker run -d --name {name} --hostname {name} -v diaries:/pages shell sh -c '{DIARY}';"
    for name in ("polite-diary", "forced-diary")
)
SAVED = {"polite-diary": True, "forced-diary": False}
LEFT = {"container": False, "named": True, "anonymous": False, "anonymous_rm": True, "anonymous_rm_v": False}
ONE_SHOT = "docker run --name one-shot -v album:/album -v /scratch"
ATTIC = (
    "docker create --name attic-created shell; docker run --name attic-ended shell true;"
    "docker run --name attic-treasure --label keep shell true;"
    "docker run -d --name attic-frozen shell sleep 600; docker pause attic-frozen;"
    "docker run -d --name attic-busy shell sleep 600;"
)
GONE = ["attic-ended", "attic-created"]
KEEPER = "docker run -d --name memo-keeper -v memos:/memo -v /tmp/memo-desk:/desk shell sleep 600;"
KEPT = {"layer": False, "volume": True, "bind": True}
CLAY = (
    "docker run -d --name clay-pot -v /vol shell sleep 600;"
    f"docker exec clay-pot sh -c 'echo {WORD} | tee /clay.txt /vol/clay.txt';"
)
IN_IMAGE = {"layer": True, "volume": False, "paused": True}


def write(word: str = WORD) -> str:
    return f"docker exec memo-keeper sh -c 'echo {word} | tee /word.txt /memo/word.txt /desk/word.txt';"


@pytest.fixture
def tidy(learner: Learner) -> Iterator[Learner]:
    """A learner who leaves no volumes and no images of their own behind either."""
    yield learner
    learner.clean()
    learner.sh("docker volume rm $(docker volume ls -q); docker image rm -f pottery; docker image prune -f")


def test_a_diary_without_its_grace_period_does_not_save(tidy: Learner) -> None:
    tidy.sh(
        f"{DIARIES} docker stop -t 1 polite-diary; docker rm polite-diary".replace(
            "--name", "--stop-signal KILL --name"
        )
    )
    fails(tidy.check("cleanup-rm-force", SAVED), "`forced-diary` is still there")
    tidy.sh("docker rm -f forced-diary")
    fails(tidy.check("cleanup-rm-force", SAVED), "without shortening the grace period")


def test_any_signal_that_lets_it_save_is_polite(tidy: Learner) -> None:
    tidy.sh(
        f"{DIARIES} docker rm -f forced-diary; docker kill -s TERM polite-diary; docker wait polite-diary"
    )
    tidy.sh("docker rm polite-diary")
    passes(tidy.check("cleanup-rm-force", SAVED), "exit code 0")
    fails(tidy.check("cleanup-rm-force", SAVED | {"polite-diary": False}), "sends SIGTERM and waits")
    tidy.sh("docker volume rm diaries")
    fails(tidy.check("cleanup-rm-force", SAVED), "Keep it until it has been checked")


@pytest.mark.parametrize(
    ("did", "hint"),
    [
        (f"{ONE_SHOT} --rm -d shell sleep 600; docker kill one-shot", ""),
        (f"{ONE_SHOT} shell true; docker rm -v one-shot", ""),
        (f"{ONE_SHOT} --rm -d shell sleep 600", "It is still running"),
        (f"{ONE_SHOT} --rm shell no-such-command", "without ever being started"),
        (f"{ONE_SHOT} shell true --rm", "Like all options, `--rm` goes before the image's name"),
        (f"{ONE_SHOT} --rm shell true; docker volume rm album", "The named volume was removed as well"),
    ],
)
def test_one_shot(tidy: Learner, did: str, hint: str) -> None:
    tidy.sh(did)
    verdict = tidy.check("cleanup-auto-remove", LEFT)
    if hint:
        fails(verdict, hint)
    else:
        passes(verdict, "the named volume `album` stayed")
        assert tidy.sh("docker volume ls -q").split() == ["album"]  # the check's own volumes do not stay


def test_a_prune_counts_even_when_the_rest_was_cleaned_up_later(tidy: Learner) -> None:
    tidy.sh(f"{ATTIC} docker system prune --force --filter label!=keep; docker rm -f $(docker ps -aq)")
    passes(tidy.check("cleanup-prune", GONE))
    fails(
        tidy.check("cleanup-prune", [*GONE, "attic-frozen"]), "has not ended, so a prune does not remove it"
    )
    fails(tidy.check("cleanup-prune", [*GONE, "attic-treasure"]), "still shows is not gone")
    fails(tidy.check("cleanup-prune", "attic-created"), "a list of names")


def test_a_prune_after_removing_by_force(tidy: Learner) -> None:
    tidy.sh(f"{ATTIC} docker rm -f attic-frozen; docker container prune --force --filter label!=keep")
    fails(tidy.check("cleanup-prune", GONE), "removed some that had not ended", "attic-frozen")


def test_until_takes_a_written_time_as_well(tidy: Learner) -> None:
    tidy.sh("docker create --name tea-early shell true; sleep 2")
    between = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    tidy.sh("docker create --name tea-late shell true; docker start -a tea-early")
    tidy.sh(f"docker container prune --force --filter until={between}; docker rm tea-late")
    passes(tidy.check("cleanup-until", {"tea-early": True, "tea-late": False}))


@pytest.mark.parametrize(
    ("did", "hint"),
    [
        (
            f"{write()} docker rm -f memo-keeper; sleep 1; {KEEPER} {write()}",
            "nobody knows whether it survived",
        ),
        (f"{write('hello')} docker rm -f memo-keeper; {KEEPER}", "your word and nothing else"),
        (f"docker rm -f memo-keeper; {KEEPER}", "did not write this file"),
        (
            f"{write()} docker rm -f memo-keeper; docker volume rm memos; {KEEPER}",
            "The volume was removed too",
        ),
        (
            f"{write()} docker rm -f memo-keeper; {KEEPER.replace('/tmp/memo-desk', 'desk')}",
            "has to be a path",
        ),
        ("docker rm -f memo-keeper; docker run -d --name memo-keeper shell sleep 600", "as in `NAME:/memo`"),
    ],
)
def test_what_did_not_survive(tidy: Learner, did: str, hint: str) -> None:
    tidy.sh(f"docker run --rm -v /tmp:/t shell rm -rf /t/memo-desk; {KEEPER} {did}")
    fails(tidy.check("cleanup-survives", KEPT), hint)


IN_MOUNTS = write().replace("/word.txt /memo", "/memo")


@pytest.mark.parametrize(
    "did",
    [
        IN_MOUNTS,
        f"{IN_MOUNTS} docker exec memo-keeper cat /word.txt;",  # looked, and it was not there
        f"{IN_MOUNTS} docker exec memo-keeper sh -c 'ls -l /memo/';",
    ],
)
def test_what_was_never_in_the_layer_was_not_lost_with_it(tidy: Learner, did: str) -> None:
    tidy.sh(f"{KEEPER} {did} docker rm -f memo-keeper; {KEEPER}")
    tidy.sh("docker exec memo-keeper head /word.txt /memo/word.txt /desk/word.txt")
    fails(tidy.check("cleanup-survives", KEPT), "never written to the layer", "`/word.txt`")
    tidy.sh(f"docker exec memo-keeper sh -c 'echo {WORD} > /word.txt'; docker rm -f memo-keeper; {KEEPER}")
    passes(tidy.check("cleanup-survives", KEPT))


@pytest.mark.parametrize(
    "also",
    [
        "docker exec memo-keeper cp /memo/word.txt /",
        "docker exec -w / memo-keeper sh -c 'cat memo/word.txt > word.txt'",
        "docker exec memo-keeper bash -c 'cp /memo/{,../}word.txt'",
        "echo 'cp /memo/* /' | docker exec -i memo-keeper sh",
        # One after the other: a copy from a container into the same one in one pipe waits for itself.
        "d=$(mktemp -d); docker cp memo-keeper:/memo/word.txt $d; docker cp $d/word.txt memo-keeper:/; rm -r $d",
    ],
)
def test_any_way_of_writing_to_the_layer_will_do(tidy: Learner, also: str) -> None:
    tidy.sh(f"{KEEPER} {IN_MOUNTS} {also}; docker rm -f memo-keeper; {KEEPER}")
    passes(tidy.check("cleanup-survives", KEPT))
    fails(tidy.check("cleanup-survives", KEPT | {"layer": True}), "starts with a new layer")


def test_a_commit_without_a_freeze(tidy: Learner) -> None:
    tidy.sh(f"{CLAY} docker commit --pause=false clay-pot pottery; docker rm -f -v clay-pot")
    passes(tidy.check("cleanup-commit", IN_IMAGE | {"paused": False}), "without a freeze")
    fails(tidy.check("cleanup-commit", IN_IMAGE), "is not frozen", '"paused": True')
    tidy.sh("docker run --name other shell true; docker commit other pottery")
    fails(tidy.check("cleanup-commit", IN_IMAGE), "committed from another container")


def test_an_engine_must_have_been_used_to_be_clean(engine: Access) -> None:
    for check in all_checks():
        if check.section == "cleanup":
            verdict = run_check(check.id, engine, answer=NO_ANSWER, lang="ko")
            assert (verdict.verdict, verdict.score) == ("failed", 0)
            assert verdict.expected and verdict.seen and verdict.hint
    learner = Learner(engine)
    fails(learner.check("cleanup-empty"), "something to clean up", "containers, volumes, networks, images")
    learner.sh(
        "docker network create lane; docker run -d --name walker --network lane -v things:/t -v /u shell sleep 9"
    )
    learner.sh("docker commit walker; docker tag shell another-name")
    fails(learner.check("cleanup-empty"), "remove them with `-f`", "another-name:latest")
    learner.sh(
        "docker rm -f -v walker; docker volume rm things; docker network rm lane; docker image prune -f"
    )
    fails(learner.check("cleanup-empty"), "`docker image rm`", "images: another-name:latest")
    learner.sh("docker rmi another-name")
    passes(learner.check("cleanup-empty"), "nothing is left")
    learner.sh("docker rmi shell")
    fails(
        learner.check("cleanup-empty"),
        "`nginx` and `shell` had to stay",
        "images that are gone: shell:latest",
    )
    learner.sh("docker image prune -a -f")
    verdict = learner.check("cleanup-empty")
    fails(verdict, "get a new engine with `course reset`", "gone: nginx:latest, shell:latest")


JUNK = [None, True, 0, -1, 1e308, "", "…", [], [None], [1, 2], [[1], [2]], {}, {"": {}}, [{}, {}]]


def test_whatever_one_answers_there_is_a_verdict(tidy: Learner) -> None:
    tidy.sh(f"{ATTIC} docker container prune --force --filter label!=keep")
    tidy.sh(f"{CLAY} docker commit clay-pot pottery; {ONE_SHOT} --rm shell true")
    for name, known in (("prune", {}), ("commit", IN_IMAGE), ("auto-remove", LEFT), ("rm-allowed", {})):
        for junk in [*JUNK, *(dict.fromkeys(known, value) for value in JUNK[:5] if known)]:
            assert tidy.check(f"cleanup-{name}", junk).verdict == "failed", (name, junk)
