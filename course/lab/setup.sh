#!/bin/bash
# setup.sh [--dev] COMMAND...: make .venv and this machine ready for the course, then run COMMAND with them.
#
# For a fresh Debian or Ubuntu, as root or with sudo. What is there already is neither fetched nor built again.
# --dev brings what the tests need too. PYTHON=… chooses the Python (3.11 or later) that .venv is made with.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive PIP_DISABLE_PIP_VERSION_CHECK=1

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
venv=$root/.venv
extras=
if [ "${1-}" = --dev ]; then extras=dev; shift; fi

say() { printf '==> %s\n' "$*" >&2; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo --preserve-env=DEBIAN_FRONTEND "$@"
    else fail "$1 needs administrator rights: run this as root, or install sudo"; fi
}

install() {
    command -v apt-get >/dev/null || fail "please install $* (this script knows Debian and Ubuntu only)"
    say "apt-get install $*"
    as_root true
    local log
    log=$(mktemp)
    if ! { as_root apt-get update -q && as_root apt-get install -q -y --no-install-recommends "$@"; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        fail "apt-get could not install $*; its whole output is in $log"
    fi
    rm -f "$log"
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local each
    for each in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3}; do
        if is_new_enough "$each"; then command -v "$each"; return; fi
    done
    return 1
}

make_venv() {
    [ -x "$venv/bin/python" ] && is_new_enough "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1 && return
    local python
    if ! python=$(find_python); then
        [ -z "${PYTHON-}" ] || fail "PYTHON=$PYTHON is not a Python 3.11 or later"
        install python3 python3-venv
        python=$(find_python) || fail "Python 3.11 or later is needed and apt brought $(python3 --version)"
    fi
    # Debian packages ensurepip by itself, under the version's name.
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        install "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    say "$venv, with $("$python" --version)"
    "$python" -m venv --clear "$venv"
}

install_course() {
    local stamp=$venv/setup-stamp wanted
    wanted=$(sha256sum <"$root/pyproject.toml" | cut -d' ' -f1)
    # What was installed with dev holds what is needed without it.
    grep -qx "$wanted ${extras:-\(dev\)\?}" "$stamp" 2>/dev/null && return
    say "pip install -e .${extras:+[$extras]}"
    "$venv/bin/python" -m pip install -q -e "$root${extras:+[$extras]}"
    echo "$wanted $extras" >"$stamp"
}

install_chromium() {
    if command -v chromium >/dev/null || [ -e "$venv/chromium-stamp" ]; then return; fi
    # shellcheck source=/dev/null
    if ! . /etc/os-release || [ "$ID" = debian ]; then
        install chromium
    else
        # Ubuntu's chromium is a snap, which has no place on a machine without systemd.
        say "playwright install chromium"
        if ! "$venv/bin/playwright" install --with-deps chromium >&2; then
            say "no chromium could be had: the browser test will be skipped"
        fi
    fi
    touch "$venv/chromium-stamp"
}

make_venv
install_course
if [ "$extras" = dev ]; then install_chromium; fi
export PATH=$venv/bin:$PATH
if ! course doctor --fix --quiet >&2; then
    # A user who was put into the group docker a moment ago has to ask for that group.
    if [ "$(id -u)" = 0 ] || id -nG | grep -qw docker || ! id -nG "$(id -un)" | grep -qw docker; then exit 1; fi
    say "going on as a member of the group docker"
    exec sg docker -c "course doctor --fix --quiet >&2 && $(printf '%q ' "${@:-true}")"
fi
exec "${@:-true}"
