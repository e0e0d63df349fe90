"""Section 4, namespaces: what containers keep apart, what they share, and what that gives away."""

import re
from typing import Any, NoReturn

from course.checks import Text, eventually, fail, predicted, require, same, shape, shown, tell
from course.checks.answers import UNANSWERED
from course.personal import Learner
from course.views import ContainerView, EngineView, Namespaces
from course.views.files import read_file
from course.views.inside import processes_inside
from graders.requirements import (
    OPTIONS_FIRST,
    RUNNING,
    in_turn,
    require_as_given,
    require_container,
    require_image,
    require_running,
)
from graders.trials import (
    can_join,
    engine_namespaces,
    namespaces_of,
    namespaces_with,
    output,
    running,
    serves,
)

RUN_LEFT = ("docker run -d --name left-room shell sleep infinity",)
RUN_RIGHT = ("docker run -d --name right-room shell sleep infinity",)
RUN_QUIET = ("docker run -d --name quiet-web nginx",)
RUN_STUCK = (
    "docker run -d --name stuck-app shell sh -c 'tail -f /dev/null; echo next step; exec sleep infinity'",
)
RUN_SAFE = (
    "docker run -d --name locked-safe shell sh -c 'head -c 9 /dev/urandom | base64 > /root/secret; exec "
    "sleep infinity'"
)
KINDS = ("pid", "net", "mnt", "uts", "ipc", "user", "cgroup", "time")
SOMEBODYS_HOSTNAME = r"box-[a-z]+-[a-z]+-\d{3}"
SOMEBODYS_WORD = r"[a-z]+-[a-z]+-\d{3}"
PORTS_OF_LEARNERS = range(8100, 9000)
TOO_LATE = re.compile(r"(-p|--(network|net|pid|ipc|uts|hostname|publish|userns)(=.*)?)")
MANY_FILES = 50  # of those that a container changed, as many are looked into
TOGETHER = 2.0  # seconds between two deaths of which one causes the other


@shape("docker exec CONTAINER ls -l /proc/1/ns")
def test_own(engine: EngineView, answer: Any) -> None:
    """ko: 여덟 가지 네임스페이스 중 평범한 컨테이너가 저마다 따로 갖는 것을 맞힙니다.
    en: You say which of the eight namespaces each of two ordinary containers has to itself.
    """
    with running(engine) as one, running(engine) as other:
        first, second = namespaces_of(one.look()), namespaces_of(other.look())
    truth = {kind: first.get(kind) != second.get(kind) for kind in KINDS}
    look = Text(
        ko='`compare("left-room", "right-room")`로 견주어 보세요. 번호가 다르면 따로(True)입니다.',
        en='Compare the two numbers with `compare("left-room", "right-room")`: different means its own (True).',
    )
    hints = dict.fromkeys(KINDS, look) | {
        "user": Text(
            ko="교과서와 다릅니다. Docker는 기본으로 `user` 네임스페이스를 새로 만들지 않습니다.",
            en="The textbook is wrong here: by default Docker creates no new `user` namespace.",
        )
        + look,
        "cgroup": Text(
            ko="엔진의 cgroup 버전에 따라 다릅니다(`docker info`의 Cgroup Version).",
            en="It depends on the engine's cgroup version (Cgroup Version in `docker info`).",
        )
        + look,
        "time": Text(
            ko="Docker는 `time` 네임스페이스를 만들지 않습니다.", en="Docker creates no `time` namespace."
        )
        + look,
    }
    predicted(answer, truth, hints)
    own = ", ".join(f"`{kind}`" for kind in KINDS if truth[kind])
    shared = ", ".join(f"`{kind}`" for kind in KINDS if not truth[kind])
    tell(
        Text(
            ko=f"방금 만든 두 컨테이너도 그렇습니다. 따로: {own}. 함께: {shared}. 예를 들어 `pid`는 각각 "
            f"{first['pid']}, {second['pid']}이고 `time`은 둘 다 {first['time']}입니다.",
            en=f"Two containers made just now confirm it. Their own: {own}. Shared: {shared}. For example, "
            f"`pid` is {first['pid']} and {second['pid']}; `time` is {first['time']} in both.",
        )
    )


@shape("docker run -d --name NAME -p OUTSIDE:INSIDE IMAGE", "docker port NAME")
def test_port(engine: EngineView, learner: Learner) -> None:
    """ko: `nginx` 컨테이너 `front-desk`의 80번 포트가 엔진의 포트 `me.port`로 열려 있고, 거기서 페이지가 나옵니다.
    en: Port 80 of the `nginx` container `front-desk` is open on the engine's port `me.port`, and serves a page.
    """
    idea = Text(
        ko="`docker run -d --name front-desk`에 `-p OUTSIDE:INSIDE`를 더하세요. `{me.port}`의 중괄호도 적습니다.",
        en="Add `-p OUTSIDE:INSIDE` to `docker run -d --name front-desk`, with the braces of `{me.port}`.",
    )
    box = _made(engine, "front-desk", idea)
    require_image(engine, box, "nginx")
    published = _published(box)
    wanted = same(f"{learner.port} → 80/tcp")
    seen = same(", ".join(f"{outside} → {inside}" for outside, inside in published) or "no published ports")
    require(
        (str(learner.port), "80/tcp") in published,
        expected=wanted,
        seen=seen,
        hint=_port_hint(box, published, learner),
    )
    url = f"http://127.0.0.1:{learner.port}/"
    require(
        serves(engine, url, network_mode="host"),
        expected=Text(ko=f"{url} 주소에서 오는 페이지", en=f"a page from {url}"),
        seen=Text(ko="대답이 없습니다", en="no answer"),
        hint=Text(
            ko="포트는 열려 있지만 안에서 80번 포트를 듣는 프로세스가 없습니다. `docker logs front-desk`를 "
            "보세요.",
            en="The port is open, but nothing listens on port 80 inside. See `docker logs front-desk`.",
        ),
    )
    tell(
        Text(
            ko=f"엔진의 {learner.port}번으로 온 요청이 `front-desk`의 네트워크 네임스페이스 안 80번에 "
            "닿았습니다.",
            en=f"A request to port {learner.port} of the engine reached port 80 in the network namespace of "
            "`front-desk`.",
        )
    )


def _published(box: ContainerView) -> list[tuple[str, str]]:
    """(port outside, port inside) of what really is published."""
    ports = box.attributes["NetworkSettings"].get("Ports") or {}
    pairs = {(str(entry["HostPort"]), inside) for inside, entries in ports.items() for entry in entries or []}
    return sorted(pairs)


def _port_hint(box: ContainerView, published: list[tuple[str, str]], learner: Learner) -> Text:
    again = _anew("front-desk")
    outside = [port for port, inside in published if inside == "80/tcp"]
    if box.host_config.get("NetworkMode") == "host":
        return (
            Text(
                ko="`--network host`에서는 `-p`가 무시됩니다. 이 연습에서는 `--network host`를 쓰지 않습니다.",
                en="With `--network host`, `-p` is ignored. Leave `--network host` out in this exercise.",
            )
            + again
        )
    if box.host_config.get("PublishAllPorts"):
        return (
            Text(
                ko="`-P`(대문자)는 아무 포트나 골라 엽니다. 소문자 `-p`로 포트를 정하세요.",
                en="`-P` (capital) opens any free port. With `-p` you choose which one.",
            )
            + again
        )
    if ("80", f"{learner.port}/tcp") in published:
        return (
            Text(
                ko="안팎이 뒤바뀌었습니다. 왼쪽이 바깥(엔진)이고 오른쪽이 안(컨테이너)입니다.",
                en="Outside and inside are swapped: the left is outside (the engine), the right is inside "
                "(the container).",
            )
            + again
        )
    if any(port.isdecimal() and int(port) in PORTS_OF_LEARNERS for port in outside):
        return _SOMEBODY_ELSES + again
    if published:
        return (
            Text(
                ko="다른 포트가 열려 있습니다. 바깥은 `me.port`, 안은 nginx가 듣는 80번이어야 합니다.",
                en="Another port is open. Outside it should be `me.port`, inside port 80, where nginx "
                "listens.",
            )
            + again
        )
    return (
        Text(
            ko="밖으로 열린 포트가 없습니다. 이미지의 `EXPOSE`는 메모일 뿐, 여는 것은 `-p`입니다.",
            en="No port is open to the outside. `EXPOSE` in an image is only a note; `-p` opens the port.",
        )
        + again
    )


_SOMEBODY_ELSES = Text(
    ko="다른 사람의 값 같습니다. 값은 사람마다 다르니 `print(learner())`로 자기 값을 확인하세요.",
    en="This looks like somebody else's value. Everyone has their own: see yours with `print(learner())`.",
)


@shape("docker run --rm --network MODE shell readlink /proc/self/ns/net")
def test_modes(engine: EngineView, answer: Any) -> None:
    """ko: 네 가지 네트워크 모드 중 자기만의 네트워크 네임스페이스를 갖게 되는 것을 맞힙니다.
    en: You say which of four network modes give a container a network namespace of its own.
    """
    with running(engine) as other:
        there = {namespaces_of(other.look())["net"], namespaces_with(engine, network_mode="host")["net"]}
        modes = {"bridge": "bridge", "none": "none", "host": "host", "container": f"container:{other.id}"}
        inodes = {key: namespaces_with(engine, network_mode=mode)["net"] for key, mode in modes.items()}
    truth = {key: inode not in there for key, inode in inodes.items()}
    look = Text(
        ko="두 컨테이너의 `readlink /proc/self/ns/net`이 다르면 자기만의 것입니다.",
        en="If `readlink /proc/self/ns/net` differs between two containers, each has its own.",
    )
    hints = {
        "bridge": look,
        "none": Text(
            ko="비어 있어도 네임스페이스입니다. `none`으로 만든 둘의 번호를 견주어 보세요.",
            en="An empty namespace is one too. Make two with `none` and compare their numbers.",
        ),
        "host": Text(ko="엔진이 쓰는 것에 들어갑니다.", en="It enters the engine's.") + look,
        "container": Text(ko="다른 컨테이너의 것에 들어갑니다.", en="It enters another container's.") + look,
    }
    predicted(answer, truth, hints)
    tell(
        Text(
            ko=f"`none`으로 만든 컨테이너도 {inodes['none']}번 네임스페이스를 혼자 씁니다. `host`는 엔진의 "
            f"{inodes['host']}번입니다.",
            en=f"A container made with `none` has namespace {inodes['none']} to itself; `host` is the "
            f"engine's {inodes['host']}.",
        )
    )


@shape("docker exec CONTAINER sh -c 'echo WORD > /PATH'")
def test_files(engine: EngineView, learner: Learner) -> None:
    """ko: 같은 경로 `/note.txt`에 `left-room`은 `me.word`를, `right-room`은 `me.hostname`을 갖고 있습니다.
    en: At the same path, `/note.txt`, `left-room` has `me.word` and `right-room` has `me.hostname`.
    """
    wanted = {"left-room": learner.word, "right-room": learner.hostname}
    boxes = {}
    for name, making in (("left-room", RUN_LEFT), ("right-room", RUN_RIGHT)):
        boxes[name] = require_container(engine, name, *making)
        require_running(boxes[name], *making)
    written = {name: _text(engine, box, "/note.txt") for name, box in boxes.items()}
    for name, word in wanted.items():
        if written[name] is None:
            _fail_without_note(engine, boxes[name], word)
        require(
            written[name] == word,
            expected=same(f"{name}:/note.txt: {word}"),
            seen=same(f"{name}:/note.txt: {str(written[name])[:80]!r}"),
            hint=_note_hint(str(written[name]), wanted),
        )
    left, right = (namespaces_of(box) for box in boxes.values())
    require(
        left["mnt"] != right["mnt"],
        expected=Text(ko="서로 다른 `mnt` 네임스페이스", en="two different `mnt` namespaces"),
        seen=left,
        hint=in_turn("docker rm -f left-room right-room", *RUN_LEFT, *RUN_RIGHT),
    )
    tell(
        Text(
            ko=f"경로는 같아도 파일은 둘입니다. `mnt` 네임스페이스가 {left['mnt']}번과 {right['mnt']}번으로 "
            "다르기 때문입니다.",
            en=f"The same path, but two files: the `mnt` namespaces are {left['mnt']} and {right['mnt']}.",
        )
    )


def _text(engine: EngineView, box: ContainerView, path: str) -> str | None:
    """What stands in a file, None where there is none."""
    file = read_file(engine, box.id, path)
    return None if file is None else file.text.strip()


def _fail_without_note(engine: EngineView, box: ContainerView, word: str) -> NoReturn:
    """Fail for the file that is not there; where the word stands in another one, that is told."""
    changed = [str(row["Path"]) for row in engine.client.api.diff(box.id) or []][:MANY_FILES]
    elsewhere = next((path for path in changed if _text(engine, box, path) == word), None)
    fail(
        expected=same(f"{box.name}:/note.txt: {word}"),
        seen=Text(
            ko=f"{box.name}에는 /note.txt가 없습니다(또는 일반 파일이 아닙니다)",
            en=f"{box.name} has no /note.txt (or it is not a regular file)",
        ),
        hint=Text(
            ko=f"값은 컨테이너 안에 있지만 경로가 `{elsewhere}`입니다. `/note.txt`에 적으세요.",
            en=f"The value is in the container, but at `{elsewhere}`. Write it to `/note.txt`.",
        )
        if elsewhere
        else Text(
            ko="`docker exec … echo … > /note.txt`에서는 `>`를 노트북의 셸이 처리해서, 파일이 컨테이너가 "
            "아니라 노트북이 있는 컴퓨터에 생깁니다. 컨테이너의 셸이 처리하도록 명령을 `sh -c '…'`로 "
            "감싸세요.",
            en="In `docker exec … echo … > /note.txt`, the notebook's shell handles the `>`, so the file is "
            "created on the machine of the notebook, not in the container. Wrap the command in `sh -c '…'` "
            "so that the container's shell handles it.",
        ),
    )


def _note_hint(text: str, wanted: dict[str, str]) -> Text:
    if text in wanted.values():
        return Text(
            ko="두 값이 바뀌었습니다. `left-room`에는 `me.word`, `right-room`에는 `me.hostname`입니다.",
            en="That is the other room's value: `me.word` belongs in `left-room`, `me.hostname` in "
            "`right-room`.",
        )
    if re.fullmatch(f"(box-)?{SOMEBODYS_WORD}", text):
        return _SOMEBODY_ELSES
    if text in ("", "{me.word}", "{me.hostname}", "me.word", "me.hostname", "$me.word", "$me.hostname"):
        return Text(
            ko="값이 들어가지 않았습니다. `!`로 시작하는 줄에서 `{me.word}`처럼 중괄호로 감싸세요. `me = "
            "learner()`를 먼저 실행하지 않아도 글자가 그대로 남습니다.",
            en="The value was not inserted. In a line that begins with `!`, put it in braces: `{me.word}`. "
            "The braces also stay as they are if `me = learner()` was not run first.",
        )
    return Text(
        ko="다른 글자가 적혀 있습니다. `>>`가 아니라 `>`로 그 값 하나만 적으세요.",
        en="Something else is in the file. Write only that value, with `>` and not `>>`.",
    )


@shape("docker run -d --name NAME --hostname HOSTNAME IMAGE COMMAND")
def test_hostname(engine: EngineView, learner: Learner) -> None:
    """ko: `name-tag`의 호스트명이 `me.hostname`이고, 자기 UTS 네임스페이스에 있습니다.
    en: The hostname of `name-tag` is `me.hostname`, in a UTS namespace of its own.
    """
    idea = Text(
        ko="`docker run -d --name name-tag`에 호스트명을 정하는 옵션을 더하세요.",
        en="Add the option that sets the hostname to `docker run -d --name name-tag`.",
    )
    box = _made(engine, "name-tag", idea)
    hostname = str(box.config.get("Hostname") or "")
    require(
        hostname == learner.hostname,
        expected=Text(ko=f"호스트명 {learner.hostname}", en=f"hostname {learner.hostname}"),
        seen=Text(ko=f"{box.name}: 호스트명 {hostname}", en=f"{box.name}: hostname {hostname}"),
        hint=_hostname_hint(hostname, box, learner) + _anew("name-tag"),
    )
    here, around = namespaces_of(box), engine_namespaces(engine)
    require(
        here["uts"] != around["uts"],
        expected=Text(ko="자기만의 `uts` 네임스페이스", en="a `uts` namespace of its own"),
        seen=here,
        hint=Text(ko="`--uts host`는 빼세요.", en="Leave out `--uts host`."),
    )
    tell(
        Text(
            ko=f"`{hostname}`이라는 이름은 `uts` 네임스페이스 {here['uts']}번 안에서만 통합니다. 엔진의 것은 "
            f"{around['uts']}번입니다.",
            en=f"`{hostname}` is its name only within `uts` namespace {here['uts']}; the engine's is "
            f"{around['uts']}.",
        )
    )


def _hostname_hint(hostname: str, box: ContainerView, learner: Learner) -> Text:
    if box.id.startswith(hostname):
        return Text(
            ko="호스트명을 정하지 않아서 컨테이너 ID의 앞부분이 되었습니다. `--name`은 Docker가 부르는 "
            "이름일 뿐입니다.",
            en="No hostname was set, so it is the beginning of the ID. `--name` is only the name Docker uses.",
        )
    if re.fullmatch(SOMEBODYS_HOSTNAME, hostname):
        return _SOMEBODY_ELSES
    if hostname in (learner.word, "{me.hostname}", "me.hostname"):
        return Text(
            ko="`me.hostname`의 값이 아닙니다. `!`로 시작하는 줄에서는 `{me.hostname}`이라고 쓰세요.",
            en="This is not the value of `me.hostname`. In a line that begins with `!`, write "
            "`{me.hostname}`.",
        )
    return Text(ko="다른 호스트명입니다.", en="This is another hostname.")


@shape(
    "docker run -d --name NAME --ipc MODE IMAGE COMMAND",
    "docker exec NAME ipcmk -M BYTES",
    "docker run -d --name OTHER --ipc container:NAME IMAGE COMMAND",
)
def test_ipc(engine: EngineView, answer: Any) -> None:
    """ko: 공유할 수 있게 만든 `mail-room`의 IPC에 `mail-clerk`가 들어가 있고, 거기에 공유 메모리가 있습니다.
    en: `mail-clerk` is in the IPC of `mail-room`, which is shareable, and there is shared memory in it.
    """
    idea = Text(
        ko="먼저 `docker run -d --name mail-room`에 IPC를 공유할 수 있게 하는 `--ipc` 값을 더하세요.",
        en="First run `docker run -d --name mail-room` with the `--ipc` value that makes its IPC shareable.",
    )
    room = _made(engine, "mail-room", idea)
    mode = str(room.host_config.get("IpcMode") or "")
    require(
        mode == "shareable",
        expected=Text(
            ko="`--ipc shareable`로 만든 `mail-room`", en="a `mail-room` made with `--ipc shareable`"
        ),
        seen=same(f"mail-room: --ipc {mode or 'private'}"),
        hint=_ipc_mode_hint(mode) + _anew("mail-room"),
    )
    entering = Text(
        ko="이제 `--ipc container:…`로 `mail-room`의 IPC에 들어가는 `mail-clerk`를 만드세요.",
        en="Now make `mail-clerk`, which enters the IPC of `mail-room` with `--ipc container:…`.",
    )
    clerk = _made(engine, "mail-clerk", entering)
    theirs = _require_shared("ipc", clerk, room, entering)
    code, rows = output(engine, ["cat", "/proc/sysvipc/shm"], ipc_mode=f"container:{room.id}")
    segments = [row.split() for row in rows[1:]]
    require(
        code == 0 and segments,
        expected=Text(ko="공유 메모리 하나", en="a shared memory segment"),
        seen=Text(ko="`ipcs -m`이 비어 있습니다", en="`ipcs -m` is empty"),
        hint=Text(
            ko="두 컨테이너는 이어졌습니다. 둘 중 하나에서 `docker exec`로 `ipcmk -M 4096`을 실행하세요. "
            "`docker run`으로 만든 새 컨테이너에서 하면 그 컨테이너의 IPC에 생깁니다.",
            en="The two are joined. Run `ipcmk -M 4096` in one of them with `docker exec`. In a new "
            "container made by `docker run`, the memory would be in that container's own IPC.",
        ),
    )
    _require_may_enter(engine, answer)
    tell(
        Text(
            ko=f"`ipc` {theirs['ipc']}번에 공유 메모리(shmid {segments[0][1]}, {segments[0][3]}바이트)가 "
            "있고, 두 컨테이너에서 모두 보입니다.",
            en=f"`ipc` {theirs['ipc']} holds shared memory (shmid {segments[0][1]}, {segments[0][3]} bytes), "
            "and both containers see it.",
        )
    )


def _ipc_mode_hint(mode: str) -> Text:
    if mode == "host":
        return Text(
            ko="`host`로 만들면 호스트의 IPC를 모두와 함께 씁니다. 다른 컨테이너에만 여는 값을 쓰세요.",
            en="`host` shares the host's IPC with everybody. Use the value that opens it to other containers "
            "only.",
        )
    if mode.startswith("container:"):
        return Text(
            ko="방향이 반대입니다. `mail-room`이 주인이고 `mail-clerk`가 들어갑니다.",
            en="It is the other way round: `mail-room` is the owner, and `mail-clerk` enters.",
        )
    return Text(
        ko="기본값(private)인 IPC에는 아무도 들어올 수 없고, 만든 뒤에는 바꿀 수 없습니다.",
        en="By default (private) nobody can enter, and that cannot be changed later.",
    )


def _require_may_enter(engine: EngineView, answer: Any) -> None:
    """The learner's `mail-clerk` has proved one half; the other half is an experiment."""
    with running(engine) as ordinary:
        entered = can_join(engine, ipc_mode=f"container:{ordinary.id}")
    truth = {"left-room": entered, "mail-room": True}
    hint = Text(
        ko="들어가 보면 압니다: `docker run --rm --ipc container:left-room shell ipcs -m`. 거절당하면 그 "
        "이유에 `shareable`이라는 말이 나옵니다.",
        en="Try to enter: `docker run --rm --ipc container:left-room shell ipcs -m`. A refusal contains the "
        "word `shareable`.",
    )
    predicted(answer, truth, dict.fromkeys(truth, hint))


@shape("docker exec CONTAINER cat /proc/self/uid_map", "docker exec CONTAINER readlink /proc/self/ns/user")
def test_user(engine: EngineView, answer: Any) -> None:
    """ko: 컨테이너의 root가 안에서와 바깥에서 어떤 UID인지, 자기만의 `user` 네임스페이스에 있는지 적습니다.
    en: You say which UID root in a container has inside and outside, and whether its `user` namespace is its own.
    """
    with running(engine, "id -u; cat /proc/self/uid_map") as trial:
        here, around = namespaces_of(trial.look()), engine_namespaces(engine)
        lines = eventually(lambda: trial.look().log_lines(), lambda printed: len(printed) > 1)
    (_, uid), (_, first_pair) = lines[:2]
    inside, outside, _ = map(int, first_pair.split())
    truth = {
        "inside": int(uid),
        "outside": outside - inside,
        "own_namespace": here["user"] != around["user"],
    }
    hints = {
        "inside": Text(
            ko="`docker exec left-room id -u`를 실행해 보세요.", en="Run `docker exec left-room id -u`."
        ),
        "outside": Text(
            ko="`uid_map` 첫 줄의 둘째 수입니다. 첫째는 안의 UID, 셋째는 개수입니다. 교과서의 1000이나 흔한 "
            "100000이 아니라 지금 이 엔진의 값을 적으세요.",
            en="It is the second number in the first line of `uid_map`; the first is the UID inside, the "
            "third how many. Write this engine's value, not the textbook's 1000 or the usual 100000.",
        ),
        "own_namespace": Text(
            ko="UID를 매핑한 것은 컨테이너가 아니라 엔진의 네임스페이스일 수 있습니다. 컨테이너와 "
            "엔진(`--userns host`)에서 `readlink /proc/self/ns/user`를 견주어 보세요.",
            en="It may be the engine's namespace that maps the UIDs, not the container's. Compare `readlink "
            "/proc/self/ns/user` in a container and in the engine (`--userns host`).",
        ),
    }
    _require_as_measured(answer, truth, hints)
    predicted(answer, truth, hints)
    tell(_who_root_is(truth["outside"], here, around))


def _require_as_measured(answer: Any, truth: dict[str, Any], hints: dict[str, Text]) -> None:
    """Fail at a wrong number that is to be read on this engine, without telling it."""
    for key, where in (("inside", "id -u"), ("outside", "uid_map")):
        mine = answer.get(key) if isinstance(answer, dict) and set(answer) == set(truth) else truth[key]
        if str(mine) != str(truth[key]) and mine != UNANSWERED:
            fail(
                expected=Text(
                    ko=f'"{key}": 이 엔진의 컨테이너에서 `{where}`로 읽은 수',
                    en=f'"{key}": the number that `{where}` shows in a container of this engine',
                ),
                seen=same(f'"{key}": {shown(mine)}'),
                hint=hints[key],
            )


def _who_root_is(outside: int, here: Namespaces, around: Namespaces) -> Text:
    if here["user"] != around["user"]:
        return Text(
            ko="이 엔진은 remap을 써서 컨테이너의 `user` 네임스페이스가 따로이고, root는 바깥에서 UID "
            f"{outside}입니다.",
            en=f"This engine remaps: containers have a separate `user` namespace, and root is UID {outside} "
            "outside.",
        )
    if outside == 0:
        return Text(
            ko=f"`user` {here['user']}번은 엔진의 것이고 UID 0이 그대로 0입니다. 이 엔진에서 컨테이너의 "
            "root는 진짜 root입니다.",
            en=f"`user` {here['user']} is the engine's and maps UID 0 to 0: on this engine, root in a "
            "container is real root.",
        )
    return Text(
        ko=f"`user` {here['user']}번은 엔진의 것입니다. 바깥의 UID {outside}번은 컨테이너가 아니라 엔진 "
        "전체가 받은 것입니다.",
        en=f"`user` {here['user']} is the engine's own. The whole engine, not just the container, is UID "
        f"{outside} outside.",
    )


@shape("docker run -d --name NAME --network container:OTHER IMAGE COMMAND")
def test_join(engine: EngineView, answer: Any) -> None:
    """ko: `web-helper`가 `quiet-web`과 네트워크 네임스페이스를 함께 쓰고, 그 밖에 무엇을 함께 쓰는지 맞힙니다.
    en: `web-helper` shares the network namespace of `quiet-web`, and you say what else they share.
    """
    web = require_container(engine, "quiet-web", *RUN_QUIET)
    require_running(web, *RUN_QUIET)
    idea = Text(
        ko="`docker run -d --name web-helper`에 `--network container:…`를 더하세요. 콜론 뒤는 주인의 "
        "이름입니다.",
        en="Run `docker run -d --name web-helper` with `--network container:…`. After the colon comes the "
        "owner's name.",
    )
    helper = _made(engine, "web-helper", idea)
    mine = _require_shared("net", helper, web, idea)
    theirs = namespaces_of(web)
    truth = {kind: mine[kind] == theirs[kind] for kind in ("net", "uts", "mnt", "pid", "ipc")}
    look = Text(
        ko='`compare("quiet-web", "web-helper")`로 번호를 견주어 보세요. 요청한 것만 함께 씁니다.',
        en='Compare the numbers with `compare("quiet-web", "web-helper")`: only what was asked for is shared.',
    )
    hints = dict.fromkeys(truth, look) | {
        "uts": Text(
            ko="호스트명이 같아 보이는 것은 복사했기 때문입니다. 이름 말고 `uts`의 번호를 보세요.",
            en="The hostname looks the same because it was copied. Look at the `uts` number, not at the name.",
        )
    }
    predicted(answer, truth, hints)
    tell(
        Text(
            ko=f"둘은 `net` {mine['net']}번을 함께 쓰지만 `uts`는 {theirs['uts']}번과 {mine['uts']}번으로 "
            "다릅니다.",
            en=f"They share `net` {mine['net']}, but their `uts` are {theirs['uts']} and {mine['uts']}.",
        )
    )


@shape("docker restart CONTAINER", "docker exec CONTAINER readlink /proc/self/ns/net")
def test_owner_restarts(engine: EngineView, answer: Any) -> None:
    """ko: `quiet-web`만 다시 시작하고, 네트워크를 함께 쓰던 `web-helper`가 어떻게 되었는지 적습니다.
    en: You restart only `quiet-web`, and say what became of `web-helper`, which shared its network.
    """
    web = require_container(engine, "quiet-web", *RUN_QUIET)
    require_running(web, *RUN_QUIET)
    idea = Text(
        ko="앞 연습의 `web-helper`가 있어야 합니다.",
        en="This needs the `web-helper` of the previous exercise.",
    )
    helper = _the_learners(engine, "web-helper", idea)
    restarted = Text(
        ko="`web-helper`가 들어온 뒤에 다시 시작한 `quiet-web`",
        en="a `quiet-web` that was restarted after `web-helper` had joined it",
    )
    require(
        helper.host_config.get("NetworkMode") == f"container:{web.id}",
        expected=restarted,
        seen=same(f"web-helper: --network {helper.host_config.get('NetworkMode')}"),
        hint=Text(
            ko="`web-helper`가 지금의 `quiet-web`에 이어져 있지 않습니다. 지우고 다시 만든 `quiet-web`은 "
            "다른 컨테이너이니, `web-helper`를 다시 만들고 `quiet-web`을 다시 시작하세요.",
            en="`web-helper` is not joined to the current `quiet-web`. A `quiet-web` that was removed and "
            "made again is another container. Make `web-helper` again, then restart `quiet-web`.",
        ),
    )
    starts = [engine.journal.of(box.id).starts for box in (web, helper)]
    require(
        all(starts) and starts[0][-1] > starts[1][-1],
        expected=restarted,
        seen=Text(
            ko=f"{web.describe().ko}; {helper.describe().ko}",
            en=f"{web.describe().en}; {helper.describe().en}",
        ),
        hint=_restart_hint(starts),
    )
    mine, theirs = namespaces_of(helper) if helper.running else None, namespaces_of(web)
    truth = {
        "still_running": helper.running,
        "same_net": mine is not None and mine["net"] == theirs["net"],
        "reaches_web": helper.running and _reaches(engine, helper),
    }
    hints = {
        "still_running": Text(
            ko="`docker ps`에 `web-helper`가 있는지 보세요. 주인이 떠나도 네임스페이스는 쓰는 프로세스가 "
            "있는 동안 남습니다.",
            en="Check whether `docker ps` lists `web-helper`. A namespace stays as long as a process is in "
            "it.",
        ),
        "same_net": Text(
            ko="다시 시작하면 주인은 새 네임스페이스를 받습니다. 두 컨테이너의 `net` 번호를 지금 다시 견주어 "
            "보세요.",
            en="A restart gives the owner a new namespace. Compare the `net` numbers of the two again now.",
        ),
        "reaches_web": Text(
            ko="`docker exec web-helper wget -q -O - -T 3 http://127.0.0.1/`를 지금 다시 실행해 보세요.",
            en="Run `docker exec web-helper wget -q -O - -T 3 http://127.0.0.1/` again now.",
        ),
    }
    predicted(answer, truth, hints)
    tell(
        Text(
            ko=f"`quiet-web`은 새 `net` {theirs['net']}번으로 갔고, `web-helper`는 옛 "
            f"네임스페이스({mine and mine['net']})에 남았습니다.",
            en=f"`quiet-web` moved to a new `net`, {theirs['net']}; `web-helper` stayed in the old one "
            f"({mine and mine['net']}).",
        )
    )


def _restart_hint(starts: list[list[float]]) -> Text:
    web, _ = starts
    if len(web) > 1:
        return Text(
            ko="`web-helper`가 그 뒤에 시작해서 새 네임스페이스로 따라갔습니다. 앞에서 이 검사를 통과했다면 "
            "다음으로 가세요. 아니라면 `quiet-web`을 한 번 더 다시 시작하세요.",
            en="`web-helper` was started later and has followed. If this check passed before, go on; if not, "
            "restart `quiet-web` once more.",
        )
    return Text(
        ko="아직 다시 시작하지 않았습니다. 주인인 `quiet-web`에만 `docker restart`를 하세요.",
        en="It has not been restarted yet. Use `docker restart` only on the owner, `quiet-web`.",
    )


def _reaches(engine: EngineView, helper: ContainerView) -> bool:
    return serves(engine, "http://127.0.0.1/", network_mode=f"container:{helper.id}")


@shape(
    "docker run -d --name NAME --pid container:OTHER IMAGE COMMAND",
    "docker exec NAME ps -eo pid,ppid,args",
    "docker exec NAME kill PID",
)
def test_sidecar(engine: EngineView) -> None:
    """ko: `stuck-app`의 PID를 함께 쓰는 `surgeon`에서 `tail`만 끝내, `stuck-app`이 다음 단계로 갔습니다.
    en: From `surgeon`, which shares the PIDs of `stuck-app`, only `tail` was ended, and `stuck-app` went on.
    """
    app = require_container(engine, "stuck-app", *RUN_STUCK)
    require(app.status != "exited", expected=RUNNING, seen=app, hint=_APP_ENDED)
    require_running(app, *RUN_STUCK)
    require_as_given(engine, app, *RUN_STUCK)
    idea = Text(
        ko="`docker run -d --name surgeon`에 `--pid container:…`를 더하세요. 콜론 뒤는 주인의 이름입니다.",
        en="Run `docker run -d --name surgeon` with `--pid container:…`. After the colon comes the owner's "
        "name.",
    )
    surgeon = _the_learners(engine, "surgeon", idea)
    require(
        surgeon.status != "exited", expected=RUNNING, seen=surgeon, hint=_SURGEON_ENDED + _anew("surgeon")
    )
    surgeon = _made(engine, "surgeon", idea)
    shared = _require_shared("pid", surgeon, app, idea)
    history = engine.journal.of(app.id)
    outside_help = [e.action for e in history.events if e.action in ("exec_create", "kill")]
    require(
        not outside_help and len(history.starts) == 1,
        expected=Text(
            ko="`docker exec`도 시그널도 재시작도 없었던 `stuck-app`",
            en="a `stuck-app` without `docker exec`, signals or restarts",
        ),
        seen=same(f"stuck-app: {' → '.join([*history.actions, *outside_help[:1]])}"),
        hint=_outside_hint(outside_help) + in_turn("docker rm -f stuck-app surgeon", *RUN_STUCK),
    )
    stuck = eventually(
        lambda: [p for p in app.top() if p.args.startswith("tail")], lambda rows: not rows, 2.0
    )
    require(
        not stuck,
        expected=Text(ko="`tail`이 끝난 `stuck-app`", en="a `stuck-app` whose `tail` has ended"),
        seen=processes_inside(engine, surgeon) if stuck else app.top(),
        hint=Text(
            ko="`surgeon` 안에서 `ps`로 `tail`의 PID를 찾아 `kill`하세요. `docker top`의 번호는 엔진의 "
            "번호라서 그 안에서는 쓸 수 없고, PID 1은 처리하지 않는 시그널을 무시합니다.",
            en="In `surgeon`, find the PID of `tail` with `ps`, then `kill` it. The numbers in `docker top` "
            "are the engine's and mean nothing there, and PID 1 ignores signals that it does not handle.",
        ),
    )
    lines = [text for _, text in app.log_lines()]
    require(
        "next step" in lines,
        expected=Text(ko="`next step`이라고 출력한 `stuck-app`", en="a `stuck-app` that printed `next step`"),
        seen=shown(lines[-3:]),
        hint=Text(
            ko="노트북의 명령 그대로 다시 만드세요.", en="Make it again with exactly the notebook's command."
        )
        + in_turn("docker rm -f stuck-app surgeon", *RUN_STUCK),
    )
    tell(
        Text(
            ko=f"엔진은 `stuck-app`에 아무 시그널도 보내지 않았습니다. 같은 `pid` {shared['pid']}번에 있는 "
            "이웃이 보냈습니다.",
            en=f"The engine sent `stuck-app` no signal; a neighbour in the same `pid`, {shared['pid']}, did.",
        )
    )


_APP_ENDED = Text(
    ko="`stuck-app`이 끝났습니다. 끝내기 전에 이 검사를 통과했다면 다음으로 가세요. 아니라면",
    en="`stuck-app` has ended. If this check passed before that, go on. If not:",
) + in_turn("docker rm -f stuck-app surgeon", *RUN_STUCK)
_SURGEON_ENDED = Text(
    ko="`surgeon`이 끝났습니다. `--pid`를 공유하는 컨테이너는 주인이 끝나거나 다시 시작할 때 함께 끝납니다.",
    en="`surgeon` has ended: a container that shares PIDs ends when the owner ends or restarts.",
)


def _outside_hint(outside_help: list[str]) -> Text:
    if "exec_create" in outside_help:
        return Text(
            ko="`stuck-app` 안에서 명령을 실행했습니다(`docker exec`). 운영 이미지에는 도구가 없을 때가 "
            "많으니, 이번에는 `surgeon`에서만 실행하세요.",
            en="A command was run inside `stuck-app` (`docker exec`). Production images often have no tools, "
            "so this time run everything in `surgeon`.",
        )
    return Text(
        ko="엔진이 `stuck-app` 전체에 시그널을 보냈거나 다시 시작했습니다. 끝낼 것은 프로세스 `tail` "
        "하나입니다.",
        en="The engine sent a signal to `stuck-app` as a whole, or restarted it. End one process only: "
        "`tail`.",
    )


@shape("docker stop -t SECONDS CONTAINER", "docker ps -a")
def test_owner_stops(engine: EngineView, answer: Any) -> None:
    """ko: `stuck-app`을 끝내고, PID를 함께 쓰던 `surgeon`까지 두 컨테이너의 종료 코드를 적습니다.
    en: You end `stuck-app`, and note its exit code and that of `surgeon`, which shared its PIDs.
    """
    app = require_container(engine, "stuck-app", *RUN_STUCK)
    idea = Text(
        ko="앞 연습의 `surgeon`이 있어야 합니다.", en="This needs the `surgeon` of the previous exercise."
    )
    surgeon = _the_learners(engine, "surgeon", idea)
    require(
        app.status == "exited",
        expected=Text(ko="끝난 `stuck-app`", en="a `stuck-app` that has ended"),
        seen=app,
        hint=in_turn("docker stop -t 2 stuck-app"),
    )
    require(
        surgeon.host_config.get("PidMode") == f"container:{app.id}",
        expected=Text(ko="`stuck-app`의 PID를 함께 쓰던 `surgeon`", en="a `surgeon` that shared its PIDs"),
        seen=same(f"surgeon: --pid {surgeon.host_config.get('PidMode') or 'private'}"),
        hint=Text(
            ko="`surgeon`은 이 `stuck-app`에 이어져 있지 않습니다. 4.9의 처음부터 다시 하세요.",
            en="`surgeon` is not joined to this `stuck-app`. Start 4.9 again from the beginning.",
        ),
    )
    owner, guest = (engine.journal.of(box.id) for box in (app, surgeon))
    alone = Text(
        ko="아무도 `stop`이나 `kill`을 하지 않았는데 함께 끝난 `surgeon`",
        en="a `surgeon` that ended along with it, without any `stop` or `kill` of its own",
    )
    require(
        not guest.signals
        and owner.deaths
        and guest.deaths
        and abs(owner.deaths[-1].at - guest.deaths[-1].at) < TOGETHER,
        expected=alone,
        seen=guest,
        hint=Text(
            ko="`surgeon`에는 손대지 말고 `stuck-app`만 끝내야 합니다. 4.9의 처음부터 다시 하세요.",
            en="Leave `surgeon` alone and end only `stuck-app`. Start 4.9 again from the beginning.",
        ),
    )
    truth = {"stuck-app": owner.deaths[-1].exit_code, "surgeon": guest.deaths[-1].exit_code}
    hints = {
        "stuck-app": Text(
            ko="TERM을 처리하지 않는 PID 1은 유예 시간이 지나면 SIGKILL로 끝납니다(128 + 9). `docker ps "
            "-a`에서 읽으세요.",
            en="A PID 1 that does not handle TERM is ended by SIGKILL after the wait (128 + 9). Read it in "
            "`docker ps -a`.",
        ),
        "surgeon": Text(
            ko="스스로 끝난 것도, TERM(143)을 받은 것도 아닙니다. PID 1이 끝나면 커널이 남은 프로세스를 모두 "
            "SIGKILL로 끝냅니다. `docker ps -a`에서 읽으세요.",
            en="It did not end by itself, nor by a TERM (143). When PID 1 ends, the kernel kills all the "
            "others with SIGKILL. Read it in `docker ps -a`.",
        ),
    }
    predicted(answer, truth, hints)
    tell(
        Text(
            ko=f"엔진의 기록에 `surgeon`의 kill 이벤트는 없습니다. {truth['surgeon']}은 엔진이 아니라 커널이 "
            "보낸 SIGKILL입니다.",
            en=f"The engine recorded no kill event for `surgeon`: {truth['surgeon']} is a SIGKILL from the "
            "kernel, not from the engine.",
        )
    )


@shape(
    "docker run -d --name NAME --network MODE --pid MODE IMAGE COMMAND",
    "docker top CONTAINER -eo pid,args",
    "docker exec NAME cat /proc/PID/root/PATH",
)
def test_host(engine: EngineView, answer: Any) -> None:
    """ko: 호스트의 네트워크와 PID를 함께 쓰는 `watch-tower`에서 `locked-safe`의 비밀을 읽습니다.
    en: From `watch-tower`, which shares the host's network and PIDs, you read the secret of `locked-safe`.
    """
    making = Text(
        ko="위의 셀을 다시 실행해 `locked-safe`를 만드세요.",
        en="Run the cell above that makes `locked-safe`.",
    )
    safe = engine.container("locked-safe", making)
    require_running(safe)
    idea = Text(
        ko="`docker run -d --name watch-tower`에 호스트의 네트워크와 PID를 함께 쓰는 옵션 두 개를 더하세요.",
        en="Run `docker run -d --name watch-tower` with the two options that share the host's network and "
        "PIDs.",
    )
    tower = _made(engine, "watch-tower", idea)
    here, around = namespaces_of(tower), engine_namespaces(engine)
    for kind, option in (("net", "--network host"), ("pid", "--pid host")):
        require(
            here[kind] == around[kind],
            expected=Text(
                ko=f"호스트의 `{kind}` 네임스페이스 {around[kind]}", en=f"the host's `{kind}`, {around[kind]}"
            ),
            seen=here,
            hint=Text(ko=f"`{option}`가 빠졌습니다.", en=f"`{option}` is missing.")
            + _anew("watch-tower")
            + idea,
        )
    opened = [e.action for e in engine.journal.of(safe.id).events if e.action in _THROUGH_THE_ENGINE]
    require(
        not opened,
        expected=Text(ko="아무도 열지 않은 `locked-safe`", en="a `locked-safe` that nobody has opened"),
        seen=same(f"locked-safe: {opened[0] if opened else ''}"),
        hint=Text(
            ko="`docker exec`나 `docker cp`를 썼으니 엔진이 대신 열어 준 것입니다. `locked-safe`를 만드는 "
            "셀을 다시 실행하고 `watch-tower`에서만 읽으세요.",
            en="With `docker exec` or `docker cp`, the engine opened it for you. Run the cell that makes "
            "`locked-safe` again, and read only from `watch-tower`.",
        ),
    )
    require_as_given(engine, safe, RUN_SAFE)
    _require_secret(engine, safe, answer)
    tell(
        Text(
            ko=f"`locked-safe`에 들어가지 않고도 `/proc/{safe.pid}/root`로 비밀을 읽었습니다. 호스트의 `pid` "
            f"{around['pid']}번에 있으면 모든 컨테이너가 보입니다.",
            en=f"Without entering `locked-safe`, you read its secret through `/proc/{safe.pid}/root`: in the "
            f"host's `pid`, {around['pid']}, all containers are visible.",
        )
    )


_THROUGH_THE_ENGINE = ("exec_create", "archive-path", "extract-to-dir", "export", "commit")


def _require_secret(engine: EngineView, safe: ContainerView, answer: Any) -> None:
    path = f"/proc/{safe.pid}/root/root/secret"
    code, lines = output(engine, ["head", "-c", "64", path], pid_mode="host")
    require(
        code == 0 and lines,
        expected=Text(ko="비밀이 든 `locked-safe`", en="a `locked-safe` with its secret"),
        seen=safe,
        hint=Text(
            ko="`/root/secret`이 없습니다. `locked-safe`를 만드는 셀을 다시 실행하세요.",
            en="There is no `/root/secret`. Run the cell that makes `locked-safe` again.",
        ),
    )
    listed = isinstance(answer, list) and len(answer) == 1
    secret = answer[0] if listed else answer
    right = isinstance(secret, str) and secret.strip() == lines[0].strip()
    require(
        right and not listed,
        expected=Text(ko="`locked-safe`의 `/root/secret`에 적힌 글자", en="the text in its `/root/secret`"),
        seen=shown(answer),
        hint=Text(
            ko="값은 맞지만 리스트입니다. `secret[0]`을 넘기세요.",
            en="The value is right, but this is a list: hand over `secret[0]`.",
        )
        if right
        else Text(
            ko="`docker top locked-safe -eo pid`의 PID는 엔진의 번호라서 `watch-tower`에서도 통합니다. "
            "`/proc/<PID>/root`가 그 프로세스가 보는 `/`입니다. `locked-safe`를 다시 만들었다면 비밀도 "
            "바뀌었습니다.",
            en="The PID in `docker top locked-safe -eo pid` is the engine's, so it works in `watch-tower` "
            "too. `/proc/<PID>/root` is `/` as that process sees it. If you made `locked-safe` again, its "
            "secret has changed.",
        ),
    )


def _made(engine: EngineView, name: str, idea: Text) -> ContainerView:
    """The running container of that name, which the learner makes; fails with the idea, not the command."""
    box = _the_learners(engine, name, idea)
    late = next((word for word in box.command if TOO_LATE.fullmatch(word)), None)
    require(
        late is None,
        expected=Text(ko=f"이미지 이름 앞에 적은 `{late}`", en=f"`{late}` before the image's name"),
        seen=same(f"{name}: {' '.join(box.command)}"),
        hint=OPTIONS_FIRST + _anew(name) + idea,
    )
    require(
        not (box.status == "created" and box.error),
        expected=Text(ko=f"실행 중인 `{name}`", en=f"a `{name}` that runs"),
        seen=box,
        hint=_why_not_started(box) + _anew(name) + idea,
    )
    require(
        not (box.status == "exited" and box.command == ["/bin/sh"]),
        expected=RUNNING,
        seen=box,
        hint=Text(
            ko="명령이 빠졌습니다. 이미지의 기본 명령인 셸은 읽을 것이 없어 곧 끝납니다. 명령은 이미지 이름 "
            "뒤에 적습니다.",
            en="The command is missing. The image's own, a shell, has nothing to read and ends at once. The "
            "command stands after the image's name.",
        )
        + _anew(name),
    )
    require_running(box)
    return box


def _anew(name: str) -> Text:
    return Text(
        ko=f"`docker rm -f {name}` 명령으로 지우고 다시 만드세요.",
        en=f"Remove it with `docker rm -f {name}` and make it again.",
    )


def _why_not_started(box: ContainerView) -> Text:
    if "shareable" in box.error:
        return Text(
            ko="주인이 IPC를 공유할 수 있게 만들어지지 않아서 거절당했습니다.",
            en="It was refused because the owner's IPC was not made shareable.",
        )
    if "not found" in box.error and str(box.host_config.get("NetworkMode")) != "default":
        return Text(
            ko="`--network` 뒤에 이름만 적으면 네트워크의 이름입니다. 컨테이너라면 `container:`를 앞에 "
            "붙입니다.",
            en="A bare name after `--network` means a network. For a container, put `container:` in front of "
            "it.",
        )
    return Text(
        ko="시작하려고 했지만 시작하지 못했습니다. 이유는 위의 오류에 있습니다.",
        en="It could not be started; the error above says why.",
    )


def _the_learners(engine: EngineView, name: str, idea: Text) -> ContainerView:
    """The container of that name, in whatever state, which the learner makes; fails with the idea."""
    for box in engine.containers():
        words = f" {' '.join(box.command)} "
        if f" --name {name} " in words or f" --name={name} " in words:
            fail(
                expected=Text(ko=f"이름이 `{name}`인 컨테이너", en=f"a container named `{name}`"),
                seen=box,
                hint=OPTIONS_FIRST + _anew(box.name) + idea,
            )
    return engine.container(name, idea)


def _require_shared(kind: str, guest: ContainerView, owner: ContainerView, idea: Text) -> Namespaces:
    """Fail unless both are in the same namespace of that kind, and the owner has one of its own."""
    mine, theirs = namespaces_of(guest), namespaces_of(owner)
    if mine[kind] == theirs[kind]:
        return mine
    mode = str(guest.host_config.get({"net": "NetworkMode", "pid": "PidMode", "ipc": "IpcMode"}[kind]) or "")
    again = _anew(guest.name)
    if mode == f"container:{owner.id}":
        hint = Text(
            ko=f"`{owner.name}`이 다시 시작해서 새 네임스페이스로 옮겼습니다. 앞에서 이 검사를 통과했다면 "
            f"다음으로 가세요. 아니라면 `docker restart -t 0 {guest.name}` 명령으로 따라가게 하세요.",
            en=f"`{owner.name}` was restarted and has moved to a new namespace. If this check passed before, "
            f"go on; if not, `docker restart -t 0 {guest.name}` lets it follow.",
        )
    elif mode.startswith("container:"):
        hint = (
            Text(
                ko=f"다른 컨테이너, 또는 지금은 없는 옛 `{owner.name}`에 이어져 있습니다.",
                en=f"It is joined to another container, or to an older `{owner.name}` that is gone.",
            )
            + again
            + idea
        )
    elif mode == "host":
        hint = (
            Text(
                ko="`host`는 엔진의 호스트에 이어 줍니다. 여기서는 컨테이너 하나에 이어야 합니다.",
                en="`host` joins the engine's host. Here you need to join one container.",
            )
            + again
            + idea
        )
    else:
        hint = (
            Text(
                ko="저마다 자기 네임스페이스에 있습니다. 만든 뒤에는 옮길 수 없습니다.",
                en="Each is in its own namespace, and a container cannot be moved later.",
            )
            + again
            + idea
        )
    fail(
        expected=Text(
            ko=f"`{owner.name}`과 같은 `{kind}` 네임스페이스 {theirs[kind]}",
            en=f"the same `{kind}` namespace as `{owner.name}`, {theirs[kind]}",
        ),
        seen=same(f"{guest.name}: {kind} {mine[kind]}"),
        hint=hint,
    )
