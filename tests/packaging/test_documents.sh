#!/bin/sh
# Every command that README.md and docs/*.md show is run. In a document,
#   ```sh           is run, block after block, in one folder: a copy of the sources
#   ```LANG FILE    is written to FILE there
#   ```text         is no command, or one for a machine that is yours to change
# and what looks like a command elsewhere is refused. Runs are made short and go to the simulated
# device. Of the two scripts that a README begins with, each is a test or runs all of them: they are
# left out.
set -eu
# shellcheck source=tests/packaging/common.sh
. "$(dirname "$0")/common.sh"
need pkg-config ninja
cd "$scratch"

# The programs by their names, measuring briefly: options given last win.
mkdir wrapped home
for program in dispatchwise dispatchwise-gbench; do
    cat >wrapped/$program <<END
#!/bin/sh
case \${1-} in
run | tune) exec "$build/bin/$program" "\$@" --device sim --budget 2 --quiet ;;
selftest) exec "$build/bin/$program" "\$@" --device sim --budget 2 ;;
*) exec "$build/bin/$program" "\$@" ;;
esac
END
    chmod +x wrapped/$program
done
PATH=$scratch/wrapped:$PATH
HOME=$scratch/home
export HOME
unset CC CXX CFLAGS PKG_CONFIG_PATH DISPATCHWISE_PLOT_DIR

copy_sources() {
    mkdir "$1" "$1/build"
    for entry in "$source"/*; do
        case ${entry##*/} in
        build | dispatchwise-results) ;;
        *) cp -R "$entry" "$1" ;;
        esac
    done
    ln -s "$build" "$1/build/release"
}

# script DOCUMENT: its commands and files as a shell script.
script() {
    awk '
        function refuse(what) { print FILENAME ":" FNR ": " what >"/dev/stderr"; bad = 1 }
        /^ *```/ {
            line = $0; indent = line; sub(/`.*/, "", indent); sub(/^ *```/, "", line)
            if (inside) {
                if (file != "") print "END_OF_FILE"
                inside = 0
                next
            }
            count = split(line, words, " ")
            inside = 1; run = words[1] == "sh" && count == 1; file = count > 1 ? words[2] : ""
            known = count > 0
            if (run) print "echo \"--- " FILENAME ":" FNR "\""
            if (file != "") print "mkdir -p $(dirname " file "); cat >" file " <<\"END_OF_FILE\""
            next
        }
        inside {
            text = substr($0, length(indent) + 1)
            if (run || file != "") print text
            else if (!known && looks(text)) refuse("say what this block is: ```sh or ```text")
            next
        }
        /^    / && looks(substr($0, 5)) && !/^    sh scripts\/(quickstart|test)\.sh/ {
            refuse("a command outside ```sh is not run by any test")
        }
        function looks(text) {
            return text ~ /^(dispatchwise|cmake|ctest|sh |cc |build\/|export |bin\/|scripts\/)/
        }
        END { exit bad }' "$1"
}

for document in "$source/README.md" "$source"/docs/*.md; do
    name=$(basename "$document" .md)
    script "$document" >"$name.sh" || fail "$document: see above"
    copy_sources "$name"
    (cd "$name" && sh -eu "../$name.sh") >"$name.log" 2>&1 || {
        tail -n 30 "$name.log" >&2
        fail "$document: a command failed"
    }
    chmod -R u+w "$name"
    [ "$name" != using-core ] || mv "$name/consumer" consumer
    rm -rf "$name"
done

# What the document says of a consumer is what the tests build.
for file in table.c table.h chooser.c; do
    cmp "$source/tests/consumer/$file" "consumer/$file"
done
