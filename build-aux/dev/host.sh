# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034
# What this computer is, and how the packages that a build needs come onto it.

readonly cache=${XDG_CACHE_HOME:-$HOME/.cache}/sentinel-alerts
readonly floor_release=trixie # the oldest that is supported: Debian 13
readonly newest_release=forky

readonly debian_packages="gcc libc6-dev meson ninja-build pkgconf blueprint-compiler gettext
  libxml2-utils libgtk-4-dev libadwaita-1-dev libsoup-3.0-dev libjson-glib-dev libsqlite3-dev
  libsecret-1-dev libgtksourceview-5-dev desktop-file-utils appstream dbus-daemon xvfb xauth
  at-spi2-core librsvg2-common fonts-cantarell fonts-dejavu-mono clang-format gcovr python3-gi
  gir1.2-atspi-2.0 python3-dbusmock ca-certificates tzdata sqlite3 python3-croniter"
# Packaged names; nobody has run these two yet.
readonly fedora_packages="gcc glibc-devel libasan libubsan libtsan meson ninja-build pkgconf
  blueprint-compiler gettext libxml2 gtk4-devel libadwaita-devel libsoup3-devel json-glib-devel
  sqlite-devel libsecret-devel gtksourceview5-devel desktop-file-utils appstream dbus-daemon
  xorg-x11-server-Xvfb xorg-x11-xauth at-spi2-core librsvg2 abattis-cantarell-fonts
  dejavu-sans-mono-fonts clang-tools-extra gcovr python3-gobject python3-dbusmock
  ca-certificates tzdata sqlite python3-croniter bubblewrap"
readonly arch_packages="gcc meson ninja pkgconf blueprint-compiler gettext libxml2 gtk4 libadwaita
  libsoup3 json-glib sqlite libsecret gtksourceview5 desktop-file-utils appstream dbus
  xorg-server-xvfb xorg-xauth at-spi2-core librsvg cantarell-fonts ttf-dejavu clang gcovr
  python-gobject python-dbusmock ca-certificates tzdata python-croniter bubblewrap"
readonly root_tools="mmdebstrap bubblewrap uidmap debian-archive-keyring"

say() { printf '• %s\n' "$*" >&2; }

die() {
  printf 'dev: %s\n' "$*" >&2
  exit 1
}

words() { printf '%s' "$1" | tr -s ' \n' '\n'; }

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo > /dev/null; then
    say "sudo $*"
    sudo "$@"
  else
    die "this needs root; please run: $*"
  fi
}

# locked CMD…: one ./dev at a time.
locked() {
  mkdir -p "$cache"
  (
    flock 9
    "$@" 9>&-
  ) 9> "$cache/lock"
}

# Which way to a build environment: apt, dnf, pacman (this system's packages) or root (a Debian of its own).
host_kind() {
  local ID='' VERSION_ID=''
  # shellcheck source=/dev/null
  . /etc/os-release
  case $ID in
    debian) is_at_least "${VERSION_ID:-99}" 13 && echo apt || echo root ;;
    ubuntu) is_at_least "$VERSION_ID" 25.04 && echo apt || echo root ;;
    fedora) is_at_least "$VERSION_ID" 42 && echo dnf || echo root ;;
    arch) echo pacman ;;
    *) echo root ;;
  esac
}

is_at_least() { [ "$(printf '%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

missing_from_apt() {
  local installed
  # dpkg-query fails for names that it has never heard of; those are missing.
  # shellcheck disable=SC2016
  installed=$(dpkg-query -W -f '${Package} ${db:Status-Abbrev}\n' "$@" 2> /dev/null || true)
  comm -13 <(awk '$2 ~ /^ii/ { print $1 }' <<< "$installed" | sort -u) <(printf '%s\n' "$@" | sort -u)
}

# need_apt PACKAGE…, need_dnf, need_pacman: there afterwards.
need_apt() { [ -z "$(missing_from_apt "$@")" ] || locked install_apt "$@"; }

install_apt() {
  local missing options=(-q=2 -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
  mapfile -t missing < <(missing_from_apt "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing with apt; packages: ${#missing[@]} (a few take seconds, all of them a minute)"
  as_root apt-get update "${options[@]}" >&2
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "${options[@]}" "${missing[@]}" >&2
}

need_dnf() {
  rpm -q "$@" > /dev/null 2>&1 || locked as_root dnf install -y --setopt=install_weak_deps=False "$@" >&2
}

need_pacman() {
  pacman -T "$@" > /dev/null || locked as_root pacman -S --needed --noconfirm "$@" >&2
}

# prepare_environment RELEASE: sets root, the folder that holds the build environment ("/" is this
# system itself). RELEASE other than the floor is always a Debian of its own.
prepare_environment() {
  local kind list
  kind=$(host_kind)
  [ "$1" = "$floor_release" ] || kind=root
  root=/
  case $kind in
    apt) mapfile -t list < <(words "$debian_packages bubblewrap") ;;
    dnf) mapfile -t list < <(words "$fedora_packages") ;;
    pacman) mapfile -t list < <(words "$arch_packages") ;;
    root)
      prepare_root "$1"
      return
      ;;
  esac
  "need_$kind" "${list[@]}"
}
