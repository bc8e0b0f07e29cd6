#!/bin/sh
# Makes the reader's trained weights anew: sh training/train.sh VENV CORPORA
# What only training needs is put beside the environment (VENV/train), so that fogline's own packages stay as locked.
# Any CPU build of torch 2.13 does; where the default index gives one with CUDA, set TORCH_INDEX to
# https://download.pytorch.org/whl/cpu. About four minutes for the weights, twenty more for the five folds, on two cores.
set -eu
venv=$1
corpora=$2
if [ ! -d "$venv/train/torch" ]; then
    echo "Setting up: torch, for training only ..." >&2
    if [ -x "$venv/bin/uv" ]; then
        "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --target "$venv/train" \
            ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch==2.13.0
    else
        "$venv/bin/python" -m pip install --quiet --target "$venv/train" \
            ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch==2.13.0
    fi
fi
PYTHONPATH="$venv/train" "$venv/bin/python" training/attribution.py "$corpora" --folds
