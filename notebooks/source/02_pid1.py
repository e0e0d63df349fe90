# ---
# jupyter:
#   container_lifecycle:
#     section: pid1
#     number: 2
#     minutes: 20
# ---

# %% [markdown] lang="ko"
# # 2. PID 1
#
# **Week 1 > Day 2 > Session 5** · 컨테이너 라이프사이클의 두 번째 노트북입니다. (약 20분)
#
# 이번에는 컨테이너의 상태를 정하는 프로세스, 곧 **PID 1**을 들여다봅니다.
#
# ### 학습 목표
# - 한 프로세스가 호스트와 컨테이너에서 갖는 두 PID를 짝짓습니다.
# - PID 1의 수명이 곧 컨테이너의 수명임을 실험으로 보입니다.
# - shell form 때문에 컨테이너가 멈추지 않는 Dockerfile을 exec form으로 고칩니다.
# - 좀비를 만들어 보고, 누가 치우는지 압니다.
# - 시그널을 전달하는 셸 스크립트를 씁니다.
#
# 노트북을 쓰는 법은 1번 노트북에 있고, 이미지는 이번에도 `nginx`와 `shell`입니다.

# %% [markdown] lang="en"
# # 2. PID 1
#
# **Week 1 > Day 2 > Session 5** · The second notebook about the container lifecycle. (about 20 minutes)
#
# This one is about the process that decides a container's state: its **PID 1**.
#
# ### Learning goals
# - Pair the two PIDs of one process, on the host and in its container.
# - Show by experiment that the life of PID 1 is the life of the container.
# - Repair a Dockerfile whose shell form keeps the container from stopping: write the exec form.
# - Make a zombie, and know who clears it away.
# - Write a shell script that passes signals on.
#
# Notebook 1 explains how to use a notebook. The images are `nginx` and `shell` again.

# %%
from pathlib import Path

from course import check, learner

me = learner()

# %% [markdown] lang="ko"
# ## 2.1 프로세스는 하나, 번호는 둘
#
# ![호스트의 PID와 컨테이너의 PID. 왼쪽은 호스트에서 본 번호로 nginx master가 1234, worker가 1256과 1257입니다. 오른쪽은 같은 프로세스를 컨테이너 안에서 본 번호로 master가 1, worker가 8과 9입니다. 점선이 같은 프로세스끼리 잇고, 화살표는 master가 worker의 부모임을 보입니다.](host-container-pids.svg)
#
# 컨테이너의 프로세스는 호스트 커널에서 도는 보통 프로세스이지만, 자기만의 **PID 네임스페이스** 안에서 1부터 다시 번호를 받습니다.
# 그림의 번호는 예일 뿐이니 진짜 번호를 찾아봅시다. 여기서 "호스트"는 여러분의 Docker Engine이 도는 곳입니다.

# %% [markdown] lang="en"
# ## 2.1 One process, two numbers
#
# ![Host PIDs and container PIDs. On the left the numbers as the host sees them: nginx master 1234, workers 1256 and 1257. On the right the same processes as seen inside the container: master 1, workers 8 and 9. Dotted lines join what is one process; arrows show that the master is the parent of the workers.](host-container-pids.svg)
#
# A container's processes are ordinary processes of the host's kernel, but they live in a **PID namespace** of their own, where
# numbers begin at 1 again. The picture is an example: let us find the real numbers. "Host" here is wherever your Docker Engine runs.

# %%
# !docker rm -f two-faces >/dev/null 2>&1
# !docker run -d --name two-faces nginx
# !echo "--- as the host sees them"; docker top two-faces -eo pid,ppid,args
# !echo "--- as the container sees them"; docker exec two-faces ps -eo pid,ppid,args

# %% [markdown] lang="ko"
# `docker top`은 호스트 쪽에서, `docker exec … ps`는 컨테이너 안에서 봅니다. (끝의 `ps`는 방금 여러분이 넣은 것입니다.) 이름이 같은 두
# worker는 어떻게 구별할까요? 호스트의 `/proc/<PID>/status`에서 `NSpid` 줄에 두 번호가 다 있습니다.

# %% [markdown] lang="en"
# `docker top` looks from the host, `docker exec … ps` from inside. (The `ps` at the end is the one you have just put in.) Which
# of the two workers is which? On the host, the line `NSpid` of `/proc/<PID>/status` has both numbers.

# %%
import docker

for process in docker.from_env().containers.get("two-faces").top()["Processes"]:
    pid = process[1]
    # --pid host: a container that sees the processes of the host.
    # !docker run --rm --pid host shell grep NSpid /proc/{pid}/status

# %% [markdown] lang="ko"
# **해 보기.** `two-faces`의 세 프로세스를 호스트의 PID, 컨테이너의 PID 순서로 짝지으세요. 그림의 master라면 `[1234, 1]`입니다. 쌍끼리의
# 순서는 상관없습니다.

# %% [markdown] lang="en"
# **Do.** Pair the PID on the host with the PID in the container, for each of the three processes of `two-faces`. The master in the
# picture is `[1234, 1]`. The order of the pairs does not matter.

# %%
pairs = [[..., ...], [..., ...], [..., ...]]
### BEGIN SOLUTION
engine = docker.from_env()
pairs = []
for process in engine.containers.get("two-faces").top()["Processes"]:
    look = f"grep NSpid /proc/{process[1]}/status"
    line = engine.containers.run("shell", look, pid_mode="host", remove=True)
    pairs.append([int(number) for number in line.split()[1:]])
print(pairs)
### END SOLUTION

# %% points=2
check("pid1-numbers", pairs)

# %% [markdown] lang="ko"
# > **교과서가 틀린 곳 ①** 교과서의 그림에서 worker는 PID 2와 3이지만, 실제 번호는 컨테이너를 만들 때마다 다릅니다. 번호 대신 부모를 보세요.
# > worker의 PPID는 언제나 master의 PID, 곧 컨테이너 안에서는 1입니다.
#
# ## 2.2 PID 1이 아닌 프로세스가 죽으면
#
# **예측.** nginx 컨테이너 `beehive`에서 worker 하나가 죽고 잠시 지나면, 컨테이너의 상태(`status`), worker의 수(`workers`), 컨테이너 안에서 본
# worker의 PPID(`parent`)는 무엇일까요?
#
# **해 보기.** 컨테이너 안에서 `kill PID`를 실행해 `beehive`의 worker 하나를 죽이세요.

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 1.** In its picture the workers are PID 2 and 3, but the real numbers differ from container to
# > container. Look at the parent instead: the PPID of a worker is always the master's PID, which in the container is 1.
#
# ## 2.2 When a process dies that is not PID 1
#
# **Predict.** A moment after one worker has died in the nginx container `beehive`, what is the container's status (`status`), how
# many workers are there (`workers`), and what is their PPID as seen in the container (`parent`)?
#
# **Do.** Kill one worker of `beehive`: run `kill PID` inside the container.

# %%
# !docker rm -f beehive >/dev/null 2>&1
# !docker run -d --name beehive nginx
# Wait until both workers are there, then look.
# !docker exec beehive sh -c 'until ps -eo args | grep -c "[n]ginx: worker" | grep -q 2; do sleep 0.1; done'
# !docker exec beehive ps -eo pid,ppid,args

# %%
after = {"status": ..., "workers": ..., "parent": ...}
# Then kill one worker of beehive here.
### BEGIN SOLUTION
after = {"status": "running", "workers": 2, "parent": 1}
# !docker exec beehive sh -c 'kill $(ps -eo pid,args | grep -m 1 "nginx: worker" | cut -c 1-7)'
### END SOLUTION

# %%
# See: which number is new, and what did the master say about it?
# !docker exec beehive ps -eo pid,ppid,args
# !docker logs --tail 4 beehive

# %% points=1
check("pid1-worker", after)

# %% [markdown] lang="ko"
# 부모인 master가 worker가 끝났다는 소식(SIGCHLD)을 받고 새 worker를 시작했습니다. 컨테이너는 계속 `running`입니다.
#
# ## 2.3 PID 1이 끝나면
#
# `last-breath`의 PID 1은 셸입니다. 자식으로 `sleep 1000`을 시작해 놓고 파이프 `/tmp/door`에서 숫자 하나를 기다리다가, 숫자가 오면 그것을 종료
# 코드로 하여 끝납니다.
#
# **예측.** PID 1이 끝날 때 `sleep 1000`은 살아남을까요? `True` 또는 `False`로 적으세요.
#
# **해 보기.** `docker exec`로 `/tmp/door`에 **여러분의 번호** `me.exit_code`를 써 넣으세요. `!` 줄에서는 `{me.exit_code}`라고 적으면 됩니다.

# %% [markdown] lang="en"
# The master, as the parent, was told that a worker had ended (SIGCHLD), and started another. The container is still `running`.
#
# ## 2.3 When PID 1 ends
#
# PID 1 of `last-breath` is a shell. It starts `sleep 1000` as its child, waits at the pipe `/tmp/door` for a number, and ends with
# that number as its exit code.
#
# **Predict.** When PID 1 ends, will `sleep 1000` survive? Write `True` or `False`.
#
# **Do.** With `docker exec`, write **your own number** `me.exit_code` into `/tmp/door`. In a `!` line, write it as `{me.exit_code}`.

# %%
# !docker rm -f last-breath >/dev/null 2>&1
# !docker run -d --name last-breath shell sh -c 'mkfifo /tmp/door; sleep 1000 & read code < /tmp/door; exit $code'
# !docker exec last-breath ps -eo pid,ppid,args

# %%
survives = ...  # True or False
# Then write your number into /tmp/door of last-breath here.
### BEGIN SOLUTION
survives = False
# !docker exec last-breath sh -c "echo {me.exit_code} > /tmp/door"
### END SOLUTION

# %%
# See: the state, and every sleep that the host still knows.
# !docker ps -a --filter name=last-breath
# !docker run --rm --pid host shell ps -eo pid,args | grep "[s]leep 1000"

# %% points=2
check("pid1-life", survives)

# %% [markdown] lang="ko"
# PID 1이 끝나면 커널은 그 PID 네임스페이스에 남은 모든 프로세스에 SIGKILL을 보냅니다. 그래서 **PID 1의 수명이 컨테이너의 수명**이고, PID 1의
# 종료 코드가 컨테이너의 종료 코드입니다.
#
# ## 2.4 누가 PID 1이 될까: 셸 세 가지
#
# 교과서는 `CMD ["/bin/sh", "-c", "nginx …"]`라고 쓰면 셸이 PID 1이 되어 잘못이라고 합니다. 언제나 그럴까요? `shell` 이미지의 세 셸로
# 해 봅시다. Debian의 `/bin/sh`인 dash, 흔히 쓰는 bash, Alpine의 `/bin/sh`인 busybox입니다.
#
# **예측.** 셸에게 `-c`로 명령을 주었을 때 컨테이너의 PID 1은 `"shell"`일까요, `"sleep"`일까요?
#
# | 키 | 실행하는 명령 |
# |---|---|
# | `dash` | `dash -c 'sleep 1000'` |
# | `bash` | `bash -c 'sleep 1000'` |
# | `busybox` | `busybox sh -c 'sleep 1000'` |
# | `bash_then` | `bash -c 'sleep 1000; true'` |

# %% [markdown] lang="en"
# When PID 1 ends, the kernel sends SIGKILL to everything that is left in its PID namespace. So **the life of PID 1 is the life of
# the container**, and its exit code is the container's.
#
# ## 2.4 Who becomes PID 1? Three shells
#
# With `CMD ["/bin/sh", "-c", "nginx …"]`, says the textbook, the shell becomes PID 1, and that is wrong. Is it always so? Try the
# three shells of the image `shell`: dash, which is `/bin/sh` on Debian, the common bash, and busybox, which is `/bin/sh` on Alpine.
#
# **Predict.** When a shell is given a command with `-c`, is the container's PID 1 the `"shell"` or `"sleep"`?
#
# | key | the command that is run |
# |---|---|
# | `dash` | `dash -c 'sleep 1000'` |
# | `bash` | `bash -c 'sleep 1000'` |
# | `busybox` | `busybox sh -c 'sleep 1000'` |
# | `bash_then` | `bash -c 'sleep 1000; true'` |

# %%
first = {"dash": ..., "bash": ..., "busybox": ..., "bash_then": ...}
### BEGIN SOLUTION
first = {"dash": "shell", "bash": "sleep", "busybox": "sleep", "bash_then": "shell"}
### END SOLUTION

# %%
# See: the four side by side. PID 1 is the line that begins with 1.
# !docker rm -f with-dash with-bash with-busybox with-more >/dev/null 2>&1
# !docker run -d --name with-dash shell dash -c 'sleep 1000' >/dev/null
# !docker run -d --name with-bash shell bash -c 'sleep 1000' >/dev/null
# !docker run -d --name with-busybox shell busybox sh -c 'sleep 1000' >/dev/null
# !docker run -d --name with-more shell bash -c 'sleep 1000; true' >/dev/null
# !echo "--- dash"; docker exec with-dash ps -eo pid,ppid,args
# !echo "--- bash"; docker exec with-bash ps -eo pid,ppid,args
# !echo "--- busybox"; docker exec with-busybox ps -eo pid,ppid,args
# !echo "--- bash_then"; docker exec with-more ps -eo pid,ppid,args
# !docker rm -f with-dash with-bash with-busybox with-more >/dev/null

# %% points=2
check("pid1-shells", first)

# %% [markdown] lang="ko"
# > **교과서가 틀린 곳 ②** 반만 맞습니다. bash와 busybox는 명령이 하나뿐이면 새 프로세스를 만들지 않고 자기 자리를 그 명령에게 내주어(`exec`)
# > 앱이 PID 1이 됩니다. dash는 그대로 남고, `…; true`처럼 뒤에 할 일이 있으면 어떤 셸이든 남습니다. 같은 Dockerfile이 Alpine에서는 되고
# > Debian에서는 안 되는 까닭입니다.
#
# ## 2.5 shell form과 exec form
#
# Dockerfile의 `CMD nginx …`는 **shell form**이고, Docker는 이것을 `/bin/sh -c "nginx …"`로 바꿉니다. JSON 배열 `CMD ["nginx", …]`는
# **exec form**이고, 적은 그대로 실행됩니다. 우리 이미지의 `/bin/sh`는 dash입니다. (빌드할 때 나오는 `DEPRECATED`는 빌드 도구에 관한
# 안내입니다.)

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 2.** It is half right. For a single command bash and busybox make no new process: they give it
# > their own place (`exec`), and the application is PID 1. dash stays; and with more to do, as in `…; true`, every shell stays. That is
# > why one and the same Dockerfile works on Alpine and fails on Debian.
#
# ## 2.5 Shell form and exec form
#
# In a Dockerfile, `CMD nginx …` is the **shell form**: Docker makes `/bin/sh -c "nginx …"` of it. The JSON array `CMD ["nginx", …]` is
# the **exec form**, and is run as it stands. In our images `/bin/sh` is dash. (The notice `DEPRECATED` while building is about the
# build tool.)


# %%
def write(folder, files):
    """Write files ({name: text}) into a folder beside this notebook, for docker build."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        Path(folder, name).write_text(text)


write("images/slow-web", {"Dockerfile": "FROM nginx\nCMD nginx -g 'daemon off;'\n"})
# !docker build -q -t slow-web images/slow-web
# !docker rm -f dawdler >/dev/null 2>&1
# !docker run -d --name dawdler slow-web
# !docker exec dawdler ps -eo pid,ppid,args
# %time !docker stop -t 3 dawdler
# !docker inspect dawdler | grep '"ExitCode"'

# %% [markdown] lang="ko"
# 유예 시간 3초(`-t 3`)를 다 쓰고 SIGKILL로 끝났습니다(`137`). 종료 시그널은 PID 1에게만 가는데, PID 1인 dash가 그것을 처리하지도, nginx에
# 전달하지도 않기 때문입니다.
#
# > **교과서가 틀린 곳 ③** "자식 프로세스의 시그널을 전파하거나 처리"하는 일은 저절로 되지 않습니다. 그렇게 짜인 프로그램이 PID 1일 때만 됩니다.
#
# **해 보기.** 아래 Dockerfile의 `CMD`를 셸을 거치지 않는 exec form으로 고쳐서, 이미지 `swift-web`의 컨테이너가 `docker stop`에 바로
# 종료 코드 `0`으로 종료되게 하세요.

# %% [markdown] lang="en"
# The grace period of 3 seconds (`-t 3`) went by, and SIGKILL ended it (`137`). The stop signal goes to PID 1 alone, and PID 1 was
# dash, which neither handles it nor passes it on to nginx.
#
# > **Where the textbook is wrong, 3.** That PID 1 "passes signals on to its children or handles them" does not happen by itself,
# > only when PID 1 is a program that was written to do so.
#
# **Do.** Repair the Dockerfile below: write its `CMD` in exec form, without a shell, so that a container of the image `swift-web` ends
# at once on `docker stop`, with exit code `0`.

# %%
# Repair the last line of this Dockerfile.
dockerfile = """FROM nginx
CMD nginx -g 'daemon off;'
"""
### BEGIN SOLUTION
dockerfile = """FROM nginx
CMD ["nginx", "-g", "daemon off;"]
"""
### END SOLUTION

# %%
write("images/swift-web", {"Dockerfile": dockerfile})
# Without this, a build that fails would leave the image of an earlier one.
# !docker rm -f sprinter >/dev/null 2>&1; docker rmi -f swift-web >/dev/null 2>&1
# !docker build -q -t swift-web images/swift-web
# !docker run -d --name sprinter swift-web
# !docker exec sprinter ps -eo pid,ppid,args
# %time !docker stop -t 3 sprinter
# !docker inspect sprinter | grep '"ExitCode"'

# %% points=2
check("pid1-exec-form", dockerfile)

# %% [markdown] lang="ko"
# ### 시작 스크립트가 있을 때
#
# `CMD`를 exec form으로 적어도, 앱을 띄우기 전에 준비하는 스크립트가 있으면 그것을 읽는 셸이 PID 1입니다.
#
# **해 보기.** `start.sh`를 고치세요. 준비하는 줄은 그대로 실행되고, `docker stop`에는 nginx가 시그널을 받아 바로 종료 코드 `0`으로
# 종료되어야 합니다. 셸이 명령에게 자기 자리를 내주게 하는 단어를 2.4에서 보았습니다.

# %% [markdown] lang="en"
# ### With a start script
#
# Even with `CMD` in exec form, where a script prepares something before the application starts, PID 1 is the shell that reads it.
#
# **Do.** Repair `start.sh`. The line that prepares has to run as before, and on `docker stop` nginx has to get the signal, so that the
# container ends at once with exit code `0`. In 2.4 you met the word by which a shell gives its own place to a command.

# %%
# Repair this script.
start_sh = """#!/bin/sh
echo "prepared: $(date)"
nginx -g 'daemon off;'
"""
### BEGIN SOLUTION
start_sh = """#!/bin/sh
echo "prepared: $(date)"
exec nginx -g 'daemon off;'
"""
### END SOLUTION

# %%
recipe = 'FROM nginx\nCOPY start.sh /\nCMD ["sh", "/start.sh"]\n'
write("images/ready-web", {"Dockerfile": recipe, "start.sh": start_sh})
# !docker rm -f steward >/dev/null 2>&1; docker rmi -f ready-web >/dev/null 2>&1
# !docker build -q -t ready-web images/ready-web
# !docker run -d --name steward ready-web
# !docker exec steward ps -eo pid,ppid,args
# %time !docker stop -t 3 steward
# !docker inspect steward | grep '"ExitCode"'

# %% points=1
check("pid1-script", start_sh)

# %% [markdown] lang="ko"
# ## 2.6 앱이 PID 1이어도 멈추지 않을 때: `--init`
#
# `lonely-nap`의 PID 1은 셸이 아니라 `sleep`인데도 `docker stop`에 반응하지 않습니다. 보통 프로세스라면 SIGTERM에 죽지만, 커널은 PID 1을 보호하여
# **핸들러가 없는 시그널은 그냥 버립니다**. `/proc/1/status`의 `SigCgt`가 핸들러가 있는 시그널의 비트입니다. `sleep`은 0이고, nginx는 0이 아닙니다.

# %% [markdown] lang="en"
# ## 2.6 When the application is PID 1 and still will not stop: `--init`
#
# PID 1 of `lonely-nap` is no shell but `sleep`, yet it does not react to `docker stop`. SIGTERM ends an ordinary process, but the
# kernel protects PID 1: a signal **without a handler is simply dropped**. `SigCgt` in `/proc/1/status` has a bit for each signal with a
# handler: 0 for `sleep`, not 0 for nginx.

# %%
# !docker rm -f lonely-nap >/dev/null 2>&1
# !docker run -d --name lonely-nap shell sleep 1000
# !docker exec lonely-nap grep SigCgt /proc/1/status
# !docker exec two-faces grep SigCgt /proc/1/status
# %time !docker stop -t 2 lonely-nap

# %% [markdown] lang="ko"
# `docker run --init`은 작은 init 프로그램(`docker-init`, 곧 tini)을 PID 1로 두고, 명령을 그 자식으로 실행합니다. tini는 받은 시그널을 자식에게
# 전달하고, 자식의 종료 코드로 끝납니다.
#
# **예측.** `lonely-nap`과, 같은 명령을 `--init`으로 실행한 `guarded-nap`의 종료 코드는 각각 얼마일까요? 시그널 N으로 죽으면 128 + N이고,
# SIGTERM은 15번, SIGKILL은 9번입니다.
#
# **해 보기.** 이미지 `shell`, 명령 `sleep 1000`으로 `guarded-nap`을 `--init`과 함께 백그라운드에서 실행하고, `docker stop`으로 끝내세요.

# %% [markdown] lang="en"
# `docker run --init` makes a tiny init program PID 1 (`docker-init`, which is tini) and runs the command as its child. tini passes
# signals on to the child, and ends with the child's exit code.
#
# **Predict.** What are the exit codes of `lonely-nap`, and of `guarded-nap`, the same command under `--init`? A process that
# dies of signal N has 128 + N; SIGTERM is number 15, SIGKILL number 9.
#
# **Do.** From the image `shell`, run `guarded-nap` in the background with `--init` and the command `sleep 1000`, and end it with
# `docker stop`.

# %%
naps = {"lonely-nap": ..., "guarded-nap": ...}
# Then run and stop guarded-nap here.
### BEGIN SOLUTION
naps = {"lonely-nap": 137, "guarded-nap": 143}
# !docker run -d --init --name guarded-nap shell sleep 1000
# !docker top guarded-nap -eo pid,ppid,args
# %time !docker stop guarded-nap
### END SOLUTION

# %%
# !docker ps -a --filter name=lonely-nap --filter name=guarded-nap
# !docker inspect guarded-nap | grep '"Init"'

# %% points=2
check("pid1-init", naps)

# %% [markdown] lang="ko"
# ### 이미지에 든 tini
#
# `--init`은 실행하는 사람이 잊을 수 있습니다. 교과서의 `CMD ["tini", "--", "nginx", …]`처럼 이미지의 `CMD`가 tini로 시작하면 누가 실행하든
# 같습니다. `nginx` 이미지에는 tini가 들어 있지만 `CMD`에는 없습니다. 새로 빌드하는 대신 그 `CMD`를 명령으로 적어 봅시다.
#
# **해 보기.** `--init` **없이**, tini가 PID 1이고 nginx의 master가 그 자식인 컨테이너 `under-tini`를 `nginx` 이미지로 실행하세요. 이미지
# 이름 뒤에 적은 명령이 `CMD`를 대신합니다. nginx의 원래 명령은 `nginx -g 'daemon off;'`입니다.

# %% [markdown] lang="en"
# ### tini in the image
#
# Whoever runs the container may forget `--init`. Where the image's `CMD` begins with tini, as the textbook's
# `CMD ["tini", "--", "nginx", …]`, it is the same for everyone. The image `nginx` has tini in it, but not in its `CMD`. Instead of
# building another image, let us give that `CMD` as a command.
#
# **Do.** **Without** `--init`, run a container `under-tini` from the image `nginx` in which tini is PID 1 and nginx's master is its
# child. A command after the image's name takes the place of `CMD`. nginx's own command is `nginx -g 'daemon off;'`.

# %%
# Run under-tini here.
### BEGIN SOLUTION
# !docker run -d --name under-tini nginx tini -- nginx -g 'daemon off;'
### END SOLUTION

# %%
# !docker exec under-tini ps -eo pid,ppid,args
# !docker inspect under-tini | grep '"Init"'

# %% points=1
check("pid1-tini")

# %% [markdown] lang="ko"
# ## 2.7 고아와 좀비
#
# 프로세스가 끝나도 커널은 부모가 `wait()`로 회수할 때까지 종료 코드를 남겨 둡니다. 이 껍데기가 **좀비**(`Z`, `<defunct>`)입니다. 부모가
# 먼저 끝난 **고아**는 PID 1이 입양하고, 회수하는 일도 PID 1의 몫입니다. PID 1이 그런 일을 모르는 프로그램이라면?
#
# **해 보기.** `graveyard`의 PID 1은 `sleep`입니다. `docker exec`로 셸을 하나 넣어, 그 셸이 `sleep 1`을 백그라운드에서(`&`) 시작하고
# **먼저 끝나게** 하세요. 1초가 지나면 `sleep 1`은 PID 1이 입양한 좀비가 됩니다. `&`는 그 셸에게 주는 따옴표 안에 적습니다. `!` 줄의 끝에
# 적으면 노트북이 오류를 냅니다.
#
# **예측.** 그때의 네 값을 적으세요.
#
# | 키 | 뜻 |
# |---|---|
# | `parent` | 컨테이너 안에서 본 좀비의 PPID |
# | `ps` | `docker exec graveyard ps`에 보이는 좀비의 수 |
# | `top` | `docker top graveyard`에 보이는 좀비의 수 |
# | `init` | `--init`으로 실행한 컨테이너에서 똑같이 했을 때 남는 좀비의 수 |

# %% [markdown] lang="en"
# ## 2.7 Orphans and zombies
#
# When a process ends, the kernel keeps its exit code until the parent collects it with `wait()`. What is left until then is a
# **zombie** (`Z`, `<defunct>`). An **orphan**, whose parent ended first, is adopted by PID 1, which then has to do the collecting.
# And if PID 1 is a program that knows nothing of that?
#
# **Do.** PID 1 of `graveyard` is `sleep`. With `docker exec`, put in a shell that starts `sleep 1` in the background (`&`) and
# **ends before it**. After a second `sleep 1` is a zombie, adopted by PID 1. The `&` stands in the quotes that you give to that shell: at
# the end of a `!` line it is an error in a notebook.
#
# **Predict.** Write four values for that moment.
#
# | key | meaning |
# |---|---|
# | `parent` | PPID of the zombie, as seen in the container |
# | `ps` | how many zombies `docker exec graveyard ps` shows |
# | `top` | how many zombies `docker top graveyard` shows |
# | `init` | how many zombies stay when you do the same in a container run with `--init` |

# %%
# !docker rm -f graveyard >/dev/null 2>&1
# !docker run -d --name graveyard shell sleep 1000

# %%
zombies = {"parent": ..., "ps": ..., "top": ..., "init": ...}
# Then make one zombie in graveyard here.
### BEGIN SOLUTION
zombies = {"parent": 1, "ps": 1, "top": 0, "init": 0}
# !docker exec graveyard sh -c 'sleep 1 &'
### END SOLUTION

# %%
# See: from inside, from the host, and the same with --init.
# !sleep 1; docker exec graveyard ps -eo pid,ppid,stat,args
# !docker top graveyard -eo pid,ppid,stat,args
# !docker rm -f clean-yard >/dev/null 2>&1
# !docker run -d --init --name clean-yard shell sleep 1000
# !docker exec clean-yard sh -c 'sleep 1 &'
# !sleep 1; docker exec clean-yard ps -eo pid,ppid,stat,args

# %% points=2
check("pid1-zombie", zombies)

# %% [markdown] lang="ko"
# `docker top`은 좀비를 **절대 보여 주지 않습니다**. 좀비는 `docker exec … ps`로 안에서 찾으세요.
#
# > **교과서가 틀린 곳 ④** 좀비가 새게 하는 것은 메모리가 아닙니다. 메모리는 이미 돌려주었고 PID만 남습니다. 다만 계속 쌓이면 새
# > 프로세스를 만들 수 없게 됩니다. PID 1이라고 다 회수하지도 않습니다. tini와 셸, nginx의 master는 회수하고, `sleep`과 대부분의 앱은 회수하지 않습니다.
#
# ## 2.8 시그널을 전달하는 스크립트
#
# `exec`로 자리를 내주면 스크립트는 거기서 끝입니다. 앱이 끝난 **뒤에** 할 일이 있다면 셸이 PID 1로 남아 시그널을 스스로 전달해야 합니다.
#
# | 도구 | 하는 일 |
# |---|---|
# | `app & pid=$!` | 백그라운드에서 시작하고 PID를 기억합니다 |
# | `trap '…' TERM` | SIGTERM이 오면 `…`를 실행합니다. 포그라운드 명령이 돌고 있으면 그것이 끝난 **다음에야** 실행합니다 |
# | `wait $pid` | 그 프로세스가 끝나기를 기다립니다. trap이 걸린 시그널이 오면 앱이 끝나지 않았어도 **바로 돌아옵니다** |
#
# `app.sh`는 SIGTERM을 받으면 0.5초 동안 데이터를 저장하고 끝나는 앱입니다.
#
# **해 보기.** `wrapper.sh`를 고쳐서 이미지 `relay`의 컨테이너가 `docker stop`에 이렇게 끝나게 하세요.
# 1. 앱이 SIGTERM을 받아 저장을 **마칩니다**(`app: saved`).
# 2. 그 뒤에 스크립트가 여러분의 단어 `me.word`를 출력합니다.
# 3. SIGKILL이 오기 전에, 여러분의 번호 `me.exit_code`를 종료 코드로 하여 끝납니다.

# %% [markdown] lang="en"
# `docker top` **never shows zombies**. Look for them from inside, with `docker exec … ps`.
#
# > **Where the textbook is wrong, 4.** What zombies leak is not memory. That was given back; only a PID is left. But when
# > enough of them pile up, no new process can be made. Nor does every PID 1 collect them: tini, shells and nginx's master do, `sleep`
# > and most applications do not.
#
# ## 2.8 A script that passes signals on
#
# With `exec` the script is over. If there is work to do **after** the application has ended, the shell has to stay as PID 1 and
# pass the signal on itself.
#
# | tool | what it does |
# |---|---|
# | `app & pid=$!` | starts it in the background and remembers its PID |
# | `trap '…' TERM` | runs `…` when SIGTERM comes; while a foreground command runs, only **after** that has ended |
# | `wait $pid` | waits for that process to end; when a trapped signal comes, it **returns at once**, even if the application still runs |
#
# `app.sh` is an application that, on SIGTERM, takes 0.5 seconds to save its data and then ends.
#
# **Do.** Repair `wrapper.sh`, so that a container of the image `relay` ends like this on `docker stop`:
# 1. The application gets SIGTERM and **finishes** saving (`app: saved`).
# 2. After that the script prints your word `me.word`.
# 3. Before SIGKILL comes, it ends with your number `me.exit_code` as its exit code.

# %%
app_sh = """#!/bin/sh
trap 'echo "app: saving"; sleep 0.5; echo "app: saved"; exit 0' TERM
echo "app: ready"
while :; do sleep 0.1; done
"""
print("your word:", me.word, "- your number:", me.exit_code)

# %%
# Repair this script, and put your own word and number in.
wrapper_sh = """#!/bin/sh
sh /app.sh
echo WORD
exit 0
"""
### BEGIN SOLUTION
wrapper_sh = f"""#!/bin/sh
sh /app.sh &
app=$!
trap 'kill -TERM $app' TERM
wait $app
wait $app
echo {me.word}
exit {me.exit_code}
"""
### END SOLUTION

# %%
recipe = 'FROM shell\nCOPY app.sh wrapper.sh /\nCMD ["sh", "/wrapper.sh"]\n'
write("images/relay", {"Dockerfile": recipe, "app.sh": app_sh, "wrapper.sh": wrapper_sh})
# !docker rm -f courier >/dev/null 2>&1; docker rmi -f relay >/dev/null 2>&1
# !docker build -q -t relay images/relay
# !docker run -d --name courier relay
# !sleep 1; docker exec courier ps -eo pid,ppid,args
# %time !docker stop -t 3 courier
# !docker logs courier; docker inspect courier | grep '"ExitCode"'

# %% points=2
check("pid1-wrapper", wrapper_sh)

# %% [markdown] lang="ko"
# ## 배운 것
#
# | 교과서의 말 | 여러분이 확인한 것 |
# |---|---|
# | worker는 PID 2와 3이다 | 번호는 매번 다르고, PPID가 master라는 것만 언제나 같다 |
# | `sh -c`로 실행하면 셸이 PID 1이라서 잘못이다 | dash는 그렇지만 bash와 busybox는 명령이 하나면 자리를 내준다 |
# | PID 1은 자식에게 시그널을 전파한다 | 그렇게 짜인 프로그램(tini, 여러분의 `wrapper.sh`)만 전달한다 |
# | PID 1은 좀비를 정리해 메모리 누수를 막는다 | 회수할 줄 아는 PID 1만 회수하고, 좀비가 차지하는 것은 PID다 |
#
# 고르는 순서: exec form → 스크립트라면 끝에 `exec` → 앱이 시그널이나 좀비를 모르면 `--init`이나 tini → 끝난 뒤에 할 일이 있으면 trap과 wait.
#
# ### 생각해 볼 질문
#
# 교과서는 PID 1이 SIGKILL도 무시할 수 있다고 합니다. 그런데 `lonely-nap`은 `137`로 끝났습니다. 컨테이너 **안에서** `kill -9 1`을 하면
# 어떻게 될까요? 다음 노트북에서 해 봅니다.
#
# ### 참고 자료
# - [Dockerfile reference: shell and exec form](https://docs.docker.com/reference/dockerfile/#shell-and-exec-form)
# - [docker container run](https://docs.docker.com/reference/cli/docker/container/run/)
# - [docker container top](https://docs.docker.com/reference/cli/docker/container/top/)
# - [Run multiple processes in a container](https://docs.docker.com/engine/containers/multi-service_container/)
# - [pid_namespaces(7)](https://man7.org/linux/man-pages/man7/pid_namespaces.7.html)
# - [proc_pid_status(5)](https://man7.org/linux/man-pages/man5/proc_pid_status.5.html)
# - [wait(2)](https://man7.org/linux/man-pages/man2/wait.2.html)
# - [tini](https://github.com/krallin/tini)

# %% [markdown] lang="en"
# ## What you have learnt
#
# | the textbook's words | what you have seen |
# |---|---|
# | the workers are PID 2 and 3 | the numbers differ each time; only the PPID, the master, is always the same |
# | with `sh -c` the shell is PID 1, and that is wrong | true of dash; bash and busybox give their place to a single command |
# | PID 1 passes signals on to its children | only a program written to do it does (tini, your `wrapper.sh`) |
# | PID 1 clears zombies away and so prevents memory leaks | only a PID 1 that knows how; and what a zombie holds is a PID |
#
# What to choose: exec form → in a script, `exec` at its end → for an application that knows nothing of signals or zombies, `--init` or
# tini → with work to do after the end, trap and wait.
#
# ### A question to take along
#
# PID 1 can ignore even SIGKILL, says the textbook. Yet `lonely-nap` ended with `137`. What will `kill -9 1` do **inside** a
# container? You will try it in the next notebook.
#
# ### References
# - [Dockerfile reference: shell and exec form](https://docs.docker.com/reference/dockerfile/#shell-and-exec-form)
# - [docker container run](https://docs.docker.com/reference/cli/docker/container/run/)
# - [docker container top](https://docs.docker.com/reference/cli/docker/container/top/)
# - [Run multiple processes in a container](https://docs.docker.com/engine/containers/multi-service_container/)
# - [pid_namespaces(7)](https://man7.org/linux/man-pages/man7/pid_namespaces.7.html)
# - [proc_pid_status(5)](https://man7.org/linux/man-pages/man5/proc_pid_status.5.html)
# - [wait(2)](https://man7.org/linux/man-pages/man2/wait.2.html)
# - [tini](https://github.com/krallin/tini)
