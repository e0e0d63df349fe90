"""Golden submissions of section 3, signals."""

from case import Case

NEEDED: tuple[str, ...] = (
    "from course import check",
    "--name tidy-nginx",
    "--name slow-stop",
    "--name hasty-save",
    "--name walled-in",
    "--name reload-web",
    "--name frozen-nginx",
    "--name hungry-dd",
)
"""What is in the given cells that the exercises build on."""

DOCKER_PY = {
    "signals-codes-work": """engine = docker.from_env()
names = ("deaf-sleep", "plain-init", "tidy-nginx")
for name in names:
    engine.containers.get(name).stop(timeout=2)
codes = {name: engine.containers.get(name).wait()["StatusCode"] for name in names}""",
    "signals-journal-work": """def kills(name):
    box = engine.containers.get(name)
    rows = engine.events(since=time() - 600, until=time(), filters={"container": box.id}, decode=True)
    return [int(row["Actor"]["Attributes"]["signal"]) for row in rows if row["Action"] == "kill"]


signals = {name: kills(name) for name in names}
signals["plain-init"] = ["SIGTERM"]""",
    "signals-seconds-work": """took = {}
for verb, name in (("kill", "quick-kill"), ("stop", "slow-stop")):
    begin = monotonic()
    getattr(engine.containers.get(name), verb)()
    took[verb] = monotonic() - begin
print(took)""",
    "signals-grace-work": """api = engine.api
api.start(api.create_container("shell", "sleep 3600", name="short-grace", stop_timeout=2))
!docker container stop short-grace""",
    "signals-handler-work": """script = '''
trap 'printf %s "$WORD" >/saved.txt; exit' TERM
while :; do sleep 0.1; done
'''""",
    "signals-handler-work-2": """box = engine.containers.create(
    "shell", ["sh", "-c", script], name="word-saver", environment={"WORD": me.word}, volumes=["/var/kept"]
)
box.start()
!sleep 1
box.stop(timeout=5)""",
    "signals-hasty-work": """cut_short = {"exit_code": 137, "saved": ("begin",)}
engine.containers.get("hasty-save").stop(timeout=1)""",
    "signals-outside-work": """walled = engine.containers.get("walled-in")
walled.exec_run("kill -9 1")
pid = walled.attrs["State"]["Pid"]
engine.containers.run("shell", f"kill -9 {pid}", pid_mode="host", remove=True)""",
    "signals-reload-work": """engine.containers.get("reload-web").kill("SIGHUP")
reloaded = {"workers": 3, "same_master": True, "die_events": 0}""",
    "signals-paused-work": 'engine.containers.get("frozen-nginx").stop()',
    "signals-oom-work": 'engine.containers.get("calm-sleep").kill()',
    "signals-oom-work-2": """def ending(name):
    state = engine.containers.get(name).attrs["State"]
    return {
        "exit_code": state["ExitCode"],
        "kill_events": len(kills(name)),
        "oom_killed": state["OOMKilled"],
    }


hungry, calm = ending("hungry-dd"), ending("calm-sleep")""",
}

SAVE_AND_STOP = """!docker run -d --name word-saver -e WORD={me.word} shell bash -c {quoted(script)}
!sleep 1
!docker stop -t 1 word-saver"""


def _saver(body: str) -> str:
    """A cell with a script of one's own."""
    return f'script = """{body}"""'


SAVE = """
save() {
    echo "$WORD" > /saved.txt
    exit 0
}
"""


CASES = {
    "blank": Case(whole=True),
    "solved": Case(whole=True),
    "solved-docker-py": Case(DOCKER_PY, lang="en", whole=True),
    "by-the-book": Case(
        {
            "signals-codes-work": """codes = {"tidy-nginx": 0, "plain-init": 0, "deaf-sleep": 137}
!docker stop -t 2 tidy-nginx plain-init deaf-sleep""",
            "signals-journal-work": 'signals = {"tidy-nginx": [15], "plain-init": [15], "deaf-sleep": [15, 9]}',
            "signals-seconds-work": """took = {"stop": 1, "kill": 0}
!docker stop -t 1 slow-stop
!docker kill quick-kill""",
            "signals-grace-work": """!docker run -d --name short-grace shell sleep 3600
!docker stop -t 2 short-grace""",
            "signals-handler-work-2": SAVE_AND_STOP.replace("{me.word}", "amber-heron-417"),
            "signals-hasty-work": """cut_short = {"exit_code": 0, "saved": ["begin", "end"]}
!docker stop hasty-save""",
            "signals-outside-work-2": """killed = {"after_inside": "running", "after_outside": "killed"}
killed |= {"exit_code": 137, "kill_events": 0}""",
            "signals-reload-work": """reloaded = {"workers": 3, "same_master": True, "die_events": 0}
!docker restart -t 3 reload-web""",
            "signals-paused-work-2": 'thawed = {"actions": ["unpause", "kill", "die"], "exit_code": 0}',
            "signals-oom-work-2": """hungry = {"exit_code": 137, "kill_events": 1, "oom_killed": True}
calm = {"exit_code": 137, "kill_events": 1, "oom_killed": False}""",
        }
    ),
    "kill-for-stop": Case(
        {
            "signals-codes-work": """codes = {"tidy-nginx": 137, "plain-init": 137, "deaf-sleep": 137}
!docker kill tidy-nginx plain-init deaf-sleep""",
            "signals-seconds-work": """took = {"stop": 0.2, "kill": 0.2}
!docker kill slow-stop quick-kill""",
            "signals-grace-work": """!docker run -d --name short-grace --stop-timeout 2 nginx
!docker stop short-grace""",
            "signals-handler-work": _saver(f"{SAVE}trap save TERM\nsleep 3600\n"),
            "signals-handler-work-2": SAVE_AND_STOP,
            "signals-hasty-work": """cut_short = {"exit_code": 137, "saved": []}
!docker kill hasty-save""",
            "signals-outside-work": "!docker exec walled-in kill -9 1\n!docker kill walled-in",
            "signals-reload-work": """reloaded = {"workers": 3, "same_master": True, "die_events": 0}
!docker kill reload-web""",
            "signals-paused-work": "!docker kill frozen-nginx",
            "signals-oom-work": "!docker stop -t 1 calm-sleep",
        },
        lang="en",
    ),
    "not-listening": Case(
        {
            "signals-journal-work": 'signals = {"tidy-nginx": 3, "plain-init": 15, "deaf-sleep": [15]}',
            "signals-seconds-work": """took = {"stop": seconds("docker rm -f slow-stop"), "kill": 0}
took["kill"] = seconds("docker kill quick-kill")""",
            "signals-grace-work": "!docker run -d --name short-grace --stop-timeout 2 shell sleep 3600",
            "signals-handler-work": _saver(f"{SAVE}sleep 3600 &\nwait\n"),
            "signals-handler-work-2": SAVE_AND_STOP,
            "signals-hasty-work": """cut_short = {"exit_code": 137, "saved": ["begin", "end"]}
!docker stop -t 1 hasty-save""",
            "signals-outside-work": """!docker exec walled-in kill -9 1
!docker run --rm --pid container:walled-in shell kill -9 1""",
            "signals-reload-work": """reloaded = {"workers": 3, "same_master": True, "die_events": 0}
!docker exec reload-web nginx -s reload""",
            "signals-paused-work": "!docker unpause frozen-nginx\n!docker stop frozen-nginx",
            "signals-oom-work-2": """hungry = {"exit_code": 137, "kill_events": 0, "oom_killed": "no"}
calm = {"exit_code": 137, "kill_events": 1, "oom_killed": False}""",
        },
        lang="en",
    ),
    "in-a-hurry": Case(
        {
            "signals-codes-work": """codes = {"tidy-nginx": 0, "plain-init": 143, "deaf-sleep": 143}
!docker stop -t 2 tidy-nginx plain-init deaf-sleep""",
            "signals-journal-work": 'signals = {"tidy-nginx": [3], "plain-init": [15], "deaf-sleep": [15]}',
            "signals-seconds-work": 'took = {"stop": 10.1, "kill": 0.1}\n!docker kill quick-kill',
            "signals-grace-work": """!docker run -d --name short-grace --stop-timeout 2 shell sleep 3600
!docker stop -t 0 short-grace""",
            "signals-handler-work": _saver(f"{SAVE}trap save TERM\nsleep 3600 &\n"),
            "signals-outside-work": """pid = docker.from_env().containers.get("walled-in").attrs["State"]["Pid"]
!docker run --rm --pid host shell kill -9 {pid}
!docker wait walled-in""",
            "signals-reload-work": """reloaded = {"workers": 2, "same_master": False, "die_events": 0}
!docker kill -s HUP reload-web""",
            "signals-paused-work": "",
            "signals-oom-work": "",
        }
    ),
}
