"""Start a Docker Engine that is root nowhere: PID 1 of an engine container.

It begins as root of the container with four capabilities, opens the engine's socket, makes a user namespace
for a range of unused uids, and gives everything away: what waits behind is an unprivileged process, and what
runs the engine is root only inside its user namespace.

Settings (environment): ENGINE_UID first uid of the range · ENGINE_CGROUP v1|v2 · ENGINE_LISTEN unix|tcp.
"""

import ctypes
import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

RANGE = 65536
DATA = Path("/data")
CGROUP = Path("/sys/fs/cgroup")
SOCKETS = Path("/run/engine")
TLS = Path("/run/tls")
PRELOADED = Path("/engine/preloaded.tar")
CONTAINERD = Path("/run/containerd/containerd.sock")
LOG_OF_A_CONTAINER = "4m"  # what a container prints would otherwise fill the engine's disk

libc = ctypes.CDLL(None, use_errno=True)

# From linux/sched.h, linux/mount.h, linux/prctl.h and linux/sockios.h.
NEW_NAMESPACES = (
    0x10000000  # user
    | 0x00020000  # mount
    | 0x04000000  # uts
    | 0x08000000  # ipc
    | 0x20000000  # pid
    | 0x40000000  # net
    | 0x02000000  # cgroup
)
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 2, 4, 8, 0x4000, 0x40000
MNT_DETACH = 2
SIOCSIFFLAGS, IFF_UP = 0x8914, 1


def must(result: int, what: str) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")


def mount(kind: str, target: Path, flags: int = 0, data: str = "") -> None:
    must(
        libc.mount(kind.encode(), str(target).encode(), kind.encode(), flags, data.encode()),
        f"mount {target}",
    )


def unmount(target: Path) -> None:
    must(libc.umount2(str(target).encode(), MNT_DETACH), f"umount {target}")


def unshare(flags: int) -> None:
    must(libc.unshare(flags), "unshare")


def listen() -> int:
    """The engine's socket, handed over as a file descriptor, so that its path exists only outside the engine.

    So nobody inside can remove the path or put another socket in its place. (A learner who takes over dockerd
    itself holds what dockerd holds, the descriptor too.)
    """
    if os.environ["ENGINE_LISTEN"] == "tcp":
        server = socket.create_server(("0.0.0.0", 2376), backlog=1024)
    else:
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(SOCKETS / "docker.sock"))
        (SOCKETS / "docker.sock").chmod(0o666)  # its folder decides who comes near
        server.listen(1024)
        unmount(SOCKETS)
    descriptor = server.detach()
    os.set_inheritable(descriptor, True)
    return descriptor


def hierarchies() -> list[str]:
    """Names of the cgroup v1 hierarchies of this machine, as mount options: `memory`, `cpu,cpuacct`, `name=…`."""
    lines = (line.split(":") for line in Path("/proc/self/cgroup").read_text().splitlines())
    return [names for _, names, _ in lines if names]


def mount_cgroup() -> list[Path]:
    """Mount what this container has of each hierarchy; returns the roots."""
    if os.environ["ENGINE_CGROUP"] == "v2":
        mount("cgroup2", CGROUP, MS_NOSUID | MS_NODEV | MS_NOEXEC)
        if not (CGROUP / "cgroup.events").exists():  # only the machine's own root group has none
            sys.exit(
                "this machine's Docker Engine gives its containers no cgroup v2 of their own: mount it "
                "(mkdir -p /sys/fs/cgroup/unified && mount -t cgroup2 none /sys/fs/cgroup/unified), then start "
                "that engine anew"
            )
        return [CGROUP]
    if not hierarchies():
        sys.exit("this machine has no cgroup v1 hierarchy: use an engine with cgroup v2")
    mount("tmpfs", CGROUP, MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=755")
    roots = [CGROUP / names for names in hierarchies()]
    for root in roots:
        root.mkdir()
        mount("cgroup", root, MS_NOSUID | MS_NODEV | MS_NOEXEC, root.name)
    return roots


def enter(group: Path) -> None:
    """Make a group below this container's and move into it."""
    group.mkdir()
    for setting in ("cpuset.cpus", "cpuset.mems"):  # a new v1 cpuset takes no process before it has both
        if (group / setting).exists():
            (group / setting).write_text((group.parent / setting).read_text())
    (group / "cgroup.procs").write_text("0")


def give_away(group: Path, uid: int) -> None:
    """Hand a group to the engine's root. (A writer must be allowed to write where it is now, so we have left.)"""
    for name in (".", "cgroup.procs", "tasks", "cgroup.subtree_control", "cgroup.threads"):
        if (group / name).exists():
            os.chown(group / name, uid, uid)


def delegate(group: Path) -> None:
    """Hand every controller that is here on to the groups below."""
    offered = group / "cgroup.controllers"
    controllers = offered.read_text().split() if offered.exists() else []  # v1 has none to hand on
    if controllers:
        (group / "cgroup.subtree_control").write_text(" ".join(f"+{name}" for name in controllers))


def loopback_up() -> None:
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", IFF_UP))


def wait_for(path: Path, process: "subprocess.Popen[bytes]", seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not path.exists():
        if process.poll() is not None:
            sys.exit(f"containerd ended with {process.returncode} before its socket was there")
        if time.monotonic() > deadline:
            sys.exit(f"containerd made no socket within {seconds} s")
        time.sleep(0.005)


def inside() -> None:
    """In the new namespaces, as their root: cgroup, mounts, PID 1, and then the engine."""
    os.setgroups([])
    os.setresgid(0, 0, 0)
    os.setresuid(0, 0, 0)
    must(libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None), "make mounts private")
    if mount_cgroup() == [CGROUP]:  # v2: only a group without processes can hand its controllers on
        enter(CGROUP / "init")
        delegate(CGROUP)
    mount("tmpfs", Path("/run"), MS_NOSUID | MS_NODEV, "mode=755,size=64m")
    mount("tmpfs", Path("/etc/docker"), MS_NOSUID | MS_NODEV, "mode=755,size=1m")  # 20.10 keeps a key there
    loopback_up()
    if os.fork():  # the first child after unsharing the PID namespace is its PID 1
        os.wait()
        os._exit(1)
    mount("proc", Path("/proc"), MS_NOSUID | MS_NODEV | MS_NOEXEC)
    run_engine()


def tls_arguments() -> list[str]:
    """Put the server's certificates where dockerd finds them; nobody inherits them."""
    certificates = json.loads(os.environ.pop("ENGINE_TLS", "{}"))
    if not certificates:
        return []
    TLS.mkdir(mode=0o700)
    for name, content in certificates.items():
        (TLS / name).write_text(content)
    files = (("--tlscacert", "ca.pem"), ("--tlscert", "cert.pem"), ("--tlskey", "key.pem"))
    return ["--tlsverify", *(word for option, name in files for word in (option, f"{TLS}/{name}"))]


def run_engine() -> None:
    tls = tls_arguments()
    containerd = subprocess.Popen(["containerd", "-c", "/engine/containerd.toml", "--log-level", "error"])
    (DATA / "docker").mkdir(mode=0o710)
    if PRELOADED.exists():
        subprocess.run(["tar", "-C", DATA / "docker", "-xf", PRELOADED], check=True)
    wait_for(CONTAINERD, containerd, 20)
    arguments = ["dockerd", "--host", "fd://", "--containerd", str(CONTAINERD)]
    arguments += ["--data-root", str(DATA / "docker"), *tls]
    arguments += ["--log-opt", f"max-size={LOG_OF_A_CONTAINER}", "--log-opt", "max-file=1"]
    dockerd = os.fork()
    if dockerd == 0:
        os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
        os.execvp("dockerd", arguments)
    while True:
        pid, status = os.wait()
        if pid in (dockerd, containerd.pid):
            sys.exit(f"{'dockerd' if pid == dockerd else 'containerd'} ended with status {status}")


def main() -> None:
    uid = int(os.environ["ENGINE_UID"])
    os.dup2(listen(), 3)  # where dockerd's `--host fd://` looks for it
    os.chown(DATA, uid, uid)
    unmount(CGROUP)
    roots = mount_cgroup()
    for root in roots:
        enter(root / "engine")
    ours, childs = socket.socketpair()
    child = os.fork()
    if child == 0:
        childs.recv(1)
        unshare(NEW_NAMESPACES)
        childs.send(b"1")
        childs.recv(1)
        inside()
    for root in roots:
        enter(root / "waiting")
        give_away(root / "engine", uid)
    delegate(CGROUP)
    unmount(CGROUP)
    ours.send(b"1")
    ours.recv(1)
    for name in ("uid_map", "gid_map"):
        Path(f"/proc/{child}/{name}").write_text(f"0 {uid} {RANGE}")
    ours.send(b"1")
    nobody = uid + RANGE  # outside the engine's range: nobody to it, and no longer root to anyone
    os.setgroups([])
    os.setresgid(nobody, nobody, nobody)
    os.setresuid(nobody, nobody, nobody)
    os.waitpid(child, 0)


main()
