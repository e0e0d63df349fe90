# ---
# jupyter:
#   container_lifecycle:
#     section: namespaces
#     number: 4
#     minutes: 22
# ---

# %% [markdown] lang="ko"
# # 4. 네임스페이스와 격리
#
# **Week 1 > Day 2 > Session 5** · 컨테이너 라이프사이클의 네 번째 노트북입니다. (약 22분)
#
# 컨테이너는 가상 머신이 아닙니다. 그런데도 그 안에서는 혼자 컴퓨터를 쓰는 것처럼 보입니다. 리눅스 커널의 **네임스페이스**가 그렇게 보이게
# 합니다. 이 노트북에서는 무엇이 나뉘고 무엇이 나뉘지 않는지를 커널이 붙인 번호로 확인하고, 나뉜 것을 일부러 다시 이어 봅니다.
#
# ### 학습 목표
# - 네임스페이스의 종류를 알고, 두 컨테이너가 같은 네임스페이스에 있는지 번호로 확인합니다.
# - PID, 네트워크, 파일 시스템, 호스트명, IPC, 사용자 ID가 각각 어떻게 격리되는지 눈으로 봅니다.
# - `--network`, `--pid`, `--ipc`로 네임스페이스를 공유하고, 그 대가를 설명합니다.
#
# 노트북 쓰는 법은 1번 노트북과 같습니다. 이미지 `nginx`와 `shell`이 이미 들어 있습니다. 아래 `me`에는 여러분만의 값이 들어 있으니,
# `me.hostname`이나 `me.port`를 쓰라는 곳에서는 그 값을 쓰세요.

# %% [markdown] lang="en"
# # 4. Namespaces and isolation
#
# **Week 1 > Day 2 > Session 5** · The fourth notebook about the container lifecycle. (about 22 minutes)
#
# A container is no virtual machine. Still, from the inside it looks as if it had a computer to itself. It is the
# **namespaces** of the Linux kernel that make it look so. Here you find out, by the numbers the kernel gives them, what
# is separate and what is not, and then join on purpose what was separate.
#
# ### Learning goals
# - Know the kinds of namespace, and tell by their numbers whether two containers are in the same one.
# - See how PIDs, network, file system, hostname, IPC and user IDs are isolated.
# - Share namespaces with `--network`, `--pid` and `--ipc`, and say what it costs.
#
# The notebook works like the first one. The images `nginx` and `shell` are there. `me` below holds values that are yours
# alone; where the text asks for `me.hostname` or `me.port`, use them.

# %%
from course import check, learner

me = learner()
print(me)

# %% [markdown] lang="ko"
# ## 4.1 네임스페이스는 여덟 가지
#
# 리눅스에서는 프로세스마다 `/proc/<pid>/ns`에 자기가 속한 네임스페이스가 적혀 있습니다. 번호가 같으면 같은 네임스페이스입니다. 평범한
# 컨테이너 두 개를 만들어 들여다봅시다.

# %% [markdown] lang="en"
# ## 4.1 There are eight namespaces
#
# On Linux, `/proc/<pid>/ns` tells for each process which namespaces it is in. The same number is the same namespace.
# Let us make two ordinary containers and look.

# %%
# !docker rm -f left-room right-room >/dev/null 2>&1
# !docker run -d --name left-room shell sleep infinity
# !docker run -d --name right-room shell sleep infinity
# !docker exec left-room ls -l /proc/1/ns

# %%
import subprocess

KINDS = ["pid", "net", "mnt", "uts", "ipc", "user", "cgroup", "time"]


def namespaces(name):
    """The namespaces that the processes of this container are in: {"pid": 4026531836, ...}."""
    links = [f"/proc/self/ns/{kind}" for kind in KINDS]
    command = ["docker", "exec", name, "stat", "-L", "-c", "%i", *links]
    done = subprocess.run(command, capture_output=True, text=True)
    print(done.stderr, end="")
    return dict(zip(KINDS, map(int, done.stdout.split()), strict=False))


def compare(one, other):
    """Print the namespaces of two containers side by side."""
    left, right = namespaces(one), namespaces(other)
    for kind in KINDS if left and right else []:
        verdict = "the same" if left[kind] == right[kind] else "different"
        print(f"{kind:8}{left[kind]:12}{right[kind]:12}  {verdict}")


# %% [markdown] lang="ko"
# | 종류 | 나누는 것 |
# |---|---|
# | `pid` | 프로세스 ID |
# | `net` | 네트워크 인터페이스, 라우팅 테이블, 방화벽 규칙, 포트 |
# | `mnt` | 마운트 지점, 곧 `/` 아래에 보이는 파일 시스템 |
# | `uts` | 호스트명과 도메인명 |
# | `ipc` | 프로세스 간 통신: 공유 메모리, 세마포어, 메시지 큐 |
# | `user` | 사용자 ID와 그룹 ID, 그리고 root의 권한 |
# | `cgroup` | 보이는 cgroup 경로 |
# | `time` | 부팅 후 흐른 시간 |
#
# **예측.** 평범한 컨테이너 두 개는 저마다 자기 것을 가질까요? 컨테이너마다 **따로 있으면** `True`, **함께 쓰면** `False`입니다.

# %% [markdown] lang="en"
# | kind | what it separates |
# |---|---|
# | `pid` | process IDs |
# | `net` | network interfaces, routing tables, firewall rules, ports |
# | `mnt` | mount points, which is the file system you see below `/` |
# | `uts` | hostname and domain name |
# | `ipc` | communication between processes: shared memory, semaphores, message queues |
# | `user` | user and group IDs, and the rights of root |
# | `cgroup` | the cgroup path you see |
# | `time` | the time since boot |
#
# **Predict.** Does each of two ordinary containers have its own? `True` where each has **its own**, `False` where they
# **share** it.

# %%
own = {"pid": ..., "net": ..., "mnt": ..., "uts": ..., "ipc": ..., "user": ..., "cgroup": ..., "time": ...}
### BEGIN SOLUTION
left, right = namespaces("left-room"), namespaces("right-room")
own = {kind: left[kind] != right[kind] for kind in KINDS}
print(own)
### END SOLUTION

# %%
# See: the numbers of the two, kind by kind.
compare("left-room", "right-room")

# %% points=2
check("namespaces-own", own)

# %% [markdown] lang="ko"
# > **교과서가 틀린 곳 ①** 교과서에는 네임스페이스가 여섯 가지지만 지금은 여덟 가지입니다. `cgroup`(2016년)과 `time`(2020년)이 더 있습니다.
#
# - `time`은 Docker가 쓰지 않습니다. 모든 컨테이너가 호스트의 것을 함께 씁니다.
# - `cgroup`은 엔진에 따라 다릅니다. cgroup v2에서는 컨테이너마다 따로, v1에서는 호스트의 것을 함께 쓰는 것이 기본입니다.
# - `user`도 함께 씁니다. 놀랐다면 4.7에서 이유를 봅니다.

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 1.** It counts six namespaces; today there are eight, with `cgroup` (2016) and `time`
# > (2020).
#
# - Docker makes no use of `time`. All containers share the host's.
# - `cgroup` depends on the engine: by default each container has its own on cgroup v2, and all share the host's on v1.
# - `user` is shared too. If that surprises you, 4.7 tells why.

# %% [markdown] lang="ko"
# ## 4.2 PID: 보이지 않으면 건드릴 수 없다
#
# 컨테이너의 메인 프로세스는 안에서는 PID 1, 엔진에서는 다른 번호입니다. **예측.** `left-room` 안에서 `ps`를 하면 `right-room`의
# `sleep`도 보일까요? 엔진이 아는 번호로 시그널을 보내 보면(`kill -0`은 보낼 수 있는지만 확인합니다) 어떻게 될까요?

# %% [markdown] lang="en"
# ## 4.2 PID: what you cannot see, you cannot touch
#
# A container's main process is PID 1 inside, and has another number on the engine. **Predict.** Will `ps` inside
# `left-room` show the `sleep` of `right-room` as well? And what if you send it a signal by the number the engine knows
# (`kill -0` only asks whether one could be sent)?

# %%
# !docker exec left-room ps -ef
# !docker top right-room -eo pid,args
# !docker exec left-room kill -0 $(docker top right-room -eo pid | tail -1)

# %% [markdown] lang="ko"
# `left-room`의 PID 네임스페이스에는 자기 프로세스만 있습니다. 남의 번호는 그 안에서 아무 뜻이 없어서 거절이 아니라 "그런 프로세스는 없다"는
# 대답이 옵니다.

# %% [markdown] lang="en"
# The PID namespace of `left-room` holds its own processes only. Another's number means nothing in there, so you are not
# refused; you are told that there is no such process.

# %% [markdown] lang="ko"
# ## 4.3 NET: 인터페이스, 브리지, 포트
#
# 새 네트워크 네임스페이스에는 `lo`밖에 없습니다. Docker는 가상 케이블(veth) 한 쌍을 만들어 한쪽 끝을 컨테이너에 `eth0`으로 꽂고, 다른 쪽
# 끝을 브리지 `docker0`에 꽂습니다. 컨테이너에는 브리지의 IP 주소 공간에서 주소를 하나 줍니다. 두 끝을 모두 봅시다. 두 번째 명령은 엔진의
# 네트워크에서 실행됩니다.

# %% [markdown] lang="en"
# ## 4.3 NET: interfaces, bridge, ports
#
# A new network namespace has nothing but `lo`. Docker makes a virtual cable (a veth pair), plugs one end into the
# container as `eth0` and the other into the bridge `docker0`, and gives the container an address from the bridge's
# range. Look at both ends: the second command runs in the engine's network.

# %%
# !docker exec left-room ip -o -4 addr; docker exec left-room ip route
# !docker run --rm --network host shell ip -o link | cut -c 1-100

# %% [markdown] lang="ko"
# 컨테이너의 80번 포트는 그 컨테이너의 네트워크 네임스페이스에 있습니다. 컨테이너마다 80번이 있어도 부딪치지 않는 대신, 밖에서 들어올 길은 따로
# 열어야 합니다. `-p OUTSIDE:INSIDE`가 그 길입니다. 왼쪽이 바깥(엔진)의 포트, 오른쪽이 안(컨테이너)의 포트입니다.
#
# **해 보기.** `nginx` 컨테이너 `front-desk`를 백그라운드에서 실행하되, 엔진의 포트 `me.port`를 컨테이너의 80번으로 이으세요. `!`로 시작하는
# 줄에서 `{me.port}`라고 쓰면 값이 들어갑니다.

# %% [markdown] lang="en"
# Port 80 of a container lies in that container's network namespace. So every container can have a port 80, and a way in
# from outside has to be opened. That is `-p OUTSIDE:INSIDE`: on the left the port outside (of the engine), on the right
# the port inside (of the container).
#
# **Do.** Run an `nginx` container `front-desk` in the background, with port `me.port` of the engine leading to port 80 of
# the container. In a line that begins with `!`, write `{me.port}` and the value is put in.

# %%
# !docker rm -f front-desk >/dev/null 2>&1
# Run front-desk here.
### BEGIN SOLUTION
# !docker run -d --name front-desk -p {me.port}:80 nginx
### END SOLUTION

# %%
# See: ask for the page where the port is open, in the engine's network.
# !docker port front-desk
# !docker run --rm --network host shell wget -q -O - -T 3 http://127.0.0.1:{me.port}/

# %% points=2
check("namespaces-port")

# %% [markdown] lang="ko"
# ### 네트워크 모드
#
# **예측.** 아래 네 가지로 만든 컨테이너는 **자기만의** 네트워크 네임스페이스를 가질까요? 가지면 `True`입니다. `container`는
# `--network container:front-desk`를 뜻합니다.

# %% [markdown] lang="en"
# ### Network modes
#
# **Predict.** Made with each of these four, does a container have a network namespace **of its own**? `True` if so.
# `container` stands for `--network container:front-desk`.

# %%
modes = {"bridge": ..., "none": ..., "host": ..., "container": ...}
### BEGIN SOLUTION
modes = {"bridge": True, "none": True, "host": False, "container": False}
### END SOLUTION

# %%
# See: which interfaces are there, in which namespace?
look = "readlink /proc/self/ns/net; ip -o link | cut -d : -f 2 | xargs"
# !echo "--- bridge";     docker run --rm --network bridge shell sh -c '{look}'
# !echo "--- none";       docker run --rm --network none shell sh -c '{look}'
# !echo "--- host";       docker run --rm --network host shell sh -c '{look}'
# !echo "--- container";  docker run --rm --network container:front-desk shell sh -c '{look}'
# !echo "--- front-desk"; docker exec front-desk sh -c '{look}'

# %% points=1
check("namespaces-modes", modes)

# %% [markdown] lang="ko"
# `none`은 네트워크 네임스페이스가 없는 것이 아니라 **비어 있는** 것입니다. 자기만의 네임스페이스에 `lo`만 있습니다. `host`와 `container`는
# 이미 있는 것에 들어갑니다.

# %% [markdown] lang="en"
# `none` does not mean that there is no network namespace. There is one, and it is **empty** but for `lo`. `host` and
# `container` enter one that exists already.

# %% [markdown] lang="ko"
# ## 4.4 MNT: 저마다의 `/`
#
# 같은 이미지로 만들었지만 두 컨테이너의 `/`는 따로입니다. 읽기 전용인 이미지 레이어는 함께 쓰고, 그 위에 컨테이너마다 쓰기 레이어를 하나씩
# 겹칩니다(overlay). 그렇게 겹친 것을 자기 마운트 네임스페이스에서 `/`로 봅니다.
#
# **해 보기.** 두 컨테이너에 **같은 경로** `/note.txt`를 만들되, `left-room`에는 `me.word`를, `right-room`에는 `me.hostname`을 적으세요.
# 실행 중인 컨테이너 안에서 명령을 실행하는 것은 `docker exec`입니다. 여기서 `>`를 어느 셸이 처리할지 생각해 보세요.

# %% [markdown] lang="en"
# ## 4.4 MNT: a `/` for each
#
# They come from the same image, yet each of the two containers has its own `/`. They share the image's layers, which are
# read-only; on top of these each has one layer to write to (overlay). That pile is what a container sees as `/` in its
# mount namespace.
#
# **Do.** Make the **same path** `/note.txt` in both, with `me.word` in `left-room` and `me.hostname` in `right-room`.
# It is `docker exec` that runs a command inside a running container. Ask yourself which shell will handle the `>`.

# %%
# Write the two files here.
### BEGIN SOLUTION
# !docker exec left-room sh -c 'echo {me.word} > /note.txt'
# !docker exec right-room sh -c 'echo {me.hostname} > /note.txt'
### END SOLUTION

# %%
# !docker exec left-room cat /note.txt
# !docker exec right-room cat /note.txt
# !docker exec left-room head -1 /proc/mounts | cut -c 1-110

# %% points=2
check("namespaces-files")

# %% [markdown] lang="ko"
# 마운트 네임스페이스를 따로 두고도 폴더 하나를 함께 쓸 수는 있습니다. `-v /host/folder:/container/folder`는 호스트의 폴더를 그 컨테이너의 마운트
# 네임스페이스에 끼워 넣습니다. 경로는 컨테이너마다 달라도 되고, `:ro`를 붙이면 읽기만 됩니다. 여기서 "호스트"는 엔진이 있는 곳입니다.

# %% [markdown] lang="en"
# With separate mount namespaces, one folder can still be shared. `-v /host/folder:/container/folder` mounts a folder of
# the host into that container's mount namespace. The path may differ from container to container, and with `:ro` it can
# only be read. The "host" is where the engine is.

# %%
# !docker run --rm -v /tmp/shelf:/outbox shell sh -c 'echo hello > /outbox/letter'
# !docker run --rm -v /tmp/shelf:/inbox:ro shell sh -c 'cat /inbox/letter; echo more > /inbox/letter'
# Tidy up the folder on the host.
# !docker run --rm -v /tmp:/host-tmp shell rm -r /host-tmp/shelf

# %% [markdown] lang="ko"
# ## 4.5 UTS: 호스트명
#
# 아무 말도 하지 않으면 호스트명은 컨테이너 ID의 앞 12자리입니다. 로그에 호스트명이 찍히는 서비스라면 어느 컨테이너가 남긴 줄인지 알아보기 어렵습니다.
#
# **해 보기.** 이미지 `shell`, 명령 `sleep infinity`로 컨테이너 `name-tag`를 백그라운드에서 실행하고, 호스트명을 `me.hostname`으로 정하세요.

# %% [markdown] lang="en"
# ## 4.5 UTS: the hostname
#
# If you say nothing, the hostname is the first 12 digits of the container's ID. Where a service puts the hostname into
# its log, that hardly tells which container wrote a line.
#
# **Do.** From the image `shell`, run a container `name-tag` in the background with the command `sleep infinity`, and give
# it `me.hostname` as its hostname.

# %%
# !docker rm -f name-tag >/dev/null 2>&1
# Run name-tag here.
### BEGIN SOLUTION
# !docker run -d --name name-tag --hostname {me.hostname} shell sleep infinity
### END SOLUTION

# %%
# Three containers, three hostnames. And may root rename its container?
# !docker exec name-tag hostname
# !docker exec left-room hostname
# !docker exec right-room hostname
# !docker exec name-tag hostname another-name

# %% points=1
check("namespaces-hostname")

# %% [markdown] lang="ko"
# 호스트명을 정해도 다른 컨테이너와 호스트는 그대로입니다. 같은 사용자 정의 네트워크에 있는 컨테이너라면 이 이름으로 서로를 찾을 수도 있습니다.
# 실행 중에 안에서 바꾸는 것은 root라도 거절당합니다. 컨테이너의 root에게서 Docker가
# 그 권한(capability)을 빼 두었기 때문입니다. 네임스페이스는 **무엇이 보이는가**를, capability는 **무엇을 해도 되는가**를 정합니다.

# %% [markdown] lang="en"
# A hostname of its own changes nothing for other containers or the host. Within the same user-defined network, containers
# can also find each other by it. Changing it from inside while it runs is refused even to root: Docker has taken that right (a capability) away from root in a container. Namespaces decide **what you
# see**, capabilities **what you may do**.

# %% [markdown] lang="ko"
# ## 4.6 IPC: 공유 메모리
#
# System V 공유 메모리는 파일이 아니라 IPC 네임스페이스 안의 번호로 찾습니다. 그래서 같은 IPC 네임스페이스에 있어야만 같은 메모리를 봅니다.
# PostgreSQL이 이런 메모리를 씁니다. `--ipc container:NAME`은 다른 컨테이너의 IPC 네임스페이스에 들어갑니다.
#
# **예측.** 평범하게 만든 `left-room`의 IPC에 다른 컨테이너가 들어갈 수 있을까요? `--ipc shareable`로 만든 컨테이너의 IPC에는요? 되면 `True`입니다.
#
# **해 보기.** 이미지 `shell`, 명령 `sleep infinity`로 컨테이너 둘을 백그라운드에서 실행하세요. `mail-room`은 IPC를 공유할 수 있게 만들고,
# `mail-clerk`는 `mail-room`의 IPC에 들어가게 하세요. 그리고 둘 중 한 곳에서 `ipcmk -M 4096`으로 공유 메모리를 만드세요.

# %% [markdown] lang="en"
# ## 4.6 IPC: shared memory
#
# System V shared memory is no file; it is found by a number within the IPC namespace. So only who is in the same IPC
# namespace sees the same memory. PostgreSQL uses such memory. `--ipc container:NAME` enters the IPC namespace of another
# container.
#
# **Predict.** May another container enter the IPC of the ordinary `left-room`? And the IPC of one that was made with
# `--ipc shareable`? `True` if it may.
#
# **Do.** From the image `shell` with the command `sleep infinity`, run two containers in the background: `mail-room`,
# whose IPC can be shared, and `mail-clerk`, which enters the IPC of `mail-room`. Then, in one of the two, make shared
# memory with `ipcmk -M 4096`.

# %%
# !docker rm -f mail-room mail-clerk >/dev/null 2>&1
may_enter = {"left-room": ..., "mail-room": ...}
# Then run the two containers here, and make the shared memory.
### BEGIN SOLUTION
may_enter = {"left-room": False, "mail-room": True}
# !docker run -d --name mail-room --ipc shareable shell sleep infinity
# !docker run -d --name mail-clerk --ipc container:mail-room shell sleep infinity
# !docker exec mail-room ipcmk -M 4096
### END SOLUTION

# %%
# See: who sees the memory, and who lets whom in?
# !echo "--- mail-room";  docker exec mail-room ipcs -m
# !echo "--- mail-clerk"; docker exec mail-clerk ipcs -m
# !echo "--- left-room";  docker exec left-room ipcs -m
# !docker run --rm --ipc container:left-room shell ipcs -m

# %% points=2
check("namespaces-ipc", may_enter)

# %% [markdown] lang="ko"
# > **교과서가 틀린 곳 ②** IPC 네임스페이스는 통신을 **빠르게** 하지 않습니다. 공유 메모리는 원래 빠르고, 네임스페이스는 누가 보는지를 나눌
# > 뿐입니다. 교과서가 예로 든 Redis도 System V 세마포어를 쓰지 않습니다.

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 2.** The IPC namespace makes nothing **faster**. Shared memory is fast anyway; the
# > namespace only settles who sees it. And Redis, the textbook's example, uses no System V semaphores.

# %% [markdown] lang="ko"
# ## 4.7 USER: 컨테이너의 root는 누구인가
#
# 교과서는 컨테이너의 root(UID 0)가 호스트에서는 일반 사용자라고 합니다. `user` 네임스페이스는 안의 UID를 바깥의 UID에 짝지을 수 있고, 그
# 짝은 `/proc/self/uid_map`에 **안의 첫 UID, 바깥의 첫 UID, 개수** 순서로 적혀 있습니다.
#
# **해 보기.** 컨테이너 안에서 `id -u`와 `cat /proc/self/uid_map`을 실행해, `root`에 세 값을 적으세요.
#
# | 키 | 뜻 |
# |---|---|
# | `inside` | 안에서 본 UID |
# | `outside` | 안의 UID 0이 바깥에서 갖는 UID |
# | `own_namespace` | 컨테이너가 엔진과 **다른**, 자기만의 `user` 네임스페이스에 있는가 (`True`/`False`) |

# %% [markdown] lang="en"
# ## 4.7 USER: who is root in a container?
#
# The textbook says that root (UID 0) in a container is an ordinary user of the host. A `user` namespace can pair UIDs
# inside with UIDs outside, and `/proc/self/uid_map` shows the pairs: **first UID inside, first UID outside, how many**.
#
# **Do.** Run `id -u` and `cat /proc/self/uid_map` in a container, and write three values into `root`.
#
# | key | meaning |
# |---|---|
# | `inside` | the UID as it is inside |
# | `outside` | the UID that UID 0 inside has outside |
# | `own_namespace` | is the container in a `user` namespace of its own, **other** than the engine's? (`True`/`False`) |

# %%
root = {"inside": ..., "outside": ..., "own_namespace": ...}
### BEGIN SOLUTION
# uid_map = !docker exec left-room cat /proc/self/uid_map
root = {"inside": 0, "outside": int(uid_map[0].split()[1]), "own_namespace": False}
print(root)
### END SOLUTION

# %%
# See: first the container, then the engine's own user namespace.
who = "id -u; cat /proc/self/uid_map; readlink /proc/self/ns/user"
# !docker exec left-room sh -c '{who}'
# !docker run --rm --userns host shell sh -c '{who}'

# %% points=1
check("namespaces-user", root)

# %% [markdown] lang="ko"
# > **교과서가 틀린 곳 ③** Docker는 기본으로 컨테이너에 `user` 네임스페이스를 따로 만들어 **주지 않습니다**. 컨테이너는 엔진의 것을 그대로
# > 쓰므로, 엔진이 진짜 root로 돌면 컨테이너의 root도 **진짜 root**입니다. 그때 `uid_map`은 `0 0 4294967295`입니다.
#
# 큰 수가 보였다면, 이 실습의 엔진 **전체**가 이미 권한 없는 사용자로 돌고 있는 것입니다(rootless와 같은 생각). 그래서 컨테이너의 root도 바깥에서는
# 아무 권한이 없습니다. 보통의 서버에서 그렇게 하려면 `/etc/subuid`와 `/etc/subgid`에 범위를 정하고 엔진을 `userns-remap`으로 설정하거나,
# rootless 모드로 돌려야 합니다. 교과서의 "UID 0 → UID 1000"은 UID 1000인 사용자가 rootless로 돌릴 때의 그림입니다.

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 3.** By default Docker does **not** make a `user` namespace for a container. It uses
# > the engine's, so where the engine runs as real root, root in a container is **real root**. `uid_map` then reads
# > `0 0 4294967295`.
#
# If you saw a large number, it is the **whole** engine of this course that runs as somebody without rights (the same idea
# as rootless). So root in its containers has no rights outside either. To have that on an ordinary server, set ranges in
# `/etc/subuid` and `/etc/subgid` and configure the engine with `userns-remap`, or run it in rootless mode. "UID 0 → UID
# 1000" in the textbook is what you get when a user with UID 1000 runs it rootless.

# %% [markdown] lang="ko"
# ## 4.8 네트워크 공유: `--network container:`
#
# ![컨테이너 A와 B의 네임스페이스. net, pid, ipc는 B를 --network container:A, --pid container:A, --ipc container:A로 만들면 A의 것을 함께 씁니다. mnt와 uts는 언제나 따로입니다. cgroup은 v2에서는 따로, v1에서는 호스트의 것입니다. user와 time은 모두가 엔진 호스트의 것을 함께 씁니다.](shared-namespaces.svg)
#
# 네임스페이스는 하나씩 골라서 공유할 수 있습니다. 쿠버네티스의 파드(Pod)가 이렇게 만들어집니다.
#
# **해 보기.** `quiet-web`의 네트워크 네임스페이스를 공유하는 컨테이너 `web-helper`를 이미지 `shell`, 명령 `sleep infinity`로 실행하세요.
#
# **예측.** 둘은 무엇을 함께 쓰게 될까요? 같은 네임스페이스면 `True`입니다.

# %% [markdown] lang="en"
# ## 4.8 Sharing the network: `--network container:`
#
# ![The namespaces of containers A and B. net, pid and ipc of A are shared by B if B is made with --network container:A, --pid container:A or --ipc container:A. mnt and uts are always their own. cgroup is their own on v2 and the host's on v1. user and time are those of the engine's host, shared by all.](shared-namespaces.svg)
#
# Namespaces can be shared one by one. That is how a Pod in Kubernetes is made.
#
# **Do.** Run a container `web-helper`, image `shell`, command `sleep infinity`, that shares the network namespace of
# `quiet-web`.
#
# **Predict.** What will the two share? `True` for the same namespace.

# %%
# A web server that has published no port.
# !docker rm -f quiet-web web-helper >/dev/null 2>&1
# !docker run -d --name quiet-web nginx

# %%
shared = {"net": ..., "uts": ..., "mnt": ..., "pid": ..., "ipc": ...}
# Then run web-helper here.
### BEGIN SOLUTION
shared = {"net": True, "uts": False, "mnt": False, "pid": False, "ipc": False}
# !docker run -d --name web-helper --network container:quiet-web shell sleep infinity
### END SOLUTION

# %%
# See: is quiet-web's server at home in web-helper? Whose hostname is it?
# !docker exec web-helper wget -q -O - -T 3 http://127.0.0.1/
# !docker exec quiet-web sh -c 'hostname; ip -o -4 addr show eth0'
# !docker exec web-helper sh -c 'hostname; ip -o -4 addr show eth0'
compare("quiet-web", "web-helper")

# %% points=2
check("namespaces-join", shared)

# %% [markdown] lang="ko"
# 한 네트워크에 있으니 IP도 하나, 포트 번호도 한 벌뿐이고, 서로를 `127.0.0.1`로 부릅니다. 그래서 `-p`와 `--hostname`은 `web-helper`에 쓸 수 없습니다.
#
# 호스트명이 같은 것은 함정입니다. Docker가 **글자를 복사**했을 뿐, `uts`의 번호는 다릅니다. 이름이 같다고 같은 네임스페이스인 것은 아닙니다.
#
# ### 주인이 다시 시작하면
#
# **예측.** `quiet-web`이 다시 시작하면 `web-helper`는 어떻게 될까요? 아래 세 가지를 `True`/`False`로 적으세요.
#
# | 키 | 뜻 |
# |---|---|
# | `still_running` | `web-helper`는 계속 실행 중이다 |
# | `same_net` | 둘은 여전히 같은 네트워크 네임스페이스에 있다 |
# | `reaches_web` | `web-helper`에서 `http://127.0.0.1/`로 여전히 페이지를 받는다 |
#
# **해 보기.** `quiet-web`만 다시 시작하세요.

# %% [markdown] lang="en"
# They are in one network, so there is one IP and one set of ports, and each is `127.0.0.1` to the other. That is why
# `web-helper` cannot have `-p` or `--hostname`.
#
# The equal hostname is a trap. Docker only **copied the letters**; the number of `uts` differs. The same name is not the
# same namespace.
#
# ### When the owner restarts
#
# **Predict.** What becomes of `web-helper` when `quiet-web` restarts? Write `True` or `False` for each.
#
# | key | meaning |
# |---|---|
# | `still_running` | `web-helper` goes on running |
# | `same_net` | the two are still in the same network namespace |
# | `reaches_web` | `web-helper` still gets the page from `http://127.0.0.1/` |
#
# **Do.** Restart `quiet-web`, and only that.

# %%
after = {"still_running": ..., "same_net": ..., "reaches_web": ...}
# Then restart quiet-web here.
### BEGIN SOLUTION
after = {"still_running": True, "same_net": False, "reaches_web": False}
# !docker restart quiet-web
### END SOLUTION

# %%
# !docker exec web-helper ip -o -4 addr
# !docker exec web-helper wget -q -O - -T 3 http://127.0.0.1/
compare("quiet-web", "web-helper")

# %% points=1
check("namespaces-owner-restarts", after)

# %% [markdown] lang="ko"
# `quiet-web`은 새 네트워크 네임스페이스를 받았고, `web-helper`는 주인이 떠난 옛 방에 남았습니다. `eth0`도 없습니다. `docker ps`에는 둘 다
# `Up`이라서 알아채기 어려운 장애입니다. `web-helper`도 다시 시작하면 새 방으로 따라갑니다.

# %% [markdown] lang="en"
# `quiet-web` has got a new network namespace, and `web-helper` stays behind in the old one, which its owner has left.
# Even `eth0` is gone. `docker ps` says `Up` for both, so this failure is easily missed. Restart `web-helper` as well, and
# it follows.

# %%
# !docker restart -t 0 web-helper
# !docker exec web-helper wget -q -O - -T 3 http://127.0.0.1/

# %% [markdown] lang="ko"
# ## 4.9 PID 공유: 디버그 사이드카
#
# `stuck-app`은 첫 단계(`tail`)가 끝나야 다음으로 가는데 그 단계가 끝나지 않습니다. 운영 이미지에는 보통 `ps`도 `kill`도 없으니,
# `stuck-app` 안에서는 아무것도 실행하지 않겠습니다(`docker exec` 금지). 도구는 옆에 붙인 컨테이너가 가져옵니다.
#
# **해 보기.** `stuck-app`의 PID 네임스페이스를 공유하는 컨테이너 `surgeon`을 이미지 `shell`, 명령 `sleep infinity`로 실행하세요. 그리고
# `surgeon` 안에서 `tail`의 PID를 찾아 그것만 끝내세요.

# %% [markdown] lang="en"
# ## 4.9 Sharing PIDs: a debug sidecar
#
# `stuck-app` goes on when its first step (`tail`) ends, and that step never ends. Images in production seldom have `ps` or
# `kill`, so nothing may be run inside `stuck-app` (no `docker exec`). A container beside it brings the tools.
#
# **Do.** Run a container `surgeon`, image `shell`, command `sleep infinity`, that shares the PID namespace of `stuck-app`.
# Then, in `surgeon`, find the PID of `tail` and end that one process.

# %%
# !docker rm -f stuck-app surgeon >/dev/null 2>&1
# !docker run -d --name stuck-app shell sh -c 'tail -f /dev/null; echo next step; exec sleep infinity'

# %%
# Run surgeon here, look with ps, and end tail.
### BEGIN SOLUTION
# !docker run -d --name surgeon --pid container:stuck-app shell sleep infinity
# !docker exec surgeon ps -eo pid,ppid,args
# !docker exec surgeon sh -c 'kill $(pidof tail)'
### END SOLUTION

# %%
# See: did stuck-app go on? What does the engine call whose?
# !docker logs stuck-app
# !docker exec surgeon ps -eo pid,ppid,args
# !docker top stuck-app -eo pid,args; docker top surgeon -eo pid,args

# %% points=2
check("namespaces-sidecar")

# %% [markdown] lang="ko"
# `surgeon`에서는 두 컨테이너의 프로세스가 모두 보이지만, `docker top`은 컨테이너마다 자기 것만 보여 줍니다. 이 네임스페이스의 PID 1은
# `stuck-app`의 메인 프로세스이고 `surgeon`의 `sleep`은 평범한 프로세스입니다. 마운트 네임스페이스는 따로인데도 `/proc/1/root`를 거치면
# `stuck-app`의 파일까지 보입니다. 그래서 PID 공유는 "프로세스만" 공유하는 것이 아닙니다.

# %% [markdown] lang="en"
# `surgeon` sees the processes of both containers, while `docker top` lists only each one's own. PID 1 of this namespace is
# the main process of `stuck-app`; the `sleep` of `surgeon` is a process like any other. Their mount namespaces are
# separate, yet by way of `/proc/1/root` even the files of `stuck-app` can be seen. So sharing PIDs does not share
# "processes only".

# %%
# In surgeon, process 1 is stuck-app's. Compare its namespaces with surgeon's own, and list its files.
# !docker exec surgeon ls -l /proc/1/ns/pid /proc/self/ns/pid /proc/1/ns/mnt /proc/self/ns/mnt
# !docker exec surgeon ls /proc/1/root

# %% [markdown] lang="ko"
# ### 주인이 끝나면
#
# **예측.** `stuck-app`을 끝내면 두 컨테이너의 종료 코드는 각각 얼마일까요? 지금 `stuck-app`의 PID 1은 시그널을 처리하지 않는 `sleep`이고,
# `surgeon`에는 아무도 `stop`이나 `kill`을 하지 않습니다.
#
# **해 보기.** `docker stop -t 2 stuck-app`을 실행하고, 조금 뒤 두 종료 코드를 확인하세요.

# %% [markdown] lang="en"
# ### When the owner ends
#
# **Predict.** End `stuck-app`: what will the two exit codes be? PID 1 of `stuck-app` is by now a `sleep` that handles no
# signal, and nobody will `stop` or `kill` the `surgeon`.
#
# **Do.** Run `docker stop -t 2 stuck-app` and look at both exit codes a moment later.

# %%
ends = {"stuck-app": ..., "surgeon": ...}
# Then stop stuck-app here.
### BEGIN SOLUTION
ends = {"stuck-app": 137, "surgeon": 137}
# !docker stop -t 2 stuck-app
### END SOLUTION

# %%
# !docker ps -a --filter name=stuck-app --filter name=surgeon

# %% points=1
check("namespaces-owner-stops", ends)

# %% [markdown] lang="ko"
# PID 1이 끝나면 커널이 그 PID 네임스페이스의 모든 프로세스에 SIGKILL을 보냅니다. 엔진은 `surgeon`에 아무 시그널도 보내지 않았는데 `137`입니다.
# 주인이 없으니 `surgeon`만 다시 시작할 수도 없습니다. 네트워크를 공유할 때와 견주어 보세요. 그때는 주인이 떠나도 손님은 남았습니다.

# %% [markdown] lang="en"
# When PID 1 ends, the kernel sends SIGKILL to every process in its PID namespace. The engine sent `surgeon` no signal, and
# still it is `137`. Without the owner, `surgeon` cannot be started either. Compare that with the network: there the guest
# outlived the owner.

# %%
# !docker start surgeon

# %% [markdown] lang="ko"
# ## 4.10 호스트와 공유: `--network host --pid host`
#
# 교과서는 이것을 "privileged-container"의 예로 듭니다. `--privileged`를 쓰지도 않았는데 무엇을 내주게 될까요? `locked-safe`는 포트도 볼륨도
# 없고, 무작위로 만든 비밀을 자기 `/root/secret`에만 두었습니다.
#
# **해 보기.** `--network host --pid host`로 컨테이너 `watch-tower`를 이미지 `shell`, 명령 `sleep infinity`로 실행하고, 그 안에서 비밀을
# 읽어 `secret`에 담으세요. `locked-safe`에는 `docker exec`도 `docker cp`도 하지 않습니다. `docker top`으로 PID만 알아내면 됩니다.
# 4.9의 `/proc/1/root`를 떠올리세요.

# %% [markdown] lang="en"
# ## 4.10 Sharing with the host: `--network host --pid host`
#
# The textbook has this as its example of a "privileged-container". There is no `--privileged` in it, so what does it give
# away? `locked-safe` has no port and no volume, and keeps a random secret in its own `/root/secret`.
#
# **Do.** With `--network host --pid host`, run a container `watch-tower`, image `shell`, command `sleep infinity`. Read
# the secret from inside it, and put it into `secret`. Use neither `docker exec` nor `docker cp` on `locked-safe`; a PID
# from `docker top` is all you need. Think of `/proc/1/root` in 4.9.

# %%
# !docker rm -f locked-safe watch-tower >/dev/null 2>&1
# !docker run -d --name locked-safe shell sh -c 'head -c 9 /dev/urandom | base64 > /root/secret; exec sleep infinity'

# %%
# Run watch-tower here and read the secret from inside it.
secret = ...
### BEGIN SOLUTION
# !docker run -d --name watch-tower --network host --pid host shell sleep infinity
# found = !docker exec watch-tower cat /proc/$(docker top locked-safe -eo pid | tail -1)/root/root/secret
secret = found[0]
print(secret)
### END SOLUTION

# %%
# See: all processes of the engine's host, and every port that is open there.
# !docker exec watch-tower ps -eo pid,user,args | cut -c 1-100
# !docker exec watch-tower netstat -tln

# %% points=2
check("namespaces-host", secret)

# %% [markdown] lang="ko"
# 호스트의 PID 네임스페이스에 들어가면 엔진과 **모든** 컨테이너의 프로세스가 보입니다. 명령줄도, 환경 변수도, 파일도 읽고, 시그널도 보냅니다.
# 호스트의 네트워크에 들어가면 `127.0.0.1`에만 열어 둔 관리용 포트까지 닿습니다. 엔진이 진짜 root로 도는 서버라면 호스트를 내준 것에 가깝습니다.
#
# > **교과서가 틀린 곳 ④** "다른 컨테이너의 프로세스를 보거나 조작할 수 없음"은 **기본값일 때만** 참입니다. 네임스페이스는 벽이고, 옵션 하나가 문입니다.

# %% [markdown] lang="en"
# In the host's PID namespace you see the processes of the engine and of **all** containers: you read their command lines,
# environments and files, and send them signals. In the host's network you reach even an admin port that is open on
# `127.0.0.1` only. On a server whose engine runs as real root, this comes close to giving the host away.
#
# > **Where the textbook is wrong, 4.** "The processes of other containers cannot be seen or manipulated" holds **by
# > default only**. A namespace is a wall, and one option is a door.

# %% [markdown] lang="ko"
# ## 배운 것
#
# | 교과서의 말 | 여러분이 확인한 것 |
# |---|---|
# | 네임스페이스는 여섯 가지 | 여덟 가지. `cgroup`과 `time`이 더 있다 |
# | 컨테이너의 root는 호스트에서 일반 사용자 | `user`는 엔진의 것을 함께 쓴다. remap이나 rootless일 때만 그렇다 |
# | 다른 컨테이너의 프로세스를 볼 수 없다 | 기본값일 때만. `--pid`로 파일까지 보인다 |
# | IPC 네임스페이스가 통신을 빠르게 한다 | 누가 공유 메모리를 보는지 나눌 뿐이다 |
#
# - 같은 네임스페이스인지는 이름이 아니라 `/proc/<pid>/ns`의 번호가 말해 줍니다.
# - `--network none`도 자기 네트워크 네임스페이스를 가집니다.
# - 네트워크를 공유하면 주인이 다시 시작할 때 혼자 남고, PID를 공유하면 주인이 끝날 때 함께 끝납니다.
#
# ### 생각해 볼 질문
#
# 쿠버네티스의 파드에서는 앱 컨테이너가 다시 시작해도 사이드카의 네트워크가 끊기지 않습니다. 4.8에서 본 문제를 어떻게 피했을까요? 네트워크
# 네임스페이스의 주인이 누구여야 할지 생각해 보세요.
#
# ### 참고 자료
# - [namespaces(7)](https://man7.org/linux/man-pages/man7/namespaces.7.html)
# - [pid_namespaces(7)](https://man7.org/linux/man-pages/man7/pid_namespaces.7.html)
# - [user_namespaces(7)](https://man7.org/linux/man-pages/man7/user_namespaces.7.html)
# - [docker container run](https://docs.docker.com/reference/cli/docker/container/run/)
# - [Docker Engine networking](https://docs.docker.com/engine/network/)
# - [Isolate containers with a user namespace](https://docs.docker.com/engine/security/userns-remap/)
# - [Rootless mode](https://docs.docker.com/engine/security/rootless/)
# - [Docker Engine security](https://docs.docker.com/engine/security/)

# %% [markdown] lang="en"
# ## What you have learnt
#
# | the textbook's words | what you have seen |
# |---|---|
# | there are six namespaces | eight, with `cgroup` and `time` |
# | root in a container is an ordinary user of the host | `user` is the engine's; true only with remapping or rootless |
# | the processes of other containers cannot be seen | by default; `--pid` shows even files |
# | the IPC namespace makes communication fast | it only settles who sees the shared memory |
#
# - Whether two are in the same namespace is told by the numbers in `/proc/<pid>/ns`, not by names.
# - Even `--network none` has a network namespace of its own.
# - Who shares a network is left behind when the owner restarts; who shares PIDs ends when the owner ends.
#
# ### A question to take along
#
# In a Pod of Kubernetes, a sidecar keeps its network when the app container restarts. How does it avoid what you saw in
# 4.8? Think about who should own the network namespace.
#
# ### References
# - [namespaces(7)](https://man7.org/linux/man-pages/man7/namespaces.7.html)
# - [pid_namespaces(7)](https://man7.org/linux/man-pages/man7/pid_namespaces.7.html)
# - [user_namespaces(7)](https://man7.org/linux/man-pages/man7/user_namespaces.7.html)
# - [docker container run](https://docs.docker.com/reference/cli/docker/container/run/)
# - [Docker Engine networking](https://docs.docker.com/engine/network/)
# - [Isolate containers with a user namespace](https://docs.docker.com/engine/security/userns-remap/)
# - [Rootless mode](https://docs.docker.com/engine/security/rootless/)
# - [Docker Engine security](https://docs.docker.com/engine/security/)
