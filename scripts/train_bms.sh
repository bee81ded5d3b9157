#!/bin/sh
# The shipped rankers of BMS charts from nothing: make examples, judge on packages kept apart, teach.
#
#   scripts/train_bms.sh WORK PACKAGES
#
# WORK is a folder for everything that is made (100 MB), PACKAGES a folder of packages (.zip). A
# quarter of an hour on two cores. A run that was cut off goes on where it was. What ships is copied
# by hand, after the tables have been read:
#
#   for kind in token lane; do
#       cp WORK/$kind/net.onnx src/automapper/bms/nets/$kind.onnx
#       cp WORK/$kind/net.safetensors src/automapper/bms/nets/$kind.safetensors
#   done
#
# Needs automapper[train].
set -eu
WORK=$1
PACKAGES=$2
PYTHON=${PYTHON:-python}
HERE=$(dirname "$0")
export OMP_NUM_THREADS=1

"$PYTHON" "$HERE/../benchmarks/bms_ml.py" --data "$PACKAGES" --work "$WORK"

# On all packages nothing is left to say when to stop: as many passes as did best, in the median, on
# packages kept apart.
train() { # stage, passes
    [ -f "$WORK/$1/net.onnx" ] ||
        "$PYTHON" -m automapper.cli.bms.train "stage=$1" data="$WORK/store" output="$WORK/$1" \
            val_share=0 training.schedule.epochs="$2"
}
train token 8
train lane 1
