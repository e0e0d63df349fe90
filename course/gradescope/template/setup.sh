#!/bin/bash
# Runs once, when Gradescope builds the autograder's image: installs the course at the version of `course.txt`.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
course=$(cat "$here/course.txt")
is_new_enough() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

apt-get update -q
apt-get install -q -y --no-install-recommends git docker.io mmdebstrap debian-archive-keyring python3 python3-venv
python=python3
if ! is_new_enough "$python"; then
    apt-get install -q -y --no-install-recommends python3.11 python3.11-venv
    python=python3.11
fi
"$python" -m venv /opt/course
/opt/course/bin/pip install --quiet "$course"
