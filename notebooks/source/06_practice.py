# ---
# jupyter:
#   container_lifecycle:
#     section: practice
#     number: 6
#     minutes: 14
# ---

# %% [markdown] lang="ko"
# # 6. 실습: 처음부터 끝까지
#
# **Week 1 > Day 2 > Session 5** · 컨테이너 라이프사이클의 마지막 노트북입니다. (약 14분)
#
# 배운 것을 한자리에 모읍니다. 컨테이너 하나의 일생을 여덟 단계로 밟아 보고, 배포할 때마다 주문을 잃어버리는 서비스를 고칩니다.
#
# ### 학습 목표
# - 생성부터 삭제까지 상태, 걸리는 시간, 자원이 어떻게 바뀌는지 관찰합니다.
# - 데이터를 잃는 서비스에서 원인을 찾아 고칩니다: 시그널, 볼륨, 좀비.
# - 쓰던 것을 남김없이 치웁니다.
#
# 노트북을 쓰는 법은 1번 노트북과 같고, 이미지는 이번에도 `nginx`와 `shell`입니다.

# %% [markdown] lang="en"
# # 6. Practice: from beginning to end
#
# **Week 1 > Day 2 > Session 5** · The last notebook about the container lifecycle. (about 14 minutes)
#
# Here everything comes together. You take one container through its life in eight steps, and then repair a service that
# loses orders with every deployment.
#
# ### Learning goals
# - Watch how the state, the time taken and the resources change from creation to removal.
# - Find out why a service loses data, and repair it: signals, volumes, zombies.
# - Clean up everything you used.
#
# The notebook works like notebook 1, and the images are again `nginx` and `shell`.

# %%
from course import check, learner

me = learner()
print(me.word)  # your own word; you will need it in 6.6

# %% [markdown] lang="ko"
# ## 6.1 여덟 단계
#
# ```bash
# # 1. 컨테이너 생성 (시작하지 않음)
# docker create --name lifecycle-test nginx
#
# # 2. 상태 확인
# docker ps -a
#
# # 3. 컨테이너 시작
# docker start lifecycle-test
#
# # 4. 실행 중 상태 확인
# docker ps
# docker stats lifecycle-test --no-stream
#
# # 5. 컨테이너 일시 중지
# docker pause lifecycle-test
#
# # 6. 일시 중지 해제
# docker unpause lifecycle-test
#
# # 7. 정상 종료
# docker stop lifecycle-test
#
# # 8. 컨테이너 제거
# docker rm lifecycle-test
# ```
#
# 단계마다 바뀌는 **상태**, 명령마다 다른 **시간**, 그리고 **자원**을 관찰합니다. 상태부터 봅시다.
#
# **예측.** 각 명령이 끝난 뒤 `State.Status`는 무엇일까요? `states`에 적으세요. 컨테이너가 없으면 `None`입니다.
#
# **해 보기.** 여덟 단계를 차례로 실행하고, 단계마다 `!docker inspect lifecycle-test | grep '"Status"'`로 확인해서 틀린 예측을 고치세요.

# %% [markdown] lang="en"
# ## 6.1 Eight steps
#
# ```bash
# # 1. Create a container (without starting it)
# docker create --name lifecycle-test nginx
#
# # 2. Check its state
# docker ps -a
#
# # 3. Start it
# docker start lifecycle-test
#
# # 4. Check it while it runs
# docker ps
# docker stats lifecycle-test --no-stream
#
# # 5. Pause it
# docker pause lifecycle-test
#
# # 6. Unpause it
# docker unpause lifecycle-test
#
# # 7. Stop it gracefully
# docker stop lifecycle-test
#
# # 8. Remove it
# docker rm lifecycle-test
# ```
#
# Observe the **state** after each step, the **time** each command takes, and the **resources**. The state comes first.
#
# **Predict.** What is `State.Status` after each command? Write it into `states`. If there is no container, write
# `None`.
#
# **Do.** Run the eight steps in order. After each, check with `!docker inspect lifecycle-test | grep '"Status"'` and
# correct the predictions that were wrong.

# %%
states = {"create": ..., "start": ..., "pause": ..., "unpause": ..., "stop": ..., "rm": ...}
# Then take the eight steps here.
### BEGIN SOLUTION
states = {
    "create": "created",
    "start": "running",
    "pause": "paused",
    "unpause": "running",
    "stop": "exited",
    "rm": None,
}
# !docker create --name lifecycle-test nginx
# !docker ps -a
# !docker start lifecycle-test
# !docker ps
# !docker stats lifecycle-test --no-stream
# !docker pause lifecycle-test
# !docker inspect lifecycle-test | grep '"Status"'
# !docker unpause lifecycle-test
# !docker stop lifecycle-test
# !docker inspect lifecycle-test | grep '"Status"'
# !docker rm lifecycle-test
### END SOLUTION

# %% points=2
check("practice-lifecycle", states)

# %% [markdown] lang="ko"
# ## 6.2 명령마다 걸리는 시간
#
# `timed`는 셸 명령을 실행하고 몇 초 걸렸는지 돌려줍니다. `quick-clock`은 종료 시그널을 받으면 정리하고 끝나는 nginx입니다. `deaf-clock`의 PID 1인 `sleep`은
# SIGTERM을 처리하지 않습니다.

# %% [markdown] lang="en"
# ## 6.2 How long each command takes
#
# `timed` runs a shell command and returns how many seconds it took. `quick-clock` is an nginx, which tidies up and ends
# on its stop signal. PID 1 of `deaf-clock` is a `sleep`, which does not handle SIGTERM.

# %%
import subprocess
from time import sleep, time


def timed(command):
    """Run a shell command, show what it printed, and return how many seconds it took."""
    begin = time()
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    seconds = round(time() - begin, 2)
    print(f"{seconds:.2f} s  {command}: {done.stdout}{done.stderr}".strip())
    return seconds


# !docker rm -f quick-clock deaf-clock >/dev/null 2>&1
# !docker create --name quick-clock nginx
# !docker run -d --name deaf-clock shell sleep 600

# %% [markdown] lang="ko"
# **예측.** 다음 네 명령 가운데 어느 것이 가장 느리고, 어느 것이 가장 빠를까요?
#
# **해 보기.** 위에서부터 차례로 `timed`로 실행해서 걸린 시간(초)을 `took`에 담으세요. 예: `took["start"] = timed("docker start quick-clock")`
#
# | 키 | 명령 |
# |---|---|
# | `start` | `docker start quick-clock` |
# | `pause` | `docker pause quick-clock` (그다음 `docker unpause quick-clock`으로 풀어 두세요) |
# | `stop` | `docker stop quick-clock` |
# | `stop-deaf` | `docker stop -t 2 deaf-clock` (10초 대신 2초만 기다립니다) |

# %% [markdown] lang="en"
# **Predict.** Which of these four commands is the slowest, and which the fastest?
#
# **Do.** Run them with `timed`, from top to bottom, and put the seconds into `took`. For example:
# `took["start"] = timed("docker start quick-clock")`
#
# | key | command |
# |---|---|
# | `start` | `docker start quick-clock` |
# | `pause` | `docker pause quick-clock` (then undo it with `docker unpause quick-clock`) |
# | `stop` | `docker stop quick-clock` |
# | `stop-deaf` | `docker stop -t 2 deaf-clock` (waits 2 seconds instead of 10) |

# %%
took = {"start": ..., "pause": ..., "stop": ..., "stop-deaf": ...}
# Measure the four here.
### BEGIN SOLUTION
took["start"] = timed("docker start quick-clock")
took["pause"] = timed("docker pause quick-clock")
# !docker unpause quick-clock
took["stop"] = timed("docker stop quick-clock")
took["stop-deaf"] = timed("docker stop -t 2 deaf-clock")
### END SOLUTION

# %% points=1
check("practice-times", took)

# %%
# Both clocks have done their work.
# !docker rm -f quick-clock deaf-clock

# %% [markdown] lang="ko"
# `docker start`는 네임스페이스와 네트워크를 준비하고, `docker pause`는 cgroup의 스위치 하나만 켭니다. `docker stop`의 시간은 **PID 1이 정합니다**. 시그널을 처리하면
# 곧 끝나고, 처리하지 않으면 유예 시간을 다 씁니다.
#
# ## 6.3 자원은 어떻게 바뀔까
#
# `coffee-mill`은 시작하면 파일 `/beans`를 쓰고, 프로세스를 하나 더 띄운 다음, 쉬지 않고 CPU를 씁니다.
#
# ```bash
# docker create --name coffee-mill shell sh -c 'echo beans > /beans; sleep 600 & while :; do :; done'
# ```
#
# **예측.** 네 상태에서 이 컨테이너는 무엇을 쓰고 있을까요? `usage`의 각 줄을 다음 순서로 채우세요.
#
# 1. 프로세스 수 (숫자)
# 2. 메모리를 차지하는가 (`True`/`False`)
# 3. CPU 시간이 늘고 있는가 (`True`/`False`)
# 4. 컨테이너의 레이어에 `/beans`가 있는가 (`True`/`False`)

# %% [markdown] lang="en"
# `docker start` sets up namespaces and the network; `docker pause` only flips a switch of the cgroup. How long
# `docker stop` takes is decided by **PID 1**: if it handles the signal it ends soon, if not it uses up the whole grace
# period.
#
# ## 6.3 How resources change
#
# When it starts, `coffee-mill` writes a file `/beans`, starts one more process, and then uses the CPU without a break.
#
# ```bash
# docker create --name coffee-mill shell sh -c 'echo beans > /beans; sleep 600 & while :; do :; done'
# ```
#
# **Predict.** What does this container use in each of the four states? Fill each line of `usage` in this order:
#
# 1. number of processes (a number)
# 2. does it hold memory? (`True`/`False`)
# 3. does its CPU time grow? (`True`/`False`)
# 4. is `/beans` in the container's layer? (`True`/`False`)

# %%
usage = {
    # [processes, memory, CPU grows, file]
    "created": [..., ..., ..., ...],
    "running": [..., ..., ..., ...],
    "paused": [..., ..., ..., ...],
    "exited": [..., ..., ..., ...],
}
### BEGIN SOLUTION
usage = {
    "created": [0, False, False, False],
    "running": [2, True, True, True],
    "paused": [2, True, False, True],
    "exited": [0, False, False, True],
}
### END SOLUTION

# %% [markdown] lang="ko"
# **확인.** `docker stats`가 읽는 cgroup의 카운터가 없는 컴퓨터도 있어 `ps`와 `/proc`을 씁니다. 10초쯤 걸립니다.

# %% [markdown] lang="en"
# **See.** Some machines lack the cgroup counters that `docker stats` reads, so we use `ps` and `/proc`. This takes
# about 10 seconds.


# %%
def told(command):
    """What a command prints; nothing if it fails."""
    return subprocess.run(command.split(), capture_output=True, text=True).stdout


def cpu_seconds():
    """CPU time of PID 1 of coffee-mill; /proc counts it in hundredths."""
    stat = told("docker run --rm --pid container:coffee-mill shell cat /proc/1/stat").split()
    return sum(map(int, stat[13:15])) / 100


def measure():
    """Print what coffee-mill uses now, and its CPU time within some seconds."""
    status = told("docker inspect -f {{.State.Status}} coffee-mill").strip()
    before = cpu_seconds()
    sleep(2 if status in ("running", "paused") else 0)
    used = cpu_seconds() - before
    rows = told("docker top coffee-mill -eo pid,rss").splitlines()[1:]
    memory = sum(int(row.split()[1]) for row in rows)
    beans = "/beans" if told("docker cp coffee-mill:/beans -") else "no /beans"
    print(f"{status:8} {len(rows)} processes, memory {memory} KB, CPU +{used:.2f} s, {beans}")


# !docker rm -f coffee-mill >/dev/null 2>&1
# !docker create --name coffee-mill shell sh -c 'echo beans > /beans; sleep 600 & while :; do :; done'
measure()
# !docker start coffee-mill
measure()
# !docker pause coffee-mill
measure()
# !docker unpause coffee-mill && docker kill coffee-mill
measure()
# !docker rm coffee-mill

# %% points=1
check("practice-resources", usage)

# %% [markdown] lang="ko"
# 일시 중지는 CPU만 돌려주고, 종료는 메모리까지 돌려주며, 레이어의 파일은 `docker rm`을 해야 사라집니다. 아래 사건의 열쇠입니다.
#
# ## 6.4 사건: 배포할 때마다 사라지는 주문
#
# 찻집의 주문 서비스 `shop`은 주문을 **메모리에** 모았다가 열 건마다 장부 파일에 적습니다. `order`는 주문을 넣고 영수증을 백그라운드에서 인쇄하며, `orders`는 받은 주문을 모두 보여 줍니다.
# 코드를 읽고 어디가 위험한지 짐작해 보세요. 빌드할 때 나오는 `DEPRECATED` 안내는 무시하세요.

# %% [markdown] lang="en"
# Pausing gives back only the CPU, ending gives back the memory too, and the files of the layer stay until `docker rm`.
# This is the key to the case below.
#
# ## 6.4 The case: orders that vanish with every deployment
#
# `shop`, the order service of a tea house, collects orders **in memory** and writes them to a file, its book, after
# every tenth. `order` places an order and prints a receipt in the background; `orders` shows all orders. Read the code
# and guess where the danger lies. If the build prints a `DEPRECATED` notice, ignore it.

# %%
from pathlib import Path

DOCKERFILE = """FROM shell
COPY shop order orders /usr/bin/
RUN mkfifo /run/door /run/answer
CMD ["sh", "/usr/bin/shop"]
"""

SHOP = """#!/bin/sh
# The shop: keeps its orders in memory and writes all of them into the book after every tenth.
book=/var/shop/book
newline='
'
save() { echo "$orders" > $book; }

mkdir -p /var/shop
touch $book
orders=$(cat $book)
exec 3<> /run/door
echo "The shop is open."
while read -r order <&3; do
    if [ "$order" = LIST ]; then
        echo "$orders" > /run/answer
    else
        orders="${orders:+$orders$newline}$order"
        count=$((count + 1))
        if [ $((count % 10)) = 0 ]; then save; fi
        echo "Order accepted: $order" > /run/answer
    fi
done
"""

ORDER = """#!/bin/sh
# Hand in one order. The receipt is printed in the background, which takes a second.
echo "$*" > /run/door
cat /run/answer
sleep 1 > /dev/null 2>&1 &
"""

ORDERS = """#!/bin/sh
# Show all orders that the shop has.
echo LIST > /run/door
exec cat /run/answer
"""


def write(folder, dockerfile, shop):
    """Write all that an image of the shop is built from into a folder."""
    Path(folder).mkdir(exist_ok=True)
    files = {"Dockerfile": dockerfile, "shop": shop, "order": ORDER, "orders": ORDERS}
    for name, text in files.items():
        Path(folder, name).write_text(text)
        Path(folder, name).chmod(0o755)


write("shop-broken", DOCKERFILE, SHOP)
# !docker build -q -t shop:broken shop-broken

# %%
# Monday: the shop opens and takes three orders.
# !docker rm -f old-shop >/dev/null 2>&1
# !docker run -d --name old-shop shop:broken
# !docker exec old-shop order green tea
# !docker exec old-shop order barley tea
# !docker exec old-shop order plum tea
# !sleep 2
# !docker exec old-shop ps -eo pid,ppid,stat,args
# !echo "--- orders:"; docker exec old-shop orders

# %% [markdown] lang="ko"
# `Z`(`<defunct>`)는 영수증을 인쇄하고 끝난 프로세스의 좀비입니다. 부모인 `order`가 먼저 끝나서 PID 1에게 맡겨졌는데, PID 1인 `sh`는 다음 주문을 기다리느라 회수하지 않습니다.
#
# **예측.** 화요일, 새 버전을 배포합니다: `docker stop`, `docker rm`, `docker run`. 멈추는 데 얼마나 걸리고, 종료 코드는 무엇이고, 주문은 몇 건 남을까요?

# %% [markdown] lang="en"
# `Z` (`<defunct>`) is the zombie of a process that printed its receipt and ended. Its parent, `order`, ended first, so
# it was handed to PID 1. But PID 1, a `sh`, is waiting for the next order and does not reap it.
#
# **Predict.** On Tuesday a new version is deployed: `docker stop`, `docker rm`, `docker run`. How long does the stop
# take, what is the exit code, and how many orders are left?

# %%
# Tuesday: a new version.
timed("docker stop old-shop")
# !docker inspect old-shop | grep '"ExitCode"'
# !docker rm old-shop
# !docker run -d --name old-shop shop:broken
# !echo "--- orders:"; docker exec old-shop orders

# %% [markdown] lang="ko"
# 10초, `137`, 그리고 빈 장부입니다. 증상도 셋, 원인도 셋입니다. 하나씩 고칩시다.
#
# **규칙.** 어떻게 고쳐도 좋습니다. 검사는 동작만 봅니다. 고친 서비스는 이름이 `shop`인 컨테이너로 실행해 두고, `docker exec shop order TEXT`로 주문을 받고
# `docker exec shop orders`로 한 줄에 하나씩 보여 주어야 합니다. 검사는 같은 이미지와 옵션으로 컨테이너를 따로 만들어 시험하므로 여러분의 주문은 건드리지 않습니다.
#
# ## 6.5 멈추라면 멈추는 서비스
#
# **해 보기.** `docker stop`을 받으면 **2초 안에** 메모리의 주문을 장부에 적고 **종료 코드 `0`으로** 끝나도록 아래의 `service`(필요하면 `dockerfile`도)를 고치세요.
# 그런 다음 `shop:fixed` 이미지로 `shop`을 백그라운드에서 실행하세요.

# %% [markdown] lang="en"
# 10 seconds, `137`, and an empty book: three symptoms with three causes. Repair them one by one.
#
# **The rule.** Repair it in any way you like; the checks only look at how it behaves. Leave the repaired service
# running as a container named `shop` that takes orders with `docker exec shop order TEXT` and shows them, one per line,
# with `docker exec shop orders`. For their tests, the checks make separate containers with the same image and options,
# so your orders are not touched.
#
# ## 6.5 A service that stops when told to
#
# **Do.** Change `service` below (and `dockerfile`, if needed) so that on `docker stop` it writes the orders in memory
# to the book and ends **within 2 seconds** with **exit code `0`**. Then run `shop` in the background from the image
# `shop:fixed`.

# %%
dockerfile = """FROM shell
COPY shop order orders /usr/bin/
RUN mkfifo /run/door /run/answer
CMD ["sh", "/usr/bin/shop"]
"""
service = """#!/bin/sh
book=/var/shop/book
newline='
'
save() { echo "$orders" > $book; }

mkdir -p /var/shop
touch $book
orders=$(cat $book)
exec 3<> /run/door
echo "The shop is open."
while read -r order <&3; do
    if [ "$order" = LIST ]; then
        echo "$orders" > /run/answer
    else
        orders="${orders:+$orders$newline}$order"
        count=$((count + 1))
        if [ $((count % 10)) = 0 ]; then save; fi
        echo "Order accepted: $order" > /run/answer
    fi
done
"""
### BEGIN SOLUTION
service = service.replace("exec 3<>", "trap 'save; exit 0' TERM\nexec 3<>")
### END SOLUTION
write("shop-fixed", dockerfile, service)
# !docker build -q -t shop:fixed shop-fixed
# Then run shop here (a `docker rm -f shop` before it lets you try again).
### BEGIN SOLUTION
# !docker rm -f shop >/dev/null 2>&1
# !docker run -d --name shop shop:fixed
### END SOLUTION

# %%
# See: try it with orders of your own.
# !docker exec shop order chrysanthemum tea
timed("docker stop shop")
# !docker inspect shop | grep '"ExitCode"'
# !docker start shop
# !echo "--- orders:"; docker exec shop orders

# %% points=2
check("practice-stops")

# %% [markdown] lang="ko"
# `docker stop`과 `docker start` 사이에는 레이어가 남으니 주문도 남습니다. 그러나 배포는 컨테이너를 지우고 새로 만듭니다.
#
# ## 6.6 컨테이너보다 오래 사는 데이터
#
# **해 보기.** 장부가 컨테이너보다 오래 살게 한 다음, 배포해 보세요.
#
# 1. `shop`을 지우고, 장부가 볼륨에 놓이도록 다시 실행합니다. 볼륨 이름은 자유입니다.
# 2. 여러분의 단어(`me.word`) 하나만 주문합니다. `!`로 시작하는 줄에서는 `{me.word}`라고 쓰세요.
# 3. 배포합니다: `docker stop`, `docker rm`, 그리고 1번과 같은 옵션으로 `docker run`.
# 4. `orders`로 주문이 남아 있는지 봅니다.

# %% [markdown] lang="en"
# Between `docker stop` and `docker start` the layer stays, and so do the orders. But a deployment removes the container
# and makes a new one.
#
# ## 6.6 Data that outlives its container
#
# **Do.** Make the book outlive its container, then deploy.
#
# 1. Remove `shop`, and run it again with the book in a volume. The volume's name is up to you.
# 2. Order just your own word (`me.word`). In a line that begins with `!`, write `{me.word}`.
# 3. Deploy: `docker stop`, `docker rm`, and `docker run` with the same options as in step 1.
# 4. Check with `orders` that your order is still there.

# %%
# Run shop with a volume, order your word, deploy, and look.
### BEGIN SOLUTION
# !docker rm -f shop
# !docker run -d --name shop -v shop-book:/var/shop shop:fixed
# !docker exec shop order {me.word}
# !docker stop shop
# !docker rm shop
# !docker run -d --name shop -v shop-book:/var/shop shop:fixed
# !docker exec shop orders
### END SOLUTION

# %% points=2
check("practice-keeps")

# %% [markdown] lang="ko"
# ## 6.7 좀비 없이
#
# 마지막 증상은 좀비입니다. 떠맡은 자식을 회수하는(reap) PID 1이 필요합니다.
#
# **해 보기.** 한 번 더 배포합니다. 주문을 잃지 말고, 영수증이 좀비로 남지 않는 `shop`으로 바꾸세요. 이미지를 고쳐도 되고 실행 옵션을 바꿔도 됩니다.

# %% [markdown] lang="en"
# ## 6.7 Without zombies
#
# The last symptom is the zombies. You need a PID 1 that reaps the children handed to it.
#
# **Do.** Deploy once more: without losing orders, switch to a `shop` whose receipts do not stay as zombies. You can
# change the image or the options it is run with.

# %%
# Deploy the shop that reaps.
### BEGIN SOLUTION
# !docker stop shop
# !docker rm shop
# !docker run -d --name shop --init -v shop-book:/var/shop shop:fixed
### END SOLUTION

# %%
# See: are the receipts gone after two seconds, and who is PID 1 now?
# !docker exec shop order persimmon tea
# !docker exec shop order ginger tea
# !sleep 2
# !docker exec shop ps -eo pid,ppid,stat,args

# %% points=2
check("practice-reaps")

# %% [markdown] lang="ko"
# 교과서의 모범 사례 `CMD ["tini", "--", …]`와 `docker run --init`은 같은 일을 합니다. 다만 init은 **자식을 회수하고 시그널을 전달할 뿐**이어서, 저장은 여전히 서비스의
# 몫입니다.
#
# ## 6.8 자리 정리
#
# **해 보기.** 앞의 세 검사를 통과했다면, 6.4부터 만든 것을 모두 치우세요.
#
# - 컨테이너 `old-shop`과 `shop`
# - 두 컨테이너가 쓰던 볼륨
# - 이미지 `shop:broken`과 `shop:fixed`

# %% [markdown] lang="en"
# The textbook's good practice `CMD ["tini", "--", …]` and `docker run --init` do the same thing. But an init **only
# reaps children and passes on signals**; saving is still up to the service.
#
# ## 6.8 Tidying up
#
# **Do.** When the three checks above have passed, remove everything made since 6.4.
#
# - the containers `old-shop` and `shop`
# - the volumes they used
# - the images `shop:broken` and `shop:fixed`

# %%
# Leave nothing of the shop behind.
### BEGIN SOLUTION
# !docker rm -f old-shop shop
# !docker volume rm shop-book
# !docker rmi shop:broken shop:fixed
### END SOLUTION

# %%
# !docker ps -a
# !docker volume ls
# !docker images

# %% points=1
check("practice-clean")

# %% [markdown] lang="ko"
# ## 배운 것
#
# | 교과서의 말 | 여러분이 확인한 것 | 노트북 |
# |---|---|---|
# | Stopped와 Killed라는 상태가 있고, Killed는 새로 만들어야 한다 | 둘 다 `exited`이고(`ExitCode`만 다르다), `docker start`로 되살아난다 | 1 |
# | 셸이 PID 1이면 잘못이다 | 시그널을 전달하지도 처리하지도 않는 PID 1이 잘못이다. 처리하는 셸은 괜찮다 | 2, 6 |
# | PID 1은 SIGKILL을 무시할 수 있다 | 자기 PID 네임스페이스 안에서 온 것만 막힌다 | 3 |
# | 네임스페이스는 여섯 가지다 | `cgroup`과 `time`까지 여덟 가지다 | 4 |
# | 컨테이너의 root는 밖에서 일반 사용자다 | `user` 네임스페이스로 매핑했을 때만 그렇다 | 4 |
# | 커밋하면 변경사항이 저장된다 | 볼륨에 있는 것은 저장되지 않는다 | 5 |
# | `docker stop`은 10초를 기다린다 | 얼마나 걸리는지는 PID 1이 정하고, 10초는 기본 상한이다 | 3, 6 |
#
# - 상태는 `State`에, 지나온 길은 이벤트에, 끝난 까닭은 종료 코드에 있습니다.
# - 안전하게 배포되는 서비스는 세 가지를 지킵니다: SIGTERM을 받으면 저장하고 끝난다, 데이터는 볼륨에 둔다, PID 1이 자식을 거둔다.
#
# ### 생각해 볼 질문
#
# `docker stop`부터 다음 `docker run`까지 찻집은 몇 초 동안 문을 닫았습니다. 손님이 모르게 배포하려면 컨테이너가 몇 개 필요하고, 누가 어떤 순서로 멈추고 시작해야 할까요? 그 서버가 통째로
# 꺼진다면요?
#
# ### 다음 세션 예고
#
# 단일 컨테이너의 한계를 극복하기 위한 **컨테이너 오케스트레이션**의 필요성과 **Kubernetes** 소개를 다룹니다. Kubernetes도 파드(Pod)를 끝낼 때 SIGTERM을 보내고 유예 시간(기본
# 30초)을 기다린 뒤 SIGKILL을 보냅니다. 오늘 고친 `shop`은 거기서도 주문을 잃지 않습니다.
#
# ### 참고 자료
# - [docker container stats](https://docs.docker.com/reference/cli/docker/container/stats/)
# - [docker container stop](https://docs.docker.com/reference/cli/docker/container/stop/)
# - [docker container run](https://docs.docker.com/reference/cli/docker/container/run/)
# - [Volumes](https://docs.docker.com/engine/storage/volumes/)
# - [Run multiple processes in a container](https://docs.docker.com/engine/containers/multi-service_container/)
# - [Docker Engine security](https://docs.docker.com/engine/security/)
# - [wait(2)](https://man7.org/linux/man-pages/man2/wait.2.html)
# - [signal(7)](https://man7.org/linux/man-pages/man7/signal.7.html)
# - [namespaces(7)](https://man7.org/linux/man-pages/man7/namespaces.7.html)
# - [Kubernetes: Pod Lifecycle](https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/)

# %% [markdown] lang="en"
# ## What you have learnt
#
# | the textbook's words | what you have seen | notebook |
# |---|---|---|
# | there are states Stopped and Killed, and what was killed must be created anew | both are `exited` (only the `ExitCode` differs), and `docker start` revives them | 1 |
# | a shell as PID 1 is wrong | a PID 1 that neither passes on nor handles signals is wrong; a shell that handles them is fine | 2, 6 |
# | PID 1 can ignore SIGKILL | only one that comes from inside its own PID namespace | 3 |
# | there are six namespaces | eight, including `cgroup` and `time` | 4 |
# | root in a container is an ordinary user outside | only if a `user` namespace maps it | 4 |
# | a commit saves the changes | not what is in volumes | 5 |
# | `docker stop` waits 10 seconds | PID 1 decides how long it takes; 10 seconds are the default limit | 3, 6 |
#
# - The state is in `State`, the way there in the events, and the reason for the end in the exit code.
# - A service that is safe to deploy does three things: on SIGTERM it saves and ends; it keeps its data in a volume; its
#   PID 1 reaps children.
#
# ### A question to take along
#
# From `docker stop` to the next `docker run` the tea house was closed for some seconds. To deploy without any guest
# noticing, how many containers do you need, and who stops and starts them in which order? And if the whole server goes
# down?
#
# ### The next session
#
# We look at why **container orchestration** is needed to overcome the limits of a single container, and introduce
# **Kubernetes**. To end a Pod, Kubernetes also sends SIGTERM, waits for a grace period (30 seconds by default) and then
# sends SIGKILL. The `shop` you repaired today loses no orders there either.
#
# ### References
# - [docker container stats](https://docs.docker.com/reference/cli/docker/container/stats/)
# - [docker container stop](https://docs.docker.com/reference/cli/docker/container/stop/)
# - [docker container run](https://docs.docker.com/reference/cli/docker/container/run/)
# - [Volumes](https://docs.docker.com/engine/storage/volumes/)
# - [Run multiple processes in a container](https://docs.docker.com/engine/containers/multi-service_container/)
# - [Docker Engine security](https://docs.docker.com/engine/security/)
# - [wait(2)](https://man7.org/linux/man-pages/man2/wait.2.html)
# - [signal(7)](https://man7.org/linux/man-pages/man7/signal.7.html)
# - [namespaces(7)](https://man7.org/linux/man-pages/man7/namespaces.7.html)
# - [Kubernetes: Pod Lifecycle](https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/)
