# What .ci/run and .ci/nightly share: steps, and how many tests passed in them. To be sourced.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
log=$work/tests.log
failed_steps=()

step() {
    local name=$1 begin=$SECONDS
    shift
    echo "== $name"
    if ! "$@"; then
        echo "!! $name failed"
        failed_steps+=("$name")
    fi
    echo "== $name took $((SECONDS - begin)) s"
}

# Begins steps beside those that follow, one after the other with what processor time those leave; a tenth is left to
# them, so that none waits in vain for a database or a worker to start.
begun=

begin() {
    (
        renice -n 10 $BASHPID > /dev/null
        failed_steps=()
        "$@"
        exit ${#failed_steps[@]}
    ) > "$work/beside" 2>&1 < /dev/null &
    begun=$!
}

# Waits for them, prints what they have printed, and takes over what has failed.
finish() {
    local failed=()
    if ! wait "$begun"; then
        mapfile -t failed < <(sed -nE 's/^!! (.*) failed$/\1/p' "$work/beside")
        [ "${#failed[@]}" -gt 0 ] || failed=("a step beside the others")
    fi
    cat "$work/beside"
    failed_steps+=(${failed[@]+"${failed[@]}"})
}

# One compiler for all projects, which ends with the build: one for each would load and compile the analyzers anew.
build() {
    local result=0
    UseSharedCompilation=true dotnet build RxRecs.sln -c Release || result=$?
    dotnet build-server shutdown --vbcscompiler > /dev/null
    return $result
}

# Takes the settings that choose the tests, and test projects.
test_slowly() {
    local settings=$1 project failed=0
    shift
    for project in "$@"; do
        dotnet test "tests/$project" -c Release --no-build --settings "tests/$settings.runsettings" 2>&1 |
            tee -a "$log" || failed=1
    done
    return $failed
}

# Each test project closes with a line such as "Passed!  - Failed:     0, Passed:    42, Skipped:     1, Total: …".
count() {
    sed -nE "s/.*- Failed: +[0-9]+, Passed: +[0-9]+, Skipped: +[0-9]+.*/&/p" "$log" |
        sed -E "s/.*$1: +([0-9]+).*/\1/" | awk '{ sum += $1 } END { print sum + 0 }'
}

# Prints what failed and, as the last line, "N passed, N failed, N skipped"; fails if anything did.
report() {
    local name passed failed skipped
    passed=$(count Passed)
    failed=$(count Failed)
    skipped=$(count Skipped)
    for name in ${failed_steps[@]+"${failed_steps[@]}"}; do
        echo "failed step: $name"
    done
    # Once more at the end, where they are not searched for: the failed tests, each with its message and the head of its stack.
    grep -A 25 -E '^  Failed ' "$log" | cut -c 1-500 | head -n 120
    [ "${#failed_steps[@]}" -gt 0 ] && [ "$failed" -eq 0 ] && failed=${#failed_steps[@]}
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
