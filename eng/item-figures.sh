#!/usr/bin/env bash
# Prints the table "each alone and blended with the next items" of docs/recommenders.md, with intervals and a hash that is
# the same every time: eng/item-figures.sh DATA [SET…], DATA being a folder with the public files (README, "How good is it?").
set -euo pipefail
data=${1:?the folder with the data sets}
shift
shop=(dotnet run --project "$(dirname "$0")/../samples/RxRecs.Shop" -c Release --)
if [[ -n ${RXRECS_SHOP:-} ]]; then
    shop=("$RXRECS_SHOP") # a console that is built already
fi

alone=cosine,llr,association-rules,sequential-rules,item-cf
blends=next-item,next-item+cosine,next-item+llr,next-item+association-rules,next-item+sequential-rules,next-item+item-cf

evaluate() {
    "${shop[@]}" evaluate "$@" --by next-item --recommenders "$blends,$alone"
}

figures() {
    echo "== $1"
    case $1 in
        rsc15-100k)
            evaluate "$data/rsc15-100k/yoochoose-clicks-100k_train_full.txt" \
                --test "$data/rsc15-100k/yoochoose-clicks-100k_test.txt" ;;
        yoochoose-1-64 | diginetica)
            evaluate "$data/$1/train_sessions.txt" --test "$data/$1/test_sessions.txt" ;;
        retailrocket)
            evaluate "$data/retailrocket/sampled_events.csv" --lateness 24h ;;
        rees46-cosmetics)
            evaluate "$data/rees46-cosmetics/2019-Nov.csv" ;;
        rees46-multicategory)
            evaluate "$data/rees46-multicategory/2019-Oct.csv" ;;
        *)
            echo "There is no data set '$1'." >&2
            exit 2 ;;
    esac
}

sets=("$@")
if [[ $# == 0 ]]; then
    sets=(rsc15-100k retailrocket rees46-cosmetics rees46-multicategory yoochoose-1-64 diginetica)
fi

for set in "${sets[@]}"; do
    figures "$set"
done
