# ---
# jupyter:
#   container_lifecycle:
#     section: signals
#     number: 3
#     minutes: 23
# ---

# %% [markdown] lang="ko"
# # 3. 시그널과 종료
#
# **Week 1 > Day 2 > Session 5** · 컨테이너 라이프사이클의 세 번째 노트북입니다. (약 23분)
#
# 컨테이너를 끝내려면 시그널을 보내야 합니다. 누가 어떤 시그널을 보냈고 프로세스가 어떻게 반응했는지 엔진의 기록에서 읽어 봅니다.
#
# ### 학습 목표
# - `docker stop`의 동작을 STOPSIGNAL, 유예 시간, SIGKILL로 나누어 설명합니다.
# - 종료 코드 `0`, `143`, `137`이 보통 무엇을 뜻하는지, 왜 증명은 아닌지 압니다.
# - 유예 시간 안에 데이터를 저장하고 끝나는 시그널 핸들러를 작성합니다.
# - PID 1이 SIGKILL을 무시할 수 있는지, 같은 `137`을 무엇으로 구별하는지 실험합니다.
#
# 노트북을 쓰는 법은 1번 노트북에 있고, 이미지는 이번에도 `nginx`와 `shell`입니다. 예측이 틀려도 제출하기 전에 고치면 감점이 없습니다.

# %% [markdown] lang="en"
# # 3. Signals and how containers end
#
# **Week 1 > Day 2 > Session 5** · The third notebook about the container lifecycle. (about 23 minutes)
#
# To end a container, you send it a signal. Who sent which signal, and how did the process react? You will read it from the
# engine's record.
#
# ### Learning goals
# - Explain `docker stop` by its three parts: STOPSIGNAL, grace period, SIGKILL.
# - Know what the exit codes `0`, `143` and `137` usually mean, and why that is no proof.
# - Write a signal handler that saves its data and ends within the grace period.
# - Find out by experiment whether PID 1 can ignore SIGKILL, and what tells one `137` from another.
#
# Notebook 1 explains how to use a notebook. The images are `nginx` and `shell` again. A wrong prediction costs nothing if you
# correct it before you hand in.

# %% [markdown] lang="ko"
# ## 3.1 이번에 쓸 도구
#
# 아래 셀은 도구를 준비합니다. 코드는 읽지 않아도 됩니다.
#
# - `journal("NAME")`: 그 컨테이너의 이벤트를 시간 순서로 보여 줍니다. `docker events`를 읽기 쉽게 줄인 것입니다.
# - `seconds("COMMAND")`: 셸 명령을 실행하고, 걸린 시간을 초 단위로 돌려줍니다.
#
# 마지막 줄은 여러분만의 값을 출력합니다. 그중 `word`와, 도구 `quoted`는 3.4에서 씁니다.

# %% [markdown] lang="en"
# ## 3.1 The tools for this notebook
#
# The next cell prepares some tools. You don't need to read the code.
#
# - `journal("NAME")` shows the events of that container in order: a shorter form of `docker events`.
# - `seconds("COMMAND")` runs a shell command and returns how many seconds it took.
#
# The last line prints values that are yours alone. 3.4 uses `word`, and the tool `quoted`.

# %%
import subprocess
from shlex import quote
from time import monotonic, time

import docker

from course import check, learner

LOOKS = ("attach", "top", "resize", "exec_create", "exec_start", "exec_die", "archive-path", "extract-to-dir")


def journal(name):
    """Print what happened to this container: seconds since the first line, what, signal or exit code."""
    engine = docker.from_env()
    try:
        box = engine.containers.get(name)
    except docker.errors.NotFound:
        print(f"There is no container named {name}.")
        return
    recorded = engine.events(since=0, until=f"{time() + 0.2:.6f}", filters={"container": box.id}, decode=True)
    rows = [row for row in recorded if row["Action"].split(":")[0] not in LOOKS]
    print(name)
    if not any(row["Action"] == "create" for row in rows):
        print("   (The beginning is missing: the engine remembers only its last 256 events.)")
    for row in rows:
        details = row["Actor"]["Attributes"]
        detail = f"signal {details['signal']}" if "signal" in details else ""
        detail = f"exit code {details['exitCode']}" if "exitCode" in details else detail
        print(f"{(row['timeNano'] - rows[0]['timeNano']) / 1e9:9.2f} s  {row['Action']:10}  {detail}")


def seconds(command):
    """Run a shell command; return how many seconds it took."""
    begin = monotonic()
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    took = round(monotonic() - begin, 2)
    print(done.stdout + done.stderr, end="")
    return took


def quoted(script):
    """A whole script as one word of a shell command."""
    return quote(script)


me = learner()
print(me)

# %% [markdown] lang="ko"
# ## 3.2 `docker stop`은 무엇을 보낼까
#
# ![docker stop과 docker kill의 시퀀스 다이어그램. 참가자는 사용자, 엔진, PID 1입니다. docker stop: 엔진이 PID 1에게 STOPSIGNAL(기본값 SIGTERM)을 보내고 유예 시간(기본값 10초) 동안 기다립니다. 그 안에 PID 1이 정리하고 끝나면 종료 코드는 0이고, SIGTERM으로 죽으면 143입니다. 끝나지 않으면 엔진이 SIGKILL을 보내고 종료 코드는 137입니다. docker kill: 엔진이 처음부터 SIGKILL을 보내므로 정리할 틈이 없고 종료 코드는 137입니다.](stop-and-kill.svg)
#
# 시그널에 반응하는 방식이 모두 다른 컨테이너 세 개를 준비합니다.
#
# | 컨테이너 | PID 1 | 종료 시그널을 받으면 |
# |---|---|---|
# | `tidy-nginx` | nginx | 핸들러가 있어서, 하던 일을 마치고 스스로 끝납니다 |
# | `plain-init` | 작은 init | 자식인 `sleep`에 전달합니다. 핸들러가 없는 `sleep`은 죽고, init은 자식의 종료 코드로 끝납니다 |
# | `deaf-sleep` | `sleep` | 핸들러가 없는 **PID 1**이라서, 커널이 시그널을 버립니다 |

# %% [markdown] lang="en"
# ## 3.2 What does `docker stop` send?
#
# ![Sequence diagram of docker stop and docker kill, between User, Engine and PID 1. docker stop: the engine sends PID 1 the STOPSIGNAL, SIGTERM by default, and waits for the grace period, 10 seconds by default. If PID 1 cleans up and ends in time, the exit code is 0; if it dies of SIGTERM, 143. If it does not end, the engine sends SIGKILL and the exit code is 137. docker kill: the engine sends SIGKILL at once, there is no time to clean up, and the exit code is 137.](stop-and-kill.svg)
#
# Here are three containers that react to signals differently.
#
# | container | PID 1 | when asked to stop |
# |---|---|---|
# | `tidy-nginx` | nginx | has a handler: it finishes its work and ends by itself |
# | `plain-init` | a tiny init | passes it on to its child `sleep`; with no handler, `sleep` dies, and the init ends with its child's exit code |
# | `deaf-sleep` | `sleep` | is a **PID 1** without a handler: the kernel drops the signal |

# %%
# !docker rm -f tidy-nginx plain-init deaf-sleep >/dev/null 2>&1
# !docker run -d --name tidy-nginx nginx
# !docker run -d --name plain-init --init shell sleep 3600
# !docker run -d --name deaf-sleep shell sleep 3600

# %% [markdown] lang="ko"
# **예측.** 셋을 모두 `docker stop`으로 끝내면 종료 코드는 각각 얼마일까요? 스스로 끝난 프로세스는 보통 `0`, 시그널 번호 N으로 죽은 프로세스는
# 128 + N입니다. SIGTERM은 15번, SIGKILL은 9번입니다.
#
# **해 보기.** 아래 셀에서 `...` 세 개를 예측한 숫자로 바꾸고, 셋을 한꺼번에 멈추세요. 유예 시간은 2초로 줄입니다:
# `!docker stop -t 2 NAME NAME NAME`

# %% [markdown] lang="en"
# **Predict.** If you end all three with `docker stop`, what will their exit codes be? A process that ends by itself usually has `0`;
# one that dies of signal number N has 128 + N. SIGTERM is number 15, SIGKILL is number 9.
#
# **Do.** In the cell below, replace each `...` with the number you predict, and stop all three at once, with a grace period of
# 2 seconds: `!docker stop -t 2 NAME NAME NAME`

# %%
codes = {"tidy-nginx": ..., "plain-init": ..., "deaf-sleep": ...}
# Then stop the three here.
### BEGIN SOLUTION
codes = {"tidy-nginx": 0, "plain-init": 143, "deaf-sleep": 137}
# !docker stop -t 2 tidy-nginx plain-init deaf-sleep
### END SOLUTION

# %%
# See: the exit code is in the STATUS column, in brackets.
# !docker ps -a --filter name=tidy-nginx --filter name=plain-init --filter name=deaf-sleep

# %% points=2
check("signals-codes", codes)

# %% [markdown] lang="ko"
# | 종료 코드 | 보통의 뜻 |
# |---|---|
# | `0` | 프로세스가 **스스로** 끝났다. 정리할 기회가 있었다 |
# | `143` = 128 + 15 | SIGTERM으로 죽었다. 핸들러가 없어 정리하지 못했다 |
# | `137` = 128 + 9 | SIGKILL로 죽었다. 정리할 기회가 없었다. **누가 보냈는지는 말해 주지 않는다** |
#
# 증명은 아닙니다. PID 1은 `plain-init`처럼 자식의 코드로도, 다른 어떤 코드로도 끝날 수 있습니다.
#
# ### 기록에서 확인하기
#
# 교과서는 "정상 종료는 SIGTERM"이라고 합니다. 정말 셋 다 SIGTERM을 받았을까요? 엔진은 시그널을 보낼 때마다 `kill` 이벤트를 기록하고,
# 마지막 이벤트 256개만 기억합니다. `docker events`는 한 번만 보고, 그다음은 `journal`로 봅니다. `start`가 여럿이면 마지막 것 다음만 세세요.

# %% [markdown] lang="en"
# | exit code | what it usually means |
# |---|---|
# | `0` | the process ended **by itself**: it was able to clean up |
# | `143` = 128 + 15 | it died of SIGTERM: with no handler it could not clean up |
# | `137` = 128 + 9 | it died of SIGKILL: it could not clean up. The code **does not say who** sent the signal |
#
# None of this is proof: PID 1 may end with its child's code, as in `plain-init`, or with any other.
#
# ### Check the record
#
# The textbook says that a normal end is SIGTERM. Did all three really get SIGTERM? Every time the engine sends a signal, it records
# a `kill` event; it remembers only its last 256 events. Look at `docker events` once, then use `journal`. If there are several `start`
# lines, count only after the last one.

# %%
# !docker events --since 30m --until 0s --filter container=deaf-sleep --filter event=kill --filter event=die
journal("tidy-nginx")
journal("plain-init")
journal("deaf-sleep")

# %% [markdown] lang="ko"
# **적기.** 엔진이 각 컨테이너에 보낸 시그널 번호를 보낸 순서대로 리스트에 적으세요. 예: `[1, 2]`. 하나뿐이면 `[1]`

# %% [markdown] lang="en"
# **Note.** For each container, list the numbers of the signals that the engine sent, in order. For example: `[1, 2]`, or `[1]` for one.

# %%
signals = {"tidy-nginx": ..., "plain-init": ..., "deaf-sleep": ...}
### BEGIN SOLUTION
signals = {"tidy-nginx": [3], "plain-init": [15], "deaf-sleep": [15, 9]}
### END SOLUTION

# %% points=2
check("signals-journal", signals)

# %% [markdown] lang="ko"
# > **교과서가 틀린 곳 ①** `docker stop`이 보내는 것은 **STOPSIGNAL**이고, SIGTERM은 그 기본값일 뿐입니다. nginx 이미지에는
# > SIGQUIT(3번)이 적혀 있습니다. nginx에게 SIGTERM은 "당장 끝내라", SIGQUIT은 "받은 요청은 마치고 끝내라"이기 때문입니다.
# > 컨테이너마다 바꾸려면 `docker run --stop-signal`을 씁니다.

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 1.** `docker stop` sends the **STOPSIGNAL**; SIGTERM is only its default. The nginx image sets SIGQUIT
# > (number 3), because for nginx SIGTERM means "end now" and SIGQUIT means "finish the requests you have, then end".
# > `docker run --stop-signal` sets it for one container.

# %%
# !docker inspect nginx | grep StopSignal

# %% [markdown] lang="ko"
# ## 3.3 10초는 어디에서 올까
#
# 교과서는 `docker stop`이 10초를 기다린다고 합니다. 시그널을 처리하지 않는 `sleep`으로 재 봅시다.

# %% [markdown] lang="en"
# ## 3.3 Where do the 10 seconds come from?
#
# The textbook says that `docker stop` waits 10 seconds. Measure it with a `sleep` that has no handler.

# %%
# !docker rm -f slow-stop quick-kill >/dev/null 2>&1
# !docker run -d --name slow-stop shell sleep 3600
# !docker run -d --name quick-kill shell sleep 3600

# %% [markdown] lang="ko"
# **예측.** 옵션 없이 `slow-stop`을 stop하면 몇 초, `quick-kill`을 kill하면 몇 초 걸릴까요?
#
# **해 보기.** 두 명령을 `seconds("docker COMMAND NAME")`으로 재서 `took`에 담으세요. 옵션은 붙이지 않습니다.

# %% [markdown] lang="en"
# **Predict.** How many seconds will it take to stop `slow-stop` without any options? And to kill `quick-kill`?
#
# **Do.** Measure both commands with `seconds("docker COMMAND NAME")`, without options, and put the results into `took`.

# %%
# Replace each ... with seconds("docker COMMAND NAME"). (Second try? Run the cell above again.)
took = {"stop": ..., "kill": ...}
### BEGIN SOLUTION
took = {"stop": seconds("docker stop slow-stop"), "kill": seconds("docker kill quick-kill")}
### END SOLUTION
print(took)

# %%
# See: which part of it was waiting?
journal("slow-stop")
journal("quick-kill")

# %% points=2
check("signals-seconds", took)

# %% [markdown] lang="ko"
# 두 `kill` 이벤트 사이의 10초가 유예 시간(grace period)입니다. 3.2의 nginx처럼 먼저 끝나는 프로세스는 이 시간을 다 쓰지 않습니다. 10초는
# "걸리는 시간"이 아니라 **기다려 주는 한도**이고, 정하는 방법은 두 가지입니다.
#
# | 언제 정하나 | 어떻게 | 적용 범위 |
# |---|---|---|
# | 만들 때 | `docker run --stop-timeout SECONDS` | 그 컨테이너의 모든 stop |
# | 멈출 때 | `docker stop -t SECONDS` | 그 한 번만. `--stop-timeout`보다 우선합니다 |
#
# **해 보기.** `shell` 이미지로 `sleep 3600`을 실행하는 `short-grace`를 만드세요. 언제 멈추든 2초만 기다리도록 **만들 때** 정합니다. 그런 다음
# 옵션 없이 `docker stop short-grace`로 멈추세요.

# %% [markdown] lang="en"
# The 10 seconds between the two `kill` events are the grace period. A process that ends earlier, like the nginx in 3.2, does not use it
# up. So 10 seconds is not how long a stop takes; it is **how long the engine is willing to wait**. There are two ways to set it.
#
# | when | how | applies to |
# |---|---|---|
# | at creation | `docker run --stop-timeout SECONDS` | every stop of that container |
# | at the stop | `docker stop -t SECONDS` | this one stop; it overrides `--stop-timeout` |
#
# **Do.** From the image `shell`, run `sleep 3600` as the container `short-grace`. Set it up **at creation** so that every stop waits only
# 2 seconds. Then stop it with `docker stop short-grace`, without options.

# %%
# Run short-grace here, then stop it. (Second try? First: !docker rm -f short-grace)
### BEGIN SOLUTION
# !docker run -d --name short-grace --stop-timeout 2 shell sleep 3600
# !docker stop short-grace
### END SOLUTION

# %%
journal("short-grace")

# %% points=1
check("signals-grace")

# %% [markdown] lang="ko"
# > **교과서가 틀린 곳 ②** 10초는 고정된 값이 아니라 기본값입니다. `-t 0`이면 기다리지 않고, `-t -1`이면 끝날 때까지 기다립니다.
#
# **예측.** `-t 0`은 SIGKILL만 보낼까요?

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 2.** The 10 seconds are only a default. `-t 0` does not wait at all, and `-t -1` waits until the
# > process ends, however long that takes.
#
# **Predict.** Does `-t 0` send only SIGKILL?

# %%
# !docker rm -f zero-wait >/dev/null 2>&1
# !docker run -d --name zero-wait shell sleep 3600
# !docker stop -t 0 zero-wait
journal("zero-wait")

# %% [markdown] lang="ko"
# 둘 다 보내지만 간격이 몇 밀리초뿐이라, 결과는 `docker kill`과 같습니다.

# %% [markdown] lang="en"
# It sends both, but only a few milliseconds apart, so the effect is the same as `docker kill`.

# %% [markdown] lang="ko"
# ## 3.4 유예 시간 안에 저장하기
#
# 이제 시그널을 **처리하는** 서비스를 만듭니다. 종료 시그널을 받으면 여러분의 단어를 `/saved.txt`에 저장하고 끝나는 bash 스크립트입니다.
#
# **해 보기 1.** 아래 `script`에서 두 가지를 고치세요.
#
# - `trap FUNCTION TERM` 한 줄을 더하세요. "SIGTERM이 오면 이 함수를 실행하라"는 뜻입니다.
# - bash는 포그라운드 명령이 **끝난 다음에야** trap을 실행합니다. `sleep 3600` 뒤에 `&`를 붙여 백그라운드로 보내고, 다음 줄에서 `wait`로
#   기다리세요. `wait`는 시그널이 오면 바로 깨어납니다.

# %% [markdown] lang="en"
# ## 3.4 Save within the grace period
#
# Now write a service that **handles** the signal: a bash script that saves your word in `/saved.txt` and ends when it is asked to stop.
#
# **Do, part 1.** Change two things in the `script` below.
#
# - Add one line, `trap FUNCTION TERM`. It means: when SIGTERM arrives, run this function.
# - bash runs a trap only **after** the command in the foreground has ended. Put `&` after `sleep 3600` to send it to the background, and
#   `wait` on the next line. `wait` wakes up as soon as a signal arrives.

# %%
# Add the trap; send the sleep to the background and wait.
script = """
save() {
    echo "saving $WORD"
    echo "$WORD" > /saved.txt
    exit 0
}
sleep 3600
"""
### BEGIN SOLUTION
script = """
save() {
    echo "saving $WORD"
    echo "$WORD" > /saved.txt
    exit 0
}
trap save TERM
sleep 3600 &
wait
"""
### END SOLUTION

# %% [markdown] lang="ko"
# **해 보기 2.** 스크립트를 컨테이너 `word-saver`로 실행하세요. 아래 명령에서 `YOUR-WORD`만 `{me.word}`로 바꾸고,
# 스크립트가 들어갈 `{quoted(script)}`는 그대로 둡니다.
#
# `!docker run -d --name word-saver -e WORD=YOUR-WORD shell bash -c {quoted(script)}`
#
# 그런 다음 `!sleep 1`로 준비될 시간을 주고, `docker stop -t 3`으로 멈추세요. 스크립트가 틀려도 3초만 기다립니다.

# %% [markdown] lang="en"
# **Do, part 2.** Run the script as the container `word-saver`. In the command below, replace only `YOUR-WORD` with `{me.word}`, and leave
# `{quoted(script)}` as it is: your script goes there.
#
# `!docker run -d --name word-saver -e WORD=YOUR-WORD shell bash -c {quoted(script)}`
#
# Then give it a moment to get ready with `!sleep 1`, and stop it with `docker stop -t 3` (a mistake then costs 3 seconds).

# %%
# Run word-saver, wait a second, stop it. (Second try? First: !docker rm -f word-saver)
### BEGIN SOLUTION
# !docker run -d --name word-saver -e WORD={me.word} shell bash -c {quoted(script)}
# !sleep 1
# !docker stop -t 3 word-saver
### END SOLUTION

# %%
# See: docker cp also reads from a container that has ended.
journal("word-saver")
# !docker logs word-saver
# !docker cp word-saver:/saved.txt - | tar -xO 2>/dev/null

# %% points=3
check("signals-handler")

# %% [markdown] lang="ko"
# 컨테이너는 끝났지만 파일은 남아 있습니다. 레이어는 `docker rm` 전까지 보존되기 때문입니다. 메모리에 있던 것은 저장해 두지 않으면 사라집니다.
#
# ### 유예 시간이 모자라면?
#
# `hasty-save`는 파일에 `begin`을 쓰고, 3초 뒤에 `end`를 씁니다.

# %% [markdown] lang="en"
# The container has ended, but the file is still there: the layer is kept until `docker rm`. What is only in memory is lost.
#
# ### And if the grace period is too short?
#
# `hasty-save` writes `begin` to the file, and 3 seconds later `end`.

# %%
half_saver = """
save() {
    echo begin > /saved.txt
    sleep 3
    echo end >> /saved.txt
    exit 0
}
trap save TERM
sleep 3600 &
wait
"""
# !docker rm -f hasty-save >/dev/null 2>&1
# !docker run -d --name hasty-save shell bash -c {quoted(half_saver)}
# !sleep 1

# %% [markdown] lang="ko"
# **예측.** 유예 시간을 1초만 주고 멈추면 종료 코드(`exit_code`)는 얼마이고, 파일(`saved`)에는 무엇이 남을까요? `saved`에는 줄을 리스트로 적습니다:
# `[]`, `["begin", "end"]` 등.
#
# **해 보기.** 예측을 적고, `hasty-save`를 유예 시간 1초로 멈추세요.

# %% [markdown] lang="en"
# **Predict.** If you give it only 1 second, what will the exit code (`exit_code`) be, and what will be in the file (`saved`)? Write its
# lines into `saved` as a list, such as `[]` or `["begin", "end"]`.
#
# **Do.** Write down your prediction, and stop `hasty-save` with a grace period of 1 second.

# %%
cut_short = {"exit_code": ..., "saved": ...}
# Then stop hasty-save here.
### BEGIN SOLUTION
cut_short = {"exit_code": 137, "saved": ["begin"]}
# !docker stop -t 1 hasty-save
### END SOLUTION

# %%
journal("hasty-save")
# !docker cp hasty-save:/saved.txt - | tar -xO 2>/dev/null

# %% points=1
check("signals-hasty", cut_short)

# %% [markdown] lang="ko"
# 교과서가 말하는 "불완전한 상태"가 바로 이것입니다. 핸들러가 있어도 **유예 시간보다 오래 걸리면** 저장이 도중에 끊깁니다.

# %% [markdown] lang="en"
# This is the "incomplete state" that the textbook warns about. Even with a handler, a save that takes **longer than the grace period**
# is cut off halfway.

# %% [markdown] lang="ko"
# ## 3.5 PID 1은 SIGKILL을 무시할 수 있을까
#
# 교과서는 PID 1이 "일반 프로세스와 달리 SIGKILL을 무시할 수 있다"고 합니다. 안과 밖에서 한 번씩 SIGKILL을 보내 봅시다.

# %% [markdown] lang="en"
# ## 3.5 Can PID 1 ignore SIGKILL?
#
# The textbook says that PID 1, "unlike ordinary processes, can ignore SIGKILL". Send it SIGKILL once from inside and once from outside.

# %%
# !docker rm -f walled-in >/dev/null 2>&1
# !docker run -d --name walled-in shell sleep 3600

# %% [markdown] lang="ko"
# **해 보기.** 아래 셀에서 차례로 하세요.
#
# 1. **안에서**: 컨테이너 안에서 PID 1에 SIGKILL을 보냅니다. `!docker exec walled-in kill -9 1`
# 2. `!docker ps -a --filter name=walled-in`으로 상태를 봅니다.
# 3. **밖에서**: `!docker top walled-in -eo pid,args`로 엔진 쪽에서 본 PID를 읽습니다. 그 PID를 다음 명령에 넣어 같은 셀에 더하고 다시
#    실행하면, 엔진의 PID 네임스페이스를 쓰는 도우미 컨테이너가 SIGKILL을 보냅니다. `!docker run --rm --pid host shell kill -9 PID`
# 4. 다시 상태를 보고, `journal("walled-in")`도 보세요.
#
# 본 것을 `killed`에 적습니다. `after_inside`와 `after_outside`는 1번과 3번 다음의 상태(`"running"`, `"exited"` 같은 문자열), `exit_code`는
# 마지막 종료 코드, `kill_events`는 `journal`에 나온 `kill` 이벤트의 수입니다.

# %% [markdown] lang="en"
# **Do.** In the cell below, one step after the other:
#
# 1. **From inside**: send SIGKILL to PID 1 inside the container. `!docker exec walled-in kill -9 1`
# 2. Look at its state with `!docker ps -a --filter name=walled-in`.
# 3. **From outside**: with `!docker top walled-in -eo pid,args`, find the PID as the engine sees it. Put it into the next command, add that
#    to the same cell and run it again: a helper container in the engine's PID namespace sends SIGKILL.
#    `!docker run --rm --pid host shell kill -9 PID`
# 4. Look at the state again, and at `journal("walled-in")`.
#
# Write what you saw into `killed`: `after_inside` and `after_outside` are the states after steps 1 and 3 (a string such as `"running"`
# or `"exited"`), `exit_code` is the final exit code, and `kill_events` is the number of `kill` events in `journal`.

# %%
# Steps 1 to 4 here.
### BEGIN SOLUTION
# !docker exec walled-in kill -9 1
# !docker ps -a --filter name=walled-in
# !docker run --rm --pid host shell kill -9 $(docker top walled-in -eo pid | tail -n 1)
# !docker wait walled-in
journal("walled-in")
### END SOLUTION

# %%
killed = {"after_inside": ..., "after_outside": ..., "exit_code": ..., "kill_events": ...}
### BEGIN SOLUTION
killed = {"after_inside": "running", "after_outside": "exited", "exit_code": 137, "kill_events": 0}
### END SOLUTION

# %% points=2
check("signals-outside", killed)

# %% [markdown] lang="ko"
# > **교과서가 틀린 곳 ③** PID 1이 SIGKILL을 무시하는 것이 아닙니다. **같은 PID 네임스페이스 안에서** 보낸 SIGKILL을 커널이 전달하지 않을
# > 뿐입니다. 바깥에서 보낸 SIGKILL은 언제나 죽이고, `docker kill`과 `docker stop`도 바깥에서 보냅니다.
#
# 종료 코드는 `137`인데 `kill` 이벤트가 없습니다. **엔진이 보낸** 시그널만 기록되기 때문입니다.

# %% [markdown] lang="en"
# > **Where the textbook is wrong, 3.** PID 1 does not ignore SIGKILL. The kernel just does not deliver a SIGKILL that was sent **from
# > inside the same PID namespace**. One from outside always kills, and `docker kill` and `docker stop` send theirs from outside.
#
# The exit code is `137`, yet there is no `kill` event: only signals that **the engine** sent are recorded.

# %% [markdown] lang="ko"
# ## 3.6 끝내지 않는 시그널
#
# `docker kill`은 이름과 달리 "시그널 보내기" 명령입니다. `-s`로 고른 시그널이 프로세스를 끝내지 않으면 컨테이너도 끝나지 않습니다.
# nginx에게 SIGHUP은 "설정을 다시 읽어라"입니다.
#
# 아래 셀은 `reload-web`의 설정 파일에서 worker를 2개에서 3개로 바꿉니다. nginx는 아직 다시 읽지 않았습니다.

# %% [markdown] lang="en"
# ## 3.6 A signal that ends nothing
#
# Despite its name, `docker kill` simply sends a signal. If the signal you choose with `-s` does not end the process, the container does
# not end either. For nginx, SIGHUP means "read your configuration again".
#
# The next cell changes the configuration file in `reload-web` from 2 workers to 3. nginx has not read it yet.

# %%
# !docker rm -f reload-web >/dev/null 2>&1
# !docker run -d --name reload-web nginx
# !docker exec reload-web sed -i 's/worker_processes 2/worker_processes 3/' /etc/nginx/nginx.conf
# !sleep 0.5
# !docker top reload-web -eo pid,ppid,args

# %% [markdown] lang="ko"
# **예측.** nginx가 설정을 다시 읽으면 worker는 몇 개가 될까요(`workers`)? master의 PID는 그대로일까요(`same_master`, `True` 또는 `False`)?
# `die` 이벤트는 몇 개 기록될까요(`die_events`)?
#
# **해 보기.** 예측을 적고, `docker kill`로 `reload-web`에 HUP 시그널을 보내세요. 멈추거나 다시 시작하면 **안 됩니다**.

# %% [markdown] lang="en"
# **Predict.** When nginx has read its configuration again, how many workers will there be (`workers`)? Will the master keep its PID
# (`same_master`, `True` or `False`)? How many `die` events will be recorded (`die_events`)?
#
# **Do.** Write down your prediction, and send `reload-web` the signal HUP with `docker kill`. Do **not** stop or restart it.

# %%
reloaded = {"workers": ..., "same_master": ..., "die_events": ...}
# Then send the signal here.
### BEGIN SOLUTION
reloaded = {"workers": 3, "same_master": True, "die_events": 0}
# !docker kill -s HUP reload-web
### END SOLUTION

# %%
# See: compare the PIDs with those above.
# !sleep 0.5
# !docker top reload-web -eo pid,ppid,args
journal("reload-web")

# %% points=2
check("signals-reload", reloaded)

# %% [markdown] lang="ko"
# master는 그대로이고 worker만 새로 생겼습니다. 컨테이너가 멈춘 적이 없으니 접속도 끊기지 않습니다.
#
# ## 3.7 일시 중지된 컨테이너를 stop하면
#
# 일시 중지된 프로세스는 핸들러도 실행할 수 없습니다. 이런 컨테이너를 `docker stop`하면 어떻게 될까요?

# %% [markdown] lang="en"
# The master stayed, and only the workers are new. The container never stopped, so no connection was cut.
#
# ## 3.7 Stopping a paused container
#
# A paused process cannot run a handler. What happens if you `docker stop` it?

# %%
# !docker rm -f frozen-nginx >/dev/null 2>&1
# !docker run -d --name frozen-nginx nginx
# !sleep 1
# !docker pause frozen-nginx

# %% [markdown] lang="ko"
# **해 보기.** unpause하지 **말고** `frozen-nginx`를 `docker stop`으로 멈춘 다음 `journal("frozen-nginx")`를 보세요. 마지막 `pause` 다음의 이벤트 가운데
# `kill`, `unpause`, `die`를 일어난 순서대로 `actions`에 리스트로(`["start", "pause"]`처럼) 적고, 종료 코드를 `exit_code`에 적습니다.

# %% [markdown] lang="en"
# **Do.** Stop `frozen-nginx` with `docker stop` **without** unpausing it first, then look at `journal("frozen-nginx")`. From the events
# after the last `pause`, put `kill`, `unpause` and `die` into `actions` as a list, in the order in which they happened (like
# `["start", "pause"]`), and the exit code into `exit_code`.

# %%
# Stop frozen-nginx here, and look at its journal.
### BEGIN SOLUTION
# !docker stop frozen-nginx
journal("frozen-nginx")
### END SOLUTION

# %%
thawed = {"actions": ..., "exit_code": ...}
### BEGIN SOLUTION
thawed = {"actions": ["kill", "unpause", "die"], "exit_code": 0}
### END SOLUTION

# %% points=1
check("signals-paused", thawed)

# %% [markdown] lang="ko"
# 엔진은 시그널을 먼저 보내고 일시 중지를 풉니다. 프로세스는 깨어나자마자 시그널을 처리합니다.

# %% [markdown] lang="en"
# The engine sends the signal first and then unpauses the container. The process handles the signal as soon as it wakes up.

# %% [markdown] lang="ko"
# ## 3.8 같은 137, 다른 이유
#
# 교과서는 Killed의 원인으로 "응답하지 않는 프로세스"와 "시스템 리소스 부족"을 듭니다. 종료 코드는 둘 다 `137`인데, 무엇으로 구별할까요?
#
# `hungry-dd`는 1500MB짜리 버퍼를 가득 채우려 하고, `calm-sleep`은 가만히 자고 있습니다. `--oom-score-adj 1000`은 메모리가
# 모자랄 때 커널이 이 프로세스를 가장 먼저 고르게 합니다. 몇 초 걸릴 수 있습니다.

# %% [markdown] lang="en"
# ## 3.8 The same 137, a different reason
#
# The textbook names two causes of Killed: "a process that does not respond" and "lack of system resources". Both end with exit code
# `137`. How do you tell them apart?
#
# `hungry-dd` tries to fill a buffer of 1500 MB, while `calm-sleep` just sleeps. `--oom-score-adj 1000` makes the kernel choose this process
# first when memory runs out. It may take a few seconds.

# %%
# !docker rm -f hungry-dd calm-sleep >/dev/null 2>&1
# !docker run -d --name calm-sleep shell sleep 3600
# !docker run -d --name hungry-dd -m 32m --oom-score-adj 1000 shell dd if=/dev/zero of=/dev/null bs=1500M count=1
# !timeout 60 docker wait hungry-dd || docker rm -f hungry-dd

# %% [markdown] lang="ko"
# > `Limitation discarded`라는 경고가 나왔다면 이 컴퓨터에서는 `-m 32m`이 듣지 않습니다. 이때는 **엔진 전체**의 메모리 한도에 걸려 죽고,
# > `OOMKilled`는 `false`입니다. 경고가 없으면 보통 `true`입니다.
#
# **해 보기.** `calm-sleep`을 `docker kill`로 끝내세요. 그런 다음 두 컨테이너에서 세 가지를 읽어 적습니다.
#
# | 키 | 읽는 곳 |
# |---|---|
# | `exit_code` | `!docker inspect NAME \| grep ExitCode` |
# | `oom_killed` | `!docker inspect NAME \| grep OOMKilled` (`True` 또는 `False`로 적습니다) |
# | `kill_events` | `journal("NAME")`에 나온 `kill` 이벤트의 수 |

# %% [markdown] lang="en"
# > If you see the warning `Limitation discarded`, this machine cannot enforce `-m 32m`: the process died at the limit of **the
# > whole engine**, and `OOMKilled` is `false`. Without the warning it is usually `true`.
#
# **Do.** End `calm-sleep` with `docker kill`. Then read three values for both containers.
#
# | key | where to read it |
# |---|---|
# | `exit_code` | `!docker inspect NAME \| grep ExitCode` |
# | `oom_killed` | `!docker inspect NAME \| grep OOMKilled` (write `True` or `False`) |
# | `kill_events` | the number of `kill` events in `journal("NAME")` |

# %%
# Kill calm-sleep here, then look at both.
### BEGIN SOLUTION
# !docker kill calm-sleep
# !docker inspect hungry-dd | grep -E '"(ExitCode|OOMKilled)"'
# !docker inspect calm-sleep | grep -E '"(ExitCode|OOMKilled)"'
journal("hungry-dd")
journal("calm-sleep")
### END SOLUTION

# %%
hungry = {"exit_code": ..., "kill_events": ..., "oom_killed": ...}
calm = {"exit_code": ..., "kill_events": ..., "oom_killed": ...}
### BEGIN SOLUTION
by_own_limit = docker.from_env().containers.get("hungry-dd").attrs["State"]["OOMKilled"]
hungry = {"exit_code": 137, "kill_events": 0, "oom_killed": by_own_limit}
calm = {"exit_code": 137, "kill_events": 1, "oom_killed": False}
### END SOLUTION

# %% points=2
check("signals-oom", [hungry, calm])

# %% [markdown] lang="ko"
# 누가 죽였는지 `137`만으로는 모릅니다. 기록에서 찾습니다.
#
# | 종료 코드 137과 함께 | 뜻 |
# |---|---|
# | `kill` 이벤트(시그널 9) 하나 | 누군가 `docker kill`이나 `docker rm -f`를 실행했다 |
# | `kill` 이벤트 둘(STOPSIGNAL, 9) | `docker stop`의 유예 시간이 끝났다 |
# | `kill` 이벤트 없음, `OOMKilled`가 `true` | 컨테이너 자신의 메모리 한도에 걸려 커널이 죽였다 |
# | `kill` 이벤트 없음, `OOMKilled`가 `false` | 3.5처럼 엔진 밖에서 누군가 죽였거나, 엔진 전체(보통은 호스트)의 메모리가 모자랐거나, PID 1이 자식의 코드로 끝났다 |
#
# `OOMKilled`는 컨테이너 안의 **어느** 프로세스든 메모리 한도에 걸려 죽으면 `true`가 될 수 있습니다. 그것이 PID 1이 아니라면 컨테이너는 계속 실행됩니다.

# %% [markdown] lang="en"
# `137` alone does not say who killed it. Look at the record.
#
# | exit code 137, and | meaning |
# |---|---|
# | one `kill` event (signal 9) | somebody used `docker kill` or `docker rm -f` |
# | two `kill` events (STOPSIGNAL, 9) | the grace period of a `docker stop` was over |
# | no `kill` event, `OOMKilled` is `true` | the kernel killed it at the container's own memory limit |
# | no `kill` event, `OOMKilled` is `false` | somebody outside the engine killed it (3.5), the whole engine (usually the host) ran out of memory, or PID 1 ended with its child's code |
#
# `OOMKilled` may be `true` when **any** process in the container was killed at the memory limit. If that was not PID 1, the container keeps
# running.

# %% [markdown] lang="ko"
# ## 배운 것
#
# | 교과서의 말 | 여러분이 확인한 것 |
# |---|---|
# | 정상 종료는 SIGTERM이다 | STOPSIGNAL이다. nginx에는 SIGQUIT이 간다 |
# | `docker stop`은 10초를 기다린다 | 10초는 기본 한도일 뿐이고 `--stop-timeout`과 `-t`로 바꾼다 |
# | PID 1은 SIGKILL을 무시할 수 있다 | 같은 PID 네임스페이스 안에서 보낸 것만 전달되지 않는다 |
# | Killed는 강제 종료다 | `137`만으로는 모른다. 엔진이 죽였는지는 `kill` 이벤트로 구별한다 |
#
# ### 생각해 볼 질문
#
# 여러분의 서비스는 저장하는 데 보통 4초, 바쁠 때는 12초가 걸립니다. `--stop-timeout`을 몇 초로 정하겠습니까? 길게 정하면 무엇을 잃을까요?
#
# ### 참고 자료
# - [docker container stop](https://docs.docker.com/reference/cli/docker/container/stop/)
# - [docker container kill](https://docs.docker.com/reference/cli/docker/container/kill/)
# - [docker system events](https://docs.docker.com/reference/cli/docker/system/events/)
# - [Dockerfile: STOPSIGNAL](https://docs.docker.com/reference/dockerfile/#stopsignal)
# - [Resource constraints](https://docs.docker.com/engine/containers/resource_constraints/)
# - [pid_namespaces(7)](https://man7.org/linux/man-pages/man7/pid_namespaces.7.html)
# - [Controlling nginx](https://nginx.org/en/docs/control.html)

# %% [markdown] lang="en"
# ## What you have learnt
#
# | the textbook's words | what you have seen |
# |---|---|
# | a normal end is SIGTERM | it is the STOPSIGNAL; nginx gets SIGQUIT |
# | `docker stop` waits 10 seconds | that is only the default limit; `--stop-timeout` and `-t` change it |
# | PID 1 can ignore SIGKILL | only a SIGKILL from inside the same PID namespace is not delivered |
# | Killed means ended by force | `137` alone does not tell; `kill` events show whether the engine did it |
#
# ### A question to take along
#
# Your service usually takes 4 seconds to save, and 12 when it is busy. What `--stop-timeout` would you choose? What do you lose if you
# choose a long one?
#
# ### References
# - [docker container stop](https://docs.docker.com/reference/cli/docker/container/stop/)
# - [docker container kill](https://docs.docker.com/reference/cli/docker/container/kill/)
# - [docker system events](https://docs.docker.com/reference/cli/docker/system/events/)
# - [Dockerfile: STOPSIGNAL](https://docs.docker.com/reference/dockerfile/#stopsignal)
# - [Resource constraints](https://docs.docker.com/engine/containers/resource_constraints/)
# - [pid_namespaces(7)](https://man7.org/linux/man-pages/man7/pid_namespaces.7.html)
# - [Controlling nginx](https://nginx.org/en/docs/control.html)
