"""The service of the practice's case: what is asked of the learner's container `shop`, and of its twins."""

import secrets

from course.checks import Text, fail, require
from course.views import ContainerView, EngineView
from course.views.twins import Twin
from graders.requirements import require_container, require_running

BUILD_SHOP = "docker build -t shop:fixed shop-fixed"
RUN_SHOP = "docker run -d --name shop shop:fixed"
SECONDS_TO_OPEN = 5.0

ANSWERS = Text(
    ko="`order`로 주문을 받고 `orders`로 보여 주는 서비스",
    en="a service that takes orders with `order` and shows them with `orders`",
)


def require_shop(engine: EngineView) -> ContainerView:
    """The learner's container `shop`, running."""
    box = require_container(engine, "shop", RUN_SHOP)
    require_running(box, RUN_SHOP)
    return box


def listed(word: str) -> str:
    """The line of sh that ends with 0 where there is an order of just that word."""
    return f"orders | grep -qxF -e '{word}'"


def require_open(twin: Twin) -> None:
    """Fail unless the twin, just started, tells its orders: those that it has, and no others."""
    code = twin.ask("orders", SECONDS_TO_OPEN)
    if code == 0 and twin.ask(listed(secrets.token_hex(4))) == 0:
        fail(
            expected=ANSWERS,
            seen=Text(ko="아무도 하지 않은 주문도 있다고 함", en="it has an order that nobody placed"),
            hint=Text(
                ko="`docker exec shop sh -c 'orders | grep TEA'`가 없는 주문을 찾았다고 합니다. 이미지의 `sh`, "
                "`grep`, `orders`는 있는 그대로 두세요.",
                en="`docker exec shop sh -c 'orders | grep TEA'` finds an order that is not there. Leave `sh`, "
                "`grep` and `orders` of the image as they are.",
            ),
        )
    require(
        code == 0,
        expected=ANSWERS,
        seen=_silence(twin, code),
        hint=Text(
            ko="서비스가 대답하지 않습니다. `docker logs shop`에 오류가 있는지 보고, `docker exec shop "
            "orders`가 "
            "대답하는지 확인하세요. `/run/door`에서 읽고 `/run/answer`로 대답하는 부분은 그대로 두세요.",
            en="The service does not answer. Look for an error in `docker logs shop`, and whether "
            "`docker exec shop orders` answers. Keep the parts that read `/run/door` and write to "
            "`/run/answer`.",
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


def volumes_of(engine: EngineView, ids: set[str]) -> set[str]:
    """Names of the volumes that those containers had mounted, whether they are still there or not."""
    return {
        event.id
        for event in engine.journal.events
        if event.type == "volume" and event.action == "mount" and event.attributes.get("container") in ids
    }
