# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # variables of dev and host.sh
# The caller's desktop: its display, its session bus, and an entry by which the Shell knows the program.

readonly app_id=io.github.orkapodavid.SentinelAlerts
readonly desktop_file=${XDG_DATA_HOME:-$HOME/.local/share}/applications/$app_id.desktop
readonly desktop_mark=X-Sentinel-Development=true

has_display() { [ -n "${WAYLAND_DISPLAY:-}${DISPLAY:-}" ]; }

# The socket of the session bus, or nothing; only one with a path can be handed in.
session_bus() {
  local address=${DBUS_SESSION_BUS_ADDRESS:-unix:path=${XDG_RUNTIME_DIR:-}/bus}
  address=${address#unix:path=}
  address=${address%%,*}
  [ ! -S "$address" ] || echo "$address"
}

wayland_socket() {
  local socket=${WAYLAND_DISPLAY:-}
  case $socket in
    '') return ;;
    /*) ;;
    *) socket=${XDG_RUNTIME_DIR:-}/$socket ;;
  esac
  [ ! -S "$socket" ] || echo "$socket"
}

# lend_desktop ARRAY: adds what there is.
lend_desktop() {
  local -n out=$1
  local runtime socket
  runtime=/run/user/$(id -u)
  socket=$(wayland_socket)
  [ -z "$socket" ] || out+=(--bind "$socket" "$runtime/wayland-0" --setenv WAYLAND_DISPLAY wayland-0)
  if [ -n "${DISPLAY:-}" ]; then
    out+=(--setenv DISPLAY "$DISPLAY")
    socket=${XAUTHORITY:-$HOME/.Xauthority}
    [ ! -f "$socket" ] || out+=(--ro-bind "$socket" /run/Xauthority --setenv XAUTHORITY /run/Xauthority)
  fi
  socket=$(session_bus)
  [ -z "$socket" ] || out+=(
    --bind "$socket" "$runtime/bus" --setenv DBUS_SESSION_BUS_ADDRESS "unix:path=$runtime/bus"
  )
  [ ! -d /dev/dri ] || out+=(--dev-bind /dev/dri /dev/dri)
  [ -z "${XDG_CURRENT_DESKTOP:-}" ] || out+=(--setenv XDG_CURRENT_DESKTOP "$XDG_CURRENT_DESKTOP")
}

# GNOME Shell drops notifications of a program that it knows no desktop file of, without a word.
install_desktop_file() {
  if [ -e "$desktop_file" ] && ! grep -q "^$desktop_mark" "$desktop_file"; then
    return
  fi
  mkdir -p "$(dirname "$desktop_file")"
  cat > "$desktop_file" << END
[Desktop Entry]
Type=Application
Name=Sentinel Alerts (development)
Exec="$project/dev" run
Icon=$project/data/icons/hicolor/scalable/apps/$app_id.svg
StartupNotify=true
$desktop_mark
END
}

remove_desktop_file() {
  if grep -qs "^$desktop_mark" "$desktop_file"; then
    rm -f "$desktop_file"
  fi
}
