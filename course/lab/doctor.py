"""What this machine has and lacks, each with the one thing to do about it."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import psutil

from course.engine import DEFAULT_SUITE, EngineError, images_built, outer, sweep
from course.language import Text, same

GIB = 2**30
DISK_NEEDED = 3 * GIB
"""What the images and a build of them take; a machine that has the images needs far less."""
DISK_WITH_IMAGES = GIB // 2
MEMORY_NEEDED = GIB
"""What one engine may take at most; most of the time it takes an eighth of that, so less of it is no obstacle."""

FIX = Text(ko="`course doctor --fix`를 실행하세요", en="run `course doctor --fix`")


@dataclass(frozen=True)
class Finding:
    """One row of the doctor's table."""

    what: Text
    ok: bool
    seen: Text
    todo: Text | None = None
    """What to do, where it is not ok."""
    advice: bool = False
    """Where it is not ok, the course works all the same, only not as well."""


def examine(suites: Iterable[str] = (DEFAULT_SUITE,)) -> Iterator[Finding]:
    """Look at this machine; nothing is changed, but engines that a killed process left are removed."""
    yield _python()
    yield _jupyterlab()
    yield _docker_cli()
    try:
        client = outer.connect(timeout=20)
    except EngineError as error:
        yield Finding(Text(ko="Docker 엔진", en="Docker Engine"), False, same(error), FIX)
        yield _disk(None, has_images=False)
        yield _memory()
        return
    try:
        info = client.info()
        built = images_built(suites)
        yield _engine(info)
        yield _cgroups(info)
        yield _user_namespaces(info)
        yield _disk(info, has_images=all(built.values()))
        yield _memory()
        for image, there in built.items():
            yield _image(image, there)
        yield _orphans(client)
    finally:
        client.close()


def _python() -> Finding:
    """Always ok: this runs in it. Which one it is matters when somebody asks for help."""
    return Finding(same("Python"), True, same(f"{platform.python_version()}  {sys.executable}"))


def _jupyterlab() -> Finding:
    try:
        return Finding(same("JupyterLab"), True, same(metadata.version("jupyterlab")))
    except metadata.PackageNotFoundError:
        todo = Text(ko="`pip install -e .`를 다시 실행하세요", en="run `pip install -e .` again")
        return Finding(same("JupyterLab"), False, _NOT_THERE, todo)


def _docker_cli() -> Finding:
    path = shutil.which("docker")
    if path is None:
        return Finding(same("docker CLI"), False, _NOT_THERE, FIX)
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        todo = Text(ko=f"{path}를 지우거나 고치세요", en=f"remove or repair {path}")
        return Finding(same("docker CLI"), False, same(error), todo)
    version = said.stdout.strip().removeprefix("Docker version ").partition(",")[0]
    return Finding(same("docker CLI"), True, same(f"{version}  {path}"))


def _engine(info: dict[str, Any]) -> Finding:
    version = str(info["ServerVersion"])
    seen = same(f"{version}  {outer.address()}")
    is_linux = info.get("OSType") == "linux"
    todo = Text(
        ko="Linux 컨테이너를 실행하는 엔진으로 바꾸세요", en="switch to an engine that runs Linux containers"
    )
    return Finding(Text(ko="Docker 엔진", en="Docker Engine"), is_linux, seen, None if is_linux else todo)


def _cgroups(info: dict[str, Any]) -> Finding:
    """Engines here work with cgroup v2, which a kernel may offer beside the v1 that the machine itself uses."""
    engine = str(info.get("CgroupVersion", "1"))
    offered = ["v1"] if engine == "1" else []
    filesystems = _lines(Path("/proc/filesystems"))
    if engine == "2" or any(line.split()[-1:] == ["cgroup2"] for line in filesystems):
        offered.append("v2")
    ok = "v2" in offered
    seen = Text(
        ko=f"{', '.join(offered)} (이 컴퓨터의 엔진: v{engine})",
        en=f"{', '.join(offered)} (this machine's engine: v{engine})",
    )
    todo = Text(
        ko="cgroup v2가 있는 커널(4.5 이상)을 쓰세요", en="use a kernel with cgroup v2 (4.5 or later)"
    )
    return Finding(same("cgroup"), ok, seen, None if ok else todo)


def _user_namespaces(info: dict[str, Any]) -> Finding:
    what = Text(ko="사용자 네임스페이스", en="user namespaces")
    setting = Path("/proc/sys/user/max_user_namespaces")
    if info.get("Name") != platform.node() or not setting.exists():
        return Finding(
            what, True, Text(ko="엔진의 가상 머신에 맡깁니다", en="left to the engine's virtual machine")
        )
    most = int(setting.read_text())
    seen = Text(ko=f"최대 {most:,}개", en=f"{most:,} at most")
    todo = Text(
        ko="`sysctl -w user.max_user_namespaces=10000`을 관리자 권한으로 실행하세요",
        en="as root, run `sysctl -w user.max_user_namespaces=10000`",
    )
    return Finding(what, most > 0, seen, None if most > 0 else todo)


def _disk(info: dict[str, Any] | None, has_images: bool) -> Finding:
    """Where the engine keeps its images, when we can see it; else where the learner's work is kept."""
    root = Path(str(info["DockerRootDir"])) if info else Path("/var/lib")
    try:
        free = shutil.disk_usage(root).free
    except OSError:
        root = Path.home()
        free = shutil.disk_usage(root).free
    needed = DISK_WITH_IMAGES if has_images else DISK_NEEDED
    seen = Text(ko=f"{free / GIB:.1f} GiB 남음  {root}", en=f"{free / GIB:.1f} GiB free  {root}")
    todo = Text(ko=f"{needed / GIB:.1f} GiB를 비우세요", en=f"free {needed / GIB:.1f} GiB")
    return Finding(Text(ko="디스크", en="disk"), free >= needed, seen, None if free >= needed else todo)


def _memory() -> Finding:
    free = psutil.virtual_memory().available
    ok = free >= MEMORY_NEEDED
    seen = Text(ko=f"{free / GIB:.1f} GiB 남음", en=f"{free / GIB:.1f} GiB free")
    todo = Text(
        ko=f"다른 프로그램을 닫아 {MEMORY_NEEDED / GIB:.1f} GiB를 비우세요",
        en=f"close other programs until {MEMORY_NEEDED / GIB:.1f} GiB are free",
    )
    return Finding(Text(ko="메모리", en="memory"), ok, seen, None if ok else todo, advice=True)


def _image(image: str, there: bool) -> Finding:
    what = Text(
        ko=f"이미지 {image.removeprefix(outer.LABEL + '/')}",
        en=f"image {image.removeprefix(outer.LABEL + '/')}",
    )
    if there:
        return Finding(what, True, Text(ko="최신입니다", en="built, up to date"))
    return Finding(what, False, Text(ko="없거나 오래되었습니다", en="missing or out of date"), FIX)


def _orphans(client: Any) -> Finding:
    what = Text(ko="남겨진 엔진", en="engines left behind")
    before = _ours(client)
    in_use = len(sweep(client))
    removed = len(before - _ours(client))
    seen = Text(ko=f"{removed}개 치움, {in_use}개 사용 중", en=f"{removed} removed, {in_use} in use")
    return Finding(what, True, seen)


def _ours(client: Any) -> set[str]:
    filters = {"label": [outer.LABEL, outer.OWNER]}
    return {each["Id"] for each in client.api.containers(all=True, filters=filters)}


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except OSError:
        return []


_NOT_THERE = Text(ko="없습니다", en="not there")
