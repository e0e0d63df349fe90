"""Golden submissions of section 2, pid1."""

from case import Case

NEEDED: tuple[str, ...] = (
    "from course import check",
    "--name two-faces",
    "import docker",
    "--name beehive",
    "--name last-breath",
    "def write",
    'write("images/swift-web"',
    'write("images/ready-web"',
    "--name lonely-nap",
    "--name graveyard",
    "app_sh =",
    'write("images/relay"',
)
"""What is in the given cells that the exercises build on."""

DOCKER_PY = {
    "pid1-numbers-work": """from subprocess import check_output

engine = docker.from_env()
outside = [row[1] for row in engine.containers.get("two-faces").top()["Processes"]]
files = [f"/proc/{pid}/status" for pid in reversed(outside)]
lines = check_output(["docker", "run", "--rm", "--pid", "host", "shell", "grep", "-h", "NSpid", *files], text=True)
pairs = {tuple(map(int, line.split()[1:])) for line in lines.splitlines()}""",
    "pid1-worker-work": """after = {"parent": 1, "workers": 2, "status": "running"}
workers = "ps -eo pid,args | grep '[w]orker' | cut -c 1-7"
engine.containers.get("beehive").exec_run(["sh", "-c", f"kill -9 $({workers})"])""",
    "pid1-life-work": """survives = False
door = ["sh", "-c", f"printf '%s\\\\n' {me.exit_code} > /tmp/door"]
engine.containers.get("last-breath").exec_run(door)""",
    "pid1-shells-work": 'first = {"dash": "Shell", "bash": "sleep", "busybox": "sleep", "bash_then": "SHELL"}',
    "pid1-exec-form-work": '''dockerfile = """FROM nginx
ENTRYPOINT ["nginx"]
CMD ["-g", "daemon off;"]
"""''',
    "pid1-script-work": '''start_sh = """#!/bin/sh
echo "prepared: $(date)"
exec tini -- nginx -g 'daemon off;'
"""''',
    "pid1-init-work": """naps = {"lonely-nap": 137, "guarded-nap": 143}
guarded = engine.containers.run("shell", "sleep 1000", init=True, detach=True, name="guarded-nap")
guarded.exec_run(["sh", "-c", "until ps -C sleep; do sleep 0.1; done"])
guarded.stop(timeout=5)""",
    "pid1-tini-work": """nginx = ["--", "nginx", "-g", "daemon off;"]
engine.containers.run("nginx", nginx, entrypoint="/usr/bin/tini", name="under-tini", detach=True)""",
    "pid1-zombie-work": """graveyard = engine.containers.get("graveyard")
for _ in range(2):
    graveyard.exec_run(["sh", "-c", "sleep 0.5 &"])
zombies = {"parent": 1, "ps": 2, "top": 0, "init": 0}""",
    "pid1-wrapper-work": '''wrapper_sh = f"""#!/bin/sh
forward() {{
    kill $app
    wait $app
    printf '%s\\\\n' {me.word}
    exit {me.exit_code}
}}
trap forward TERM
sh /app.sh &
app=$!
while :; do wait $app; done
"""''',
}

KILL_A_WORKER = """
!docker exec beehive sh -c 'kill $(ps -eo pid,args | grep -m 1 "nginx: worker" | cut -c 1-7)'"""
OUTSIDE = """outside = [int(row[1]) for row in docker.from_env().containers.get("two-faces").top()["Processes"]]
"""
PAIRS = f"""{OUTSIDE}pairs = []
for pid in outside:
    line = !docker run --rm --pid host shell grep NSpid /proc/{{pid}}/status
    pairs.append(line[0].split()[1:])
"""
ANSWER_THE_DOOR = """
!docker exec last-breath sh -c "echo {me.exit_code} > /tmp/door\""""
RUN_GUARDED = "\n!docker run -d --init --name guarded-nap shell sleep 1000"
MAKE_A_ZOMBIE = "\n!docker exec graveyard sh -c 'sleep 1 &'"


def _dockerfile(last: str) -> str:
    """A cell with that last line of the Dockerfile."""
    return f'dockerfile = """FROM nginx\n{last}\n"""'


def _start(*lines: str) -> str:
    """A cell with a start script of those lines."""
    return 'start_sh = """#!/bin/sh\n' + "\n".join(lines) + '\n"""'


def _wrapper(*lines: str) -> str:
    """A cell with a wrapper script of those lines; `{me.word}` in them is the learner's."""
    return 'wrapper_sh = f"""#!/bin/sh\n' + "\n".join(lines) + '\n"""'


PREPARE = 'echo "prepared: $(date)"'
NGINX = "nginx -g 'daemon off;'"
OWN_END = ("echo {me.word}", "exit {me.exit_code}")

BY_THE_BOOK = {
    "pid1-numbers-work": f"{OUTSIDE}pairs = [[pid, number] for number, pid in enumerate(outside, 1)]",
    "pid1-worker-work": 'after = {"status": "running", "workers": 1, "parent": 1}' + KILL_A_WORKER,
    "pid1-life-work": "survives = True" + ANSWER_THE_DOOR,
    "pid1-shells-work": 'first = dict.fromkeys(("dash", "bash", "busybox", "bash_then"), "shell")',
    "pid1-exec-form-work": _dockerfile(f'CMD ["/bin/sh", "-c", "{NGINX}"]'),
    "pid1-script-work": _start(PREPARE, f"tini -- {NGINX}"),
    "pid1-init-work": 'naps = {"lonely-nap": 137, "guarded-nap": 0}'
    + f"{RUN_GUARDED}\n!docker stop guarded-nap",
    "pid1-tini-work": "!docker run -d --init --name under-tini nginx",
    "pid1-zombie-work": 'zombies = {"parent": 1, "ps": 1, "top": 1, "init": 0}' + MAKE_A_ZOMBIE,
    "pid1-wrapper-work": _wrapper("exec sh /app.sh", *OWN_END),
}

FROM_OUTSIDE = {
    "pid1-numbers-work": f"{OUTSIDE}pairs = [[pid, pid] for pid in outside]",
    "pid1-worker-work": """after = {"status": "running", "workers": 2, "parent": 1}
!docker kill beehive""",
    "pid1-life-work": "survives = False\n!docker stop -t 1 last-breath",
    "pid1-shells-work": 'first = dict.fromkeys(("dash", "bash", "busybox", "bash_then"), "sleep")',
    "pid1-exec-form-work": _dockerfile('STOPSIGNAL SIGKILL\nCMD ["nginx", "-g", "daemon off;"]'),
    "pid1-script-work": _start(PREPARE, f"{NGINX} &"),
    "pid1-init-work": 'naps = {"lonely-nap": 137, "guarded-nap": 143}'
    + f"{RUN_GUARDED}\n!docker kill guarded-nap",
    "pid1-tini-work": f"""!docker run -d --name under-tini nginx
!docker exec -d under-tini tini -- {NGINX}""",
    "pid1-zombie-work": """zombies = {"parent": 1, "ps": 1, "top": 0, "init": 0}
!docker exec graveyard sleep 1""",
    "pid1-wrapper-work": _wrapper("trap 'kill -TERM $!' TERM", "sh /app.sh", *OWN_END),
}

SHELL_HABITS = {
    "pid1-numbers-work": PAIRS,
    "pid1-worker-work": """after = {"status": "running", "workers": 2, "parent": 1}
!docker exec beehive sh -c 'until ps -eo args | grep -q "[n]ginx: worker"; do :; done; killall nginx'""",
    "pid1-life-work": "survives = False\n!docker exec last-breath echo {me.exit_code} > /tmp/door",
    "pid1-shells-work": 'first = {"dash": "shell", "bash": "sleep", "busybox": "shell", "bash_then": "shell"}',
    "pid1-exec-form-work": _dockerfile(f'CMD ["{NGINX}"]'),
    "pid1-script-work": _start(PREPARE, f'exec "{NGINX}"'),
    "pid1-init-work": """naps = {"lonely-nap": 137, "guarded-nap": 143}
!docker run -d --name guarded-nap shell tini -- sleep 1000
!docker stop guarded-nap""",
    "pid1-tini-work": f'!docker run -d --name under-tini nginx tini -- sh -c "{NGINX}"',
    "pid1-zombie-work": """zombies = {"parent": 1, "ps": 1, "top": 0, "init": 0}
!docker exec graveyard sh -c 'sleep 1 & wait'""",
    "pid1-wrapper-work": _wrapper(
        'trap "kill -TERM $app" TERM', "sh /app.sh &", "app=$!", *2 * ("wait $app",), *OWN_END
    ),
}

SOMEBODY_ELSES = {
    "pid1-numbers-work": "pairs = [[1234, 1], [1256, 8], [1257, 9]]",
    "pid1-worker-work": """after = {"status": "running", "workers": 2, "parent": 1}
!docker exec beehive kill 1256""",
    "pid1-life-work": "survives = False" + ANSWER_THE_DOOR.replace("me.exit_code", "me.exit_code + 1"),
    "pid1-shells-work": 'first = {"dash": "shell", "bash": "sleep", "busybox": "sleep", "bash_then": "sleep"}',
    "pid1-exec-form-work": _dockerfile("CMD ['nginx', '-g', 'daemon off;']"),
    "pid1-script-work": _start(f"exec {NGINX}", PREPARE),
    "pid1-init-work": """naps = {"lonely-nap": 137, "guarded-nap": 143}
!docker run -d --name guarded-nap shell --init sleep 1000
!docker stop guarded-nap""",
    "pid1-tini-work": f"!docker run -d --name under-tini shell tini -- {NGINX}",
    "pid1-zombie-work": 'zombies = {"parent": 1, "ps": 1, "top": 0, "init": 1}' + MAKE_A_ZOMBIE,
    "pid1-wrapper-work": _wrapper(
        "sh /app.sh &",
        "trap 'kill -TERM $!' TERM",
        *2 * ("wait $!",),
        "echo lime-wren-100",
        "exit {me.exit_code}",
    ),
}

IN_A_HURRY = {
    "pid1-numbers-work": PAIRS + "pairs = [[int(host), int(inner)] for host, inner in pairs[:2]]",
    "pid1-worker-work": 'after = {"status": "exited", "workers": 2, "parent": 1}' + KILL_A_WORKER,
    "pid1-life-work": "survives = False" + ANSWER_THE_DOOR.replace("{me.exit_code}", "me.exit_code"),
    "pid1-shells-work": 'first = {"dash": "shell", "bash": "sleep", "bash_then": "shell"}',
    "pid1-exec-form-work": _dockerfile('CMD ["nginx"]'),
    "pid1-script-work": _start(PREPARE, NGINX),
    "pid1-init-work": 'naps = {"lonely-nap": 137, "guarded-nap": 143}' + RUN_GUARDED,
    "pid1-tini-work": f"!docker run -d --name under-tini tini -- {NGINX}",
    "pid1-zombie-work": """zombies = {"parent": 1, "ps": 1, "top": 0, "init": 0}
!docker exec graveyard sh -c 'sleep 1000 &'""",
    "pid1-wrapper-work": _wrapper("sh /app.sh &", "trap 'kill -TERM $!' TERM", "wait $!", *OWN_END),
}

SHORTCUTS = {
    "pid1-numbers-work": """rows = docker.from_env().containers.get("two-faces").top()["Processes"]
pairs = [[int(row[2]), number] for number, row in enumerate(rows)]""",
    "pid1-worker-work": """after = {"status": "Running", "workers": 2, "parent": 1}
!docker exec beehive nginx -s reload""",
    "pid1-life-work": "survives = False\n!docker cp /etc/hostname last-breath:/tmp/door",
    "pid1-shells-work": 'first = {"dash": "shell", "bash": "sleep", "busybox": "sleep", "bash_then": "true"}',
    "pid1-exec-form-work": _dockerfile(f"CMD exec {NGINX}"),
    "pid1-script-work": _start(PREPARE, "trap 'exit 0' QUIT", f"{NGINX} & wait"),
    "pid1-init-work": """naps = {"lonely-nap": 137, "guarded-nap": 143}
!docker run -d --init --name guarded-nap nginx sleep 1000
!docker stop guarded-nap""",
    "pid1-tini-work": "!docker run -d --name under-tini nginx tini -- nginx -g daemon off;",
    "pid1-zombie-work": 'zombies = {"parent": 1, "ps": 0, "top": 0, "init": 0}' + MAKE_A_ZOMBIE,
    "pid1-wrapper-work": _wrapper(
        """trap 'echo "app: saving"; sleep 0.5; echo "app: saved"; done=1' TERM""",
        'echo "app: ready"',
        'until [ "$done" ]; do sleep 0.1; done',
        *OWN_END,
    ),
}

CASES: dict[str, Case] = {
    "blank": Case(whole=True),
    "solved": Case(whole=True),
    "solved-docker-py": Case(DOCKER_PY, lang="en", whole=True),
    "by-the-book": Case(BY_THE_BOOK),
    "from-outside": Case(FROM_OUTSIDE, lang="en"),
    "shell-habits": Case(SHELL_HABITS, lang="en"),
    "somebody-elses": Case(SOMEBODY_ELSES),
    "in-a-hurry": Case(IN_A_HURRY),
    "shortcuts": Case(SHORTCUTS, lang="en"),
}
