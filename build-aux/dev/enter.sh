# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154,SC2178 # variables of dev and host.sh; arrays by name
# Two ways into the build environment. Private: a network, processes, /tmp and a home of its own, for
# tests. Shared: the host's network, processes, files and desktop, for programs that a person uses.
# Both see the project at the same path as the host does, so that paths in messages are true.

lent=() # folders and files that are visible inside under their own path

lend() { lent+=(--bind "$1" "$1"); }

enter_private() {
  local options=()
  check_bwrap
  base_options options
  options+=(
    --unshare-pid --unshare-net --unshare-ipc --unshare-uts --hostname sentinel
    --proc /proc
    --perms 1777 --tmpfs /tmp --perms 1777 --dir /tmp/.X11-unix
    --size $((1024 * 1024)) --tmpfs /tmp/small
    --perms 1777 --tmpfs /dev/shm
    --setenv HOME /tmp/home --dir /tmp/home
    --setenv SENTINEL_TEST_SMALL_FS /tmp/small
    --bind "$project" "$project" "${lent[@]}" --chdir "$project"
  )
  bwrap --die-with-parent "${options[@]}" -- "$@"
}

# The program is told of SIGTERM and may take its time; its exit status is ours.
enter_shared() {
  local options=()
  if [ "$root" = / ]; then
    SENTINEL_DEV_ENVIRONMENT=$(environment_name) exec "$@"
  fi
  check_bwrap
  base_options options
  share_files options
  share_settings options
  lend_desktop options
  supervise "${options[@]}" --bind "$project" "$project" --chdir "$PWD" -- "$@"
}

environment_name() {
  case $root in
    /) echo native ;;
    *) basename "$root" ;;
  esac
}

check_bwrap() {
  bwrap --bind / / true 2> /dev/null \
    || die 'bwrap cannot make a namespace here: as an ordinary user it needs unprivileged user namespaces,
  inside a container it needs the right to make namespaces'
}

# base_options ARRAY: what is the same for both ways.
base_options() {
  local -n out=$1
  local runtime name
  runtime=/run/user/$(id -u)
  out+=(
    --clearenv
    --setenv PATH /usr/local/bin:/usr/bin:/bin --setenv LANG C.UTF-8
    --setenv USER "$(id -un)" --setenv TERM "${TERM:-dumb}"
    --setenv XDG_RUNTIME_DIR "$runtime"
    --setenv SENTINEL_DEV_ENVIRONMENT "$(environment_name)"
    --bind "$root" / --dev /dev --ro-bind /sys /sys
    --tmpfs /run --dir /run/user --perms 0700 --dir "$runtime"
  )
  for name in CI COLUMNS NO_COLOR MESON_TESTTHREADS; do
    [ -z "${!name:-}" ] || out+=(--setenv "$name" "${!name}")
  done
}

# The host's folders, all but those that make up an operating system.
share_files() {
  local -n out=$1
  local folder
  for folder in /* /var/tmp "$HOME"; do
    case $folder in
      /bin | /boot | /dev | /etc | /lib* | /lost+found | /run | /sbin | /sys | /usr | /var) ;;
      *) [ ! -d "$folder" ] || out+=(--bind "$folder" "$folder") ;;
    esac
  done
  out+=(--setenv HOME "$HOME")
  [ ! -e /etc/resolv.conf ] || out+=(--ro-bind "$(readlink -f /etc/resolv.conf)" /etc/resolv.conf)
}

# What the caller says by environment variables and is meant for the program.
share_settings() {
  local -n out=$1
  local name
  for name in $(compgen -e); do
    case $name in
      SENTINEL_DEV_*) ;;
      SENTINEL_* | PREFECT_* | XDG_*_HOME | G_MESSAGES_DEBUG | G_DEBUG | GTK_* | GDK_* | GSK_* | ADW_* \
        | ASAN_OPTIONS | TSAN_OPTIONS | UBSAN_OPTIONS | SSL_CERT_* | *_proxy | *_PROXY)
        out+=(--setenv "$name" "${!name}")
        ;;
    esac
  done
  out+=(--setenv TZ "$(time_zone)")
}

time_zone() {
  local zone
  zone=$(readlink -f /etc/localtime || true)
  case $zone in
    */zoneinfo/*) zone=${zone#*/zoneinfo/} ;;
    *) zone=UTC ;;
  esac
  echo "${TZ:-$zone}"
}

# supervise BWRAP-OPTION… -- CMD…: bwrap itself passes no signal on, and would leave its child behind.
# So it ignores those that ask to end, and this shell hands them to the program.
supervise() {
  local options=() monitor status
  while [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  shift
  open_nameless_file
  (
    trap '' HUP INT QUIT TERM
    exec bwrap --die-with-parent --info-fd 8 "${options[@]}" \
      -- env --default-signal=HUP,INT,QUIT,TERM "$@"
  ) <&0 &
  monitor=$!
  trap 'pass_on TERM' TERM
  trap 'pass_on HUP' HUP
  trap : INT QUIT # a terminal has sent these to the program as well
  until_gone "$monitor" && status=0 || status=$?
  exit "$status"
}

# As descriptor 8: for bwrap to say which process it started. Nothing is left of it, however we end.
open_nameless_file() {
  local name
  name=$(mktemp)
  exec 8<> "$name"
  rm "$name"
}

pass_on() {
  local pid
  pid=$(sed -n 's/.*"child-pid": *\([0-9]*\).*/\1/p' /proc/$$/fd/8)
  if [ -n "$pid" ]; then
    kill -s "$1" "$pid" 2> /dev/null || true
  else
    kill -s KILL "$monitor" # it has not begun
  fi
}

# A signal interrupts wait; what the last one says is the program's status.
until_gone() {
  while kill -0 "$1" 2> /dev/null; do
    wait "$1" || true
  done
  wait "$1"
}
