# ---
# jupyter:
#   container_lifecycle:
#     section: states
#     number: 1
#     minutes: 25
# ---

# %% [markdown] lang="ko"
# # 1. 컨테이너의 상태

# %% [markdown] lang="en"
# # 1. Container states

# %%
from course import check

# %%
### BEGIN SOLUTION
# !docker create --name first-box nginx
### END SOLUTION

# %% points=2
check("states-create")

# %%
### BEGIN SOLUTION
created = {"pid": 0, "ip": "", "networks": ["bridge"], "log_lines": 0, "started": False}
### END SOLUTION

# %% points=2
check("states-created-has", created)

# %%
### BEGIN SOLUTION
# !docker start first-box
### END SOLUTION

# %% points=2
check("states-start")

# %%
### BEGIN SOLUTION
# !docker run -d --name second-box nginx
### END SOLUTION

# %% points=1
check("states-run")

# %%
### BEGIN SOLUTION
events = ["create", "start"]
### END SOLUTION

# %% points=1
check("states-run-events", events)

# %%
### BEGIN SOLUTION
# !docker run --name typo-box nginx no-such-command
missing = [127, "created"]
### END SOLUTION

# %% points=2
check("states-missing-command", missing)

# %%
### BEGIN SOLUTION
listed = {"ps": 2, "ps_all": 3}
### END SOLUTION

# %% points=1
check("states-ps", listed)

# %%
### BEGIN SOLUTION
# !docker pause second-box
paused = {"Running": True, "Paused": True}
### END SOLUTION

# %% points=2
check("states-pause", paused)

# %%
### BEGIN SOLUTION
# !docker run -d --name busy-box shell sh -c 'while :; do :; done'
# !docker pause busy-box
import docker
samples = [docker.from_env().containers.get("busy-box").stats(stream=False)["cpu_stats"]["cpu_usage"]["total_usage"] for _ in range(2)]
### END SOLUTION

# %% points=2
check("states-pause-cpu", samples)

# %%
### BEGIN SOLUTION
# !docker run -d --name counter-box shell sh -c 'n=0; while :; do n=$((n+1)); echo $n; sleep 0.2; done'
# !docker pause counter-box
# !sleep 2
# !docker unpause counter-box
### END SOLUTION

# %% points=2
check("states-unpause")

# %%
### BEGIN SOLUTION
allowed = {"top": True, "logs": True, "exec": False, "stop": True, "rm": False}
### END SOLUTION

# %% points=2
check("states-paused-allowed", allowed)

# %%
### BEGIN SOLUTION
# !docker run -d --name stop-box nginx
# !docker run -d --name kill-box nginx
# !docker stop stop-box
# !docker kill kill-box
codes = {"stop-box": 0, "kill-box": 137}
### END SOLUTION

# %% points=2
check("states-stop-kill", codes)

# %%
### BEGIN SOLUTION
# !docker start kill-box
### END SOLUTION

# %% points=2
check("states-revive")
