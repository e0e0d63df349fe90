# ---
# jupyter:
#   container_lifecycle:
#     section: cleanup
#     number: 5
#     minutes: 16
# ---

# %% [markdown] lang="ko"
# # 5. 정리와 데이터 보존
#
# **Week 1 > Day 2 > Session 5** · 컨테이너 라이프사이클의 다섯 번째 노트북입니다. (약 16분)
#
# 컨테이너를 지우면 무엇이 함께 사라지고 무엇이 남을까요? 지우는 네 가지 방법(`docker rm`, `docker rm -f`, `--rm`, `docker container prune`)을 써 보고, 데이터를
# 남기는 세 가지 방법(볼륨, 바인드 마운트, 이미지 커밋)이 무엇을 지켜 주는지 확인합니다.
#
# ### 학습 목표
# - `docker rm`이 언제 거절당하는지, `docker rm -f`의 대가가 무엇인지 설명합니다.
# - `--rm`과 `docker container prune`이 무엇을 지우고 무엇을 남기는지 압니다.
# - 레이어, 익명 볼륨, 이름 있는 볼륨, 바인드 마운트, 커밋한 이미지의 수명을 구별합니다.
#
# 노트북을 쓰는 법은 1번 노트북과 같고, 이미지는 이번에도 `nginx`와 `shell`입니다.

# %% [markdown] lang="en"
# # 5. Cleaning up, and keeping data
#
# **Week 1 > Day 2 > Session 5** · The fifth notebook about the container lifecycle. (about 16 minutes)
#
# When you remove a container, what goes with it and what stays? You will try four ways to remove (`docker rm`,
# `docker rm -f`, `--rm`, `docker container prune`), and see what three ways to keep data (volumes, bind mounts,
# committing an image) really protect.
#
# ### Learning goals
# - Explain when `docker rm` is refused, and what `docker rm -f` costs.
# - Know what `--rm` and `docker container prune` remove, and what they leave.
# - Distinguish the lifetimes of a layer, an anonymous volume, a named volume, a bind mount and a committed image.
#
# The notebook works like notebook 1, and the images are again `nginx` and `shell`.

# %%
from course import check, learner

me = learner()
print(me)  # Your own values. You will need me.word.

# %% [markdown] lang="ko"
# ## 5.1 `docker rm`과 거절
#
# 상태가 서로 다른 컨테이너 네 개를 준비합니다.

# %% [markdown] lang="en"
# ## 5.1 `docker rm`, and when it is refused
#
# Here are four containers in four states.

# %%
# !docker rm -f pebble-new pebble-done pebble-live pebble-ice >/dev/null 2>&1
# !docker create --name pebble-new shell
# !docker run --name pebble-done shell true
# !docker run -d --name pebble-live nginx
# !docker run -d --name pebble-ice nginx
# !docker pause pebble-ice
# !docker ps -a --filter name=pebble

# %% [markdown] lang="ko"
# **예측.** `-f` 없는 `docker rm`으로 지울 수 있는 상태는 `True`, 거절당하는 상태는 `False`로 적으세요.
#
# **해 보기.** 그런 다음 네 컨테이너에 `docker rm`을 실행하세요. 한 명령에 이름을 여러 개 적을 수 있습니다.

# %% [markdown] lang="en"
# **Predict.** Write `True` for each state in which `docker rm` without `-f` works, and `False` where it is refused.
#
# **Do.** Then run `docker rm` on the four containers. One command takes several names.

# %%
removable = {"created": ..., "running": ..., "paused": ..., "exited": ...}
# Then try to remove the four here.
### BEGIN SOLUTION
removable = {"created": True, "running": False, "paused": False, "exited": True}
# !docker rm pebble-new pebble-live pebble-ice pebble-done
### END SOLUTION

# %% points=1
check("cleanup-rm-allowed", removable)

# %% [markdown] lang="ko"
# 아직 끝나지 않은 컨테이너를 지우려 하면 엔진은 HTTP 409(Conflict)로 거절합니다. 일시 중지된 컨테이너도 끝난 것이 아닙니다. 이 보호 장치를 끄는 옵션이 `-f`입니다.

# %% [markdown] lang="en"
# The engine refuses to remove a container that has not ended, with HTTP 409 (Conflict). A paused container has not
# ended either. `-f` turns this safety catch off.

# %%
# !docker rm -f pebble-live pebble-ice

# %% [markdown] lang="ko"
# ## 5.2 `docker rm -f`의 대가
#
# 일기장 두 개가 돌고 있습니다. 둘 다 SIGTERM을 받으면 볼륨 `diaries`에 마지막 글을 저장하고 스스로 끝납니다.

# %% [markdown] lang="en"
# ## 5.2 What `docker rm -f` costs
#
# Two diaries are running. On SIGTERM, each saves its last page to the volume `diaries` and ends by itself.

# %%
diary = 'trap "echo saved > /pages/$(hostname); exit 0" TERM; while :; do sleep 1 & wait; done'
# !docker rm -f polite-diary forced-diary >/dev/null 2>&1; docker volume rm diaries >/dev/null 2>&1
# !docker run -d --name polite-diary --hostname polite-diary --volume diaries:/pages shell sh -c '{diary}'
# !docker run -d --name forced-diary --hostname forced-diary --volume diaries:/pages shell sh -c '{diary}'

# %% [markdown] lang="ko"
# **예측.** 하나는 멈춘 다음에 지우고, 하나는 한 번에 강제로 지웁니다. 각각 마지막 글을 저장할까요?
#
# **해 보기.** `polite-diary`는 `docker stop` 다음 `docker rm`으로, `forced-diary`는 `docker rm -f`로 지우세요.

# %% [markdown] lang="en"
# **Predict.** One is stopped and then removed, the other removed by force. Does each save its last page?
#
# **Do.** Remove `polite-diary` with `docker stop` and then `docker rm`, and `forced-diary` with `docker rm -f`.

# %%
saved = {"polite-diary": ..., "forced-diary": ...}  # True or False
# Then remove the two here.
### BEGIN SOLUTION
saved = {"polite-diary": True, "forced-diary": False}
# !docker stop polite-diary
# !docker rm polite-diary
# !docker rm -f forced-diary
### END SOLUTION

# %%
# See: what is in the volume, and what the engine recorded, signals included.
look = 'grep -oE "[0-9:.]+Z container [a-z]+|signal=[0-9]+"'
# !docker run --rm --volume diaries:/pages shell ls -l /pages
# !echo "--- polite-diary"; docker events --since 10m --until -1s --filter container=polite-diary | {look}
# !echo "--- forced-diary"; docker events --since 10m --until -1s --filter container=forced-diary | {look}

# %% points=2
check("cleanup-rm-force", saved)

# %% [markdown] lang="ko"
# `docker rm -f`는 `docker stop`과 `docker rm`을 합친 것이 **아닙니다**. 유예 시간 없이 곧바로 SIGKILL(`kill` → `die` → `destroy`)이라서, 아무리 잘
# 만든 프로그램도 데이터를 잃습니다. 습관처럼 `-f`를 붙이지 마세요.

# %% [markdown] lang="en"
# `docker rm -f` is **not** `docker stop` and `docker rm` in one. It sends SIGKILL at once, with no grace period (`kill`
# → `die` → `destroy`), so even a well-written program loses its data. Do not let `-f` become a habit.

# %% [markdown] lang="ko"
# ## 5.3 끝나면 저절로: `--rm`
#
# `--rm`으로 실행한 컨테이너는 끝나자마자 엔진이 지웁니다. 그 컨테이너가 쓰던 볼륨은 어떻게 될까요?
#
# - `--volume album:/album`: **이름 있는 볼륨**. 왼쪽이 볼륨의 이름, 오른쪽이 컨테이너 안의 경로입니다.
# - `--volume /scratch`: **익명 볼륨**. 경로만 적으면 엔진이 16진수 64자로 이름을 지어 줍니다.
#
# **예측.** 다음 다섯 가지가 나중에 남아 있으면 `True`, 사라졌으면 `False`로 적으세요.
#
# | 키 | 무엇이 |
# |---|---|
# | `container` | `--rm`으로 실행해서 끝난 컨테이너 |
# | `named` | 그 컨테이너의 이름 있는 볼륨 |
# | `anonymous` | 그 컨테이너의 익명 볼륨 |
# | `anonymous_rm` | `--rm` 없이 실행하고 `docker rm`으로 지운 컨테이너의 익명 볼륨 |
# | `anonymous_rm_v` | `--rm` 없이 실행하고 `docker rm -v`로 지운 컨테이너의 익명 볼륨 |
#
# **해 보기.** 이미지 `shell`, 명령 `true`로 컨테이너 `one-shot`을 `--rm`으로 실행하세요. 이름 있는 볼륨 `album`을 `/album`에, 익명 볼륨을 `/scratch`에
# 연결합니다.

# %% [markdown] lang="en"
# ## 5.3 Gone by itself: `--rm`
#
# The engine removes a container that was run with `--rm` as soon as it ends. What happens to the volumes it used?
#
# - `--volume album:/album`: a **named volume**. On the left is the volume's name, on the right the path in the
#   container.
# - `--volume /scratch`: an **anonymous volume**. If you give only a path, the engine makes up a name of 64 hexadecimal
#   digits.
#
# **Predict.** For each of the five, write `True` if it will still be there afterwards, `False` if it will be gone.
#
# | key | what |
# |---|---|
# | `container` | a container run with `--rm` that has ended |
# | `named` | that container's named volume |
# | `anonymous` | that container's anonymous volume |
# | `anonymous_rm` | the anonymous volume of a container run without `--rm` and removed with `docker rm` |
# | `anonymous_rm_v` | the anonymous volume of a container run without `--rm` and removed with `docker rm -v` |
#
# **Do.** Run a container `one-shot` with `--rm`, image `shell`, command `true`. Mount a named volume `album` at
# `/album` and an anonymous volume at `/scratch`.

# %%
left = {"container": ..., "named": ..., "anonymous": ..., "anonymous_rm": ..., "anonymous_rm_v": ...}
# Then run one-shot here.
### BEGIN SOLUTION
left = {"container": False, "named": True, "anonymous": False, "anonymous_rm": True, "anonymous_rm_v": False}
# !docker run --rm --name one-shot --volume album:/album --volume /scratch shell true
### END SOLUTION

# %%
# See: is one-shot still there, and which of its volumes? The engine's record shows what was destroyed.
# !docker ps -a --filter name=one-shot
# !docker events --since 10m --until -1s --filter type=volume --filter event=destroy | cut -d ' ' -f 2-4
# !docker volume ls --filter dangling=true
# Now without --rm: one removed with rm, one with rm -v. How many more volumes are there than before?
# !docker rm -f plain-shot clean-shot >/dev/null 2>&1
# !docker run --name plain-shot --volume /scratch shell true; docker rm plain-shot
# !docker run --name clean-shot --volume /scratch shell true; docker rm -v clean-shot
# !docker volume ls --filter dangling=true

# %% points=1
check("cleanup-auto-remove", left)

# %% [markdown] lang="ko"
# > **교과서가 틀린 곳 ①** `docker rm`으로 "완전 삭제"되지 않습니다. 익명 볼륨이 남아, 어느 컨테이너도 쓰지 않는(dangling) 볼륨이 디스크에 쌓입니다. `docker rm -v`와
# > `--rm`은 익명 볼륨까지 지우고, 이름 있는 볼륨은 어느 쪽도 지우지 않습니다.
#
# 쌓인 볼륨은 `docker volume prune`으로 치웁니다. **Docker 23.0부터는 익명 볼륨만** 지우고 이름 있는 것까지 지우려면 `-a`가 필요하지만, 그 전(예: 20.10)에는 쓰지 않는
# 볼륨을 **이름이 있어도 모두** 지웁니다. 먼저 `docker version`을 확인하세요.
#
# `--rm`은 로그와 종료 코드도 함께 가져갑니다. 끝난 이유를 나중에 알아봐야 하는 컨테이너에는 쓰지 마세요.

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 1.** `docker rm` does not delete a container "completely". Anonymous volumes stay,
# > and disks fill with volumes that no container uses (dangling). `docker rm -v` and `--rm` remove anonymous volumes
# > too; neither removes a named one.
#
# `docker volume prune` removes what has piled up. **From Docker 23.0 on it removes only anonymous volumes**, and needs
# `-a` for named ones. Before that (20.10, for example) it removes **all** unused volumes, **named or not**. Check
# `docker version` first.
#
# `--rm` takes the logs and the exit code along. Do not use it for a container if you may have to find out later why it
# ended.

# %% [markdown] lang="ko"
# ## 5.4 한꺼번에: `docker container prune`
#
# 다락방(attic)에 컨테이너 다섯 개가 있습니다. `attic-treasure`에는 `keep`이라는 라벨이 있습니다.

# %% [markdown] lang="en"
# ## 5.4 All at once: `docker container prune`
#
# There are five containers in the attic. `attic-treasure` has the label `keep`.

# %%
# !docker rm -f attic-created attic-ended attic-treasure attic-frozen attic-busy >/dev/null 2>&1
# !docker create --name attic-created shell
# !docker run --name attic-ended shell true
# !docker run --name attic-treasure --label keep shell true
# !docker run -d --name attic-frozen shell sleep 86400
# !docker pause attic-frozen
# !docker run -d --name attic-busy shell sleep 86400
# !docker ps -a --filter name=attic

# %% [markdown] lang="ko"
# `docker container prune`은 **엔진 전체**를 봅니다. 앞 노트북에서 만든 컨테이너도 조건에 맞으면 지워지니, 아직 마치지 못한 노트북이 있다면 먼저 마치고 오세요.
#
# 노트북에서는 확인 질문에 답할 수 없으니 `--force`를 붙입니다. 잊으면 셀이 답을 기다리며 끝나지 않으니, 도구 모음의 ■(중단)를 누르고 다시 하세요. 묻지 않는다는 뜻일 뿐, `docker rm -f`의 `-f`와는 다릅니다. `--filter label=NAME`은 그 라벨이 있는 것만,
# `--filter label!=NAME`은 없는 것만 지웁니다.
#
# **예측.** 라벨 `keep`이 있는 것은 남기고 prune을 하면 다섯 중 무엇이 사라질까요? 이름을 리스트로 적으세요.
#
# **해 보기.** 그 명령을 한 번 실행하세요.

# %% [markdown] lang="en"
# `docker container prune` looks at the **whole engine**. It also removes matching containers from earlier notebooks, so
# if you have not finished one of those, finish it first.
#
# A notebook cannot answer the confirmation question, so add `--force`. If you forget it, the cell waits for an answer
# and does not end: press ■ (interrupt) in the toolbar and try again. It only means "do not ask"; it is not the `-f` of
# `docker rm -f`. `--filter label=NAME` removes only those with that label, `--filter label!=NAME` only those without
# it.
#
# **Predict.** If you prune everything except what has the label `keep`, which of the five will be gone? List their
# names.
#
# **Do.** Run that command once.

# %%
gone = ...  # a list of names
# Then prune here.
### BEGIN SOLUTION
gone = ["attic-created", "attic-ended"]
# !docker container prune --force --filter label!=keep
### END SOLUTION

# %%
# !docker ps -a --filter name=attic

# %% points=2
check("cleanup-prune", gone)

# %% [markdown] lang="ko"
# > **교과서가 틀린 곳 ②** `docker container prune`은 "중지된 모든 컨테이너"만 지우지 않습니다. 끝난 것(`exited`, `dead`)뿐 아니라 시작한 적 없는 `created`도
# > 지웁니다. 실행 중이거나 일시 중지된 것은 남습니다.
#
# ### `until`은 언제를 재는가
#
# `--filter until=`은 그 시각(`until=24h`면 24시간 전)보다 **오래된** 것만 지웁니다. 만든 지 오래된 것일까요, 끝난 지 오래된 것일까요? `tea-early`는 먼저 만들어서 나중에
# 끝나고, `tea-late`는 나중에 만들기만 합니다. `between`은 두 컨테이너를 만든 시각의 사이입니다.

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 2.** `docker container prune` removes more than "all stopped containers". Besides
# > what has ended (`exited`, `dead`), it removes `created` containers, which were never started. What is running or
# > paused stays.
#
# ### What `until` measures
#
# `--filter until=` removes only what is **older** than that moment (`until=24h`: 24 hours ago). But does the age count
# from the creation or from the end? `tea-early` is created first and ends last; `tea-late` is only created, later.
# `between` is a moment between the two creations.

# %%
from time import time

# !docker rm -f tea-early tea-late >/dev/null 2>&1
# !docker create --name tea-early shell true
# !sleep 2
between = int(time())  # in seconds since 1970
# !docker create --name tea-late shell true
# !docker start --attach tea-early
# !docker ps -a --filter name=tea

# %% [markdown] lang="ko"
# **예측.** `until={between}`으로 prune을 하면 사라질 것은 `True`, 남을 것은 `False`로 적으세요.
#
# **해 보기.** prune에 `--filter until={between}`을 붙여 실행하세요. 노트북이 `{between}`을 시각으로 바꿔 줍니다.

# %% [markdown] lang="en"
# **Predict.** If you prune with `until={between}`, what will be gone (`True`), and what will stay (`False`)?
#
# **Do.** Run prune with `--filter until={between}`. The notebook replaces `{between}` with the moment.

# %%
pruned = {"tea-early": ..., "tea-late": ...}
# Then prune here.
### BEGIN SOLUTION
pruned = {"tea-early": True, "tea-late": False}
# !docker container prune --force --filter until={between}
### END SOLUTION

# %% points=1
check("cleanup-until", pruned)

# %% [markdown] lang="ko"
# `until`은 **만든 시각**을 봅니다. 한 달 동안 돌다가 1분 전에 끝난 컨테이너도 `until=24h`에 걸려, 왜 끝났는지 알려 줄 로그와 함께 사라집니다.
#
# 라벨 필터 없이 실행했다면 이번에는 `attic-treasure`도 지워졌습니다. `--filter`는 명령마다 새로 적어야 하고, 여러 번 적으면 모두 만족하는 것만 지웁니다.

# %% [markdown] lang="en"
# `until` looks at the **creation time**. `until=24h` also catches a container that ran for a month and ended a minute
# ago, and the logs that would tell why it ended go with it.
#
# Without the filter on the label, `attic-treasure` went too this time. Filters have to be given with each command; with
# several `--filter`, only what matches all of them is removed.

# %% [markdown] lang="ko"
# ## 5.5 지워도 남는 것: 볼륨과 바인드 마운트
#
# 컨테이너 안에서 파일을 쓸 수 있는 곳은 세 군데입니다.
#
# | 어디 | 이 연습의 파일 | 만드는 법 |
# |---|---|---|
# | 컨테이너의 레이어 | `/word.txt` | 아무것도 하지 않아도 됩니다 |
# | 이름 있는 볼륨 | `/memo/word.txt` | `--volume memos:/memo` |
# | 바인드 마운트 | `/desk/word.txt` | `--volume /tmp/memo-desk:/desk` |
#
# 왼쪽이 `/`로 시작하면 바인드 마운트입니다. **엔진이 있는 컴퓨터**의 폴더를 그대로 연결합니다. 여러분의 엔진에서는 `/tmp` 아래만 쓸 수 있습니다.
#
# **예측.** 지우고 다시 만든 컨테이너에 파일이 있을 곳은 `True`, 없을 곳은 `False`로 적으세요.
#
# **해 보기.** 차례로 하세요.
# 1. 이미지 `shell`, 명령 `sleep 600`으로 `memo-keeper`를 백그라운드에서 실행합니다. 볼륨과 바인드 마운트는 위의 표와 같습니다.
# 2. `docker exec`로 세 파일에 **여러분의 단어**를 씁니다. 예: `!docker exec memo-keeper sh -c 'echo {me.word} > /word.txt'`
# 3. `memo-keeper`를 지웁니다.
# 4. 1번과 똑같은 명령으로 다시 만듭니다. 파일은 다시 쓰지 마세요.

# %% [markdown] lang="en"
# ## 5.5 What outlives a container: volumes and bind mounts
#
# A container can write files to three places.
#
# | where | this exercise's file | how to get it |
# |---|---|---|
# | the container's layer | `/word.txt` | it is always there |
# | a named volume | `/memo/word.txt` | `--volume memos:/memo` |
# | a bind mount | `/desk/word.txt` | `--volume /tmp/memo-desk:/desk` |
#
# If the left side begins with `/`, it is a bind mount: a folder of **the machine the engine runs on**. On your engine,
# only folders under `/tmp` are writable.
#
# **Predict.** After the container is removed and made again, where will the file be there (`True`), and where not
# (`False`)?
#
# **Do.** Step by step:
# 1. Run `memo-keeper` in the background, image `shell`, command `sleep 600`, with the volume and the bind mount of the
#    table above.
# 2. With `docker exec`, write **your own word** to the three files. For example:
#    `!docker exec memo-keeper sh -c 'echo {me.word} > /word.txt'`
# 3. Remove `memo-keeper`.
# 4. Make it again with exactly the command of step 1. Do not write the files again.

# %%
kept = {"layer": ..., "volume": ..., "bind": ...}
# Then do the four steps here.
### BEGIN SOLUTION
kept = {"layer": False, "volume": True, "bind": True}
# !docker run -d --name memo-keeper --volume memos:/memo --volume /tmp/memo-desk:/desk shell sleep 600
# !docker exec memo-keeper sh -c 'echo {me.word} | tee /word.txt /memo/word.txt /desk/word.txt'
# !docker rm -f memo-keeper
# !docker run -d --name memo-keeper --volume memos:/memo --volume /tmp/memo-desk:/desk shell sleep 600
### END SOLUTION

# %%
# !docker exec memo-keeper sh -c 'head /word.txt /memo/word.txt /desk/word.txt'

# %% points=2
check("cleanup-survives", kept)

# %% [markdown] lang="ko"
# 레이어는 컨테이너의 것이라서 `docker stop`과 `docker start` 사이에는 남지만 `docker rm`과 함께 사라집니다. 볼륨은 엔진의 것, 바인드 마운트한 폴더는 컴퓨터의 것이라서 남습니다.
# 잃으면 안 되는 것은 레이어에 두지 마세요.

# %% [markdown] lang="en"
# The layer belongs to the container: it outlives `docker stop` and `docker start`, but goes with `docker rm`. A volume
# belongs to the engine and a bind-mounted folder to the machine, so they stay. Do not keep in the layer what must not
# be lost.

# %% [markdown] lang="ko"
# ## 5.6 이미지로 남기기: `docker commit`
#
# 교과서의 세 번째 방법은 "이미지 커밋: 변경사항을 새 이미지로 저장"입니다. 아래 셀은 `clay-pot`의 레이어(`/clay.txt`)와 익명 볼륨(`/vol/clay.txt`)에 여러분의 단어를 씁니다.
# `docker diff`는 레이어에서 바뀐 것을 보여 줍니다.

# %% [markdown] lang="en"
# ## 5.6 Kept as an image: `docker commit`
#
# The textbook's third way is to commit an image, which "saves the changes as a new image". The cell below writes your
# word to the layer of `clay-pot` (`/clay.txt`) and to an anonymous volume (`/vol/clay.txt`). `docker diff` shows what
# has changed in the layer.

# %%
# !docker rm -f -v clay-pot >/dev/null 2>&1
# !docker run -d --name clay-pot --volume /vol shell sleep 600
# !docker exec clay-pot sh -c 'echo {me.word} | tee /clay.txt /vol/clay.txt'
# !docker diff clay-pot

# %% [markdown] lang="ko"
# **예측.** 새 이미지에 `/clay.txt`(`layer`)와 `/vol/clay.txt`(`volume`)가 들어 있을까요? 커밋하는 동안 `clay-pot`은 일시 중지될까요(`paused`)?
# `True`나 `False`로 적으세요.
#
# **해 보기.** 실행 중인 `clay-pot`을 커밋해서 이미지 `pottery`를 만드세요. 다른 옵션은 필요 없습니다.

# %% [markdown] lang="en"
# **Predict.** Will the new image contain `/clay.txt` (`layer`) and `/vol/clay.txt` (`volume`)? Is `clay-pot` paused
# while it is committed (`paused`)? Write `True` or `False`.
#
# **Do.** Commit the running `clay-pot` as the image `pottery`. You need no other options.

# %%
in_image = {"layer": ..., "volume": ..., "paused": ...}
# Then commit clay-pot here.
### BEGIN SOLUTION
in_image = {"layer": True, "volume": False, "paused": True}
# !docker commit clay-pot pottery
### END SOLUTION

# %%
# !docker run --rm pottery sh -c 'head /clay.txt; ls -l /vol'
# !docker events --since 10m --until -1s --filter container=clay-pot | cut -d ' ' -f 1-3

# %% points=1
check("cleanup-commit", in_image)

# %% [markdown] lang="ko"
# > **교과서가 틀린 곳 ③** 커밋은 "변경사항"을 모두 저장하지 않습니다. 레이어만 저장합니다. 볼륨과 바인드 마운트, 메모리에 있는 것은 빠집니다. 또 파일이 바뀌는 도중에 찍히지 않도록 커밋하는 동안
# > 컨테이너를 얼리므로, 그동안 응답도 멈춥니다.
#
# 데이터베이스 컨테이너를 커밋하고 백업했다고 믿으면 위험합니다. 데이터는 보통 볼륨에 있습니다.

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 3.** A commit does not save all "changes". It saves only the layer, not what is in
# > volumes, bind mounts or memory. And so that no file is caught half-written, the container is frozen during the
# > commit and does not answer.
#
# Do not commit a database container and believe that you have a backup. Its data is usually in a volume.

# %% [markdown] lang="ko"
# ## 5.7 빈 엔진으로
#
# 네트워크, 컨테이너, 이름 없는 이미지로 조금 더 어질러 놓고, 엔진에 남아 있는 것을 모두 봅시다.

# %% [markdown] lang="en"
# ## 5.7 Back to an empty engine
#
# Let us add some more clutter (a network, containers, an image without a name) and list everything on the engine.

# %%
# !docker rm -f -v lane-walker lane-sleeper >/dev/null 2>&1; docker network rm old-lane >/dev/null 2>&1
# !docker network create old-lane
# !docker run -d --name lane-walker --network old-lane --volume old-things:/things --volume /junk shell sleep 600
# !docker run -d --name lane-sleeper --network old-lane shell sleep 600
# !docker commit lane-sleeper
# !docker pause lane-sleeper

# %%
# !docker ps -a
# !docker volume ls
# !docker network ls
# !docker image ls

# %% [markdown] lang="ko"
# **해 보기.** 여러분이 만든 컨테이너, 볼륨, 네트워크, 이미지를 **모두** 지우세요. 앞 노트북에서 만든 것도 포함됩니다.
#
# - 이미지 `nginx`와 `shell`은 다음 노트북에서 쓰니 남겨 두세요. `docker image prune -a`와 `docker system prune -a`는 쓰지 않는 이미지를 이름이 있어도 지우니
#   쓰지 않습니다. `-a`가 없는 `docker image prune`은 이름 없는 것만 지웁니다.
# - 네트워크 `bridge`, `host`, `none`은 Docker의 것이라 지워지지 않습니다.
# - `docker ps -aq`는 ID만 보여 줍니다. `docker rm -f -v $(docker ps -aq)`처럼 다른 명령에 넘길 수 있습니다. `docker volume ls -q`도 마찬가지입니다.
# - 누군가 쓰고 있는 것은 지울 수 없습니다. 어느 것부터 지워야 할까요? 저장할 것이 없는 컨테이너들이니 `-f`를 써도 됩니다.

# %% [markdown] lang="en"
# **Do.** Remove **all** the containers, volumes, networks and images that you have made, including those of earlier
# notebooks.
#
# - Leave the images `nginx` and `shell`: the next notebook needs them. So do not use `docker image prune -a` or
#   `docker system prune -a`, which remove unused images even if they have a name. `docker image prune` without `-a`
#   removes only those without one.
# - The networks `bridge`, `host` and `none` are Docker's own and cannot be removed.
# - `docker ps -aq` prints only IDs. You can pass them to another command, as in `docker rm -f -v $(docker ps -aq)`;
#   likewise with `docker volume ls -q`.
# - What is still in use cannot be removed. So what has to go first? These containers have nothing to save, so `-f` is
#   fine here.

# %%
# Clean up here.
### BEGIN SOLUTION
# !docker rm -f -v $(docker ps -aq)
# !docker volume rm $(docker volume ls -q)
# !docker network prune --force
# !docker image rm pottery
# !docker image prune --force
### END SOLUTION

# %%
# !docker ps -a
# !docker volume ls
# !docker network ls
# !docker image ls

# %% points=2
check("cleanup-empty")

# %% [markdown] lang="ko"
# ### 하나가 더 남았습니다
#
# Docker의 목록은 비었습니다. 5.5의 바인드 마운트는 어떻게 되었을까요?

# %% [markdown] lang="en"
# ### One thing is left
#
# Docker's lists are empty. But what about the bind mount in 5.5?

# %%
# !docker run --rm --volume /tmp:/host-tmp shell sh -c 'head /host-tmp/memo-desk/word.txt; rm -rf /host-tmp/memo-desk'

# %% [markdown] lang="ko"
# 바인드 마운트한 폴더는 Docker의 것이 아니라서 어느 목록에도 나오지 않고 어느 `prune`도 지우지 않습니다. 그래서 안전하지만 잊기도 쉽습니다.

# %% [markdown] lang="en"
# A bind-mounted folder is not Docker's: no list shows it and no `prune` removes it. That makes it safe, but easy to
# forget.

# %% [markdown] lang="ko"
# ## 배운 것
#
# ![컨테이너를 지우면 남는 것. docker rm은 레이어를 없앱니다. docker rm -v와 --rm은 레이어와 익명 볼륨을 없앱니다. 이름 있는 볼륨, 바인드 마운트, 커밋한 이미지는 언제나 남습니다.](what-survives.svg)
#
# | 교과서의 말 | 여러분이 확인한 것 |
# |---|---|
# | `docker rm`으로 완전 삭제된다 | 익명 볼륨이 남는다 |
# | prune은 중지된 것을 지운다 | `created`도 지우고, `paused`는 지우지 않는다 |
# | 볼륨은 영구 저장이다 | 익명 볼륨은 `--rm`과 함께 사라진다 |
# | 커밋은 변경사항을 저장한다 | 레이어만 저장하고, 그동안 컨테이너를 얼린다 |
#
# - `docker rm -f`는 SIGKILL입니다. 저장할 것이 있는 컨테이너는 먼저 `docker stop`으로 멈춥니다.
# - prune의 `until`은 만든 시각을 봅니다.
#
# ### 생각해 볼 질문
#
# 서비스를 새 버전으로 배포한다는 것은 컨테이너를 멈추고, 지우고, 새 이미지로 다시 만드는 일입니다. 그때마다 데이터를 잃는다면 원인은 무엇일까요? 다음 노트북에서 그런 서비스를 고칩니다.
#
# ### 참고 자료
# - [docker container rm](https://docs.docker.com/reference/cli/docker/container/rm/)
# - [docker container prune](https://docs.docker.com/reference/cli/docker/container/prune/)
# - [docker container run](https://docs.docker.com/reference/cli/docker/container/run/)
# - [docker container commit](https://docs.docker.com/reference/cli/docker/container/commit/)
# - [docker volume prune](https://docs.docker.com/reference/cli/docker/volume/prune/)
# - [docker image prune](https://docs.docker.com/reference/cli/docker/image/prune/)
# - [Volumes](https://docs.docker.com/engine/storage/volumes/)
# - [Bind mounts](https://docs.docker.com/engine/storage/bind-mounts/)

# %% [markdown] lang="en"
# ## What you have learnt
#
# ![What survives when a container is removed. docker rm takes the layer. docker rm -v and --rm take the layer and the anonymous volumes. Named volumes, bind mounts and committed images always stay.](what-survives.svg)
#
# | the textbook's words | what you have seen |
# |---|---|
# | `docker rm` deletes it completely | anonymous volumes stay |
# | prune removes what is stopped | it removes `created` too, but not `paused` |
# | volumes are permanent storage | an anonymous one goes with `--rm` |
# | a commit saves the changes | it saves only the layer, and freezes the container meanwhile |
#
# - `docker rm -f` is SIGKILL. If there is something to save, use `docker stop` first.
# - The `until` of prune looks at the creation time.
#
# ### A question to take along
#
# To deploy a new version of a service, you stop a container, remove it, and make it again from a new image. If the
# service loses data each time, what can the causes be? In the next notebook you will repair such a service.
#
# ### References
# - [docker container rm](https://docs.docker.com/reference/cli/docker/container/rm/)
# - [docker container prune](https://docs.docker.com/reference/cli/docker/container/prune/)
# - [docker container run](https://docs.docker.com/reference/cli/docker/container/run/)
# - [docker container commit](https://docs.docker.com/reference/cli/docker/container/commit/)
# - [docker volume prune](https://docs.docker.com/reference/cli/docker/volume/prune/)
# - [docker image prune](https://docs.docker.com/reference/cli/docker/image/prune/)
# - [Volumes](https://docs.docker.com/engine/storage/volumes/)
# - [Bind mounts](https://docs.docker.com/engine/storage/bind-mounts/)
