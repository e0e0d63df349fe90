"""Golden submissions of section 5, cleanup."""

from case import Case

NEEDED: tuple[str, ...] = (
    "from course import check",
    "--name polite-diary",
    "--name attic-created",
    "--name tea-early",
    "--name clay-pot",
    "--name lane-walker",
)
"""What is in the given cells that the exercises build on."""

DOCKER_PY = {
    "cleanup-rm-allowed-work": """import docker

engine = docker.from_env()
removable = {}
for name in ("pebble-live", "pebble-done", "pebble-ice", "pebble-new"):
    box = engine.containers.get(name)
    try:
        box.remove()
        removable[box.status] = True
    except docker.errors.APIError as error:
        removable[box.status] = error.status_code != 409""",
    "cleanup-rm-force-work": """engine.containers.get("forced-diary").remove(force=True)
polite = engine.containers.get("polite-diary")
polite.stop()
polite.remove()
pages = engine.containers.run("shell", "ls /pages", volumes=["diaries:/pages"], remove=True).decode().split()
saved = {name: name in pages for name in ("polite-diary", "forced-diary")}""",
    "cleanup-auto-remove-work": """engine.containers.run(
    "shell", "true", name="one-shot", volumes=["/scratch", "album:/album"], remove=True, detach=True
)
left = {"container": False, "named": True, "anonymous": False, "anonymous_rm": True, "anonymous_rm_v": False}""",
    "cleanup-prune-work": """engine.containers.prune(filters={"label!": ["keep"]})
there = [box.name for box in engine.containers.list(all=True, filters={"name": "attic"})]
gone = {"attic-created", "attic-ended", "attic-treasure", "attic-frozen", "attic-busy"} - set(there)""",
    "cleanup-until-work": """engine.containers.prune(filters={"until": str(between)})
there = [box.name for box in engine.containers.list(all=True, filters={"name": "tea"})]
pruned = {name: name not in there for name in ("tea-early", "tea-late")}""",
    "cleanup-survives-work": """def keeper():
    mounts = ["my-own-volume:/memo", "/tmp/another-desk:/desk"]
    return engine.containers.create("shell", "sleep 600", name="memo-keeper", volumes=mounts)


box = keeper()
box.start()
for path in ("/word.txt", "/memo/word.txt", "/desk/word.txt"):
    box.exec_run(["sh", "-c", f"echo {me.word} > {path}"])
box.stop(timeout=0)
box.remove(v=True)
keeper().start()
kept = {"layer": False, "volume": True, "bind": True}""",
    "cleanup-commit-work": """engine.containers.get("clay-pot").commit("pottery")
in_image = {"layer": True, "volume": False, "paused": True}""",
    "cleanup-empty-work": """for box in engine.containers.list(all=True):
    box.remove(force=True)
for volume in engine.volumes.list():
    volume.remove()
for network in engine.networks.list(names=["old-lane"]):
    network.remove()
for image in engine.images.list():
    if not {"nginx:latest", "shell:latest"} & set(image.tags):
        engine.images.remove(image.id, force=True)""",
}

RIGHT = {
    "force": "!docker stop polite-diary\n!docker rm polite-diary\n!docker rm -f forced-diary",
    "one-shot": "!docker run --rm --name one-shot --volume album:/album --volume /scratch shell true",
    "prune": "!docker container prune --force --filter label!=keep",
    "until": "!docker container prune --force --filter until={between}",
    "keeper": "!docker run -d --name memo-keeper -v memos:/memo -v /tmp/memo-desk:/desk shell sleep 600",
    "commit": "!docker commit clay-pot pottery",
}
"""What is done right where only the answer, or another part, is wrong."""


def keeper(
    word: str = "{me.word}", run: str = RIGHT["keeper"], between: str = "!docker rm -f memo-keeper"
) -> str:
    """The four steps of cleanup-survives with one of them done another way."""
    write = f"!docker exec memo-keeper sh -c 'echo {word} | tee /word.txt /memo/word.txt /desk/word.txt'"
    again = run if between.startswith("!docker rm") else ""
    return f'kept = {{"layer": False, "volume": True, "bind": True}}\n{run}\n{write}\n{between}\n{again}'


CASES = {
    "blank": Case(whole=True),
    "solved": Case(whole=True),
    "solved-docker-py": Case(DOCKER_PY, lang="en", whole=True),
    "shortest-way": Case(
        {
            "cleanup-rm-allowed-work": """removable = {"created": True, "running": False, "paused": True,
             "exited": True}""",
            "cleanup-rm-force-work": """saved = {"polite-diary": True, "forced-diary": False}
!docker rm -f polite-diary forced-diary""",
            "cleanup-auto-remove-work": """left = {"container": False, "named": True, "anonymous": False,
        "anonymous_rm": True, "anonymous_rm_v": False}
!docker run --name one-shot --volume album:/album --volume /scratch shell true""",
            "cleanup-prune-work": """gone = ["attic-created", "attic-ended"]
!docker container prune --force""",
            "cleanup-until-work": """pruned = {"tea-early": True, "tea-late": False}
!docker container prune --force""",
            "cleanup-survives-work": keeper(between="!docker restart -t 0 memo-keeper"),
            "cleanup-commit-work": """in_image = {"layer": True, "volume": False, "paused": True}
!docker commit clay-pot""",
            "cleanup-empty-work": "!docker system prune --force --volumes",
        }
    ),
    "by-the-book": Case(
        {
            "cleanup-rm-allowed-work": """removable = {"created": False, "running": False, "paused": False,
             "exited": True}""",
            "cleanup-rm-force-work": f'saved = {{"polite-diary": True, "forced-diary": True}}\n{RIGHT["force"]}',
            "cleanup-auto-remove-work": f"""left = {{"container": False, "named": True, "anonymous": False,
        "anonymous_rm": False, "anonymous_rm_v": False}}
{RIGHT["one-shot"]}""",
            "cleanup-prune-work": f'gone = ["attic-ended", "attic-frozen"]\n{RIGHT["prune"]}',
            "cleanup-until-work": f'pruned = {{"tea-early": False, "tea-late": True}}\n{RIGHT["until"]}',
            "cleanup-survives-work": keeper().replace('"layer": False', '"layer": True'),
            "cleanup-commit-work": f"""in_image = {{"layer": True, "volume": True, "paused": True}}
{RIGHT["commit"]}""",
            "cleanup-empty-work": """!docker rm -f -v $(docker ps -aq)
!docker network rm old-lane
!docker image rm pottery; docker image prune --force""",
        },
        lang="en",
    ),
    "wrong-tools": Case(
        {
            "cleanup-rm-force-work": """saved = {"polite-diary": True, "forced-diary": False}
!docker stop polite-diary forced-diary
!docker rm polite-diary
!docker rm -f forced-diary""",
            "cleanup-auto-remove-work": """left = {"container": False, "named": True, "anonymous": False,
        "anonymous_rm": True, "anonymous_rm_v": False}
!docker run --name one-shot --volume album:/album --volume /scratch shell true
!docker rm one-shot""",
            "cleanup-prune-work": """gone = ["attic-created", "attic-ended"]
!docker container prune --force --filter label=keep""",
            "cleanup-until-work": """pruned = {"tea-early": True, "tea-late": False}
!docker container prune --force --filter until=24h""",
            "cleanup-survives-work": keeper(run=RIGHT["keeper"].replace("memos:/memo", "/memo")),
            "cleanup-commit-work": """in_image = {"layer": True, "volume": False, "paused": True}
!docker tag shell pottery""",
            "cleanup-empty-work": """!docker rm -f $(docker ps -aq)
!docker volume rm album diaries old-things
!docker image rm pottery; docker image prune --force""",
        }
    ),
    "by-hand": Case(
        {
            "cleanup-rm-allowed-work": """removable = {"created": True, "running": True, "paused": False,
             "exited": True}""",
            "cleanup-rm-force-work": """saved = {"polite-diary": True, "forced-diary": False}
!docker kill polite-diary
!docker rm polite-diary
!docker rm -f forced-diary""",
            "cleanup-auto-remove-work": """left = {"container": False, "named": True, "anonymous": False,
        "anonymous_rm": True, "anonymous_rm_v": False}
!docker run --rm --name one-shot --volume album:/album shell true""",
            "cleanup-prune-work": """gone = ["attic-created", "attic-ended"]
!docker rm attic-created attic-ended""",
            "cleanup-until-work": """pruned = {"tea-early": True, "tea-late": False}
!docker rm tea-early""",
            "cleanup-survives-work": keeper(word="amber-heron-417"),
            "cleanup-commit-work": f"""in_image = {{"layer": True, "volume": False, "paused": False}}
{RIGHT["commit"]}""",
            "cleanup-empty-work": """!docker rm -f -v $(docker ps -aq)
!docker volume rm $(docker volume ls -q)
!docker network prune --force
!docker image prune --force""",
        },
        lang="en",
    ),
}
