#!/usr/bin/env bash
# Prints what a table of neighbors loses with its age (docs/recommenders.md, "A linear model that fills one"): it is trained
# on the events up to so long before the test begins, and predicts the test alone and beside the live next items.
# eng/table-age-figures.sh DATA, DATA being a folder with the public files (README, "How good is it?").
set -euo pipefail
data=${1:?the folder with the data sets}/rsc15-100k
shop=(dotnet run --project "$(dirname "$0")/../samples/RxRecs.Shop" -c Release --)
if [[ -n ${RXRECS_SHOP:-} ]]; then
    shop=("$RXRECS_SHOP") # a console that is built already
fi

train=$data/yoochoose-clicks-100k_train_full.txt
test=$data/yoochoose-clicks-100k_test.txt
table=$(mktemp -d)/table.rxnt
trap 'rm -r "$(dirname "$table")"' EXIT

# The test begins on 2014-04-07 at 00:49:53 UTC.
for day in 07 06 05 03; do
    echo "== trained on events before 2014-04-${day}T00:49:53Z"
    "${shop[@]}" train linear "$train" --to "2014-04-${day}T00:49:53Z" --output "$table" --force
    "${shop[@]}" evaluate "$train" --test "$test" --table "$table" --recommenders table,next-item,next-item+table
done
