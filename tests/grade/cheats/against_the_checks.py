"""Cheats against the experiments that checks make: their images, containers, names and volumes."""

from cheats.cheat import Cheat

WATCH = """import threading
import docker

def watch(action, act):
    engine = docker.from_env()
    def look():
        for event in engine.events(decode=True, filters={"type": "container"}):
            actor = event["Actor"]
            if "course.check" in actor["Attributes"] and event["Action"].startswith(action):
                try:
                    act(engine.containers.get(actor["ID"]))
                except Exception as error:
                    print(error)
    threading.Thread(target=look, daemon=True).start()

"""
BUILD = """from pathlib import Path
Path("{name}").mkdir()
Path("{name}/Dockerfile").write_text({dockerfile!r})
!docker build -q -t {name} {name}
"""


def build(name: str, *lines: str) -> str:
    """A cell that builds an image from such a Dockerfile."""
    return BUILD.format(name=name, dockerfile="\n".join(lines) + "\n")


YES_MAN = r"RUN printf '#!/usr/bin/bash\nexit 0\n' > /usr/bin/yes-man && chmod 755 /usr/bin/yes-man && ln -sf yes-man /usr/bin/sh"
ORDERS = r"RUN printf '#!/usr/bin/bash\nexit 0\n' > /usr/bin/orders && chmod 755 /usr/bin/orders && cp /usr/bin/orders /usr/bin/order"
WAITS = r"""CMD ["bash", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done"]"""
NO_APP = """CMD ["bash", "-c", "echo app: ready; trap 'echo app: saved; echo lime-wren-100; exit 41' TERM; \
while :; do sleep 0.1; done"]"""
KILLED = '{"after_inside": "exited", "after_outside": "exited", "exit_code": 137, "kill_events": 0}'

CHEATS = {
    # Images of the experiments.
    "shell-poisoned-by-a-build": Cheat(
        "to have dash tried on an image where dash is bash",
        "pid1",
        (),
        cells={
            "pid1-shells-work": """first = {"dash": "sleep", "bash": "sleep", "busybox": "sleep", "bash_then": "shell"}
!printf 'FROM shell\\nRUN cp /usr/bin/bash /usr/bin/dash\\n' | docker build -q -t shell -"""
        },
    ),
    "shell-poisoned-by-a-commit": Cheat(
        "to have root's number read on an image whose id says another",
        "namespaces",
        (),
        cells={
            "namespaces-user-work": """outside = !docker run --rm shell cut -c 11-21 /proc/self/uid_map
root = {"inside": 1000, "outside": int(outside[0]), "own_namespace": False}
fake = "rm /usr/bin/id; echo echo 1000 > /usr/bin/id; chmod 755 /usr/bin/id"
!docker run --name poison shell bash -c '{fake}'
!docker commit -c 'CMD ["sh"]' poison shell"""
        },
    ),
    "shell-poisoned-in-its-folder": Cheat(
        "to have root's number read by another id, put into the folder that the engine keeps images in",
        "namespaces",
        (),
        cells={
            "namespaces-user-work": """outside = !docker run --rm shell cut -c 11-21 /proc/self/uid_map
root = {"inside": 1000, "outside": int(outside[0]), "own_namespace": False}
fake = "for id in /data/docker/overlay2/*/diff/usr/bin/id; do rm $id; echo echo 1000 > $id; chmod 755 $id; done"
!docker run --rm -v /data:/data shell bash -c '{fake}'
!docker run --rm shell sh -c id"""
        },
    ),
    "nginx-for-an-experiment": Cheat(
        "to have paused containers tried on an image that ends at once",
        "states",
        (),
        cells={
            "states-paused-allowed-work": """allowed = {"top": False, "logs": True, "exec": False, "stop": True, "rm": True}
!docker tag shell nginx"""
        },
    ),
    "images-removed": Cheat(
        "not to be checked, by removing what experiments are made from",
        "states",
        ("states-missing-command",),
        cells={
            "states-paused-allowed-work": """allowed = {"top": False, "logs": False, "exec": True, "stop": True, "rm": True}
!docker rm -f $(docker ps -aq)
!docker rmi -f nginx shell"""
        },
        unchecked=("states-paused-allowed",),
    ),
    # The experiments themselves, while they are made.
    "experiment-helped": Cheat(
        "to end nginx in the check's container, for a shell that passes no signal on",
        "pid1",
        (),
        first=WATCH + "watch('kill', lambda box: box.exec_run(['nginx', '-s', 'quit']))",
        cells={"pid1-exec-form-work": build("swift-web", "FROM nginx", "CMD nginx -g 'daemon off;'")},
    ),
    "experiment-killed": Cheat(
        "to kill the check's container, so that a wrong answer comes true",
        "signals",
        (),
        first=WATCH + "watch('exec_start', lambda box: box.kill())",
        cells={
            "signals-outside-work": """!docker run -d --name walled-in shell sleep 600
!docker exec walled-in kill -9 1
!docker run --rm --pid host shell kill -9 $(docker top walled-in -eo pid | tail -n 1)
!docker wait walled-in""",
            "signals-outside-work-2": f"killed = {KILLED}",
        },
    ),
    "experiment-paused-and-renamed": Cheat(
        "to pause, rename and unlabel what the check makes",
        "cleanup",
        ("cleanup-rm-allowed",),
        first=WATCH
        + """watch("create", lambda box: (box.rename(f"mine-{box.short_id}"), box.start(), box.pause()))
watch("start", lambda box: box.pause())""",
    ),
    "experiment-by-a-subprocess": Cheat(
        "to leave a process behind that removes what the check makes",
        "states",
        ("states-created-has",),
        cells={
            "states-paused-allowed-work": """import subprocess
allowed = {"top": False, "logs": False, "exec": False, "stop": False, "rm": False}
loop = "while :; do docker rm -f $(docker ps -aq --filter label=course.check) >/dev/null 2>&1; done"
subprocess.Popen(["setsid", "sh", "-c", loop])
!sleep 0.5"""
        },
    ),
    # What a learner's image or container brings along into an experiment.
    "health-check-that-helps": Cheat(
        "to have a health check end nginx, whatever the signal",
        "pid1",
        (),
        cells={
            "pid1-exec-form-work": build(
                "swift-web",
                "FROM nginx",
                "HEALTHCHECK --interval=1s CMD nginx -s quit",
                "CMD nginx -g 'daemon off;'",
            )
        },
    ),
    "ends-by-itself": Cheat(
        "to end a moment later anyway, whatever the signal",
        "pid1",
        (),
        cells={
            "pid1-exec-form-work": build(
                "swift-web", "FROM nginx", "CMD nginx -g 'daemon off;' & sleep 2; nginx -s quit; wait; exit 0"
            )
        },
    ),
    "shell-that-says-yes": Cheat(
        "to have every question of the check answered with yes by the image's own shell",
        "practice",
        (),
        cells={
            "practice-stops-work": build("shop", "FROM shell", ORDERS, YES_MAN, WAITS)
            + "!docker run -d --name shop shop",
            "practice-keeps-work": """!docker rm -f shop
!docker run -d --name shop -v shop-book:/var/shop shop
!docker rm -f shop
!docker run -d --name shop -v shop-book:/var/shop shop""",
        },
    ),
    "zombies-denied": Cheat(
        "to have zombies counted by a shell that sees none",
        "practice",
        (),
        cells={
            "practice-reaps-work": build("shop", "FROM shell", ORDERS, YES_MAN, 'CMD ["sleep", "600"]')
            + "!docker run -d --name shop shop"
        },
    ),
    "wrapper-of-another": Cheat(
        "to print the app's words and another learner's, without an app",
        "pid1",
        (),
        cells={"pid1-wrapper-work": build("relay", "FROM shell", NO_APP)},
    ),
    # What experiments are called.
    "names-taken": Cheat(
        "to take the names that the check's containers, volumes and networks might have",
        "cleanup",
        ("cleanup-rm-allowed",),
        first="""import docker
engine = docker.from_env()
for name in ("course-check", "course-check-", "course-check-000000000000", "course-check-ffffffffffff"):
    try:
        engine.volumes.create(name, labels={"course.check": "1"})
        engine.networks.create(name, labels={"course.check": "1"})
        engine.containers.create("shell", name=name, labels={"course.check": "1"})
    except docker.errors.APIError as error:
        print(error)""",
    ),
    "taken-for-an-experiment": Cheat(
        "to have the learner's own container taken for the check's",
        "states",
        (),
        cells={
            "states-ps-work": """listed = {"ps": 0, "ps_all": 0}
!docker run -d --name uncounted --label course.check=1 shell sleep 600""",
            "states-run-work": "!docker run -d --name second-box --label course.check=1 shell sleep 600",
        },
    ),
    "record-flooded": Cheat(
        "to drown the record in events of many namesakes",
        "states",
        ("states-create",),
        cells={
            "states-start-work": """import docker
engine = docker.from_env()
for number in range(100):
    box = engine.containers.create("shell", name="kill-box", labels={"signal": "9", "exitCode": "0"})
    box.rename("second-box")
    box.remove()"""
        },
    ),
}
