# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # variables of dev and host.sh
# A Debian of its own for hosts whose GTK is too old: made once by mmdebstrap in the user's cache, named
# by its list of packages, never changed afterwards. Another list makes another root.

readonly keyring=/usr/share/keyrings/debian-archive-keyring.gpg

prepare_root() {
  local release=$1
  root=$cache/$release-$(words "$debian_packages" | sort | sha256sum | cut -c1-12)
  if ! [ -e "$root/.ready" ] || ! command -v bwrap > /dev/null; then
    need_tools
    locked make_root_once "$release"
  fi
}

need_tools() {
  local list
  command -v apt-get > /dev/null \
    || die 'this system has neither a new enough GTK nor apt; build on Debian, Ubuntu, Fedora 42 or Arch'
  mapfile -t list < <(words "$root_tools")
  need_apt "${list[@]}"
}

# The last step is the rename: a root is there completely or not at all.
make_root_once() {
  local release=$1 packages
  [ ! -e "$root/.ready" ] || return 0
  packages=$(words "$debian_packages" | paste -sd,)
  say "Making a Debian ($release) to build in, in $root: about a minute, 1 GB, once"
  rm -rf "$root" "$root.tmp"
  if [ "$(id -u)" = 0 ]; then
    bootstrap root "$release" "$packages" "$root.tmp" directory
  else
    # All files belong to the user then, so that entering and removing need no help.
    mkdir "$root.tmp"
    bootstrap unshare "$release" "$packages" - tar \
      | tar -C "$root.tmp" --no-same-owner --exclude='./dev/*' -xpf -
    add_user "$root.tmp"
  fi
  touch "$root.tmp/.ready"
  mv "$root.tmp" "$root"
}

# bootstrap MODE RELEASE PACKAGES OUTPUT FORMAT
bootstrap() {
  local options=()
  mapfile -t options < <(host_apt_options)
  # shellcheck disable=SC2016
  mmdebstrap --quiet --mode="$1" --variant=apt --format="$5" --include="$3" \
    "${options[@]}" \
    --keyring="$keyring" \
    --aptopt='Acquire::Languages "none"' \
    --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*/LC_MESSAGES/*.mo' \
    --customize-hook='tr -d - < /proc/sys/kernel/random/uuid > "$1/etc/machine-id"' \
    "$2" "$4" "$(debian_mirror)"
}

# The host's own apt settings about proxies, retries and the clock; mmdebstrap does not read them.
host_apt_options() {
  apt-config dump \
    | grep -E '^Acquire::(Check-Valid-Until|Check-Date|Retries|https?::)' \
    | grep -v '""' \
    | sed 's/^/--aptopt=/' || true
}

# The Debian archive that this host uses already, else the public one.
debian_mirror() {
  local found
  found=$({
    sed -n 's/^URIs:[[:space:]]*//p' /etc/apt/sources.list.d/*.sources 2> /dev/null | tr ' ' '\n' || true
    sed -n 's/^deb[[:space:]]\{1,\}\(\[[^]]*\][[:space:]]*\)\{0,1\}\([^[:space:]]*\).*/\2/p' \
      /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2> /dev/null || true
  } | grep -E '/debian/?$' | head -n 1 || true)
  echo "${found:-http://deb.debian.org/debian}"
}

# D-Bus refuses a user without an entry; the real name is what an acknowledgement is signed with.
add_user() {
  local user gecos
  user=$(id -un)
  gecos=$(getent passwd "$user" | cut -d: -f5 || true)
  printf '%s:x:%s:%s:%s:%s:/bin/bash\n' "$user" "$(id -u)" "$(id -g)" "$gecos" "$HOME" >> "$1/etc/passwd"
  printf '%s:x:%s:\n' "$(id -gn)" "$(id -g)" >> "$1/etc/group"
}
