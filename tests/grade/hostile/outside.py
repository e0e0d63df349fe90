"""Attacks on what is outside of a learner's boxes: others' work, files, processes, network, devices."""

from hostile.attack import Attack

TRY_TO_READ = """
for file in (secret, f"{room}/bob/01-states.ipynb", f"{room}/out/bob/results.json", f"{room}/gradebook.db"):
    try:
        print(open(file).read())
        escaped()
    except OSError as error:
        print(type(error).__name__)
"""

OUTSIDE = {
    "files-from-the-kernel": Attack(
        "read another learner's work, results and the gradebook from a cell",
        f"{TRY_TO_READ}\n!find / -xdev -name 'results.json' -o -xdev -name '*.db' 2>/dev/null | grep -v /usr/",
        says=("FileNotFoundError",),
    ),
    "write-from-the-kernel": Attack(
        "write results of its own, or its own checks",
        """
for file in (f"{room}/out/bob/results.json", f"{room}/gradebook.db", "/etc/passwd", "/run/engine/docker.sock",
             "/usr/lib/python3/dist-packages/course.py"):
    try:
        open(file, "w").write("mine")
        escaped()
    except OSError as error:
        print(type(error).__name__)
""",
        says=("FileNotFoundError", "OSError|PermissionError"),
        lang="en",
    ),
    "bind-mounts": Attack(
        "mount files of the machine into a container",
        """
!docker run --rm -v {room}:/room shell cat /room/secret /room/gradebook.db && echo ESC''APED
!docker run --rm -v /:/host shell sh -c "cat /host{secret} /host/etc/shadow && echo ESC''APED"
!docker run --rm --mount type=bind,source={secret},target=/secret shell cat /secret && echo ESC''APED
""",
        says=("No such file|read-only file system|does not exist", "shadow'?: Permission denied"),
    ),
    "volume-driver-bind": Attack(
        "mount files of the machine by the options of the `local` volume driver",
        """
!docker volume create -o type=none -o o=bind -o device={room} theirs
!docker run --rm -v theirs:/room shell cat /room/secret && echo ESC''APED
!docker volume create -o type=none -o o=bind -o device=/proc/1/root rooted
!docker run --rm -v rooted:/room shell cat /room{secret} && echo ESC''APED
""",
        says=("no such file or directory",),
        lang="en",
    ),
    "volume-driver-disk": Attack(
        "mount the machine's disk, or a file system of its kernel, by the options of the `local` volume driver",
        """
for kind, device in (("ext4", "/dev/vda"), ("debugfs", "debugfs"), ("devtmpfs", "devtmpfs")):
    !docker volume create -o type={kind} -o o=ro -o device={device} {kind}-disk
    !docker run --rm -v {kind}-disk:/disk shell sh -c "ls /disk && echo ESC''APED"
""",
        says=("operation not permitted|no such file|no such device|permission denied",),
    ),
    "processes-of-the-machine": Attack(
        "see, read or end a process of the machine",
        """
!docker run --rm {every_right} shell sh -c "cat /proc/[0-9]*/environ | tr '\\0' '\\n' | grep SECRET"
!docker run --rm {every_right} shell sh -c "cat /host/proc/[0-9]*/environ | tr '\\0' '\\n' | grep SECRET"
!docker run --rm --pid host --cap-add ALL shell kill -9 {process} && echo ESC''APED
!docker run --rm {every_right} shell sh -c "ls /host/proc/1/root{room} && echo ESC''APED"
!ps -e | wc -l; kill -9 {process}
""",
        says=("No such process",),
        lang="en",
    ),
    "privileged": Attack(
        "become root of the machine by `--privileged`",
        """
mount = "mkdir /m; mount -t ext4 -o ro /dev/vda /m"
for look in (mount, f"nsenter -t 1 -m -u -i -n cat {secret}", "head -c 9 /dev/vda"):
    !docker run --rm --privileged --pid host -v /:/host shell sh -c "{look} && echo ESC''APED"
    !docker run --rm {every_right} shell sh -c "{look} && echo ESC''APED"
!docker run --rm {every_right} shell sh -c "chroot /host cat {secret} && echo ESC''APED"
""",
        says=("permission denied|not permitted", "No such file or directory"),
    ),
    "devices": Attack(
        "use a device of the machine",
        """
for device in ("/dev/vda", "/dev/mem", "/dev/kmsg", "/dev/fuse", "/dev/kvm", "/dev/net/tun"):
    !docker run --rm --device {device} shell sh -c "head -c 64 {device} | wc -c && echo ESC''APED"
!docker run --rm --cap-add MKNOD shell sh -c "mknod /disk b 254 0 && head -c 64 /disk && echo ESC''APED"
!docker run --rm --device-cgroup-rule 'b *:* rwm' shell sh -c "mknod /disk b 254 0 && echo ESC''APED"
""",
        says=("no such file or directory|not permitted", "mknod: .*not permitted"),
        lang="en",
    ),
    "user-namespace": Attack(
        "leave the user namespace",
        """
!docker run --rm --userns=host shell cat /proc/self/uid_map
!docker run --rm {every_right} shell sh -c "echo '0 0 4294967295' > /proc/1/uid_map && echo ESC''APED"
!docker run --rm {every_right} shell sh -c "nsenter -t 1 -U id && chown 0 /host/etc/shadow && echo ESC''APED"
!unshare --user --map-root-user id && mount -t tmpfs none /mnt && echo ESC''APED
""",
        says=(r"\b0 +[1-9]\d{4,} +65536", "not permitted|permission denied"),
    ),
    "kernel-settings": Attack(
        "change a setting of the machine's kernel",
        """
!docker run --rm --sysctl vm.swappiness=61 shell true && echo ESC''APED
!docker run --rm {every_right} shell sh -c "echo 61 > /host/proc/sys/vm/swappiness && echo ESC''APED"
!docker run --rm {every_right} shell sh -c "mount -t proc p /tmp; echo 1 > /tmp/sys/vm/swappiness && echo ESC''APED"
!docker run --rm {every_right} shell sh -c "echo '|/bin/sh' > /host/proc/sys/kernel/core_pattern && echo ESC''APED"
!echo 61 > /proc/sys/vm/swappiness && echo ESC''APED
""",
        says=("not allowed|not in a separate kernel namespace", "Read-only file system|Permission denied"),
        lang="en",
    ),
    "cgroups": Attack(
        "lift its limits, or leave its cgroup",
        """
for attempt in (
    "mount -t cgroup -o memory c /m && echo max > /m/release_agent",
    "mount -t cgroup2 c /m && echo max > /m/pids.max",
    "mount -t cgroup2 c /m && echo max > /m/memory.max",
    "echo max > /host/sys/fs/cgroup/pids.max",
    "grep -v ':/$' /proc/1/cgroup | grep -v '::/init'",
):
    !docker run --rm {every_right} shell sh -c "mkdir /m; {attempt} && echo ESC''APED"
!docker run --rm --cgroup-parent /../../ --pids-limit -1 -m 100g shell true
!echo 0 > /sys/fs/cgroup/cgroup.procs && echo ESC''APED
""",
        says=("Permission denied|Read-only|not permitted",),
    ),
    "engine-of-the-machine": Attack(
        "talk to the engine on which its own one runs",
        """
for socket in ("/var/run/docker.sock", "/run/docker.sock"):
    !docker -H unix://{socket} ps && echo ESC''APED
    !docker run --rm -v {socket}:/outer shell sh -c "[ -S /outer ] && echo ESC''APED"
!docker run --rm {every_right} shell sh -c "[ -S /host/run/engine/docker.sock ] && echo ESC''APED"
""",
        says=("Cannot connect to the Docker daemon",),
        lang="en",
    ),
    "engine-of-a-neighbour": Attack(
        "talk to another learner's engine",
        """
!docker -H {neighbour} run --name intruder shell true && echo ESC''APED
!docker run --rm -v /:/host shell sh -c "ls /host/run/container-lifecycle && echo ESC''APED"
!ls /run /run/container-lifecycle/* | grep -v kernel-
""",
        says=("Cannot connect to the Docker daemon",),
    ),
    "network-of-the-kernel": Attack(
        "reach anything over the network from a cell",
        """
import socket
from pathlib import Path

# Only where there is no way out at all is one tried: an interface or a route would be an escape already.
ways = Path("/proc/net/route").read_text().splitlines()[1:], [name for _, name in socket.if_nameindex()]
print(ways)
if ways != ([], ["lo"]):
    escaped()
else:
    for address in (("127.0.0.1", port), ("169.254.169.254", 80)):
        try:
            socket.create_connection(address, timeout=2)
            escaped()
        except OSError as error:
            print(error)
""",
        says=("Connection refused", "Network is unreachable"),
        lang="en",
    ),
    "network-of-a-container": Attack(
        "reach anything over the network from a container, with the engine's own network too",
        """
way_out = "route -n | grep '^0.0.0.0' && echo ESC''APED"
fetch = "wget -q -T 2 -O - http://169.254.169.254/ || wget -q -T 2 -O - http://127.0.0.1:"
!docker run --rm --network host shell sh -c "{way_out} || {{ {fetch}{port}; }} && echo ESC''APED"
!docker run --rm --network host --cap-add ALL shell sh -c "ip link add out link lo type macvlan && echo ESC''APED"
!docker network create -d macvlan -o parent=eth0 outside && echo ESC''APED
""",
        says=("unreachable", "refused"),
    ),
    "files-of-the-machine-in-the-box": Attack(
        "write to the files that the machine's engine lends to every container",
        """
for file in ("etc/hosts", "etc/resolv.conf", "engine/entrypoint.py", "etc/passwd", "usr/sbin/dockerd"):
    !docker run --rm {every_right} shell sh -c "echo x >> /host/{file} && echo ESC''APED"
!docker run --rm {every_right} shell sh -c "mount -o remount,rw /host && echo ESC''APED"
""",
        says=("Read-only file system|Permission denied",),
    ),
    "modules-and-kernel-log": Attack(
        "load code into the machine's kernel, or read its log",
        """
!docker run --rm {every_right} shell sh -c "dmesg && echo ESC''APED"
!docker run --rm {every_right} shell sh -c "insmod /host/lib/none.ko; modprobe loop; lsmod | head -3"
!docker run --rm {every_right} shell sh -c "echo b > /host/proc/sys/kernel/core_uses_pid && echo ESC''APED"
""",
        says=("dmesg: .*not permitted", "Read-only file system|Permission denied"),
        lang="en",
    ),
    "links-out-of-the-box": Attack(
        "have a check, or `docker cp`, follow a link to a file of the machine",
        """
!docker run --name linked shell ln -s {secret} /linked
!docker cp -L linked:/linked - && echo ESC''APED
!ln -s {room} ~/room; docker cp ~/room/secret linked:/secret && echo ESC''APED
!docker rm linked
""",
        says=("no such file|could not find|not found",),
    ),
    "what-the-grader-shares": Attack(
        "change the folder that it shares with the grader",
        """
from ipykernel.connect import get_connection_file
from pathlib import Path

shared = Path(get_connection_file()).parent
for act in (lambda: (shared / "more").symlink_to(secret), lambda: (shared / "kernel.json").unlink(),
            lambda: shared.chmod(0o777), lambda: list(shared.parent.parent.iterdir())[9],
            lambda: (shared.parent.parent / "journal.jsonl").write_text("mine")):
    try:
        act()
        escaped()
    except (OSError, IndexError) as error:
        print(type(error).__name__)
""",
        says=("PermissionError",),
        lang="en",
    ),
    "terminal-of-the-teacher": Attack(
        "play with the terminal of whoever reads the verdicts",
        r"""
print("\x1b]0;owned\x07\x1b[2J\x1b[31m\x9b2J\u202egnp")
!docker create --name box-$(printf 'x') --label "$(printf '\033[2J')=1" shell
!docker run --name shouting shell sh -c "printf '\033[2J\033]0;owned\007'"
listed = "\x1b[2J\x1b]0;owned\x07[red]"
""",
        says=(r"\\x1b|\x1b",),
    ),
}
