# ---
# jupyter:
#   container_lifecycle:
#     section: states
#     number: 1
#     minutes: 25
# ---

# %% [markdown] lang="ko"
# # 1. 컨테이너의 상태
#
# **Week 1 > Day 2 > Session 5** · 컨테이너 라이프사이클의 첫 번째 노트북입니다. (약 25분)
#
# 컨테이너를 만들고, 시작하고, 일시 중지하고, 멈추고, 되살려 봅니다. 먼저 **예측**하고, 직접 **해 보고**, 무엇이 바뀌었는지 **확인**합니다.
#
# ### 학습 목표
# - Docker가 실제로 쓰는 컨테이너 상태를 알고, 어떤 명령이 상태를 바꾸는지 설명합니다.
# - `docker create`와 `docker run`의 차이를 확인합니다.
# - `docker ps`, `docker stats`, `docker logs`, `docker top`으로 컨테이너를 관찰합니다.
# - 교과서의 설명이 실제와 다른 곳을 실험으로 찾아냅니다.
#
# ### 노트북을 쓰는 법
# - `docker` 명령은 여러분만 쓰는 Docker Engine에서 실행됩니다. 망가뜨려도 괜찮습니다.
# - 셀은 위에서부터 차례로 `Shift+Enter`로 실행하세요. `!`로 시작하는 줄은 셸 명령입니다.
# - 주석만 있는 셀은 여러분이 채웁니다. `...`이 보이면 그 자리에 예측한 값을 적습니다.
# - `check(...)` 셀은 실제 컨테이너를 보고 채점합니다. 몇 번이든 고쳐서 다시 실행할 수 있고, 그때마다 힌트가 늘어납니다.
# - 힌트에 나오는 명령을 셀에서 실행할 때는 앞에 `!`를 붙이세요.
# - 커널을 다시 시작했거나 `NameError`가 나오면 `from course import check, learner` 셀과 답을 적은 셀을 다시 실행하세요. 컨테이너는 그대로 있습니다.
# - `course reset`을 했거나 실습 환경을 새로 시작했다면 컨테이너가 없어졌으니 1.2부터 다시 하세요. 남아 있는 ✔는 예전 결과입니다.
# - 이미지는 `nginx`와 `shell`이 이미 들어 있습니다.

# %% [markdown] lang="en"
# # 1. Container states
#
# **Week 1 > Day 2 > Session 5** · The first notebook about the container lifecycle. (about 25 minutes)
#
# You will create, start, pause, stop and revive containers. First you **predict**, then you **do**, and then you **see**
# what has changed.
#
# ### Learning goals
# - Know the states that Docker really uses, and explain which commands change them.
# - See how `docker create` and `docker run` differ.
# - Observe containers with `docker ps`, `docker stats`, `docker logs` and `docker top`.
# - Find out by experiment where the textbook is wrong.
#
# ### How to use this notebook
# - The `docker` commands run on a Docker Engine that is yours alone. You cannot break anything that matters.
# - Run the cells from top to bottom with `Shift+Enter`. A line that starts with `!` is a shell command.
# - A cell that contains only a comment is yours to fill in. Where you see `...`, write the value you predict.
# - A `check(...)` cell looks at the real containers and grades them. You can fix your work and rerun it as often as you
#   like; each rerun gives you more hints.
# - To run a command from a hint in a cell, put `!` in front of it.
# - After a kernel restart, or if you get a `NameError`, rerun the cell `from course import check, learner` and the cells
#   with your answers. The containers are still there.
# - After `course reset`, or in a new lab, the containers are gone: start again at 1.2. Any ✔ you still see is an old result.
# - The images `nginx` and `shell` are already there.

# %%
from course import check, learner

me = learner()

# %%
# Is an engine answering? Note the version under "Server".
# !docker version

# %% [markdown] lang="ko"
# ## 1.1 상태는 일곱 가지
#
# ![컨테이너 상태 다이어그램. docker create는 created를 만들고 docker start는 running으로, docker run은 둘을 한 번에 합니다. running에서 docker pause와 docker unpause로 paused를 오갑니다. docker stop, docker kill, 또는 프로세스가 스스로 끝나면 exited가 되고 종료 코드만 다릅니다. exited는 docker start로 다시 running이 됩니다. 재시작 정책이 있으면 restarting을 거칩니다. docker rm은 removing을 거쳐 컨테이너를 없애고, 삭제에 실패하면 dead가 됩니다.](container-lifecycle.svg)
#
# 색이 있는 상자가 Docker가 실제로 쓰는 상태입니다. 교과서에는 Stopped와 Killed도 상태로 나오는데, 정말 그런지는 1.7에서 확인합니다.

# %% [markdown] lang="en"
# ## 1.1 There are seven states
#
# ![Diagram of container states. docker create makes a created container, docker start makes it running, and docker run does both at once. docker pause and docker unpause move it from running to paused and back. docker stop, docker kill, or a process that ends by itself lead to exited; only the exit code differs. docker start makes an exited container running again. With a restart policy it passes through restarting. docker rm makes it removing and then gone; where removal fails it is dead.](container-lifecycle.svg)
#
# The coloured boxes are the states that Docker really uses. The textbook also lists Stopped and Killed as states; in 1.7
# you will see whether that is true.

# %% [markdown] lang="ko"
# ## 1.2 만들기만 하기: `docker create`
#
# **해 보기.** `docker create`를 써서 이미지 `nginx`로 `first-box`라는 컨테이너를 만드세요. 아직 시작하면 안 됩니다.

# %% [markdown] lang="en"
# ## 1.2 Only create: `docker create`
#
# **Do.** With `docker create`, make a container named `first-box` from the image `nginx`. Do not start it yet.

# %%
# Create first-box here (a shell command: begin the line with !).
### BEGIN SOLUTION
# !docker create --name first-box nginx
### END SOLUTION

# %% points=2
check("states-create")

# %% [markdown] lang="ko"
# **확인.** `docker ps`는 실행 중인 컨테이너만 보여 줍니다. `first-box`를 보려면 `-a`가 필요합니다.

# %% [markdown] lang="en"
# **See.** `docker ps` lists running containers only. To see `first-box`, you need `-a`.

# %%
# !docker ps
# !docker ps -a

# %% [markdown] lang="ko"
# **예측.** 시작하지 않은 `first-box`는 무엇을 가지고 있을까요? 아래 딕셔너리의 `...`을 예측한 값으로 바꾸세요.
#
# | 키 | 뜻 | 적는 법 |
# |---|---|---|
# | `pid` | 메인 프로세스의 PID | 숫자. 프로세스가 없으면 `0` |
# | `ip` | IP 주소 | 문자열. 없으면 `""` |
# | `networks` | 컨테이너 설정에 적힌 네트워크 이름 | 문자열의 리스트. 없으면 `[]` |
# | `log_lines` | `docker logs`가 보여 주는 줄 수 | 숫자 |
# | `started` | 한 번이라도 시작된 적이 있는가 | `True` 또는 `False` |

# %% [markdown] lang="en"
# **Predict.** `first-box` has not been started yet. What does it have? Replace each `...` in the dictionary below.
#
# | key | meaning | how to write it |
# |---|---|---|
# | `pid` | PID of the main process | a number; `0` if there is no process |
# | `ip` | IP address | a string; `""` if there is none |
# | `networks` | network names in the container's settings | a list of strings; `[]` if there are none |
# | `log_lines` | how many lines `docker logs` shows | a number |
# | `started` | has it ever been started? | `True` or `False` |

# %%
created = {"pid": ..., "ip": ..., "networks": ..., "log_lines": ..., "started": ...}
### BEGIN SOLUTION
created = {"pid": 0, "ip": "", "networks": ["bridge"], "log_lines": 0, "started": False}
### END SOLUTION

# %% [markdown] lang="ko"
# **확인.** 이제 실제 값을 보세요. `0001-01-01`은 "아직 없다"는 뜻입니다.

# %% [markdown] lang="en"
# **See.** Now look at the real values. `0001-01-01` means "not yet".

# %%
# !docker inspect first-box | grep -A 11 '"State"'
# !docker inspect first-box | grep -A 18 '"Networks"'
# !docker logs first-box | wc -l

# %% points=2
check("states-created-has", created)

# %% [markdown] lang="ko"
# > **교과서가 틀린 곳 ①** 교과서는 `created`에 네트워크가 할당되지 않는다고 합니다. 반만 맞습니다. IP 주소와 인터페이스는
# > 없지만, 어느 네트워크(`bridge`)에 연결할지는 만들 때 이미 정해집니다.
#
# **예측.** 시작하지 않은 컨테이너에 `docker stop`을 하면 오류가 날까요? `docker kill`은요?

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 1.** It says that a `created` container has no network. That is half true. It has no IP
# > address and no interface, but the network it will join (`bridge`) is already chosen when it is created.
#
# **Predict.** Does `docker stop` fail on a container that was never started? And `docker kill`?

# %%
# !docker stop first-box; echo "exit code of docker stop: $?"
# !docker kill first-box; echo "exit code of docker kill: $?"
# !docker ps -a --filter name=first-box

# %% [markdown] lang="ko"
# `docker stop`은 이미 멈춰 있으면 할 일이 없으니 성공입니다. `docker kill`은 시그널을 받을 프로세스가 없어 거절당합니다.
# 상태는 여전히 `created`입니다.

# %% [markdown] lang="en"
# `docker stop` has nothing to do if the container is already stopped, so it succeeds. `docker kill` is refused: there is no
# process to receive the signal. The state is still `created`.

# %% [markdown] lang="ko"
# ## 1.3 시작하기: `docker start`
#
# **해 보기.** 방금 만든 `first-box`를 그대로 시작하세요. 지우고 새로 만들지 않습니다.

# %% [markdown] lang="en"
# ## 1.3 Start: `docker start`
#
# **Do.** Start the `first-box` that you have just created. Do not replace it with a new one.

# %%
# Start first-box here.
### BEGIN SOLUTION
# !docker start first-box
### END SOLUTION

# %% points=1
check("states-start")

# %% [markdown] lang="ko"
# **확인.** 어떤 프로세스가 실행 중인지(`docker top`), 무엇을 출력했는지(`docker logs`), 자원을 얼마나 쓰는지(`docker stats`) 봅니다.
# `docker stats`는 계속 갱신되므로 `--no-stream`을 붙여 한 번만 출력합니다. 메모리가 `0B`로 나오면 이 컴퓨터의 cgroup에 그 카운터가 없는 것입니다.

# %% [markdown] lang="en"
# **See.** Look at which processes run (`docker top`), what they printed (`docker logs`), and what resources they use
# (`docker stats`). `docker stats` keeps refreshing; `--no-stream` prints it once. If memory shows `0B`, this machine's
# cgroups have no such counter.

# %%
# !docker top first-box -eo pid,ppid,stat,args
# !docker logs --tail 5 first-box
# !docker stats --no-stream first-box

# %% [markdown] lang="ko"
# ### 만들 때 하는 일, 시작할 때 하는 일
#
# 교과서는 이미지 확인 → pull → 생성 → 네트워크 → 볼륨 → 환경 변수를 모두 "생성 과정"으로 적습니다.
#
# **예측.** 네트워크 연결과 볼륨 마운트는 만들 때 일어날까요, 시작할 때 일어날까요?

# %% [markdown] lang="en"
# ### What happens at creation, what happens at the start
#
# The textbook lists image check → pull → create → network → volume → environment, all as "creation".
#
# **Predict.** Are the network connected and the volume mounted when a container is created, or when it is started?

# %%
from time import time

# !docker rm -f setup-box >/dev/null 2>&1; docker volume rm notes >/dev/null 2>&1
begin = time()
# !docker create --name setup-box --env GREETING=hello --volume notes:/data nginx
# !docker start setup-box
# Everything the engine has reported since then, one event per line:
# !docker events --since {begin} --until -1s | cut -d ' ' -f 2,3

# %% [markdown] lang="ko"
# `container create`까지가 `docker create`, 그다음부터 `container start`까지가 `docker start`가 한 일입니다. 만들 때는 볼륨을
# 준비하고 **설정을 적어 두기만** 합니다. 네트워크 연결(`network connect`)과 마운트(`volume mount`)는 시작할 때 일어나고,
# 환경 변수도 그때 프로세스에 전달됩니다.

# %% [markdown] lang="en"
# Everything up to `container create` was done by `docker create`; from there to `container start`, by `docker start`. Creating
# prepares the volume and only **writes the settings down**. Connecting the network (`network connect`), mounting (`volume mount`) and passing the
# environment variables to the process happen at the start.

# %%
# !docker exec setup-box env
# Clean up: we no longer need this one.
# !docker rm -f setup-box
# !docker volume rm notes

# %% [markdown] lang="ko"
# 이미지가 로컬에 없으면 pull합니다. 아래 이미지는 어디에도 없으니 컨테이너는 만들어지지 않습니다. 여러분의 엔진은 인터넷에 연결되어 있지
# 않을 수 있어, 그때는 네트워크 오류가 보입니다.

# %% [markdown] lang="en"
# If the image is not available locally, it is pulled. The image below does not exist anywhere, so no container is created.
# Your engine may not be connected to the internet; then the error is about the network.

# %%
# !docker create --name never-box no-such-image
# !docker ps -a --filter name=never-box

# %% [markdown] lang="ko"
# ## 1.4 한 번에 하기: `docker run`
#
# ![docker create는 1 로컬 이미지 확인, 2 없으면 pull, 3 컨테이너 생성과 설정 기록을 거쳐 created까지 갑니다. docker start는 4 볼륨 마운트와 네트워크 연결, 5 환경 변수를 넣고 프로세스 시작을 거쳐 running까지 갑니다. docker run은 이 모두를 합니다.](create-and-run.svg)
#
# **해 보기.** `docker run`으로 `nginx` 컨테이너 `second-box`를 백그라운드에서(`-d`) 실행하세요. `-d`를 빼면 셀이 끝나지 않습니다.
# 그럴 때는 도구 모음의 ■(중단)을 누르세요.

# %% [markdown] lang="en"
# ## 1.4 All at once: `docker run`
#
# ![docker create takes step 1, is the image here, step 2, pull it if not, and step 3, make the container and note its settings, as far as created. docker start takes step 4, mount volumes and connect the network, and step 5, start the process with its environment, as far as running. docker run takes all of them.](create-and-run.svg)
#
# **Do.** With `docker run`, run an `nginx` container `second-box` in the background (`-d`). Without `-d` the cell never ends;
# if that happens, press ■ (interrupt) in the toolbar.

# %%
# Run second-box here.
### BEGIN SOLUTION
# !docker run -d --name second-box nginx
### END SOLUTION

# %% points=1
check("states-run")

# %% [markdown] lang="ko"
# **예측.** 명령은 하나만 내렸습니다. Docker Engine은 `second-box`에 어떤 이벤트를 기록했을까요? 동사만 순서대로 적으세요. 예: `["kill", "die"]`

# %% [markdown] lang="en"
# **Predict.** You gave a single command. Which events did the Docker Engine record for `second-box`? Write only the verbs, in
# order. For example: `["kill", "die"]`

# %%
events = ...  # a list of strings
### BEGIN SOLUTION
events = ["create", "start"]
### END SOLUTION

# %%
# See: the events of second-box in the last half hour.
# !docker events --since 30m --until -1s --filter container=second-box | cut -d ' ' -f 1-3

# %% points=1
check("states-run-events", events)

# %% [markdown] lang="ko"
# ### 없는 명령을 실행하면
#
# 이미지 이름 뒤에 적은 명령은 이미지의 기본 명령 대신 실행됩니다. 그런 명령이 이미지 안에 없다면 어떻게 될까요?
#
# **예측.** `docker run`의 종료 코드와, 그 뒤 `typo-box`의 상태(소문자)를 `missing`에 적으세요. 예: `[1, "exited"]`
#
# **해 보기.** 이미지 `shell`, 명령 `no-such-command`로 `typo-box`를 실행하세요(`-d` 없이도 됩니다). 다음 줄에
# `print(_exit_code)`를 적으면 `!` 명령의 종료 코드를 볼 수 있습니다.

# %% [markdown] lang="en"
# ### Running a command that does not exist
#
# A command after the image name is run instead of the image's own command. What if the image has no such command?
#
# **Predict.** Write into `missing` the exit code of `docker run`, and the state of `typo-box` afterwards (in lower case). For
# example: `[1, "exited"]`
#
# **Do.** From the image `shell`, run `typo-box` with the command `no-such-command` (you can leave out `-d`). On the next line,
# write `print(_exit_code)` to see the exit code of the `!` command.

# %%
missing = [..., ...]  # [exit code, "state"]
# Then run typo-box here.
### BEGIN SOLUTION
missing = [127, "created"]
# !docker run --name typo-box shell no-such-command
print(_exit_code)
### END SOLUTION

# %%
# !docker inspect typo-box | grep -A 11 '"State"'

# %% points=2
check("states-missing-command", missing)

# %% [markdown] lang="ko"
# create는 성공했고 start는 실패했습니다. 그래서 컨테이너는 `created`로 남고, 이유는 `Error`에, 127(명령을 찾을 수 없음)은
# `ExitCode`에 적힙니다.

# %% [markdown] lang="en"
# The create succeeded, but the start failed. So the container stays `created`, with the reason in `Error` and 127 (command not
# found) in `ExitCode`.

# %% [markdown] lang="ko"
# ## 1.5 목록 보기: `docker ps`와 `docker ps -a`
#
# **예측.** 지금까지 만든 `first-box`, `second-box`, `typo-box` 가운데 `docker ps`와 `docker ps -a`는 각각 몇 개를 보여
# 줄까요? 따로 만든 컨테이너가 더 있다면 함께 세세요.

# %% [markdown] lang="en"
# ## 1.5 Listing: `docker ps` and `docker ps -a`
#
# **Predict.** You have made `first-box`, `second-box` and `typo-box`. How many will `docker ps` list, and how many
# `docker ps -a`? If you have made any others, count them too.

# %%
listed = {"ps": ..., "ps_all": ...}
### BEGIN SOLUTION
listed = {"ps": 2, "ps_all": 3}
### END SOLUTION

# %%
# !docker ps
# !docker ps -a

# %% points=1
check("states-ps", listed)

# %% [markdown] lang="ko"
# ## 1.6 일시 중지: `docker pause`
#
# `docker pause`는 프로세스를 끝내지 않고 그 자리에서 얼립니다.
#
# **예측.** 일시 중지한 컨테이너를 `docker inspect`로 보면 `Running`과 `Paused`는 각각 `True`일까요, `False`일까요?
#
# **해 보기.** `second-box`를 일시 중지하세요.

# %% [markdown] lang="en"
# ## 1.6 Pausing: `docker pause`
#
# `docker pause` does not end the processes; it freezes them where they are.
#
# **Predict.** In the `docker inspect` of a paused container, are `Running` and `Paused` each `True` or `False`?
#
# **Do.** Pause `second-box`.

# %%
paused = {"Running": ..., "Paused": ...}
# Then pause second-box here.
### BEGIN SOLUTION
paused = {"Running": True, "Paused": True}
# !docker pause second-box
### END SOLUTION

# %%
# !docker ps --filter name=second-box
# !docker inspect second-box | grep -A 7 '"State"'

# %% points=2
check("states-pause", paused)

# %% [markdown] lang="ko"
# `Status`는 `paused`지만 `Running`과 `Paused`는 둘 다 `true`입니다. 프로세스는 살아 있고 PID도 그대로이며, CPU만 받지 못합니다.
# 시그널(SIGSTOP)이 아니라 Linux cgroup의 freezer가 하는 일이라서, 프로세스는 멈춘 줄도 모릅니다.
#
# ### 그동안 연결은?
#
# 교과서는 "연결 상태 유지"라고 합니다. **예측.** 일시 중지된 nginx에 접속하면 거절당할까요, 응답이 올까요, 아니면 다른 일이 생길까요?
#
# 클라이언트 컨테이너 `asker`가 `second-box`의 네트워크 안에서 페이지를 요청합니다. (`--network container:`는 4번 노트북에서 배웁니다.)

# %% [markdown] lang="en"
# `Status` is `paused`, but `Running` and `Paused` are both `true`. The processes are alive and keep their PIDs; they just get
# no CPU. This is done by the freezer of Linux cgroups, not by a signal (SIGSTOP), so the processes do not notice it.
#
# ### And its connections meanwhile?
#
# The textbook says that "connections are kept". **Predict.** If you connect to the paused nginx, are you refused, do you get
# an answer, or does something else happen?
#
# A client container, `asker`, requests the page from inside the network of `second-box`. (You will learn about
# `--network container:` in notebook 4.)

# %%
# !docker rm -f asker >/dev/null 2>&1
# !docker run -d --name asker --network container:second-box shell wget -q -O - -T 600 http://127.0.0.1/
# !sleep 1
# !docker exec asker busybox netstat -tn
# !echo "The answer so far:"; docker logs asker

# %% [markdown] lang="ko"
# 연결은 `ESTABLISHED`인데 응답은 없습니다. 연결을 받아 준 것은 nginx가 아니라 커널이고, 요청은 커널의 버퍼에서 기다립니다. 이제 일시 중지를 풀어 봅시다.

# %% [markdown] lang="en"
# The connection is `ESTABLISHED`, but there is no answer. The kernel accepted it, not nginx, and the request is waiting in the
# kernel's buffer. Now unpause it.

# %%
# !docker unpause second-box
# !docker wait asker
# !docker logs asker
# !docker rm -f asker

# %% [markdown] lang="ko"
# > **교과서가 틀린 곳 ②** 연결은 유지되지만 **서비스는 유지되지 않습니다**. 그동안 클라이언트는 거절도 응답도 받지 못하고 기다립니다.
# > 클라이언트의 타임아웃이 먼저 오면 장애입니다.
#
# ### CPU는 정말 멈출까?
#
# `busy-box`는 쉬지 않고 CPU를 씁니다. `cpu_time`은 `docker stats`가 읽는 것과 같은 카운터, 곧 이 컨테이너의 누적 CPU 사용 시간을
# 읽어서, 읽은 시각(초)과 그 시간(나노초)을 함께 돌려줍니다.

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 2.** The connections are kept, but **the service is not**. Meanwhile clients are neither
# > refused nor answered; they wait. If their timeout comes first, it is an outage.
#
# ### Does the CPU really stop?
#
# `busy-box` uses the CPU all the time. `cpu_time` reads the same counter as `docker stats`, the total CPU time the container has
# used so far, and returns the moment it was read (in seconds) together with that time (in nanoseconds).

# %%
from datetime import datetime
from time import sleep

import docker


def cpu_time(name):
    """[when, CPU time this container has used so far]: seconds since 1970, nanoseconds."""
    try:
        container = docker.from_env().containers.get(name)
        stats = container.stats(stream=False, one_shot=True)
        used = stats["cpu_stats"]["cpu_usage"]["total_usage"]
        if used == 0:  # This engine's cgroup has no CPU counter: add up what ps says, in whole seconds.
            rows = container.top(ps_args="-eo pid,cputimes")["Processes"]
            used = sum(int(seconds) for _, seconds in rows) * 10**9
        return [datetime.fromisoformat(stats["read"]).timestamp(), used]
    except docker.errors.DockerException as error:
        print(f"{name} cannot be read: {getattr(error, 'explanation', None) or error}")
        print("Run the cell that makes it again.")


# !docker rm -f busy-box >/dev/null 2>&1
# !docker run -d --name busy-box shell sh -c 'while :; do :; done'
for _ in range(40):
    reading = cpu_time("busy-box")
    print(reading)
    if reading is None or reading[1] > 10**9:  # more than one second: it works hard
        break
    sleep(0.5)

# %% [markdown] lang="ko"
# **해 보기.** `busy-box`를 일시 중지한 **다음**, `cpu_time`을 두 번 읽어 `samples`에 담으세요. 두 CPU 시간은 어떤 관계일까요?
#
# 두 번 읽는 사이에 `sleep(2)`로 기다리세요. 카운터가 1초 단위로만 늘어나는 컴퓨터도 있기 때문입니다.

# %% [markdown] lang="en"
# **Do.** Pause `busy-box`, and **then** put two readings of `cpu_time` into `samples`. How will the two CPU times compare?
#
# Wait with `sleep(2)` between the readings: on some machines this counter moves only in whole seconds.

# %%
# First pause busy-box here, then take one sample, sleep(2), and take the other.
samples = [..., ...]
### BEGIN SOLUTION
# !docker pause busy-box
first = cpu_time("busy-box")
sleep(2)
samples = [first, cpu_time("busy-box")]
print(samples)
### END SOLUTION

# %% points=2
check("states-pause-cpu", samples)

# %%
# We no longer need it, and removing it frees the CPU.
# !docker rm -f busy-box

# %% [markdown] lang="ko"
# ### 메모리는 그대로일까?
#
# `counter-box`는 메모리에 있는 변수에 0.2초마다 1을 더해 출력합니다.
#
# **해 보기.** `counter-box`를 일시 중지하고, `!sleep 2`로 기다렸다가, 일시 중지를 해제하세요. 처음부터 다시 셀까요, 건너뛸까요, 이어서 셀까요?

# %% [markdown] lang="en"
# ### Is memory kept?
#
# `counter-box` adds 1 to a variable in memory every 0.2 seconds and prints it.
#
# **Do.** Pause `counter-box`, wait with `!sleep 2`, and unpause it. Will it start again from 1, skip numbers, or continue where
# it was?

# %%
# !docker rm -f counter-box >/dev/null 2>&1
# !docker run -d --name counter-box shell sh -c 'n=0; while :; do n=$((n+1)); echo $n; sleep 0.2; done'

# %%
# Pause counter-box, wait, unpause it.
### BEGIN SOLUTION
# !docker pause counter-box
# !sleep 2
# !docker unpause counter-box
### END SOLUTION

# %%
# Compare the times and the numbers: where is the gap?
# !docker logs --timestamps --tail 40 counter-box

# %% points=2
check("states-unpause")

# %%
# !docker rm -f counter-box

# %% [markdown] lang="ko"
# 시각에는 빈틈이 있지만 숫자에는 없습니다. 메모리가 그대로 남아 있었기 때문입니다.
#
# ### 일시 중지된 컨테이너에 할 수 있는 일
#
# **예측.** 일시 중지된 컨테이너에 다음 다섯 명령을 내리면, 되는 것은 `True`, 거절당하는 것은 `False`로 적으세요. 멈춘 프로세스가 움직여야
# 하는 일인지 생각해 보세요. `rm`은 `-f` 없이 실행합니다.

# %% [markdown] lang="en"
# There is a gap in the times but none in the numbers, because memory was kept.
#
# ### What you can do with a paused container
#
# **Predict.** For each of these five commands on a paused container, write `True` if it works and `False` if it is refused. Ask
# yourself whether a frozen process would have to move. `rm` is run without `-f`.

# %%
allowed = {"top": ..., "logs": ..., "exec": ..., "stop": ..., "rm": ...}
### BEGIN SOLUTION
allowed = {"top": True, "logs": True, "exec": False, "stop": True, "rm": False}
### END SOLUTION

# %%
# See: pause second-box again and try them all.
# !docker start second-box; docker pause second-box
# !echo "--- top";  docker top second-box -eo pid,ppid,stat,args
# !echo "--- logs"; docker logs --tail 2 second-box
# !echo "--- exec"; docker exec second-box true
# !echo "--- rm";   docker rm second-box
# !echo "--- stop"; docker stop second-box

# %% points=2
check("states-paused-allowed", allowed)

# %% [markdown] lang="ko"
# 밖에서 보기만 하는 `top`과 `logs`는 됩니다. 안에서 새 프로세스를 시작하는 `exec`와, 끝나지 않은 컨테이너를 지우는 `rm`은
# 거절당합니다. `stop`은 시그널을 보낸 뒤 일시 중지를 풀어서 시그널을 처리하게 합니다.

# %% [markdown] lang="en"
# `top` and `logs` work, because they only look from outside. `exec`, which starts a new process inside, and `rm`, on a container
# that has not ended, are refused. `stop` sends its signal and then unpauses the container so that the signal can be handled.

# %% [markdown] lang="ko"
# ## 1.7 끝내기: `docker stop`과 `docker kill`
#
# 교과서는 정상 종료된 Stopped와 강제 종료된 Killed가 서로 다른 상태라고 합니다. 똑같은 nginx 두 개로 확인합시다.

# %% [markdown] lang="en"
# ## 1.7 Ending: `docker stop` and `docker kill`
#
# The textbook has two different states: Stopped after a normal end, and Killed after a forced one. Check it with two identical
# nginx containers.

# %%
# !docker rm -f stop-box kill-box >/dev/null 2>&1
# !docker run -d --name stop-box nginx
# !docker run -d --name kill-box nginx
# !docker top stop-box -eo pid,ppid,stat,args
# !docker top kill-box -eo pid,ppid,stat,args

# %% [markdown] lang="ko"
# **예측.** 두 컨테이너의 종료 코드는 각각 얼마일까요? 스스로 정리하고 끝난 프로세스는 보통 `0`, 시그널 번호 N으로 죽은 프로세스는
# 128 + N입니다. SIGKILL은 9번입니다.
#
# **해 보기.** `stop-box`는 `docker stop`으로, `kill-box`는 `docker kill`로 끝내세요.

# %% [markdown] lang="en"
# **Predict.** What will the two exit codes be? A process that cleans up and ends by itself usually has `0`; one that dies of
# signal number N has 128 + N. SIGKILL is number 9.
#
# **Do.** End `stop-box` with `docker stop`, and `kill-box` with `docker kill`.

# %%
codes = {"stop-box": ..., "kill-box": ...}
# Then end the two here.
### BEGIN SOLUTION
codes = {"stop-box": 0, "kill-box": 137}
# !docker stop stop-box
# !docker kill kill-box
### END SOLUTION

# %%
# !docker ps -a --filter name=stop-box --filter name=kill-box
# !docker inspect stop-box | grep -A 11 '"State"'
# !docker inspect kill-box | grep -A 11 '"State"'

# %% points=2
check("states-stop-kill", codes)

# %% [markdown] lang="ko"
# > **교과서가 틀린 곳 ③** Stopped와 Killed라는 상태는 없습니다. `Status`는 둘 다 `exited`이고, 어떻게 끝났는지는 `ExitCode`가 말해 줍니다.
#
# ### 스스로 끝나기
#
# PID 1이 스스로 끝나도 컨테이너는 끝납니다. 종료 코드는 그 프로세스가 정합니다.
#
# **해 보기.** 이미지 `shell`로 `end-box`를 실행해, **여러분의 번호**를 종료 코드로 남기고 스스로 끝나게 하세요. 셸에서 `exit 3`은
# 종료 코드 3으로 끝내는 명령이고, `!` 줄의 `{me.exit_code}` 자리에는 여러분의 번호가 들어갑니다.

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 3.** There are no states called Stopped and Killed. `Status` is `exited` for both, and
# > `ExitCode` tells how it ended.
#
# ### Ending by itself
#
# A container also ends when PID 1 ends by itself, and that process chooses the exit code.
#
# **Do.** From the image `shell`, run `end-box` so that it ends by itself with **your own number** as its exit code. In a shell,
# `exit 3` ends with exit code 3. In a `!` line, `{me.exit_code}` stands for your number.

# %%
# Run end-box here.
### BEGIN SOLUTION
# !docker run --name end-box shell sh -c "exit {me.exit_code}"
### END SOLUTION

# %%
# !docker ps -a --filter name=end-box

# %% points=1
check("states-exit-code")

# %% [markdown] lang="ko"
# ### 강제 종료된 컨테이너는 되살릴 수 없을까?
#
# 교과서는 Killed에서 복구하려면 "새로운 컨테이너 인스턴스 생성 필요"라고 합니다.
#
# **해 보기.** 지우거나 새로 만들지 말고, `kill-box`를 다시 실행 상태로 만들어 보세요.

# %% [markdown] lang="en"
# ### Is a killed container lost?
#
# The textbook says that recovering from Killed "needs a new container instance".
#
# **Do.** Get `kill-box` running again, without removing it or making a new one.

# %%
# Bring kill-box back here.
### BEGIN SOLUTION
# !docker start kill-box
### END SOLUTION

# %%
# Which fields were reset, and which one still remembers the kill?
# !docker inspect kill-box | grep -A 11 '"State"'

# %% points=2
check("states-revive")

# %% [markdown] lang="ko"
# > **교과서가 틀린 곳 ④** 강제 종료된 컨테이너도 `docker start`로 돌아옵니다. ID도, 파일도, 설정도 그대로입니다. `ExitCode`는 `0`으로 돌아가지만
# > `FinishedAt`에는 마지막으로 끝난 시각이 남습니다. 사라진 것은 메모리에 있던 것뿐입니다.

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 4.** A killed container comes back with `docker start`: the same ID, the same files, the same
# > settings. `ExitCode` is `0` again, but `FinishedAt` keeps the time of the last end. Only what was in memory is lost.

# %% [markdown] lang="ko"
# ## 1.8 남은 세 상태
#
# **예측.** 시작하자마자 끝나는 컨테이너에 재시작 정책을 주면 어떤 상태로 보일까요?

# %% [markdown] lang="en"
# ## 1.8 The other three states
#
# **Predict.** If a container that ends as soon as it starts has a restart policy, in which state will you see it?

# %%
# !docker rm -f loop-box >/dev/null 2>&1
# !docker run -d --name loop-box --restart always shell false
# !sleep 5
# !docker inspect loop-box | grep -E '"(Status|Running|Restarting|ExitCode|RestartCount)"'
# !docker rm -f loop-box

# %% [markdown] lang="ko"
# - `restarting`: 프로세스가 끝나서, Docker가 잠시 기다렸다가 다시 시작하려는 상태입니다. 기다리는 시간은 실패할 때마다 두 배가 됩니다.
#   `running`이 나왔다면 마침 다시 시작된 순간이니 셀을 한 번 더 실행하세요.
# - `removing`: `docker rm`이 지우는 중인 짧은 순간입니다.
# - `dead`: 지우다가 실패해서 일부만 남은 상태입니다. 다시 시작할 수 없고, 다시 지워 볼 수만 있습니다.

# %% [markdown] lang="en"
# - `restarting`: the process has ended, and Docker waits a little before it starts it again. The wait doubles with every failure.
#   If you see `running`, you caught the moment of a restart; run the cell once more.
# - `removing`: the short moment while `docker rm` is at work.
# - `dead`: removal failed and left something behind. It cannot be started again; you can only try to remove it again.

# %% [markdown] lang="ko"
# ## 배운 것
#
# | 교과서의 말 | 여러분이 확인한 것 |
# |---|---|
# | Stopped, Killed라는 상태가 있다 | 둘 다 `exited`이고, `ExitCode`가 다르다 |
# | Killed는 새로 만들어야 한다 | `docker start`로 되살아난다 |
# | `created`에는 네트워크가 없다 | IP는 없지만 `bridge`에 연결하기로 정해져 있다 |
# | 생성 과정에서 네트워크와 볼륨을 연결한다 | 만들 때는 적어 두고, 시작할 때 연결한다 |
# | `paused`는 연결이 유지된다 | TCP는 살아 있지만 응답이 없다 |
#
# - `docker run`은 `docker create`와 `docker start`를 합친 것이고, start가 실패하면 `created`가 남습니다.
# - `docker pause`는 메모리는 그대로 두고 CPU만 멈춥니다.
#
# ### 생각해 볼 질문
#
# `stop-box`의 nginx는 `docker stop`에 0.1초 만에 끝났습니다. 그런데 `sh -c 'while :; do :; done'`으로 만든 `busy-box`에 `docker stop`을
# 했다면 10초가 걸리고 종료 코드는 `137`이었을 겁니다. 왜 그럴까요? 다음 노트북에서 답을 찾습니다.
#
# ### 참고 자료
# - [docker container create](https://docs.docker.com/reference/cli/docker/container/create/)
# - [docker container run](https://docs.docker.com/reference/cli/docker/container/run/)
# - [docker container ls](https://docs.docker.com/reference/cli/docker/container/ls/)
# - [docker container stats](https://docs.docker.com/reference/cli/docker/container/stats/)
# - [docker container pause](https://docs.docker.com/reference/cli/docker/container/pause/)
# - [docker container stop](https://docs.docker.com/reference/cli/docker/container/stop/)
# - [docker container kill](https://docs.docker.com/reference/cli/docker/container/kill/)
# - [cgroups(7)](https://man7.org/linux/man-pages/man7/cgroups.7.html)
# - [cgroup v2: freezer](https://docs.kernel.org/admin-guide/cgroup-v2.html)

# %% [markdown] lang="en"
# ## What you have learnt
#
# | the textbook's words | what you have seen |
# |---|---|
# | there are states Stopped and Killed | both are `exited`, and the `ExitCode` differs |
# | a killed container must be created anew | `docker start` revives it |
# | a `created` container has no network | it has no IP, but it is set to join `bridge` |
# | creation connects the network and volumes | creation writes them down, the start connects them |
# | `paused` keeps its connections | TCP stays alive, but nothing answers |
#
# - `docker run` is `docker create` and `docker start` in one; if the start fails, a `created` container is left behind.
# - `docker pause` keeps the memory and stops only the CPU.
#
# ### A question to take along
#
# The nginx in `stop-box` ended within 0.1 seconds of `docker stop`. With `busy-box`, made with `sh -c 'while :; do :; done'`,
# `docker stop` would have taken 10 seconds and the exit code would have been `137`. Why? The next notebooks will answer it.
#
# ### References
# - [docker container create](https://docs.docker.com/reference/cli/docker/container/create/)
# - [docker container run](https://docs.docker.com/reference/cli/docker/container/run/)
# - [docker container ls](https://docs.docker.com/reference/cli/docker/container/ls/)
# - [docker container stats](https://docs.docker.com/reference/cli/docker/container/stats/)
# - [docker container pause](https://docs.docker.com/reference/cli/docker/container/pause/)
# - [docker container stop](https://docs.docker.com/reference/cli/docker/container/stop/)
# - [docker container kill](https://docs.docker.com/reference/cli/docker/container/kill/)
# - [cgroups(7)](https://man7.org/linux/man-pages/man7/cgroups.7.html)
# - [cgroup v2: freezer](https://docs.kernel.org/admin-guide/cgroup-v2.html)
