"""Golden submissions of section 6, practice."""

from case import Case

NEEDED: tuple[str, ...] = ("from course import check", "def timed", "def write")
"""What is in the given cells that the exercises build on."""


def life(*commands: str, stop: str = '"exited"') -> str:
    """Noted states, then commands on `lifecycle-test`."""
    noted = '"create": "created", "start": "running", "pause": "paused", "unpause": "running"'
    made = "!docker create --name lifecycle-test nginx"
    lines = [f"!docker {command} lifecycle-test" for command in commands]
    return "\n".join([f'states = {{{noted}, "stop": {stop}, "rm": None}}', made, *lines])


MEASURED = """took = {}
took["start"] = timed("docker start quick-clock")
took["pause"] = timed("docker pause quick-clock")
!docker unpause quick-clock
took["stop"] = timed("docker stop quick-clock")
"""
USED = """usage = {
    "created": [0, False, False, False],
    "running": [2, True, True, True],
    "paused": %s,
    "exited": %s,
}"""
PAUSED, EXITED = "[2, True, False, True]", "[0, False, False, True]"
TRAP = "trap 'save; exit 0' TERM"


def repair(handler: str = TRAP, command: str = '["sh", "/usr/bin/shop"]', options: str = "") -> str:
    """The service with a handler for TERM and another command, built and run."""
    changed = f'SHOP.replace("exec 3<>", "{handler}\\nexec 3<>")' if handler else "SHOP"
    return f"""dockerfile = DOCKERFILE.replace('["sh", "/usr/bin/shop"]', {command!r})
write("shop-fixed", dockerfile, {changed})
!docker build -q -t shop:fixed shop-fixed
!docker run -d --name shop {options} shop:fixed"""


def deploy(options: str, word: str = "{me.word}") -> str:
    """The service properly repaired, run with these options, an order, and a deployment."""
    return f"""!docker rm -f shop
{repair(options=options)}
!docker exec shop order {word}
!docker stop -t 2 shop
!docker rm shop
!docker run -d --name shop {options} shop:fixed"""


DOCKER_PY = {
    "practice-lifecycle-work": """import docker

engine = docker.from_env()
states = {"create": "created", "start": "running", "pause": "paused", "unpause": "running"}
states |= {"stop": "exited", "rm": None}
box = engine.containers.create("nginx", name="lifecycle-test")
for step in ("start", "pause", "unpause", "stop", "remove"):
    getattr(box, step)()""",
    "practice-times-work": """took = {}
for key, name, call in [
    ("start", "quick-clock", lambda box: box.start()),
    ("pause", "quick-clock", lambda box: box.pause()),
    ("", "quick-clock", lambda box: box.unpause()),
    ("stop-deaf", "deaf-clock", lambda box: box.stop(timeout=3)),
    ("stop", "quick-clock", lambda box: box.stop()),
]:
    box = engine.containers.get(name)
    begin = time()
    call(box)
    took[key] = time() - begin
del took[""]""",
    "practice-resources-work": USED % (PAUSED, EXITED),
    "practice-stops-work": '''dockerfile = """FROM shell
COPY shop order orders /usr/bin/
RUN mkfifo /run/door /run/answer
ENV BOOK=/data/book
VOLUME /data
ENTRYPOINT ["tini", "--"]
CMD ["shop"]
"""
service = """#!/bin/bash
trap 'exit 0' TERM
touch $BOOK
exec 3<> /run/door
while read -r order <&3; do
    if [ "$order" = LIST ]; then
        cat $BOOK > /run/answer
    else
        echo "$order" >> $BOOK
        echo "Written down: $order" > /run/answer
    fi
done
"""
write("shop-fixed", dockerfile, service)
image, _ = engine.images.build(path="shop-fixed", tag="shop:fixed")
shop = engine.containers.run(image, name="shop", detach=True)''',
    "practice-keeps-work": """shop.remove(force=True, v=True)
options = {"name": "shop", "detach": True, "volumes": {"tea-orders": {"bind": "/data", "mode": "rw"}}}
shop = engine.containers.run(image, **options)
print(shop.exec_run(["order", me.word]).output)
shop.stop()
shop.remove()
shop = engine.containers.run(image, **options)
print(shop.exec_run("orders").output)""",
    "practice-reaps-work": 'print(shop.top(ps_args="-eo pid,ppid,args"))',
    "practice-clean-work": """for name in ("old-shop", "shop"):
    engine.containers.get(name).remove(force=True)
engine.volumes.get("tea-orders").remove()
for tag in ("shop:broken", "shop:fixed"):
    engine.images.remove(tag)""",
}

CASES = {
    "blank": Case(whole=True),
    "solved": Case(whole=True),
    "solved-docker-py": Case(DOCKER_PY, lang="en", whole=True),
    "by-the-book": Case(
        {
            "practice-lifecycle-work": life("start", "pause", "unpause", "stop", "rm", stop='"stopped"'),
            "practice-times-work": MEASURED
            + 'took["stop-deaf"] = timed("docker stop -t 2 deaf-clock")\n'
            + "took = {key: seconds * 1000 for key, seconds in took.items()}",
            "practice-resources-work": USED % (PAUSED, "[0, False, False, False]"),
            "practice-keeps-work": deploy("-v /var/shop"),
            "practice-reaps-work": "!docker rm -f shop\n!docker run -d --name shop -v /var/shop shop:fixed",
            "practice-clean-work": "!docker rm -f shop\n!docker rmi shop:broken shop:fixed",
        }
    ),
    "by-force": Case(
        {
            "practice-lifecycle-work": life("start", "pause", "unpause", "rm -f"),
            "practice-times-work": MEASURED + 'took["stop-deaf"] = timed("docker stop -t 0 deaf-clock")',
            "practice-resources-work": USED % ("[2, False, False, True]", EXITED),
            "practice-stops-work": repair(handler="", options="--init"),
            "practice-keeps-work": "!docker exec shop order {me.word}",
            "practice-reaps-work": "",
            "practice-clean-work": "!docker rm -f shop\n!docker rmi shop:broken",
        },
        lang="en",
    ),
    "shell-form": Case(
        {
            "practice-lifecycle-work": life("start", "pause", "stop", "rm"),
            "practice-resources-work": USED % ("[0, True, False, True]", EXITED),
            "practice-stops-work": repair(command="sh /usr/bin/shop"),
            "practice-keeps-work": deploy("-v shop-book:/var/shop", word="amber-heron-417"),
            "practice-clean-work": "!docker stop -t 2 shop",
        }
    ),
    "never-deployed": Case(
        {
            "practice-lifecycle-work": life("start", "pause", "unpause", "stop"),
            "practice-times-work": 'took = {"start": 0.3, "pause": 0.1, "stop": 0.2, "stop-deaf": 2.2}',
            "practice-resources-work": USED % (PAUSED, "[0, True, False, True]"),
            "practice-stops-work": repair(handler="trap 'save; exit 0' QUIT"),
            "practice-keeps-work": "!docker rm -f shop\n"
            + repair(options="-v shop-book:/var/shop")
            + "\n!docker exec shop order {me.word}",
            "practice-reaps-work": "!docker rm -f shop\n!docker run -d --name shop shop:fixed --init",
            "practice-clean-work": "!docker rm -f shop\n!docker rmi shop:broken shop:fixed",
        },
        lang="en",
    ),
    "wrong-folder": Case(
        {
            "practice-lifecycle-work": life("start", "stop", "rm"),
            "practice-stops-work": repair(handler="trap 'save; exit 1' TERM"),
            "practice-keeps-work": deploy("-v shop-book:/srv/shop"),
            "practice-reaps-work": "!docker rm -f shop",
        },
    ),
}
