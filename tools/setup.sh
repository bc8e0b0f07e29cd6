#!/bin/sh
# Makes the virtual environment $1 with the pinned uv in it. Says what to do where this machine cannot.
# PYTHON=... chooses the interpreter; otherwise the first of python3, python3.13 to python3.11 that is new enough.
set -eu
venv=$1
fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

if [ -x "$venv/bin/python" ] && "$venv/bin/python" -c "$fits" 2>/dev/null; then
    python=$venv/bin/python
else
    python=
    for one in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if command -v "$one" >/dev/null 2>&1 && "$one" -c "$fits" 2>/dev/null; then python=$one; break; fi
    done
    if [ -z "$python" ]; then
        found=$( (${PYTHON:-python3} --version 2>&1 || true) | head -n 1)
        echo "fogline needs Python 3.11, 3.12 or 3.13; found: ${found:-none}." >&2
        echo "  Debian 12 or later: sudo apt install python3 python3-venv    macOS: brew install python@3.13" >&2
        echo "  Or name one: make brief PYTHON=/path/to/python3.12" >&2
        exit 1
    fi
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        echo "$python cannot make virtual environments: its venv package is missing." >&2
        echo "  Debian, Ubuntu: sudo apt install python$version-venv" >&2
        exit 1
    fi
    echo "Setting up: a virtual environment in $venv ..." >&2
    rm -rf "$venv"
    "$python" -m venv "$venv"
fi

"$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip >/dev/null
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
