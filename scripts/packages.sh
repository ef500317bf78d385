# Install what is missing of the Debian packages named as arguments, or of the usual sets. Sourced:
#   . scripts/packages.sh
#   install_packages $BUILD_PACKAGES
# shellcheck shell=sh

# shellcheck disable=SC2034
BUILD_PACKAGES="gcc libc6-dev cmake ninja-build pkg-config libvulkan-dev libvulkan-volk-dev glslc
    libhwloc-dev libcsv-dev libgsl-dev libspirv-cross-c-shared-dev spirv-tools
    libxxhash-dev"
# shellcheck disable=SC2034
RUN_PACKAGES="libvulkan1 mesa-vulkan-drivers gnuplot-nox"
# shellcheck disable=SC2034
TEST_PACKAGES="g++ libcmocka-dev libbenchmark-dev vulkan-validationlayers shellcheck
    mandoc lintian dpkg-dev file strace chromium prometheus slurmctld slurmd slurm-client munge
    ffmpeg"
# shellcheck disable=SC2034
RECORDED_PACKAGES="libvulkan1 mesa-vulkan-drivers ffmpeg vulkan-tools xvfb xauth"

install_packages() {
    missing=
    for package in "$@"; do
        case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true) in
        installed) ;;
        *) missing="$missing $package" ;;
        esac
    done
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "This is no Debian system: install the equivalents of$missing" >&2
        return 1
    fi
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "Not root and no sudo: as root, run apt-get install$missing" >&2
            return 1
        fi
        as_root=sudo
    fi
    echo "Installing$missing"
    $as_root apt-get update -qq
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        $missing >/dev/null
}
