#!/bin/sh
# The bill of materials is JSON in CycloneDX's form, names exactly the libraries that the ELF files need,
# each once, with the version installed here and a licence, and is written the same again.
set -eu
# shellcheck source=tests/packaging/common.sh
. "$(dirname "$0")/common.sh"
need jq readelf dpkg-query
cd "$scratch"

bill=$build/packaging/dispatchwise.cdx.json
write() {
    rm -f "$bill"
    "${CMAKE:-cmake}" --build "$build" --target sbom >log 2>&1 || fail "$(cat log)"
}
write
cp "$bill" first.json
write
cmp first.json "$bill"

want_equal "form" "CycloneDX 1.5" "$(jq -r '"\(.bomFormat) \(.specVersion)"' "$bill")"
want_equal "components without a name, a version or a licence" "" "$(jq -r '
    (.components + .metadata.tools.components)[] |
    select((.name and .version and .licenses[0].expression) | not) | .name' "$bill")"

for file in "$build"/bin/dispatchwise "$build"/bin/dispatchwise-bare "$build"/bin/dispatchwise-gbench \
    "$build"/lib/dispatchwise/*.so "$build"/core/libdispatchwise.so; do
    [ ! -f "$file" ] || readelf -d "$file" | sed -n 's/.*(NEEDED).*\[\(.*\)\]$/\1/p'
done | sort -u >needed
jq -r '.components[] | select(.properties[] | .name == "dispatchwise:how" and .value == "needed") |
    .properties[] | select(.name == "dispatchwise:library") | .value' "$bill" | sort >billed
diff needed billed >&2 || fail "$bill does not name what the ELF files need"

jq -r '(.components + .metadata.tools.components)[] | "\(.name) \(.version)"' "$bill" | sort -u >versions
# shellcheck disable=SC2016
sed 's/ .*//' versions | xargs dpkg-query -W -f '${Package} ${Version}\n' | sort -u >installed
diff installed versions >&2 || fail "$bill names other versions than those installed"
# Every needed library's file is of the package that the bill names for it.
ldd "$build/bin/dispatchwise" | sed -n 's/^[[:space:]]*\([^ ]*\) => \([^ ]*\) .*/\1 \2/p' |
    while read -r library path; do
        package=$(jq -r --arg library "$library" '.components[] |
            select(.properties[] | .name == "dispatchwise:library" and .value == $library) | .name' "$bill")
        [ -n "$package" ] || continue # a library's library
        { dpkg-query -S "$path" || dpkg-query -S "/usr$path" || dpkg-query -S "${path#/usr}"; } \
            2>/dev/null | grep -q "^${package}[:,]" || fail "$path is not of $package"
    done
