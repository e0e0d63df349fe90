# ---
# jupyter:
#   container_lifecycle:
#     section: states
#     number: 1
#     minutes: 45
# ---

# %% [markdown] lang="ko"
# # 1. 컨테이너의 상태
#
# **Week 1 > Day 2 > Session 5** · 컨테이너 라이프사이클의 첫 번째 노트북입니다. (약 45분)
#
# 컨테이너를 만들고, 시작하고, 얼리고, 멈추고, 되살려 봅니다. 명령을 외우는 대신, 명령을 내리기 전에 **예측**하고,
# 직접 **해 보고**, 무엇이 바뀌었는지 **확인**합니다.
#
# ### 학습 목표
# - Docker가 실제로 쓰는 컨테이너 상태를 알고, 어떤 명령이 상태를 바꾸는지 설명합니다.
# - `docker create`와 `docker run`의 차이를 눈으로 확인합니다.
# - `docker ps`, `docker stats`, `docker logs`, `docker top`으로 컨테이너를 관찰합니다.
# - 교과서의 설명이 실제와 다른 곳을 실험으로 찾아냅니다.
#
# ### 이 노트북을 쓰는 법
# - 이 노트북의 `docker` 명령은 여러분만 쓰는 Docker Engine으로 갑니다. 망가뜨려도 괜찮습니다.
# - 셀은 위에서부터 차례로 `Shift+Enter`로 실행하세요. `!`로 시작하는 줄은 셸 명령입니다.
# - 주석만 있는 셀이 여러분이 채울 자리입니다. `...`이 보이면 그 자리에 예측한 값을 적습니다.
# - `check(...)` 셀은 실제 컨테이너를 들여다보고 결과를 알려 줍니다. 틀려도 고쳐서 몇 번이든 다시 실행할 수 있고,
#   같은 곳에서 막히면 다시 실행할 때마다 힌트가 하나씩 늘어납니다.
# - 힌트에 나오는 명령을 셀에서 실행할 때는 맨 앞에 `!`를 붙이세요. 터미널에서는 그대로 실행합니다.
# - 커널을 다시 시작했거나 `NameError`가 나오면 `from course import check, learner` 셀과 답을 적은 셀들을 다시 실행하세요. 컨테이너는 그대로 있습니다.
# - `course reset`을 했거나 실습을 새로 시작했다면 컨테이너는 모두 사라졌고, 노트북에 남아 있는 ✔는 그 전의 결과입니다. 1.2부터 다시 하세요.
# - 이미지는 `nginx`와 `shell` 두 개가 이미 들어 있습니다.

# %% [markdown] lang="en"
# # 1. Container states
#
# **Week 1 > Day 2 > Session 5** · The first notebook about the container lifecycle. (about 45 minutes)
#
# You will create, start, freeze, stop and revive containers. Instead of memorising commands you **predict** before
# each one, **do** it, and then **see** what has changed.
#
# ### Learning goals
# - Know the states Docker really uses, and explain which command moves a container from one to another.
# - See for yourself how `docker create` and `docker run` differ.
# - Watch containers with `docker ps`, `docker stats`, `docker logs` and `docker top`.
# - Find out by experiment where the textbook is wrong.
#
# ### How to use this notebook
# - The `docker` commands here go to a Docker Engine that is yours alone. You cannot break anything that matters.
# - Run the cells from top to bottom with `Shift+Enter`. A line that starts with `!` is a shell command.
# - A cell that holds only a comment is yours to fill. Where you see `...`, write the value you predict.
# - A `check(...)` cell looks at the real containers and tells you what it found. Correct and rerun it as often as
#   you like; where you are stuck, each rerun tells a little more.
# - To run a command from a hint in a cell, put a `!` in front of it. In a terminal, run it as it is.
# - After a kernel restart, or when you meet a `NameError`, run the cell `from course import check, learner` and the cells
#   with your answers again. The containers are still there.
# - After `course reset`, or in a lab started anew, the containers are gone, and the ✔ you still see are from before.
#   Begin again at 1.2.
# - Two images are already there: `nginx` and `shell`.

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
# 색이 있는 상자가 Docker가 실제로 쓰는 상태입니다: `created`, `running`, `paused`, `restarting`, `removing`, `exited`, `dead`.
# 교과서에는 Stopped와 Killed도 상태로 나옵니다. 정말 그런지는 1.7에서 직접 확인합니다.

# %% [markdown] lang="en"
# ## 1.1 There are seven states
#
# ![Diagram of container states. docker create makes a created container, docker start makes it running, and docker run does both at once. docker pause and docker unpause move it from running to paused and back. docker stop, docker kill, or a process that ends by itself lead to exited; only the exit code differs. docker start makes an exited container running again. With a restart policy it passes through restarting. docker rm makes it removing and then gone; where removal fails it is dead.](container-lifecycle.svg)
#
# The coloured boxes are the states Docker really uses: `created`, `running`, `paused`, `restarting`, `removing`,
# `exited`, `dead`. The textbook lists Stopped and Killed as states as well. Whether that is so, you will see in 1.7.

# %% [markdown] lang="ko"
# ## 1.2 만들기만 하기: `docker create`
#
# `docker create`는 컨테이너를 만들기만 하고 시작하지 않습니다. 이름과 설정은 정해졌지만 아직 아무것도 돌지 않습니다.
#
# **해 보기.** 이미지 `nginx`로 이름이 `first-box`인 컨테이너를 만드세요. 아직 시작하면 안 됩니다.

# %% [markdown] lang="en"
# ## 1.2 Only create: `docker create`
#
# `docker create` makes a container and does not start it. Its name and settings are there, and nothing runs yet.
#
# **Do.** From the image `nginx`, create a container named `first-box`. Do not start it yet.

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
# **See.** `docker ps` lists running containers only. To see `first-box` you need `-a`.

# %%
# !docker ps
# !docker ps -a

# %% [markdown] lang="ko"
# **예측.** 시작하지 않은 `first-box`는 무엇을 가지고 있을까요? 아래 사전의 `...`을 예측한 값으로 바꾸세요.
#
# | 키 | 뜻 | 적는 법 |
# |---|---|---|
# | `pid` | 메인 프로세스의 PID | 숫자. 프로세스가 없으면 Docker는 `0`이라고 합니다 |
# | `ip` | IP 주소 | 문자열. 없으면 빈 문자열 `""` |
# | `networks` | 컨테이너의 설정에 적힌 네트워크 이름 | 문자열의 리스트. 하나도 없으면 `[]` |
# | `log_lines` | `docker logs`가 보여 주는 줄 수 | 숫자 |
# | `started` | 한 번이라도 시작된 적이 있는가 | `True` 또는 `False` |

# %% [markdown] lang="en"
# **Predict.** `first-box` has not been started. What does it have? Replace each `...` in the dictionary below.
#
# | key | meaning | how to write it |
# |---|---|---|
# | `pid` | PID of the main process | a number. Docker says `0` where there is no process |
# | `ip` | IP address | a string. The empty string `""` where there is none |
# | `networks` | names of the networks noted in the container's settings | a list of strings. `[]` for none at all |
# | `log_lines` | how many lines `docker logs` shows | a number |
# | `started` | has it ever been started? | `True` or `False` |

# %%
created = {"pid": ..., "ip": ..., "networks": ..., "log_lines": ..., "started": ...}
### BEGIN SOLUTION
created = {"pid": 0, "ip": "", "networks": ["bridge"], "log_lines": 0, "started": False}
### END SOLUTION

# %% [markdown] lang="ko"
# **확인.** 예측을 적었으면 실제 값을 보세요. `0001-01-01`은 "아직 없다"는 뜻입니다.

# %% [markdown] lang="en"
# **See.** With your prediction written down, look at the real values. `0001-01-01` means "not yet".

# %%
# !docker inspect first-box | grep -A 11 '"State"'
# !docker inspect first-box | grep -A 18 '"Networks"'
# !docker logs first-box | wc -l

# %% points=2
check("states-created-has", created)

# %% [markdown] lang="ko"
# > **교과서가 틀린 곳 ①** 교과서는 `created`에 네트워크가 할당되지 않는다고 합니다. 반은 맞습니다. IP 주소와 인터페이스는
# > 없지만, 어느 네트워크에 연결할지(`bridge`)는 만들 때 이미 정해집니다.
#
# **예측.** 시작하지 않은 컨테이너에 `docker stop`을 하면 오류가 날까요? `docker kill`은요? 마음속으로 답한 뒤 실행하세요.

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 1.** It says that a `created` container has no network. That is half true. There is
# > no IP address and no interface, but which network it will join (`bridge`) is already settled when it is created.
#
# **Predict.** Is `docker stop` on a container that was never started an error? And `docker kill`? Answer to yourself,
# then run the cell.

# %%
# !docker stop first-box; echo "exit code of docker stop: $?"
# !docker kill first-box; echo "exit code of docker kill: $?"
# !docker ps -a --filter name=first-box

# %% [markdown] lang="ko"
# `docker stop`은 "멈춰 있게 해 달라"는 요청이므로 이미 멈춰 있으면 할 일이 없고, 성공입니다. `docker kill`은 시그널을 보내야 하는데
# 받을 프로세스가 없으니 거절당합니다. 상태는 둘 다 바꾸지 않아서 여전히 `created`입니다.

# %% [markdown] lang="en"
# `docker stop` asks that the container be stopped. It already is, so nothing is done, and that is a success.
# `docker kill` has a signal to deliver and no process to deliver it to, so it is refused. Neither changes the state:
# it is still `created`.

# %% [markdown] lang="ko"
# ## 1.3 시작하기: `docker start`
#
# **해 보기.** 방금 만든 `first-box`를 시작하세요. 지우고 새로 만들지 말고, 그 컨테이너 그대로 시작합니다.

# %% [markdown] lang="en"
# ## 1.3 Start: `docker start`
#
# **Do.** Start the `first-box` you have just created. Do not remove it and make a new one: start that very container.

# %%
# Start first-box here.
### BEGIN SOLUTION
# !docker start first-box
### END SOLUTION

# %% points=1
check("states-start")

# %% [markdown] lang="ko"
# **확인.** 컨테이너 하나를 세 방향에서 봅니다. 무슨 프로세스가 도는지(`docker top`), 무엇을 출력했는지(`docker logs`), 자원을 얼마나
# 쓰는지(`docker stats`). `docker stats`는 계속 갱신되는 화면이라서, 노트북에서는 한 번만 찍는 `--no-stream`을 붙입니다.
# 메모리가 `0B`로만 보인다면 이 컴퓨터의 cgroup에 그 카운터가 없는 것이니 지나가세요.

# %% [markdown] lang="en"
# **See.** One container from three sides: which processes run (`docker top`), what they printed (`docker logs`), what
# they use (`docker stats`). `docker stats` is a screen that never stops refreshing, so in a notebook add
# `--no-stream` to take one sample. Where memory reads `0B`, the cgroups of this machine have no such counter; go on.

# %%
# !docker top first-box -eo pid,ppid,stat,args
# !docker logs --tail 5 first-box
# !docker stats --no-stream first-box

# %% [markdown] lang="ko"
# ### 만들 때 하는 일, 시작할 때 하는 일
#
# 교과서는 이미지 확인 → pull → 생성 → 네트워크 → 볼륨 → 환경 변수를 모두 "생성 과정"으로 적습니다. 어느 일이 `docker create`에서
# 일어나고 어느 일이 `docker start`에서 일어나는지 Docker Engine의 이벤트로 확인합시다.
#
# **예측.** 네트워크 연결과 볼륨 마운트는 만들 때 일어날까요, 시작할 때 일어날까요?

# %% [markdown] lang="en"
# ### What creating does, what starting does
#
# The textbook lists image check → pull → create → network → volume → environment, all as "creating". Let the events
# of the Docker Engine tell which of it happens at `docker create` and which at `docker start`.
#
# **Predict.** Are the network connected and the volume mounted when a container is created, or when it is started?

# %%
from time import time

# !docker rm -f setup-box >/dev/null 2>&1; docker volume rm notes >/dev/null 2>&1
begin = time()
# !docker create --name setup-box --env GREETING=hello --volume notes:/data nginx
# !docker start setup-box
# Everything the engine reported since, one event a line:
# !docker events --since {begin} --until -1s | cut -d ' ' -f 2,3

# %% [markdown] lang="ko"
# `container create`까지가 `docker create`, 그다음부터 `container start`까지가 `docker start`가 한 일입니다. 만들 때는 필요한 볼륨을
# 준비하고 **설정을 적어 두기만** 합니다. 네트워크 연결(`network connect`)과 마운트(`volume mount`)는 시작할 때 일어나고,
# 환경 변수도 시작할 때 프로세스에 건네집니다.

# %% [markdown] lang="en"
# Up to `container create` it was `docker create`; from there to `container start` it was `docker start`. Creating
# prepares the volume and only **writes the settings down**. Connecting (`network connect`) and mounting
# (`volume mount`) happen at the start, and that is also when the process is handed its environment.

# %%
# !docker exec setup-box env
# Tidy up: we do not need this one any more.
# !docker rm -f setup-box
# !docker volume rm notes

# %% [markdown] lang="ko"
# 이미지가 로컬에 없으면 어떻게 될까요? 출력의 첫 줄이 1단계(로컬 확인), 다음 줄이 2단계(pull)입니다. 그런 이미지는 없으니 pull은 실패하고,
# 컨테이너는 만들어지지 않습니다.

# %% [markdown] lang="en"
# And if the image is not here? The first line of the output is step 1 (look here), the next is step 2 (pull). There is
# no such image, so the pull fails and no container is created.

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
# **Do.** With `docker run`, run an `nginx` container `second-box` in the background (`-d`). Without `-d` the cell
# never ends; press ■ (interrupt) in the toolbar if that happens.

# %%
# Run second-box here.
### BEGIN SOLUTION
# !docker run -d --name second-box nginx
### END SOLUTION

# %% points=1
check("states-run")

# %% [markdown] lang="ko"
# **예측.** 여러분은 명령을 하나만 내렸습니다. Docker Engine은 `second-box`에 어떤 이벤트를 차례로 기록했을까요? 동사만 순서대로
# 적으세요. 예: `["kill", "die"]`

# %% [markdown] lang="en"
# **Predict.** You gave one command. Which events did the Docker Engine record for `second-box`, one after the other?
# Write the verbs only, in order. For example: `["kill", "die"]`

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
# 이미지 이름 뒤에 명령을 적으면 이미지의 기본 명령 대신 그것이 실행됩니다. 그런 명령이 이미지 안에 없다면 어떻게 될까요?
#
# **예측.** `missing`에 두 값을 적으세요: `docker run`의 종료 코드와, 그 뒤 `docker ps -a`에 보일 `typo-box`의 상태입니다.
# 상태는 소문자로 적습니다. 예: `[1, "exited"]`
#
# **해 보기.** 이미지 `shell`, 명령 `no-such-command`로 `typo-box`를 실행하세요. 이번에는 `-d`가 없어도 됩니다. 바로 뒤에
# `print(_exit_code)`를 적으면 `!` 명령의 종료 코드를 볼 수 있습니다.

# %% [markdown] lang="en"
# ### Running a command that does not exist
#
# What you write after the image's name is run in place of the image's own command. What if the image has no such
# command?
#
# **Predict.** Write two values into `missing`: the exit code of `docker run`, and the state of `typo-box` that
# `docker ps -a` will show afterwards. Write the state in lower case. For example: `[1, "exited"]`
#
# **Do.** From the image `shell`, run `typo-box` with the command `no-such-command`. You can leave out `-d` this time.
# Right after it, `print(_exit_code)` shows the exit code of a `!` command.

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
# create는 성공했고 start는 실패했습니다. 그래서 컨테이너는 `created`에 남고, 이유는 `Error`에, 셸의 관례대로 127(명령을 찾을 수 없음)은
# `ExitCode`에 적힙니다. "`docker run`이 실패했으니 아무것도 없겠지"라고 생각하면 이런 컨테이너가 쌓입니다.

# %% [markdown] lang="en"
# The create succeeded, the start failed. So the container stays `created`, with the reason in `Error` and, as shells
# have it, 127 (command not found) in `ExitCode`. Whoever thinks "`docker run` failed, so nothing is there" collects
# containers like this one.

# %% [markdown] lang="ko"
# ## 1.5 목록 보기: `docker ps`와 `docker ps -a`
#
# **예측.** 지금까지 `first-box`, `second-box`, `typo-box`를 만들었습니다. `docker ps`는 몇 개, `docker ps -a`는 몇 개를 보여
# 줄까요? 연습하며 더 만든 컨테이너가 있다면 함께 세세요.

# %% [markdown] lang="en"
# ## 1.5 Listing: `docker ps` and `docker ps -a`
#
# **Predict.** So far you have made `first-box`, `second-box` and `typo-box`. How many will `docker ps` list, and how
# many `docker ps -a`? Count what else you may have made while practising.

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
# ## 1.6 얼리기: `docker pause`
#
# `docker pause`는 프로세스를 끝내지 않고 그 자리에서 얼립니다.
#
# **예측.** 얼린 컨테이너를 `docker inspect`로 보면 `Running`과 `Paused`는 각각 `True`일까요, `False`일까요?
#
# **해 보기.** `second-box`를 일시 중지하세요.

# %% [markdown] lang="en"
# ## 1.6 Freezing: `docker pause`
#
# `docker pause` does not end the processes, it freezes them where they are.
#
# **Predict.** In the `docker inspect` of a frozen container, are `Running` and `Paused` each `True` or `False`?
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
# `Status`는 `paused` 하나지만 `Running`과 `Paused`는 둘 다 `true`입니다. 프로세스는 살아 있고 PID도 그대로이며, 다만 CPU를 받지 못합니다.
# 이것은 시그널(SIGSTOP)이 아니라 Linux cgroup의 freezer가 하는 일이라서, 프로세스는 얼었다는 사실조차 알 수 없습니다.
#
# ### 얼어 있는 동안 연결은?
#
# 교과서는 "연결 상태 유지"라고 합니다. **예측.** 얼어 있는 nginx에 접속하면 거절당할까요, 대답이 올까요, 아니면 다른 일이 생길까요?
#
# 손님 컨테이너 `asker`가 `second-box`의 네트워크 안에서 페이지를 달라고 합니다. (`--network container:`는 뒤에 나올 절에서 배웁니다.)

# %% [markdown] lang="en"
# `Status` is `paused` alone, but `Running` and `Paused` are both `true`. The processes live and keep their PIDs; they
# only get no CPU. It is the freezer of Linux cgroups that does this, not a signal (SIGSTOP), so the processes cannot
# even know that they were frozen.
#
# ### And its connections meanwhile?
#
# The textbook says that "connections are kept". **Predict.** If you connect to the frozen nginx, are you refused, do
# you get an answer, or something else?
#
# A visitor, `asker`, asks for the page from within the network of `second-box`. (`--network container:` is for a
# later section.)

# %%
# !docker rm -f asker >/dev/null 2>&1
# !docker run -d --name asker --network container:second-box shell wget -q -O - -T 20 http://127.0.0.1/
# !sleep 1
# !docker exec asker busybox netstat -tn
# !echo "The answer so far:"; docker logs asker

# %% [markdown] lang="ko"
# 연결은 `ESTABLISHED`인데 대답은 없습니다. 연결을 받아 준 것은 nginx가 아니라 커널이고, 보낸 요청은 커널의 버퍼에서 기다립니다. 이제 녹여 봅시다.

# %% [markdown] lang="en"
# The connection is `ESTABLISHED`, yet there is no answer. It was the kernel that accepted it, not nginx, and the
# request waits in the kernel's buffer. Now thaw it.

# %%
# !docker unpause second-box
# !docker wait asker
# !docker logs asker
# !docker rm -f asker

# %% [markdown] lang="ko"
# > **교과서가 틀린 곳 ②** "네트워크 연결은 유지"되지만 **서비스는 유지되지 않습니다**. 얼어 있는 동안 손님은 거절도 대답도 받지 못하고
# > 기다리기만 합니다. 손님의 타임아웃이 먼저 오면 장애입니다.
#
# ### CPU는 정말 멈출까?
#
# `busy-box`는 쉬지 않고 CPU를 씁니다. `cpu_time`은 `docker stats`가 읽는 것과 같은 카운터, 곧 이 컨테이너의 누적 CPU 사용 시간을
# 나노초로 돌려줍니다. 여러 번 읽으면 그 사이에 얼마나 썼는지 알 수 있습니다.

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 2.** The connections are kept, **the service is not**. While it is frozen, visitors
# > are neither refused nor answered; they wait. If their timeout comes first, it is an outage.
#
# ### Does the CPU really rest?
#
# `busy-box` uses the CPU without a break. `cpu_time` returns the counter that `docker stats` reads too: the CPU time
# the container has used so far, in nanoseconds. Read it again, and you know what was used in between.

# %%
from time import sleep

import docker


def cpu_time(name):
    """CPU time this container has used so far, in nanoseconds."""
    try:
        container = docker.from_env().containers.get(name)
        used = container.stats(stream=False, one_shot=True)["cpu_stats"]["cpu_usage"]["total_usage"]
        if used == 0:  # This engine's cgroup has no CPU counter: add up what ps says, in whole seconds.
            rows = container.top(ps_args="-eo pid,cputimes")["Processes"]
            used = sum(int(seconds) for _, seconds in rows) * 10**9
        return used
    except docker.errors.DockerException as error:
        print(f"{name} cannot be read: {getattr(error, 'explanation', None) or error}")
        print("Run the cell that makes it again.")


# !docker rm -f busy-box >/dev/null 2>&1
# !docker run -d --name busy-box shell sh -c 'while :; do :; done'
for _ in range(40):
    used = cpu_time("busy-box")
    print(used)
    if used is None or used > 10**9:  # more than one second: it works hard
        break
    sleep(0.5)

# %% [markdown] lang="ko"
# **해 보기.** `busy-box`를 일시 중지한 **다음**, `cpu_time`을 두 번 읽어 `samples`에 담으세요. 두 값은 어떤 관계일까요?
#
# 두 번 읽는 사이에 `sleep(2)`로 기다리세요. 곧바로 다시 읽으면 돌고 있는 컨테이너도 같은 값으로 보일 수 있습니다. 어떤 컴퓨터에서는 이
# 카운터가 1초 단위로만 늘어나기 때문입니다.

# %% [markdown] lang="en"
# **Do.** Pause `busy-box`, and **after that** put two readings of `cpu_time` into `samples`. How will the two compare?
#
# Wait with `sleep(2)` between the two. Read again at once, even a container that runs may show the same value: on some
# machines this counter only moves in whole seconds.

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
# It has done its work. Removed, it leaves the CPU to the others.
# !docker rm -f busy-box

# %% [markdown] lang="ko"
# ### 메모리는 그대로일까?
#
# `counter-box`는 변수 하나를 메모리에 두고 0.2초마다 1씩 더해 출력합니다.
#
# **해 보기.** `counter-box`를 일시 중지하고, 1초 넘게 기다렸다가(`!sleep 2`), 일시 중지를 해제하세요. 숫자는 처음부터 다시 셀까요, 건너뛸까요,
# 이어서 셀까요?

# %% [markdown] lang="en"
# ### Does memory survive?
#
# `counter-box` keeps one variable in memory and adds 1 to it every 0.2 seconds, printing it each time.
#
# **Do.** Pause `counter-box`, wait for more than a second (`!sleep 2`), and unpause it. Will the count begin anew, jump
# ahead, or go on where it was?

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
# !docker logs --timestamps --tail 12 counter-box

# %% points=2
check("states-unpause")

# %%
# !docker rm -f counter-box

# %% [markdown] lang="ko"
# 시각에는 빈틈이 있지만 숫자에는 빈틈이 없습니다. 메모리가 그대로 남아 있었기 때문입니다.
#
# ### 얼린 컨테이너에 할 수 있는 일
#
# **예측.** 얼린 컨테이너에 다음 다섯 명령을 내리면, 되는 것은 `True`, 거절당하는 것은 `False`로 적으세요. 얼린 프로세스가 직접 움직여야
# 하는 일인지 생각해 보세요. `rm`은 `-f` 없이 내린다고 합시다.

# %% [markdown] lang="en"
# There is a gap in the times and none in the numbers, because memory was kept.
#
# ### What a frozen container lets you do
#
# **Predict.** Of these five commands on a frozen container, write `True` for those that work and `False` for those that
# are refused. Ask yourself whether something frozen would have to move. `rm` is meant without `-f`.

# %%
allowed = {"top": ..., "logs": ..., "exec": ..., "stop": ..., "rm": ...}
### BEGIN SOLUTION
allowed = {"top": True, "logs": True, "exec": False, "stop": True, "rm": False}
### END SOLUTION

# %%
# See: freeze second-box again and try them all.
# !docker pause second-box
# !echo "--- top";  docker top second-box -eo pid,ppid,stat,args
# !echo "--- logs"; docker logs --tail 2 second-box
# !echo "--- exec"; docker exec second-box true
# !echo "--- rm";   docker rm second-box
# !echo "--- stop"; docker stop second-box

# %% points=2
check("states-paused-allowed", allowed)

# %% [markdown] lang="ko"
# 밖에서 보기만 하는 일(`top`, `logs`)은 됩니다. 안에서 새 프로세스를 시작하는 `exec`는 거절당하고, 끝나지 않은 컨테이너를 지우는 `rm`도
# 거절당합니다. `stop`은 시그널을 보낸 뒤 컨테이너를 녹여서 시그널을 처리하게 합니다.

# %% [markdown] lang="en"
# Looking from outside (`top`, `logs`) works. Starting another process inside (`exec`) is refused, and so is removing
# what has not ended (`rm`). `stop` sends its signal and then thaws the container, so that the signal can be handled.

# %% [markdown] lang="ko"
# ## 1.7 끝내기: `docker stop`과 `docker kill`
#
# 교과서는 정상 종료된 Stopped와 강제 종료된 Killed가 서로 다른 상태라고 합니다. 똑같은 nginx 두 개로 확인합시다.

# %% [markdown] lang="en"
# ## 1.7 Ending: `docker stop` and `docker kill`
#
# The textbook has two states: Stopped for what ended in order, and Killed for what was ended by force. Let us see, with
# two nginx that are the same.

# %%
# !docker rm -f stop-box kill-box >/dev/null 2>&1
# !docker run -d --name stop-box nginx
# !docker run -d --name kill-box nginx
# !docker top stop-box -eo pid,ppid,stat,args
# !docker top kill-box -eo pid,ppid,stat,args

# %% [markdown] lang="ko"
# **예측.** 두 컨테이너의 종료 코드는 각각 얼마일까요? 스스로 정리하고 끝난 프로세스의 코드는 보통 `0`, 시그널 번호 N으로 죽은 프로세스의
# 코드는 128 + N입니다. SIGKILL은 9번입니다.
#
# **해 보기.** `stop-box`는 `docker stop`으로, `kill-box`는 `docker kill`로 끝내세요.

# %% [markdown] lang="en"
# **Predict.** What will the two exit codes be? A process that tidies up and ends by itself usually has `0`; one that dies
# of signal number N has 128 + N. SIGKILL is number 9.
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
# > nginx는 정리하고 끝나서 `0`, SIGKILL을 받은 쪽은 128 + 9 = `137`입니다.
#
# ### 스스로 끝나기
#
# 멈추라고 하지 않아도, PID 1이 스스로 끝나면 컨테이너도 끝납니다. 종료 코드는 그 프로세스가 정합니다.
#
# **해 보기.** 이미지 `shell`로 `end-box`를 실행해, **여러분의 번호**를 종료 코드로 남기고 스스로 끝나게 하세요. 번호는 사람마다 다르고,
# `print(me)`로 볼 수 있습니다. 셸에서 `exit 3`은 종료 코드 3을 남기고 끝내는 명령이고, `!` 줄에서는 번호 자리에
# `{me.exit_code}`라고 적으면 그 값이 들어갑니다.

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 3.** There are no states Stopped and Killed. `Status` is `exited` for both, and
# > `ExitCode` tells how it ended: `0` for the nginx that tidied up, 128 + 9 = `137` for the one that got SIGKILL.
#
# ### Ending by itself
#
# Nobody has to stop it: when PID 1 ends, the container ends, and that process chooses the exit code.
#
# **Do.** From the image `shell`, run `end-box` so that it ends by itself with **your own number** as its exit code. Everybody
# has another number; `print(me)` shows yours. In a shell, `exit 3` ends with exit code 3, and in a `!` line
# `{me.exit_code}` stands for your number.

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
# To recover from Killed, says the textbook, "a new container instance has to be created".
#
# **Do.** Without removing it or making a new one, get `kill-box` to run again.

# %%
# Bring kill-box back here.
### BEGIN SOLUTION
# !docker start kill-box
### END SOLUTION

# %%
# Which fields began anew, and which one still remembers the kill?
# !docker inspect kill-box | grep -A 11 '"State"'

# %% points=2
check("states-revive")

# %% [markdown] lang="ko"
# > **교과서가 틀린 곳 ④** 강제 종료된 컨테이너도 `docker start`로 돌아옵니다. ID도, 파일도, 설정도 그대로입니다. `ExitCode`는 `0`으로 돌아가지만
# > `FinishedAt`에는 마지막으로 끝난 시각이 남습니다. 사라진 것은 메모리에 있던 것뿐입니다. 정말 새로 만들어야 하는 때는 `docker rm`을 한 뒤입니다.

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 4.** A killed container comes back with `docker start`: the same ID, the same files,
# > the same settings. `ExitCode` is `0` again, while `FinishedAt` keeps the time of the last end. Only what was in memory
# > is lost. A new container is needed after `docker rm`, and only then.

# %% [markdown] lang="ko"
# ## 1.8 남은 세 상태
#
# 시작하자마자 끝나는 컨테이너에 재시작 정책을 주면 어떤 상태로 보일까요? **예측**한 뒤 실행하세요.

# %% [markdown] lang="en"
# ## 1.8 The three other states
#
# Give a restart policy to a container that ends as soon as it starts. In which state will you see it? **Predict**, then
# run the cell.

# %%
# !docker rm -f loop-box >/dev/null 2>&1
# !docker run -d --name loop-box --restart always shell false
# !sleep 5
# !docker inspect loop-box | grep -E '"(Status|Running|Restarting|ExitCode|RestartCount)"'
# !docker rm -f loop-box

# %% [markdown] lang="ko"
# - `restarting`: 프로세스가 끝났고, Docker가 잠시 기다렸다가 다시 시작하려는 상태입니다. 기다리는 시간은 실패할 때마다 두 배가 됩니다.
#   그래서 5초쯤 지나면 거의 언제나 기다리는 중입니다. 다시 시작된 바로 그 순간을 보았다면 `running`으로 나오니, 셀을 한 번 더 실행해 보세요.
# - `removing`: `docker rm`이 지우는 중인 짧은 순간입니다. 보통은 눈에 띄지 않습니다.
# - `dead`: 지우다가 실패해서 일부만 남은 상태입니다. 다시 시작할 수 없고, 다시 지워 볼 수만 있습니다.

# %% [markdown] lang="en"
# - `restarting`: the process has ended, and Docker waits a little before it starts it again. The wait doubles with every
#   failure, so after 5 seconds it is nearly always waiting. If you caught the very moment it was started again, it says
#   `running`; run the cell once more.
# - `removing`: the short moment in which `docker rm` is at work. You hardly ever see it.
# - `dead`: removal failed and left a part behind. It cannot be started again; all you can do is try to remove it again.

# %% [markdown] lang="ko"
# ## 배운 것
#
# | 교과서의 말 | 여러분이 확인한 것 |
# |---|---|
# | Stopped, Killed라는 상태가 있다 | 둘 다 `exited`이고, `ExitCode`가 다르다 |
# | Killed는 새로 만들어야 한다 | `docker start`로 되살아난다 |
# | `created`에는 네트워크가 없다 | IP는 없지만 `bridge`에 연결하기로 정해져 있다 |
# | 생성 과정에서 네트워크와 볼륨을 연결한다 | 만들 때는 적어 두고, 시작할 때 연결한다 |
# | `paused`는 연결이 유지된다 | TCP는 살아 있지만 아무 대답이 없다 |
#
# - `docker run`은 `docker create`와 `docker start`를 합친 것이고, start가 실패하면 `created`가 남습니다.
# - `docker pause`는 메모리를 지키고 CPU만 거둡니다. `Running`과 `Paused`가 함께 `true`입니다.
#
# ### 생각해 볼 질문
#
# `stop-box`의 nginx는 `docker stop`에 0.1초 만에 끝났습니다. 그런데 `sh -c 'while :; do :; done'`으로 만든 `busy-box`에 `docker stop`을
# 했다면 10초가 걸리고 종료 코드는 `137`이었을 겁니다. 왜 그럴까요? 다음 절들에서 답을 찾습니다.
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
# | what was killed must be made anew | `docker start` revives it |
# | a `created` container has no network | no IP, but it is settled that it will join `bridge` |
# | creating connects the network and volumes | creating notes them, starting connects them |
# | `paused` keeps its connections | TCP lives on, but nothing answers |
#
# - `docker run` is `docker create` and `docker start` in one; if the start fails, a `created` container stays behind.
# - `docker pause` keeps memory and withholds only the CPU. `Running` and `Paused` are both `true`.
#
# ### A question to take along
#
# The nginx in `stop-box` ended within 0.1 seconds of `docker stop`. Had you used `docker stop` on `busy-box`, made with
# `sh -c 'while :; do :; done'`, it would have taken 10 seconds and the exit code would have been `137`. Why? The
# sections to come will answer it.
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
