#!/bin/sh
# Makes the reader's trained weights anew: sh training/train.sh VENV CORPORA [WORDNET]
# WORDNET: the folder dict of WordNet 3.1, for the table of senses; without it that table stays as it is.
# What only training needs is put beside the environment (VENV/train), so that fogline's own packages stay as locked.
# Any CPU build of torch 2.13 does; where the default index gives one with CUDA, set TORCH_INDEX to
# https://download.pytorch.org/whl/cpu. Times are for two cores, rough. The order is that of the reader: what is read
# by earlier weights comes later.
set -eu
venv=$1
corpora=$2
wordnet=${3:-}
python=$venv/bin/python
data=src/fogline/data
if [ ! -d "$venv/train/torch" ]; then
    echo "Setting up: torch, for training only ..." >&2
    if [ -x "$venv/bin/uv" ]; then
        "$venv/bin/uv" pip install --quiet --python "$python" --target "$venv/train" \
            ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch==2.13.0
    else
        "$python" -m pip install --quiet --target "$venv/train" \
            ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch==2.13.0
    fi
fi
echo "Capitals of words and of places: truecase.txt, truecase_places.txt ..." >&2
"$python" training/truecase.py "$corpora"
echo "Which names are places: place_weights.toml ..." >&2
"$python" training/place_weights.py "$corpora" "$data/place_weights.toml"
echo "Who says what: attribution.npz (four minutes, twenty more for the five folds) ..." >&2
PYTHONPATH="$venv/train" "$python" training/attribution.py "$corpora" --folds
if [ -n "$wordnet" ]; then
    echo "Senses of words that tell events: senses.npz ..." >&2
    "$python" training/senses.py "$wordnet" "$data/senses.npz"
    echo "Nouns for people: person_nouns.txt ..." >&2
    "$python" training/persons.py "$wordnet" "$data/person_nouns.txt"
fi
echo "Which words tell one event: events.toml ..." >&2
"$python" training/events.py "$corpora" "$data/events.toml"
echo "Which reports tell one story: stories.toml ..." >&2
"$python" training/stories.py "$corpora" "$data/stories.toml"
echo "What a report's opening is about: leads.npz ..." >&2
"$python" training/leads.py "$corpora/case2021/open.jsonl.gz" "$data/leads.npz"
echo "Incidents of one report: incidents.toml, incidents.npz ..." >&2
"$python" training/incidents.py "$corpora" "$data"
echo "On which day and where it was: votes.toml ..." >&2
"$python" training/votes.py "$corpora" "$data/votes.toml"
echo "How sure a claim's reading is: confidence.toml ..." >&2
"$python" training/confidence.py "$corpora" "$data/confidence.toml"
