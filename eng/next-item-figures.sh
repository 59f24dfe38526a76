#!/usr/bin/env bash
# Prints the figures of README, "How good is it?": one evaluation per data set, with intervals and a hash that is the same
# every time. eng/next-item-figures.sh DATA [SET…], DATA being a folder with the public files.
set -euo pipefail
data=${1:?the folder with the data sets}
shift
shop=(dotnet run --project "$(dirname "$0")/../samples/RxRecs.Shop" -c Release --)
if [[ -n ${RXRECS_SHOP:-} ]]; then
    shop=("$RXRECS_SHOP") # a console that is built already
fi

for set in ${*:-rsc15-100k yoochoose-1-64 diginetica}; do
    echo "== $set"
    case $set in
        rsc15-100k)
            "${shop[@]}" evaluate "$data/$set/yoochoose-clicks-100k_train_full.txt" \
                --test "$data/$set/yoochoose-clicks-100k_test.txt" ;;
        *)
            "${shop[@]}" evaluate "$data/$set/train_sessions.txt" --test "$data/$set/test_sessions.txt" ;;
    esac
done
