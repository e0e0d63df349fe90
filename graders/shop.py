"""The service of the practice's case: what is asked of the learner's container `shop`, and of its twins."""

import secrets

from course.checks import Text, fail, require
from course.views import ContainerView, EngineView, History
from course.views.twins import Twin, Twins
from graders.ending import SIGKILL, SIGTERM
from graders.kept import is_anonymous
from graders.requirements import require_container, require_running

GRACE = 2
BUILD_SHOP = "docker build -t shop:fixed shop-fixed"
RUN_SHOP = "docker run -d --name shop shop:fixed"
RUN_WITH_VOLUME = "docker run -d --name shop -v VOLUME:/FOLDER shop:fixed"
RUN_WITH_OPTION = "docker run -d --name shop OPTION -v VOLUME:/FOLDER shop:fixed"
SECONDS_TO_OPEN = 5.0

ANSWERS = Text(
    ko="`order`로 주문을 받고 `orders`로 보여 주는 서비스",
    en="a service that takes orders with `order` and shows them with `orders`",
)


def require_shop(engine: EngineView, making: str = RUN_SHOP) -> ContainerView:
    """The learner's container `shop`, running; `making` is the shape of the command that makes it."""
    box = require_container(engine, "shop", making)
    require_running(box, making)
    return box


def require_open(twin: Twin) -> None:
    """Fail unless the twin, just started, tells its orders: those that it has, and no others."""
    code = twin.ask("orders", SECONDS_TO_OPEN)
    if code == 0 and twin.ask(listed(secrets.token_hex(4))) == 0:
        fail(
            expected=ANSWERS,
            seen=Text(ko="아무도 하지 않은 주문도 있다고 함", en="it has an order that nobody placed"),
            hint=Text(
                ko="`docker exec shop sh -c 'orders | grep TEA'`가 없는 주문을 찾았다고 합니다. 이미지의 "
                "`sh`, `grep`, `orders`는 있는 그대로 두세요.",
                en="`docker exec shop sh -c 'orders | grep TEA'` finds an order that is not there. Leave "
                "`sh`, `grep` and `orders` of the image as they are.",
            ),
        )
    require(
        code == 0,
        expected=ANSWERS,
        seen=_silence(twin, code),
        hint=Text(
            ko="서비스가 대답하지 않습니다. `docker logs shop`에 오류가 있는지 보고, `docker exec shop "
            "orders`가 대답하는지 확인하세요. `/run/door`에서 읽고 `/run/answer`로 대답하는 부분은 그대로 "
            "두세요.",
            en="The service does not answer. Look for an error in `docker logs shop`, and whether `docker "
            "exec shop orders` answers. Keep the parts that read `/run/door` and write to `/run/answer`.",
        ),
    )


def _silence(twin: Twin, code: int | None) -> Text:
    box = twin.look()
    if not box.running:
        return Text(
            ko=f"같은 이미지와 옵션으로 실행하니 곧 끝남 (종료 코드 {box.exit_code})",
            en=f"run with the same image and options, it ended at once (exit code {box.exit_code})",
        )
    if code is None:
        seconds = f"{SECONDS_TO_OPEN:.0f}"
        return Text(
            ko=f"`orders`가 {seconds}초 동안 대답하지 않음", en=f"no answer to `orders` within {seconds} s"
        )
    return Text(ko=f"`orders`가 실패함 (종료 코드 {code})", en=f"`orders` failed (exit code {code})")


def ordered(twin: Twin) -> str:
    """A word of the check's own that the running twin took as an order; fails where it does not list it."""
    word = f"check-{secrets.token_hex(4)}"
    twin.ask(f"order {word}")
    require(
        twin.ask(listed(word)) == 0,
        expected=Text(ko=f"`order` 뒤 `orders`에 보이는 `{word}`", en=f"`{word}` in `orders` after `order`"),
        seen=Text(ko="주문이 보이지 않음", en="the order is not listed"),
        hint=Text(
            ko="배포하기도 전에 주문이 보이지 않습니다. `docker exec shop order TEXT`와 `docker exec shop "
            "orders`를 해 보세요.",
            en="The order is missing even before a deployment. Try `docker exec shop order TEXT` and `docker "
            "exec shop orders`.",
        ),
    )
    return word


def listed(word: str) -> str:
    """The line of sh that succeeds where one of the orders is that word and nothing else."""
    return f"orders | grep -qxF -e '{word}'"


def require_ended_well(box: ContainerView, ended: ContainerView, history: History) -> float:
    """Seconds from the stop's signal to the twin's end; fails where it was killed or its exit code is not 0."""
    killed = history.got_signal(SIGKILL)
    signals = ", ".join(f"kill (signal {signal.number})" for signal in history.signals)
    require(
        not killed and ended.exit_code == 0,
        expected=Text(
            ko=f"`docker stop -t {GRACE}` → 스스로 끝나고 종료 코드 0",
            en=f"`docker stop -t {GRACE}` → it ends by itself, exit code 0",
        ),
        seen=Text(
            ko=f"{signals} → 종료 코드 {ended.exit_code}", en=f"{signals} → exit code {ended.exit_code}"
        ),
        hint=_not_stopped_hint(box, ended, killed),
    )
    return history.deaths[-1].at - history.signals[0].at


def _not_stopped_hint(box: ContainerView, ended: ContainerView, killed: bool) -> Text:
    if box.image == "shop:broken":
        return _OF_THE_BROKEN_IMAGE
    if killed and _keeps_a_shell(box):
        return Text(
            ko="이 명령은 shell form이라 PID 1은 `sh -c`이고, 시그널은 그 아래의 서비스에 닿지 않습니다. "
            '대괄호로 적는 exec form을 쓰세요: `CMD ["…", "…"]`',
            en="This command is in shell form: PID 1 is `sh -c`, and the signal never reaches the "
            'service below it. Use the exec form, with brackets: `CMD ["…", "…"]`.',
        )
    if killed:
        return Text(
            ko="PID 1이 시그널을 처리하지 않아 SIGKILL로 끝났습니다(`docker exec shop grep SigCgt "
            "/proc/1/status`). 서비스가 주문을 기다리기 전에 `trap`으로 TERM을 처리하고, 그 끝에서 `exit`를 "
            "하세요. 고친 뒤에는 이미지를 다시 빌드하고 `shop`을 다시 만들어야 합니다.",
            en="PID 1 did not handle the signal and was ended by SIGKILL (`docker exec shop grep SigCgt "
            "/proc/1/status`). Handle TERM with `trap` before the service starts to wait for orders, and "
            "`exit` at the end of the handler. Then build the image and make `shop` again.",
        )
    if ended.exit_code == 128 + SIGTERM:
        return Text(
            ko="143 = 128 + 15: 시그널을 처리하지 않고 그대로 끝났습니다. init은 시그널을 전달할 뿐이니, "
            "서비스가 직접 `trap`으로 받아 저장하고 `exit 0`으로 끝나야 합니다.",
            en="143 = 128 + 15: it died of the signal without handling it. An init only passes the signal "
            "on; the service itself has to `trap` it, save, and end with `exit 0`.",
        )
    return Text(
        ko="끝나기는 했지만 종료 코드가 0이 아닙니다. 시그널을 처리하는 코드를 `exit 0`으로 끝내세요.",
        en="It ended, but not with exit code 0. End the handler with `exit 0`.",
    )


_OF_THE_BROKEN_IMAGE = Text(
    ko="이 `shop`은 고치지 않은 이미지 `shop:broken`으로 만들었습니다. `docker rm -f shop`으로 지우고, 같은 "
    "옵션으로 `shop:fixed`에서 다시 실행하세요.",
    en="This `shop` was made from `shop:broken`, the image in which nothing is repaired. Remove it with "
    "`docker rm -f shop`, and run it again from `shop:fixed`, with the same options.",
)


def _keeps_a_shell(box: ContainerView) -> bool:
    words = box.full_command
    return len(words) > 1 and words[0].rpartition("/")[2] in ("sh", "bash") and words[1] == "-c"


def require_saved(box: ContainerView, twin: Twin, ended: ContainerView, word: str) -> None:
    """Start the stopped twin again; fail unless it still has the order."""
    twin.start()
    require_open(twin)
    require(
        twin.ask(listed(word)) == 0,
        expected=Text(
            ko="`docker stop` 직전에 받은 주문이 장부에 있음 (`docker start` 뒤의 `orders`)",
            en="an order placed just before `docker stop` is in the book (`orders` after `docker start`)",
        ),
        seen=Text(
            ko=f"주문이 사라짐 (멈췄을 때 종료 코드 {ended.exit_code})",
            en=f"the order is lost (exit code of the stop: {ended.exit_code})",
        ),
        hint=_unsaved_hint(box, ended),
    )


def _unsaved_hint(box: ContainerView, ended: ContainerView) -> Text:
    if box.image == "shop:broken":
        return _OF_THE_BROKEN_IMAGE
    if ended.exit_code != 0:
        return Text(
            ko="저장하지 못하고 끝났습니다. 먼저 `practice-stops`를 통과하도록 고치세요.",
            en="It ended before it could save. Repair that first, so that `practice-stops` passes.",
        )
    read_only = [mount for mount in _mounts(box) if not mount.get("RW", True)]
    if read_only:
        where = _destinations(read_only)
        return Text(
            ko=f"{where}은(는) 읽기 전용(`:ro`)으로 마운트되어 있어서 장부를 적을 수 없습니다. `:ro` 없이 "
            "다시 실행하세요.",
            en=f"{where} is mounted read-only (`:ro`), so no book can be written there. Run `shop` again "
            "without `:ro`.",
        )
    return Text(
        ko="볼륨 때문이 아닙니다. 멈출 때 메모리의 주문을 저장하지 않았습니다. TERM을 처리하는 코드가 `exit` "
        "전에 저장하는지 보고, 이미지를 다시 빌드해서 `shop`을 다시 만드세요.",
        en="This is not about a volume: the orders in memory were not saved at the stop. See whether your "
        "TERM handler saves before it exits; then build the image and make `shop` again.",
    )


def _mounts(box: ContainerView) -> list[dict[str, object]]:
    return [mount for mount in box.attributes.get("Mounts") or [] if mount.get("Type") in ("volume", "bind")]


def _destinations(mounts: list[dict[str, object]]) -> str:
    return ", ".join(f"`{mount.get('Destination')}`" for mount in mounts)


def require_kept(box: ContainerView, pair: Twins, word: str) -> None:
    """Fail unless the next twin, which takes the place of one that is gone, has the order."""
    with pair.one() as twin:
        twin.start()
        require_open(twin)
        kept = twin.ask(listed(word)) == 0
    require(
        kept,
        expected=Text(
            ko="stop → rm → run 뒤에도 남아 있는 주문",
            en="an order that is still there after stop → rm → run",
        ),
        seen=Text(ko="새로 만든 컨테이너에 주문이 없음", en="no such order in the new container"),
        hint=_lost_hint(box),
    )


def _lost_hint(box: ContainerView) -> Text:
    mounts = _mounts(box)
    if not mounts:
        return Text(
            ko="장부가 컨테이너의 레이어에 있어서 `docker rm`과 함께 사라집니다. 장부가 있는 폴더에 이름 "
            "있는 볼륨을 `-v`로 연결해서 `shop`을 다시 실행하세요.",
            en="The book is in the container's layer and goes with `docker rm`. Run `shop` again with a "
            "named volume (`-v`) mounted where the book is.",
        )
    if not (box.host_config.get("Binds") or box.host_config.get("Mounts")) or all(
        not mount.get("Name") or is_anonymous(str(mount["Name"])) for mount in mounts
    ):
        return Text(
            ko="볼륨이 있지만 이름이 없습니다. 익명 볼륨은 컨테이너를 만들 때마다 새로 생깁니다. `-v "
            "이름:폴더`로 이름을 주세요.",
            en="There is a volume, but it has no name: every container gets a new anonymous volume. Give it "
            "a name: `-v NAME:FOLDER`.",
        )
    where = _destinations(mounts)
    return Text(
        ko=f"볼륨은 {where}에 있는데 장부는 거기에 없습니다. 서비스가 장부를 어디에 쓰는지(`book=`) 보세요.",
        en=f"The volume is at {where}, but the book is not in it. See where the service writes it (`book=`).",
    )
