# shellcheck shell=sh
# What ./run and ./test share. Messages go to stderr: `./run list --json` prints nothing but its answer.

say() { echo "loopscope: $*" >&2; }

# The names in packages.txt of one kind: build, test.
packages() { sed -n "s/^$1 //p" packages.txt; }

# True if the package itself is there; Ubuntu and Debian say it alike.
installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

may_install() {
    [ "$(id -u)" = 0 ] && return 0
    [ -t 0 ] || { say "install them with: sudo apt-get install$1"; return 1; }
    printf 'loopscope: install them now with sudo apt-get? [Y/n] ' >&2
    read -r answer
    case $answer in [nN]*) say "nothing was installed"; return 1 ;; esac
}

# install_packages KIND...: installs what is missing of these kinds.
install_packages() {
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        say "no apt-get here: packages.txt names what is needed, CMakeLists.txt checks it"
        return 0
    fi
    missing=
    for kind in "$@"; do
        for package in $(packages "$kind"); do installed "$package" || missing="$missing $package"; done
    done
    [ -n "$missing" ] || return 0
    say "missing packages:$missing"
    may_install "$missing" || exit 1
    say "installing them with apt-get"
    as_root apt-get -qq update >&2
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends -y $missing >&2
}

# build PRESET TARGET [CMAKE_ARGUMENT...]: configures build/PRESET and builds TARGET there.
build() {
    preset=$1 target=$2
    shift 2
    say "building build/$preset"
    mkdir -p "build/$preset"
    log=build/$preset/configure.log
    cmake --preset "$preset" "$@" >"$log" 2>&1 || { cat "$log" >&2; return 1; }
    cmake --build "build/$preset" --target "$target" >&2
}
