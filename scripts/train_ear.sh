#!/bin/sh
# The shipped beat net from nothing: render, make examples, train five folds and the net of all songs.
#
#   scripts/train_ear.sh WORK CHARTS [SONGS [MORE]]
#
# WORK is a folder for everything that is made (about 9 GB), CHARTS a folder with fourkey/ and
# beatsaber/ as scripts/charted_examples.py reads them, SONGS and MORE how many songs to render
# (1000, 774). Three hours and a half on two cores. A run that was cut off goes on where it was. The
# result lies in WORK/shipped; what ships is copied by hand, after benchmarks/beat_net.py has said
# that it is better:
#
#   cp WORK/shipped/net.onnx src/automapper/ear/nets/beat.onnx
#   cp WORK/shipped/net.safetensors src/automapper/ear/nets/beat.safetensors
#   cp WORK/weights/weights.json src/automapper/ear/nets/weights.json
#
# WORDS adds words to every run of osu-train: WORDS="+debug=smoke" tries the recipe in two minutes.
# Needs automapper[train], libfluidsynth and the soundfonts of scripts/render_corpus.py.
set -eu
WORK=$1
CHARTS=$2
SONGS=${3:-1000}
MORE=${4:-774}
PYTHON=${PYTHON:-python}
WORDS=${WORDS:-}
HERE=$(dirname "$0")
# One thread a run: two runs side by side are faster than one run on two cores.
export OMP_NUM_THREADS=1

"$PYTHON" "$HERE/render_corpus.py" -o "$WORK/audio" --songs "$SONGS" --seed 11 --jobs 2
"$PYTHON" "$HERE/rendered_examples.py" "$WORK/audio" -o "$WORK/rendered"
"$PYTHON" "$HERE/render_corpus.py" -o "$WORK/more-audio" --songs "$MORE" --seed 12 --jobs 2
"$PYTHON" "$HERE/rendered_examples.py" "$WORK/more-audio" -o "$WORK/more"
"$PYTHON" "$HERE/charted_examples.py" --data "$CHARTS" -o "$WORK/charted"

train() { # output, words
    output=$1
    shift
    [ -f "$WORK/$output/net.onnx" ] ||
        "$PYTHON" -m automapper.cli.osumania.train stage=ear output="$WORK/$output" "$@" $WORDS
}

# First rendered music alone, as it was played and then also in free time, then from there on with
# people's charts; a fold's net never hears its own songs, so that figures can be told of songs that
# no net has learned from. A third of what the rendered music taught is kept against the charts.
train begun data="$WORK/rendered" training.schedule.steps=4000 data.augmentation.free=0
train base data="$WORK/rendered,$WORK/more" init="$WORK/begun/net.safetensors" \
    training.schedule.steps=4000 training.schedule.rate=0.002
BOTH="$WORK/rendered,$WORK/more,$WORK/charted"
SECOND="init=$WORK/base/net.safetensors training.schedule.steps=1800 training.schedule.rate=0.002"
SECOND="$SECOND training.weights.tempo=0.06 data.plan.charted=0.6 keep=0.35"
for pair in "0 1" "2 3" "4 all"; do
    for fold in $pair; do
        if [ "$fold" = all ]; then
            train shipped data="$BOTH" $SECOND &
        else
            train "fold$fold" data="$BOTH" $SECOND fold="$fold" &
        fi
    done
    wait
done

mkdir -p "$WORK/nets"
for fold in 0 1 2 3 4; do cp "$WORK/fold$fold/net.onnx" "$WORK/nets/fold$fold.onnx"; done
"$PYTHON" "$HERE/../benchmarks/beat_net.py" --store "$WORK/charted" --nets "$WORK/nets"
"$PYTHON" "$HERE/../benchmarks/beat_net.py" --store "$WORK/charted" --nets "$WORK/base/net.onnx"

# What the Ear concludes from the net: weights of the evidence, fitted on songs that each net does not
# know, charted and rendered ones (other seeds than those that the nets learned from and than the
# bench of docs/evaluation.md). osu-evaluate folds=WORK/nets then gives figures in which neither net
# nor weights know the song.
cp "$WORK/charted/manifest.jsonl" "$WORK/nets/"
for seed in 2 3 4 5; do
    "$PYTHON" "$HERE/render_corpus.py" -o "$WORK/unknown" --kind bench --seed $seed --jobs 2
done
"$PYTHON" "$HERE/fit_ear_weights.py" --data "$CHARTS/fourkey" "$CHARTS/beatsaber" "$WORK/unknown" \
    --folds "$WORK/nets" -o "$WORK/weights" --jobs 2
cp "$WORK"/weights/weights[0-4].json "$WORK/nets/"
