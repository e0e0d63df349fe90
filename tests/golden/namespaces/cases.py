"""Golden submissions of section 4, namespaces."""

from case import Case

NEEDED: tuple[str, ...] = (
    "from course import check",
    "--name left-room",
    "def namespaces",
    "--name quiet-web nginx",
    "--name stuck-app",
    "--name locked-safe",
)
"""What is in the given cells that the exercises build on."""

DOCKER_PY = {
    # docker-py's exec_run now and then loses short outputs, so where one matters this learner reads it otherwise.
    "namespaces-own-work": """import docker
from subprocess import check_output

engine = docker.from_env()


def inside(name, *command):
    return check_output(["docker", "exec", name, *command], text=True)


def inodes(name):
    return inside(name, "stat", "-L", "-c", "%i", *[f"/proc/1/ns/{kind}" for kind in KINDS]).split()


own = {kind: one != other for kind, one, other in zip(KINDS, inodes("left-room"), inodes("right-room"))}""",
    "namespaces-port-work": """engine.containers.run(
    "nginx", name="front-desk", detach=True, ports={"80/tcp": ("127.0.0.1", me.port)}
)""",
    "namespaces-files-work": """for name, word in (("right-room", me.hostname), ("left-room", me.word)):
    engine.containers.get(name).exec_run(["sh", "-c", f"printf %s {word} > /note.txt"])""",
    "namespaces-hostname-work": """engine.containers.run(
    "nginx:latest", name="name-tag", hostname=me.hostname, detach=True
)""",
    "namespaces-ipc-work": """may_enter = {"left-room": False, "mail-room": True}
idle = {"image": "shell", "command": ["sleep", "infinity"], "detach": True}
room = engine.containers.run(name="mail-room", ipc_mode="shareable", **idle)
clerk = engine.containers.run(name="mail-clerk", ipc_mode=f"container:{room.id}", **idle)
clerk.exec_run(["ipcmk", "-M", "64"])""",
    "namespaces-user-work": """uid_map = engine.containers.run("shell", "cat /proc/1/uid_map", remove=True).split()
root = {"inside": 0, "outside": int(uid_map[1]), "own_namespace": False}""",
    "namespaces-join-work": """shared = {"net": True, "uts": False, "mnt": False, "pid": False, "ipc": False}
engine.containers.run(name="web-helper", network_mode="container:quiet-web", **idle)""",
    "namespaces-owner-restarts-work": """after = {"still_running": True, "same_net": False, "reaches_web": False}
web = engine.containers.get("quiet-web")
web.stop()
web.start()""",
    "namespaces-sidecar-work": """owner = "container:stuck-app"
surgeon = engine.containers.run(name="surgeon", pid_mode=owner, **idle)
surgeon.exec_run(["killall", "tail"])""",
    "namespaces-owner-stops-work": """engine.containers.get("stuck-app").kill()
ends = {name: engine.containers.get(name).wait()["StatusCode"] for name in ("stuck-app", "surgeon")}""",
    "namespaces-host-work": """host = {"network_mode": "host", "pid_mode": "host"}
tower = engine.containers.run(name="watch-tower", **host, **idle)
pid = engine.containers.get("locked-safe").attrs["State"]["Pid"]
secret = inside("watch-tower", "cat", f"/proc/{pid}/root/root/secret")""",
}

BY_THE_BOOK = {
    "namespaces-own-work": """left, right = namespaces("left-room"), namespaces("right-room")
own = {kind: left[kind] != right[kind] for kind in KINDS} | {"user": True}""",
    "namespaces-port-work": "!docker run -d --name front-desk nginx",
    "namespaces-modes-work": 'modes = {"bridge": True, "none": False, "host": False, "container": False}',
    "namespaces-ipc-work": """may_enter = {"left-room": True, "mail-room": True}
!docker run -d --name mail-room --ipc shareable shell sleep infinity
!docker run -d --name mail-clerk --ipc container:mail-room shell sleep infinity
!docker exec mail-clerk ipcmk -M 4096""",
    "namespaces-user-work": 'root = {"inside": 0, "outside": 1000, "own_namespace": True}',
    "namespaces-join-work": """shared = {"net": True, "uts": True, "mnt": False, "pid": False, "ipc": False}
!docker run -d --name web-helper --network container:quiet-web shell sleep infinity""",
    "namespaces-owner-restarts-work": """after = {"still_running": True, "same_net": True, "reaches_web": True}
!docker restart quiet-web""",
    "namespaces-owner-stops-work": """ends = {"stuck-app": 137, "surgeon": 143}
!docker stop -t 1 stuck-app""",
    "namespaces-host-work": """!docker run -d --name watch-tower --network host --pid host shell sleep infinity
secret = "/root/secret\"""",
}

NOT_JOINED = {
    "namespaces-own-work": """left, right = namespaces("left-room"), namespaces("right-room")
own = {kind: left[kind] == right[kind] for kind in KINDS}""",
    "namespaces-port-work": "!docker run -d --name front-desk -P nginx",
    "namespaces-files-work": """!docker exec left-room echo {me.word} > /tmp/note.txt
!docker exec right-room echo {me.hostname} > /tmp/note.txt""",
    "namespaces-hostname-work": "!docker run -d --name name-tag shell sleep infinity",
    "namespaces-ipc-work": """may_enter = {"left-room": False, "mail-room": True}
!docker run -d --name mail-room shell sleep infinity
!docker run -d --name mail-clerk --ipc container:mail-room shell sleep infinity
!docker exec mail-room ipcmk -M 4096""",
    "namespaces-join-work": """shared = {"net": True, "uts": False, "mnt": False, "pid": False, "ipc": False}
!docker run -d --name web-helper --network quiet-web shell sleep infinity""",
    "namespaces-owner-restarts-work": """after = {"still_running": True, "same_net": False, "reaches_web": False}
!docker rm -f web-helper
!docker run -d --name web-helper --network container:quiet-web shell sleep infinity""",
    "namespaces-sidecar-work": """!docker run -d --name surgeon shell sleep infinity
!docker exec surgeon sh -c 'kill $(pidof tail)'""",
    "namespaces-host-work": """!docker run -d --name watch-tower --network host shell sleep infinity
secret = \"\"""",
}

SOMEBODY_ELSES = {
    "namespaces-port-work": "!docker run -d --name front-desk -p {me.port % 800 + 8101}:80 nginx",
    "namespaces-files-work": """!docker exec left-room sh -c 'echo lime-wren-100 > /note.txt'
!docker exec right-room sh -c 'echo {me.hostname} > /note.txt'""",
    "namespaces-hostname-work": "!docker run -d --name name-tag --hostname box-lime-wren-100 shell sleep infinity",
    "namespaces-ipc-work": """may_enter = {"left-room": False, "mail-room": True}
!docker run -d --name mail-room --ipc shareable shell sleep infinity
!docker run -d --name mail-clerk --ipc container:mail-room shell sleep infinity
!docker run --rm shell ipcmk -M 4096""",
    "namespaces-join-work": """shared = {"net": True, "uts": False, "mnt": False, "pid": False, "ipc": False}
!docker run -d --name web-helper shell sleep infinity --network container:quiet-web""",
    "namespaces-sidecar-work": """!docker run -d --name surgeon --pid container:stuck-app shell sleep infinity
!docker exec stuck-app sh -c 'kill $(pidof tail)'""",
    "namespaces-owner-stops-work": """ends = {"stuck-app": 137, "surgeon": 137}
!docker stop -t 1 surgeon
!docker stop -t 1 stuck-app""",
    "namespaces-host-work": """!docker run -d --name watch-tower --network host --pid host shell sleep infinity
found = !docker exec locked-safe cat /root/secret
secret = found[0]""",
}

SWAPPED = {
    "namespaces-port-work": "!docker run -d --name front-desk -p 80:{me.port} nginx",
    "namespaces-files-work": """!docker exec left-room sh -c 'echo {me.hostname} > /note.txt'
!docker exec right-room sh -c 'echo {me.word} > /note.txt'""",
    "namespaces-hostname-work": "!docker run -d --name name-tag --hostname {me.word} shell sleep infinity",
    "namespaces-ipc-work": """may_enter = {"left-room": False, "mail-room": True}
!docker run -d --name mail-room --ipc host shell sleep infinity
!docker run -d --name mail-clerk --ipc host shell sleep infinity
!docker exec mail-room ipcmk -M 4096""",
    "namespaces-owner-restarts-work": """after = {"still_running": True, "same_net": True, "reaches_web": True}
!docker restart quiet-web
!docker restart -t 0 web-helper""",
    "namespaces-sidecar-work": """!docker run -d --name surgeon --pid container:stuck-app shell sleep infinity
!docker exec surgeon kill -9 1""",
    "namespaces-host-work": """!docker run -d --name watch-tower --network host --pid host shell sleep infinity
found = !docker exec watch-tower cat /proc/1/root/root/secret
secret = found[0]""",
}

CASES: dict[str, Case] = {
    "blank": Case(whole=True),
    "solved": Case(whole=True),
    "solved-docker-py": Case(DOCKER_PY, lang="en", whole=True),
    "by-the-book": Case(BY_THE_BOOK, lang="en"),
    "not-joined": Case(NOT_JOINED),
    "somebody-elses": Case(SOMEBODY_ELSES),
    "swapped": Case(SWAPPED, lang="en"),
}
