"""Cheats with containers, images, files and records that only look right."""

from cheats.cheat import Cheat

SAVED = {
    "pid1": "import docker\nengine = docker.from_env()\n",
}

NO_DIARY = {
    "cleanup-code-13": """!docker network create old-lane
!docker run -d --name lane-walker --network old-lane --volume old-things:/things shell sleep 600
!docker commit lane-walker keepsake""",
}
SWEEP = """!docker rm -f -v $(docker ps -aq)
!docker volume rm $(docker volume ls -q)
!docker network prune --force
"""
SHOP = """!printf 'FROM shell\\nCMD ["sleep", "600"]\\n' | docker build -q -t shop:fixed -
!docker run -d --name shop shop:fixed
!docker rm -f shop
"""
RIGHT_STATES = """states = {"create": "created", "start": "running", "pause": "paused", "unpause": "running"}
states |= {"stop": "exited", "rm": None}
"""
LYING_PS = """from pathlib import Path
rows = {rows!r}
lines = ["  PID  PPID STAT COMMAND", *rows]
Path("ps").write_text("#!/bin/sh\\n" + "".join(f"echo '{{line}}'\\n" for line in lines))
Path("ps").chmod(0o755)
"""

CHEATS = {
    # Images.
    "another-image-by-that-tag": Cheat(
        "to run another image under the right name",
        "states",
        ("states-missing-command",),
        cells={
            "states-create-work": "!docker tag shell nginx\n!docker create -t --name first-box nginx",
            "states-start-work": "!docker start first-box",
            "states-run-work": "!docker run -d --name second-box nginx sleep 600",
        },
    ),
    "another-image-relabelled": Cheat(
        "to pass for another image by labels and names",
        "states",
        (),
        cells={
            "states-create-work": """!docker tag shell my/nginx:latest
!docker create --name first-box --label image=nginx --label org.opencontainers.image.title=nginx my/nginx""",
            "states-run-work": "!docker run -d --name second-box --label image=nginx my/nginx sleep 600",
        },
    ),
    "another-image-for-a-life": Cheat(
        "to have another image recorded as nginx",
        "practice",
        (),
        cells={
            "practice-lifecycle-work": RIGHT_STATES
            + """!docker tag shell nginx
!docker create --name lifecycle-test nginx sleep 600
!docker start lifecycle-test
!docker pause lifecycle-test
!docker unpause lifecycle-test
!docker stop -t 0 lifecycle-test
!docker rm lifecycle-test"""
        },
    ),
    "web-that-is-none": Cheat(
        "to publish a port of something that is not nginx",
        "namespaces",
        ("namespaces-modes",),
        cells={
            "namespaces-port-work": """!docker tag shell nginx
!docker run -d --name front-desk -p {me.port}:80 nginx busybox httpd -f -p 80 -h /etc"""
        },
    ),
    # Names and labels.
    "life-of-a-namesake": Cheat(
        "to have the life of another container recorded under the name",
        "practice",
        (),
        cells={
            "practice-lifecycle-work": RIGHT_STATES
            + """!docker run -d --name other --label name=lifecycle-test --label image=nginx nginx
!docker pause other
!docker unpause other
!docker stop other
!docker rm other"""
        },
    ),
    "hidden-by-the-checks-label": Cheat(
        "to hide what was left behind as if a check had made it",
        "cleanup",
        ("cleanup-rm-allowed",),
        cells=NO_DIARY
        | {
            "cleanup-empty-work": SWEEP
            + "!docker image rm keepsake\n!docker run -d --name kept --label course.check=1 shell sleep 600"
        },
    ),
    "hidden-shop": Cheat(
        "to keep the shop open under another name and the checks' label",
        "practice",
        (),
        cells={
            "practice-clean-work": SHOP
            + """!docker run -d --name cafe --label course.check=1 shop:fixed
!docker tag shop:fixed cafe
!docker rmi -f shop:fixed"""
        },
    ),
    "shop-by-another-name": Cheat(
        "to keep the shop's image by another name",
        "practice",
        (),
        cells={"practice-clean-work": SHOP + "!docker tag shop:fixed cafe\n!docker rmi shop:fixed"},
    ),
    "image-hidden-behind-ours": Cheat(
        "to keep an image by a name that every engine has",
        "cleanup",
        (),
        cells=NO_DIARY
        | {
            "cleanup-empty-work": SWEEP
            + """!docker tag keepsake shell
!docker rmi keepsake
!docker image prune --force"""
        },
    ),
    # Containers that are not what they are taken for.
    "web-without-processes": Cheat(
        "to pair no processes with no processes",
        "pid1",
        (),
        cells={
            "pid1-numbers-work": "pairs = []\n!docker run -d --name two-faces shell sleep 600",
        },
    ),
    "workers-by-name-only": Cheat(
        "to have other processes taken for nginx's workers",
        "pid1",
        (),
        cells={
            "pid1-worker-work": """after = {"status": "running", "workers": 2, "parent": 1}
worker = "exec -a 'nginx: worker process' sleep 600"
lines = "; ".join(f"echo start worker process {number}" for number in range(4))
!docker run -d --name beehive nginx bash -c "({worker}) & ({worker}) & {lines}; wait\""""
        },
    ),
    "last-breath-of-another": Cheat(
        "to have a container end with the number by itself",
        "pid1",
        (),
        cells={
            "pid1-life-work": """survives = False
!docker run --name last-breath shell sh -c 'exit {me.exit_code}'"""
        },
    ),
    "killed-by-itself": Cheat(
        "to end with 137 as if it had been killed from outside",
        "signals",
        (),
        cells={
            "signals-outside-work": """!docker run -d --name walled-in shell sh -c 'until [ -e /now ]; do sleep 0.1; done; exit 137'
!docker exec walled-in touch /now""",
            "signals-outside-work-2": """killed = {"after_inside": "running", "after_outside": "exited"}
killed |= {"exit_code": 137, "kill_events": 0}""",
        },
    ),
    "never-stuck": Cheat(
        "to need no surgeon",
        "namespaces",
        (),
        cells={
            "namespaces-sidecar-work": """!docker run -d --name stuck-app shell sh -c 'echo next step; exec sleep infinity'
!docker run -d --name surgeon --pid container:stuck-app shell sleep infinity"""
        },
    ),
    "safe-of-its-own": Cheat(
        "to know the secret, having put it there",
        "namespaces",
        (),
        cells={
            "namespaces-host-work": """!docker run -d --name locked-safe shell sh -c 'echo known > /root/secret; exec sleep infinity'
!docker run -d --name watch-tower --network host --pid host shell sleep infinity
secret = "known\""""
        },
    ),
    "safe-broken-into": Cheat(
        "to read the secret from a copy of the container",
        "namespaces",
        (),
        given=("namespaces-code-23",),
        cells={
            "namespaces-host-work": """!docker commit locked-safe loot
!docker run -d --name watch-tower --network host --pid host shell sleep infinity
found = !docker run --rm loot cat /root/secret
secret = found[0]"""
        },
    ),
    # Programs that lie.
    "ps-that-lies": Cheat(
        "to show a zombie that is none, by another ps in the container",
        "pid1",
        (),
        cells={
            "pid1-zombie-work": LYING_PS.format(rows=["1 0 Ss sleep 1000", "9 1 Z [sleep] <defunct>"])
            + """zombies = {"parent": 1, "ps": 1, "top": 0, "init": 0}
!docker run -d --name graveyard shell sleep 1000
!docker cp ps graveyard:/usr/bin/ps"""
        },
    ),
    "tini-by-name-only": Cheat(
        "to have a shell taken for tini",
        "pid1",
        (),
        cells={
            "pid1-tini-work": """script = "nginx -g 'daemon off;' & wait"
!docker run -d --name under-tini nginx bash -c 'exec -a tini bash -c "{script}"'"""
        },
    ),
    "tini-by-a-lying-ps": Cheat(
        "to show tini as PID 1, by another ps in the container",
        "pid1",
        (),
        cells={
            "pid1-tini-work": LYING_PS.format(rows=["1 0 Ss tini -- nginx", "7 1 S nginx: master process"])
            + "!docker run -d --name under-tini nginx\n!docker cp ps under-tini:/usr/bin/ps"
        },
    ),
    # Records that lie.
    "log-that-lies": Cheat(
        "to have nginx tell of a worker that was never born",
        "pid1",
        (),
        given=("pid1-code-04",),
        cells={
            "pid1-worker-work": """after = {"status": "running", "workers": 2, "parent": 1}
!docker exec beehive sh -c 'echo "start worker process 98" > /proc/1/fd/2'"""
        },
    ),
    "events-relabelled": Cheat(
        "to have labels taken for signals and exit codes",
        "signals",
        (),
        cells={
            "signals-code-02": """!docker run -d --name tidy-nginx --label signal=3 --label exitCode=0 nginx
!docker run -d --name plain-init --label signal=15 --init shell sleep 600
!docker run -d --name deaf-sleep --label signal=15 shell sleep 600""",
            "signals-codes-work": """codes = {"tidy-nginx": 137, "plain-init": 137, "deaf-sleep": 137}
!docker stop -t 0 tidy-nginx plain-init deaf-sleep""",
            "signals-journal-work": 'signals = {"tidy-nginx": [3], "plain-init": [15], "deaf-sleep": [15, 15]}',
        },
    ),
    "kill-relabelled": Cheat(
        "to have another signal taken for SIGKILL",
        "states",
        (),
        cells={
            "states-stop-kill-work": """codes = {"stop-box": 0, "kill-box": 0}
!docker run -d --name stop-box nginx
!docker run -d --name kill-box --label signal=9 nginx
!sleep 1
!docker stop stop-box
!docker kill -s QUIT kill-box
!docker wait kill-box""",
            "states-revive-work": "!docker start kill-box",
        },
    ),
    "commit-relabelled": Cheat(
        "to have an image that was built taken for one that was committed",
        "cleanup",
        (),
        cells={
            "cleanup-commit-work": """import docker
in_image = {"layer": True, "volume": False, "paused": True}
!printf 'FROM shell\\nRUN echo {me.word} > /clay.txt\\n' | docker build -q -t pottery -
built = docker.from_env().images.get("pottery").id
!docker run -d --name clay-pot --label imageID={built} shell sleep 600
!docker commit clay-pot decoy"""
        },
    ),
    "commit-for-pause": Cheat(
        "to have the freeze of a commit taken for a pause",
        "practice",
        (),
        cells={
            "practice-lifecycle-work": RIGHT_STATES
            + """!docker create --name lifecycle-test nginx
!docker start lifecycle-test
!docker commit lifecycle-test snapshot
!docker stop lifecycle-test
!docker rm lifecycle-test"""
        },
    ),
    "silence-for-pause": Cheat(
        "to have a silent script and a commit taken for a pause",
        "states",
        (),
        cells={
            "states-code-18": "!docker run -d --name counter-box shell sh -c "
            "'n=0; while :; do n=$((n+1)); echo $n; sleep 0.2; [ $n = 5 ] && sleep 2.5; done'",
            "states-unpause-work": "!sleep 2\n!docker commit counter-box\n!sleep 2",
        },
    ),
    "restarted-by-policy": Cheat(
        "to have a restart policy do the reviving",
        "states",
        (),
        cells={
            "states-stop-kill-work": """codes = {"stop-box": 0, "kill-box": 137}
!docker run -d --name stop-box nginx
!docker run -d --name kill-box --restart always nginx
!docker stop stop-box
!docker run --rm --pid host shell kill -9 $(docker top kill-box -eo pid | sed -n 2p)"""
        },
    ),
    "treasure-put-back": Cheat(
        "to prune everything, and put back what should have stayed",
        "cleanup",
        (),
        given=("cleanup-code-07",),
        cells={
            "cleanup-prune-work": """gone = ["attic-created", "attic-ended"]
!docker container prune --force
!docker run --name attic-treasure --label keep shell true"""
        },
    ),
    "written-back-in-time": Cheat(
        "to write the words after the removal, with an older date",
        "cleanup",
        (),
        cells={
            "cleanup-survives-work": """kept = {"layer": False, "volume": True, "bind": True}
run = "docker run -d --name memo-keeper --volume memos:/memo --volume /tmp/memo-desk:/desk shell sleep 600"
before = int(__import__("time").time())
!{run}
!docker rm -f memo-keeper
!{run}
!docker exec memo-keeper sh -c 'echo {me.word} | tee /memo/word.txt /desk/word.txt; touch -d @{before} /memo/word.txt /desk/word.txt'"""
        },
    ),
    "saved-ahead-of-time": Cheat(
        "to save before it is asked to stop, with a later date",
        "signals",
        (),
        cells={
            "signals-handler-work": """script = 'echo $WORD > /saved.txt; touch -d 2037-01-01 /saved.txt; trap "exit 0" TERM; sleep 600 & wait'""",
            "signals-handler-work-2": """!docker run -d --name word-saver -e WORD={me.word} shell bash -c {quoted(script)}
!sleep 1
!docker stop word-saver""",
        },
    ),
    # Somebody else's values.
    "anothers-word-saved": Cheat(
        "to hand in another learner's word",
        "signals",
        ("signals-grace",),
        cells={
            "signals-handler-work": "script = 'trap \"echo $WORD > /saved.txt; exit 0\" TERM; sleep 600 & wait'",
            "signals-handler-work-2": """!docker run -d --name word-saver -e WORD=lime-wren-100 -e ME={me.word} shell bash -c {quoted(script)}
!sleep 1
!docker stop word-saver""",
        },
    ),
    "anothers-rooms": Cheat(
        "to hand in another learner's files, hostname and port",
        "namespaces",
        (),
        given=("namespaces-code-02",),
        cells={
            "namespaces-port-work": "!docker run -d --name front-desk -p {8100 + (me.port - 8099) % 900}:80 nginx",
            "namespaces-files-work": """!docker exec left-room sh -c 'echo lime-wren-100 > /note.txt'
!docker exec right-room sh -c 'echo box-lime-wren-100 > /note.txt'""",
            "namespaces-hostname-work": "!docker run -d --name name-tag --hostname box-lime-wren-100 shell sleep 600",
        },
    ),
}
