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
# 컨테이너는 가상 머신이 아닌데도 안에서 보면 컴퓨터 한 대를 혼자 쓰는 것 같습니다. 리눅스 커널의 **네임스페이스** 때문입니다. 무엇이 나뉘는지 확인하고, 나뉜 것을 일부러 다시 이어 봅니다.
#
# ### 학습 목표
# - 두 컨테이너가 같은 네임스페이스에 있는지 번호로 확인합니다.
# - PID, 네트워크, 파일 시스템, 호스트명, IPC, 사용자 ID의 격리를 봅니다.
# - `--network`, `--pid`, `--ipc`로 네임스페이스를 공유하고, 그 대가를 설명합니다.
#
# 노트북을 쓰는 법은 1번 노트북과 같습니다. 아래 `me`에는 여러분만의 값이 들어 있습니다.

# %% [markdown] lang="en"
# # 4. Namespaces and isolation
#
# **Week 1 > Day 2 > Session 5** · The fourth notebook about the container lifecycle. (about 22 minutes)
#
# A container is not a virtual machine, yet from the inside it looks like a computer of its own. The **namespaces** of
# the Linux kernel make it look that way. You will find out what is separate, and then join some of it again on purpose.
#
# ### Learning goals
# - Tell by its number whether two containers are in the same namespace.
# - See the isolation of PIDs, network, file system, hostname, IPC and user IDs.
# - Share namespaces with `--network`, `--pid` and `--ipc`, and explain what that costs.
#
# The notebook works like notebook 1. `me` below holds values that are yours alone.

# %%
from course import check, learner

me = learner()
print(me)

# %% [markdown] lang="ko"
# ## 4.1 네임스페이스는 여덟 가지
#
# 프로세스가 어느 네임스페이스에 있는지는 `/proc/<pid>/ns`에 번호로 나옵니다. 번호가 같으면 같은 네임스페이스입니다. 평범한 컨테이너 두 개를 만들어 봅시다.

# %% [markdown] lang="en"
# ## 4.1 There are eight namespaces
#
# `/proc/<pid>/ns` shows the number of each namespace that a process is in. The same number means the same namespace.
# Let us make two ordinary containers.

# %%
# !docker rm -f left-room right-room >/dev/null 2>&1
# !docker run -d --name left-room shell sleep infinity
# !docker run -d --name right-room shell sleep infinity
# !docker exec left-room ls -l /proc/1/ns

# %%
import subprocess

KINDS = ["pid", "net", "mnt", "uts", "ipc", "user", "cgroup", "time"]


def namespaces(name):
    """The numbers of the namespaces a container is in: {"pid": 4026531836, ...}."""
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
# | `user` | 사용자 ID와 그룹 ID, root의 권한 |
# | `cgroup` | 보이는 cgroup 경로 |
# | `time` | 부팅 후 흐른 시간 |
#
# **예측.** 평범한 컨테이너 두 개는 무엇을 따로 가질까요? **따로** 가지면 `True`, **함께** 쓰면 `False`입니다.

# %% [markdown] lang="en"
# | kind | what it separates |
# |---|---|
# | `pid` | process IDs |
# | `net` | network interfaces, routing tables, firewall rules, ports |
# | `mnt` | mount points: the file system you see below `/` |
# | `uts` | hostname and domain name |
# | `ipc` | communication between processes: shared memory, semaphores, message queues |
# | `user` | user and group IDs, and the rights of root |
# | `cgroup` | the cgroup path you see |
# | `time` | the time since boot |
#
# **Predict.** Which of these do two ordinary containers have separately? `True` if each has **its own**, `False` if
# they **share** it.

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
# > **교과서가 틀린 곳 ①** 네임스페이스는 여섯 가지가 아니라 여덟 가지입니다. `cgroup`(2016년)과 `time`(2020년)이 더 있습니다.
#
# - `time`은 Docker가 쓰지 않아서 모두 호스트의 것을 함께 씁니다. `user`도 함께 씁니다(4.7).
# - `cgroup`은 cgroup v2에서는 컨테이너마다 따로, v1에서는 호스트의 것을 함께 쓰는 것이 기본입니다.

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 1.** There are not six namespaces but eight: `cgroup` (2016) and `time` (2020) came
# > later.
#
# - Docker does not use `time`, so all share the host's. `user` is shared too (4.7).
# - By default, each container has its own `cgroup` on cgroup v2, and all share the host's on v1.

# %% [markdown] lang="ko"
# ## 4.2 PID: 보이지 않으면 건드릴 수 없다
#
# 컨테이너의 메인 프로세스는 안에서는 PID 1이지만 엔진에서는 번호가 다릅니다.
#
# **예측.** `left-room` 안에서 `ps`를 실행하면 `right-room`의 `sleep`도 보일까요? 엔진이 아는 번호로 시그널을 보내면 어떻게 될까요? (`kill -0`은 보낼 수 있는지만
# 확인합니다.)

# %% [markdown] lang="en"
# ## 4.2 PID: what you cannot see, you cannot touch
#
# A container's main process is PID 1 inside, but has another number on the engine.
#
# **Predict.** Will `ps` in `left-room` also show the `sleep` of `right-room`? And what happens if you send it a signal
# by the number the engine knows? (`kill -0` only checks whether a signal could be sent.)

# %%
# !docker exec left-room ps -ef
# !docker top right-room -eo pid,args
# !docker exec left-room kill -0 $(docker top right-room -eo pid | tail -1)

# %% [markdown] lang="ko"
# `left-room`의 PID 네임스페이스에는 자기 프로세스만 있습니다. 남의 번호는 여기서 아무 뜻이 없으니, 거절이 아니라 "그런 프로세스는 없다"는 답이 옵니다.

# %% [markdown] lang="en"
# The PID namespace of `left-room` holds only its own processes. Another container's number means nothing there, so the
# answer is not a refusal but "no such process".

# %% [markdown] lang="ko"
# ## 4.3 NET: 인터페이스, 브리지, 포트
#
# 새 네트워크 네임스페이스에는 `lo`밖에 없습니다. Docker는 가상 이더넷(veth) 한 쌍을 만들어 한쪽 끝은 컨테이너에 `eth0`으로, 다른 쪽 끝은 브리지 `docker0`에 꽂고, 컨테이너에 브리지의
# IP 주소 공간에서 주소를 하나 줍니다.

# %% [markdown] lang="en"
# ## 4.3 NET: interfaces, bridge, ports
#
# A new network namespace has nothing but `lo`. Docker creates a pair of virtual Ethernet interfaces (veth), puts one
# end into the container as `eth0` and plugs the other into the bridge `docker0`. The container gets an IP address from
# the bridge's range.

# %%
# Both ends: in the container, then in the engine's network.
# !docker exec left-room ip -o -4 addr; docker exec left-room ip route
# !docker run --rm --network host shell ip -o link | cut -c 1-100

# %% [markdown] lang="ko"
# 컨테이너마다 80번 포트가 따로 있어 부딪치지 않지만, 밖에서 들어올 길은 열어 주어야 합니다. `-p OUTSIDE:INSIDE`에서 왼쪽이 바깥(엔진)의 포트, 오른쪽이 안(컨테이너)의 포트입니다.
#
# **해 보기.** `nginx` 컨테이너 `front-desk`를 백그라운드에서 실행하고, 엔진의 포트 `me.port`를 컨테이너의 80번으로 이으세요. `!`로 시작하는 줄에서 `{me.port}`라고 쓰면
# 값이 들어갑니다.

# %% [markdown] lang="en"
# Each container has its own port 80, so they do not collide, but the way in from outside has to be opened. In
# `-p OUTSIDE:INSIDE`, the left is the port outside (on the engine), the right the port inside (in the container).
#
# **Do.** Run an `nginx` container `front-desk` in the background, with port `me.port` of the engine leading to port 80
# of the container. In a line that begins with `!`, write `{me.port}` to insert the value.

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
# **예측.** 다음 네 가지로 만든 컨테이너는 **자기만의** 네트워크 네임스페이스를 가질까요? 가지면 `True`입니다. `container`는 `--network container:front-desk`를
# 뜻합니다.

# %% [markdown] lang="en"
# ### Network modes
#
# **Predict.** Does a container made with each of these four have a network namespace **of its own**? `True` if it does.
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
# `none`은 네트워크 네임스페이스가 없다는 뜻이 아닙니다. 자기 것이 있고, `lo` 말고는 **비어** 있습니다. `host`와 `container`는 이미 있는 네임스페이스에 들어갑니다.

# %% [markdown] lang="en"
# `none` does not mean that there is no network namespace. The container has its own, **empty** except for `lo`. `host`
# and `container` enter a namespace that already exists.

# %% [markdown] lang="ko"
# ## 4.4 MNT: 저마다의 `/`
#
# 같은 이미지로 만든 컨테이너라도 `/`는 따로입니다. 읽기 전용인 이미지 레이어는 함께 쓰고, 그 위에 컨테이너마다 쓰기 레이어를 하나씩 겹칩니다(overlay).
#
# **해 보기.** **같은 경로** `/note.txt`에, `left-room`에는 `me.word`를, `right-room`에는 `me.hostname`을 적으세요. `docker exec`에서 `>`를
# 어느 셸이 처리할지 생각해 보세요.

# %% [markdown] lang="en"
# ## 4.4 MNT: a `/` for each
#
# Containers of the same image still have a `/` each. They share the read-only image layers, and each has one writable
# layer on top (overlay).
#
# **Do.** At the **same path** `/note.txt`, write `me.word` in `left-room` and `me.hostname` in `right-room`. With
# `docker exec`, think about which shell handles the `>`.

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
# 마운트 네임스페이스는 따로여도 폴더 하나를 함께 쓸 수는 있습니다. `-v /host/folder:/container/folder`는 호스트(엔진이 있는 컴퓨터)의 폴더를 컨테이너 안에 마운트합니다. `:ro`를
# 붙이면 읽기만 됩니다.

# %% [markdown] lang="en"
# Containers with separate mount namespaces can still share a folder. `-v /host/folder:/container/folder` mounts a
# folder of the host (the machine the engine runs on) into the container. With `:ro` it is read-only.

# %%
# !docker run --rm -v /tmp/shelf:/outbox shell sh -c 'echo hello > /outbox/letter'
# !docker run --rm -v /tmp/shelf:/inbox:ro shell sh -c 'cat /inbox/letter; echo more > /inbox/letter'
# Tidy up the folder on the host.
# !docker run --rm -v /tmp:/host-tmp shell rm -r /host-tmp/shelf

# %% [markdown] lang="ko"
# ## 4.5 UTS: 호스트명
#
# 호스트명은 따로 정하지 않으면 컨테이너 ID의 앞 12자리라서, 로그에서 어느 컨테이너인지 알아보기 어렵습니다.
#
# **해 보기.** 이미지 `shell`, 명령 `sleep infinity`로 컨테이너 `name-tag`를 백그라운드에서 실행하고, 호스트명을 `me.hostname`으로 정하세요.

# %% [markdown] lang="en"
# ## 4.5 UTS: the hostname
#
# Unless you set one, the hostname is the first 12 digits of the container's ID, which is hard to recognise in a log.
#
# **Do.** Run a container `name-tag` in the background, image `shell`, command `sleep infinity`, and set its hostname to
# `me.hostname`.

# %%
# !docker rm -f name-tag >/dev/null 2>&1
# Run name-tag here.
### BEGIN SOLUTION
# !docker run -d --name name-tag --hostname {me.hostname} shell sleep infinity
### END SOLUTION

# %%
# Three containers, three hostnames. And can root change the hostname from inside?
# !docker exec name-tag hostname
# !docker exec left-room hostname
# !docker exec right-room hostname
# !docker exec name-tag hostname another-name

# %% points=1
check("namespaces-hostname")

# %% [markdown] lang="ko"
# 같은 사용자 정의 네트워크에 있는 컨테이너끼리는 호스트명으로 서로를 찾을 수도 있습니다.
#
# 안에서 호스트명을 바꾸는 것은 root라도 거절당합니다. Docker가 컨테이너의 root에게서 그 권한(capability)을 빼 두었기 때문입니다. 네임스페이스는 **무엇이 보이는가**를,
# capability는 **무엇을 해도 되는가**를 정합니다.

# %% [markdown] lang="en"
# Containers on the same user-defined network can also find each other by hostname.
#
# Changing it from inside is refused, even for root: Docker has taken that right (a capability) away from root in a
# container. Namespaces decide **what you see**, capabilities **what you may do**.

# %% [markdown] lang="ko"
# ## 4.6 IPC: 공유 메모리
#
# PostgreSQL이 쓰는 System V 공유 메모리는 IPC 네임스페이스 안의 번호로 찾습니다. 그래서 같은 IPC 네임스페이스에 있어야만 보입니다. `--ipc container:NAME`은 다른 컨테이너의
# IPC 네임스페이스에 들어갑니다.
#
# **예측.** 평범하게 만든 `left-room`의 IPC에 다른 컨테이너가 들어갈 수 있을까요? `--ipc shareable`로 만든 `mail-room`의 IPC에는요? 들어갈 수 있으면 `True`입니다.
#
# **해 보기.** 이미지 `shell`, 명령 `sleep infinity`로 컨테이너 둘을 백그라운드에서 실행하세요. `mail-room`은 IPC를 공유할 수 있게 만들고, `mail-clerk`는
# `mail-room`의 IPC에 들어가게 하세요. 그런 다음 둘 중 한 곳에서 `ipcmk -M 4096`으로 공유 메모리를 만드세요.

# %% [markdown] lang="en"
# ## 4.6 IPC: shared memory
#
# System V shared memory, which PostgreSQL uses, is found by a number within an IPC namespace. So only processes in the
# same IPC namespace see it. `--ipc container:NAME` enters another container's IPC namespace.
#
# **Predict.** Can another container enter the IPC namespace of the ordinary `left-room`? And that of `mail-room`, made
# with `--ipc shareable`? `True` if it can.
#
# **Do.** Run two containers in the background, image `shell`, command `sleep infinity`: `mail-room`, whose IPC can be
# shared, and `mail-clerk`, which enters the IPC namespace of `mail-room`. Then, in one of the two, create shared memory
# with `ipcmk -M 4096`.

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
# > **교과서가 틀린 곳 ②** IPC 네임스페이스는 통신을 **빠르게** 하지 않습니다. 공유 메모리는 원래 빠르고, 네임스페이스는 누가 보는지를 나눌 뿐입니다. 교과서가 예로 든 Redis도 System V
# > 세마포어를 쓰지 않습니다.

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 2.** The IPC namespace does not make communication **faster**. Shared memory is fast
# > anyway; the namespace only decides who sees it. And Redis, the textbook's example, does not use System V semaphores.

# %% [markdown] lang="ko"
# ## 4.7 USER: 컨테이너의 root는 누구인가
#
# 교과서는 컨테이너의 root(UID 0)가 호스트에서는 일반 사용자라고 합니다. `user` 네임스페이스는 안의 UID를 바깥의 다른 UID에 매핑할 수 있습니다. `/proc/self/uid_map`에 **안의
# 첫 UID, 바깥의 첫 UID, 개수** 순서로 적혀 있습니다.
#
# **해 보기.** 컨테이너 안에서 `id -u`와 `cat /proc/self/uid_map`을 실행하고, `root`에 세 값을 적으세요.
#
# | 키 | 뜻 |
# |---|---|
# | `inside` | 안에서 본 UID |
# | `outside` | 안의 UID 0이 바깥에서 갖는 UID |
# | `own_namespace` | 컨테이너가 엔진과 **다른** `user` 네임스페이스에 있는가 (`True`/`False`) |

# %% [markdown] lang="en"
# ## 4.7 USER: who is root in a container?
#
# The textbook says that root (UID 0) in a container is an ordinary user on the host. A `user` namespace can map UIDs
# inside to other UIDs outside. `/proc/self/uid_map` lists them as **first UID inside, first UID outside, how many**.
#
# **Do.** Run `id -u` and `cat /proc/self/uid_map` in a container, and write three values into `root`.
#
# | key | meaning |
# |---|---|
# | `inside` | the UID seen inside |
# | `outside` | the UID that UID 0 inside has outside |
# | `own_namespace` | is the container in a **different** `user` namespace from the engine? (`True`/`False`) |

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
# > **교과서가 틀린 곳 ③** Docker는 기본으로 컨테이너에 `user` 네임스페이스를 따로 만들어 **주지 않습니다**. 컨테이너가 엔진의 것을 그대로 쓰므로, 엔진이 진짜 root로 돌면 컨테이너의
# > root도 **진짜 root**입니다. 그때 `uid_map`은 `0 0 4294967295`입니다.
#
# 큰 수가 보였다면, 이 실습에서는 엔진 **전체**가 권한 없는 사용자로 돌고 있기 때문입니다(rootless와 같은 생각). 보통의 서버에서는 `/etc/subuid`와 `/etc/subgid`에 범위를 정하고
# 엔진을 `userns-remap`으로 설정하거나 rootless 모드로 돌립니다. 교과서의 "UID 0 → UID 1000"은 UID 1000인 사용자가 rootless로 돌릴 때의 그림입니다.

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 3.** By default Docker does **not** create a `user` namespace for a container. The
# > container uses the engine's, so where the engine runs as real root, root in a container is **real root**. `uid_map`
# > then reads `0 0 4294967295`.
#
# If you saw a large number, that is because the **whole** engine of this course runs as a user without rights (the same
# idea as rootless). On an ordinary server, set ranges in `/etc/subuid` and `/etc/subgid` and configure the engine with
# `userns-remap`, or run it in rootless mode. The textbook's "UID 0 → UID 1000" is what you get when a user with UID
# 1000 runs it rootless.

# %% [markdown] lang="ko"
# ## 4.8 네트워크 공유: `--network container:`
#
# ![컨테이너 A와 B의 네임스페이스. net, pid, ipc는 B를 --network container:A, --pid container:A, --ipc container:A로 만들면 A의 것을 함께 씁니다. mnt와 uts는 언제나 따로입니다. cgroup은 v2에서는 따로, v1에서는 호스트의 것입니다. user와 time은 모두가 엔진 호스트의 것을 함께 씁니다.](shared-namespaces.svg)
#
# 네임스페이스는 하나씩 골라서 공유할 수 있습니다. 쿠버네티스의 파드(Pod)도 그렇게 만듭니다.
#
# **해 보기.** `quiet-web`의 네트워크 네임스페이스를 공유하는 컨테이너 `web-helper`를 이미지 `shell`, 명령 `sleep infinity`로 실행하세요.
#
# **예측.** 둘은 무엇을 함께 쓰게 될까요? 같은 네임스페이스면 `True`입니다.

# %% [markdown] lang="en"
# ## 4.8 Sharing the network: `--network container:`
#
# ![The namespaces of containers A and B. B shares net, pid and ipc with A if it is made with --network container:A, --pid container:A or --ipc container:A. Each always has its own mnt and uts. cgroup is its own on v2 and the host's on v1. user and time are those of the engine's host, shared by all.](shared-namespaces.svg)
#
# Namespaces can be shared one by one. A Kubernetes Pod is made this way.
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
# See: does web-helper reach quiet-web's server on its own 127.0.0.1? Which hostname and address do they have?
# !docker exec web-helper wget -q -O - -T 3 http://127.0.0.1/
# !docker exec quiet-web sh -c 'hostname; ip -o -4 addr show eth0'
# !docker exec web-helper sh -c 'hostname; ip -o -4 addr show eth0'
compare("quiet-web", "web-helper")

# %% points=2
check("namespaces-join", shared)

# %% [markdown] lang="ko"
# IP 주소도 하나, 포트도 한 벌이고, 서로를 `127.0.0.1`로 부릅니다. 그래서 `web-helper`에는 `-p`와 `--hostname`을 쓸 수 없습니다.
#
# 호스트명은 Docker가 **글자를 복사**해서 같아 보일 뿐, `uts`의 번호는 다릅니다.
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
# There is one IP address and one set of ports, and each is `127.0.0.1` to the other. That is why `web-helper` cannot
# have `-p` or `--hostname`.
#
# The hostname is the same only because Docker **copied the letters**; the `uts` numbers differ.
#
# ### When the owner restarts
#
# **Predict.** What happens to `web-helper` when `quiet-web` restarts? Write `True`/`False` for each.
#
# | key | meaning |
# |---|---|
# | `still_running` | `web-helper` is still running |
# | `same_net` | the two are still in the same network namespace |
# | `reaches_web` | `web-helper` still gets the page from `http://127.0.0.1/` |
#
# **Do.** Restart only `quiet-web`.

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
# `quiet-web`은 새 네트워크 네임스페이스를 받았고, `web-helper`는 `eth0`도 없는 옛 네임스페이스에 남았습니다. `docker ps`에는 둘 다 `Up`이라서 알아채기 어려운 장애입니다.
# `web-helper`도 다시 시작하면 따라갑니다.

# %% [markdown] lang="en"
# `quiet-web` got a new network namespace, and `web-helper` stayed behind in the old one, where even `eth0` is gone.
# `docker ps` says `Up` for both, so this failure is easy to miss. Restart `web-helper` too, and it follows.

# %%
# !docker restart -t 0 web-helper
# !docker exec web-helper wget -q -O - -T 3 http://127.0.0.1/

# %% [markdown] lang="ko"
# ## 4.9 PID 공유: 디버그 사이드카
#
# `stuck-app`은 첫 단계(`tail`)가 끝나야 다음으로 가는데, 그 단계가 끝나지 않습니다. 운영 이미지에는 `ps`도 `kill`도 없을 때가 많으니, 도구는 옆에 붙인 컨테이너가 가져옵니다.
# `stuck-app`에는 `docker exec`를 쓰지 마세요.
#
# **해 보기.** `stuck-app`의 PID 네임스페이스를 공유하는 컨테이너 `surgeon`을 이미지 `shell`, 명령 `sleep infinity`로 실행하세요. 그런 다음 `surgeon` 안에서
# `tail`의 PID를 찾아 그 프로세스만 끝내세요.

# %% [markdown] lang="en"
# ## 4.9 Sharing PIDs: a debug sidecar
#
# `stuck-app` can only go on when its first step (`tail`) ends, and that step never ends. Production images often have
# no `ps` or `kill`, so a container beside it brings the tools. Do not use `docker exec` on `stuck-app`.
#
# **Do.** Run a container `surgeon`, image `shell`, command `sleep infinity`, that shares the PID namespace of
# `stuck-app`. Then, inside `surgeon`, find the PID of `tail` and end only that process.

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
# See: did stuck-app go on? Which processes does the engine list for which container?
# !docker logs stuck-app
# !docker exec surgeon ps -eo pid,ppid,args
# !docker top stuck-app -eo pid,args; docker top surgeon -eo pid,args

# %% points=2
check("namespaces-sidecar")

# %% [markdown] lang="ko"
# `surgeon`에서는 두 컨테이너의 프로세스가 모두 보이지만 `docker top`은 컨테이너마다 자기 것만 보여 줍니다. 마운트 네임스페이스는 따로인데도, `/proc/1/root`를 거치면
# `stuck-app`의 파일까지 보입니다.

# %% [markdown] lang="en"
# `surgeon` sees the processes of both containers, while `docker top` lists only each container's own. The mount
# namespaces are separate, yet through `/proc/1/root` even the files of `stuck-app` are visible.

# %%
# In surgeon, process 1 is stuck-app's. Compare its namespaces with surgeon's own, and list its files.
# !docker exec surgeon ls -l /proc/1/ns/pid /proc/self/ns/pid /proc/1/ns/mnt /proc/self/ns/mnt
# !docker exec surgeon ls /proc/1/root

# %% [markdown] lang="ko"
# ### 주인이 끝나면
#
# **예측.** `stuck-app`을 끝내면 두 컨테이너의 종료 코드는 각각 얼마일까요? 지금 PID 1은 시그널을 처리하지 않는 `stuck-app`의 `sleep`이고, `surgeon`에는 아무도
# `stop`이나 `kill`을 하지 않습니다.
#
# **해 보기.** `docker stop -t 2 stuck-app`을 실행하고 두 종료 코드를 확인하세요.

# %% [markdown] lang="en"
# ### When the owner ends
#
# **Predict.** When `stuck-app` ends, what will the two exit codes be? PID 1 is now the `sleep` of `stuck-app`, which
# handles no signals, and nobody uses `stop` or `kill` on `surgeon`.
#
# **Do.** Run `docker stop -t 2 stuck-app` and look at both exit codes.

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
# PID 1이 끝나면 커널이 그 PID 네임스페이스의 모든 프로세스에 SIGKILL을 보냅니다. 그래서 엔진이 시그널을 보내지 않은 `surgeon`도 `137`입니다. 주인 없이는 `surgeon`을 다시 시작할
# 수도 없습니다.

# %% [markdown] lang="en"
# When PID 1 ends, the kernel sends SIGKILL to every process in its PID namespace. So `surgeon` ends with `137` too,
# although the engine sent it no signal. Without its owner, `surgeon` cannot even be started again.

# %%
# !docker start surgeon

# %% [markdown] lang="ko"
# ## 4.10 호스트와 공유: `--network host --pid host`
#
# 교과서는 이것을 "privileged-container"의 예로 듭니다. `--privileged`도 아닌데 무엇을 내주게 될까요? `locked-safe`는 포트도 볼륨도 없고, 무작위로 만든 비밀을 자기
# `/root/secret`에만 두었습니다.
#
# **해 보기.** 같은 옵션으로 컨테이너 `watch-tower`를 이미지 `shell`, 명령 `sleep infinity`로 실행하고, 그 안에서 비밀을 읽어 `secret`에 담으세요.
# `locked-safe`에는 `docker exec`도 `docker cp`도 쓰지 않습니다. `docker top`으로 알아낸 PID와 4.9의 `/proc/1/root`면 충분합니다.

# %% [markdown] lang="en"
# ## 4.10 Sharing with the host: `--network host --pid host`
#
# The textbook shows this as a "privileged-container". There is no `--privileged` here, so what does it give away?
# `locked-safe` has no ports and no volumes, and keeps a random secret only in its own `/root/secret`.
#
# **Do.** With these options, run a container `watch-tower`, image `shell`, command `sleep infinity`. From inside it,
# read the secret and put it into `secret`. Do not use `docker exec` or `docker cp` on `locked-safe`: a PID from
# `docker top` and the idea of `/proc/1/root` in 4.9 are enough.

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
# 호스트의 PID 네임스페이스에서는 엔진과 **모든** 컨테이너의 프로세스가 보입니다. 환경 변수와 파일을 읽고 시그널도 보냅니다. 호스트의 네트워크에서는 `127.0.0.1`에만 열어 둔 관리용 포트까지
# 닿습니다. 엔진이 진짜 root로 도는 서버라면 호스트를 내준 것에 가깝습니다.
#
# > **교과서가 틀린 곳 ④** "다른 컨테이너의 프로세스를 보거나 조작할 수 없음"은 **기본값일 때만** 참입니다.

# %% [markdown] lang="en"
# In the host's PID namespace you see the processes of the engine and of **all** containers. You can read their
# environment variables and files, and send them signals. In the host's network you reach even an admin port that is
# open only on `127.0.0.1`. On a server whose engine runs as real root, this comes close to giving the host away.
#
# > **Where the textbook is wrong, 4.** "The processes of other containers cannot be seen or manipulated" is true **only
# > by default**.

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
# - 네트워크를 공유하면 주인이 다시 시작할 때 혼자 남고, PID를 공유하면 주인이 끝날 때 함께 끝납니다.
#
# ### 생각해 볼 질문
#
# 쿠버네티스의 파드에서는 앱 컨테이너가 다시 시작해도 사이드카의 네트워크가 끊기지 않습니다. 4.8에서 본 문제를 어떻게 피했을까요? 네트워크 네임스페이스의 주인이 누구여야 할지 생각해 보세요.
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
# | there are six namespaces | eight, including `cgroup` and `time` |
# | root in a container is an ordinary user on the host | `user` is the engine's; true only with remapping or rootless |
# | the processes of other containers cannot be seen | only by default; `--pid` shows even files |
# | the IPC namespace makes communication fast | it only decides who sees the shared memory |
#
# - The numbers in `/proc/<pid>/ns`, not the names, tell whether two containers are in the same namespace.
# - If you share a network, you are left behind when the owner restarts; if you share PIDs, you end when the owner ends.
#
# ### A question to take along
#
# In a Kubernetes Pod, a sidecar keeps its network when the app container restarts. How does the Pod avoid the problem
# you saw in 4.8? Think about who should own the network namespace.
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
