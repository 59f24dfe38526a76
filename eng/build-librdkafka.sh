#!/usr/bin/env bash
# Builds librdkafka from the source that an npm package carries: build-librdkafka.sh CARRIER VERSION FOLDER FILE.
# Called by librdkafka.targets. The folder gets the library and the full log; nothing is installed.
set -euo pipefail
carrier=$1 version=$2 folder=$3 file=$4
log=$folder/build.log

die() {
    echo "librdkafka: $*" >&2
    exit 1
}

for tool in npm tar make cc; do
    command -v "$tool" >/dev/null ||
        die "$tool is not installed. Building librdkafka $version needs npm, tar, make, a C compiler, zlib and OpenSSL" \
            "with their headers (Debian: nodejs npm build-essential zlib1g-dev libssl-dev), or a package feed with librdkafka.redist."
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "$carrier" >"$log" 2>&1 || die "npm cannot get $carrier; see $log"
tar xzf ./*.tgz package/deps/librdkafka
cd package/deps/librdkafka
grep -q "^#define RD_KAFKA_VERSION .*$(printf '0x%02x%02x%02xff' ${version//./ })" src/rdkafka.h ||
    die "$carrier does not carry librdkafka $version"
{
    ./configure --disable-gssapi --disable-curl
    make -j"$(getconf _NPROCESSORS_ONLN)" -C src
} >>"$log" 2>&1 || die "the build failed; the end of $log: $(tail -n 5 "$log")"
grep -q '^#define WITH_SSL 1' config.h || die "OpenSSL's headers are missing (Debian: libssl-dev): TLS and SASL would not work"
library=$(find src -name "librdkafka*.so.*" -o -name "librdkafka.*.dylib" | head -n 1)
strip -S "$library"
# Renamed into place: a build that was interrupted leaves nothing that looks finished.
cp "$library" "$folder/$file.new"
mv "$folder/$file.new" "$folder/$file"
