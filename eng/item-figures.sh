#!/usr/bin/env bash
# Prints the tables "each alone and blended with the next items" of docs/recommenders.md, with intervals and a hash that is
# the same every time: eng/item-figures.sh DATA [SET…], DATA being a folder with the public files (README, "How good is it?").
set -euo pipefail
data=${1:?the folder with the data sets}
shift
shop=(dotnet run --project "$(dirname "$0")/../samples/RxRecs.Shop" -c Release --)
if [[ -n ${RXRECS_SHOP:-} ]]; then
    shop=("$RXRECS_SHOP") # a console that is built already
fi

# Of any visits; and of events that have users, kinds and content.
of_any="cosine llr jaccard lift association-rules sequential-rules otto-clicks otto-carts otto-answer"
visits="$of_any tencentrec-visits"
shops="$of_any bought-together item-cf tencentrec tencentrec-window cco cco-sampled users content"
table=$(mktemp -d)/table.rxnt
trap 'rm -r "$(dirname "$table")"' EXIT

# Gives the names, and a blend of each with the next items.
with_blends() {
    printf 'next-item'
    printf ',%s' "$@" "${@/#/next-item+}"
}

# evaluate NAMES ARGUMENT…
evaluate() {
    local names=$1
    shift
    "${shop[@]}" evaluate "$@" --by next-item --recommenders "$names"
}

# A test of its own: evaluates over visits, and a linear model of the training file.
of_files() {
    # shellcheck disable=SC2086
    evaluate "$(with_blends $visits)" "$1" --test "$2"
    "${shop[@]}" train linear "$1" --output "$table" --force
    evaluate "$(with_blends table)" "$1" --test "$2" --table "$table"
}

# One file: evaluates over the whole shop; and a linear model of what is before a time over what comes after.
of_shop() {
    local from=$1
    shift
    # shellcheck disable=SC2086
    evaluate "$(with_blends $shops)" "$@"
    "${shop[@]}" train linear "$@" --to "$from" --output "$table" --force
    evaluate "$(with_blends table cosine)" "$@" --test-from "$from" --table "$table"
}

figures() {
    echo "== $1"
    case $1 in
        rsc15-100k)
            of_files "$data/rsc15-100k/yoochoose-clicks-100k_train_full.txt" \
                "$data/rsc15-100k/yoochoose-clicks-100k_test.txt" ;;
        yoochoose-1-64 | diginetica)
            of_files "$data/$1/train_sessions.txt" "$data/$1/test_sessions.txt" ;;
        retailrocket)
            of_shop 2015-06-05T06:00:00Z "$data/retailrocket/sampled_events.csv" --lateness 24h ;;
        rees46-cosmetics)
            of_shop 2019-11-01T06:41:00Z "$data/rees46-cosmetics/2019-Nov.csv" ;;
        rees46-multicategory)
            of_shop 2019-10-01T02:41:00Z "$data/rees46-multicategory/2019-Oct.csv" ;;
        otto-sample)
            # shellcheck disable=SC2086
            evaluate "$(with_blends $visits bought-together)" "$data/otto-sample/train.jsonl" ;;
        open-avenues-log)
            evaluate "$(with_blends cosine content item-cf)" "$data/open-avenues-log/002_readme_log_input.csv" ;;
        *)
            echo "There is no data set '$1'." >&2
            exit 2 ;;
    esac
}

sets=("$@")
if [[ $# == 0 ]]; then
    sets=(rsc15-100k retailrocket rees46-cosmetics rees46-multicategory yoochoose-1-64 diginetica otto-sample
        open-avenues-log)
fi

for set in "${sets[@]}"; do
    figures "$set"
done
