# The units of the rigs, asked of systemd where it is the running system that is deployed to.
# shellcheck shell=bash

readonly rig_units='tripline-*@*.service'

# Only the running system has a systemd to ask and to tell; an image's own finds everything when it boots.
ask_systemd() { [ -z "$live" ] || "$@"; }
tell_systemd() { [ -z "$live" ] || step "$@"; }

units_in() { # state[,state]: names
  ask_systemd systemctl list-units --plain --no-legend --full --state="$1" "$rig_units" | cut -d' ' -f1
}

# As 'systemctl enable' does; a link works for an image, too. A template is enabled for each rig, tripline.target itself
# for the boot; what is not part of it (the watch for bundles) is for the administrator to enable.
enable_unit() { # unit file
  local name=${1##*/} wanted_by instance
  wanted_by=$(sed -n 's/^WantedBy=//p' "$1")
  case $name in
    tripline.target) link_unit "$wanted_by" "$name" "$name" ;;
    tripline-*@.service)
      [ "$wanted_by" = tripline.target ] || return 0
      for instance in $(rigs) ${dry:+$first_rig}; do link_unit "$wanted_by" "$name" "${name%.service}$instance.service"; done ;;
  esac
}

link_unit() { # by whom it is wanted, unit file's name, unit's name
  [ "$1" = multi-user.target ] || [ "$1" = tripline.target ] || return 0
  [ -L "$unit_dir/$1.wants/$3" ] || step make_unit_link "/etc/systemd/system/$2" "$unit_dir/$1.wants/$3"
}

make_unit_link() { # target, link
  make_directory "${2%/*}"
  ln -sT "$1" "$2"
}

unit_links() { # every link that enables a unit of ours
  [ ! -d "$unit_dir" ] || find "$unit_dir" -mindepth 2 -maxdepth 2 -path '*.wants/tripline*' -type l
}

remove_dangling_links() { # of units that this release has not
  local link to
  while IFS= read -r link; do
    to=$(readlink "$link")
    case $to in /*) to=$sysroot$to ;; *) to=${link%/*}/$to ;; esac
    [ -e "$to" ] || step rm "$link"
  done < <(unit_links)
}

own_files() { # directory
  [ ! -d "$1" ] || find "$1" -maxdepth 1 -name 'tripline*.conf' -printf '%f '
}

# Users, directories and device rights that units need, before any of them starts.
refresh_system() {
  # shellcheck disable=SC2046
  tell_systemd systemd-sysusers $(own_files "$etc/sysusers.d")
  # shellcheck disable=SC2046
  tell_systemd systemd-tmpfiles --create $(own_files "$etc/tmpfiles.d")
  [ -z "$journald_changed" ] || tell_systemd systemctl try-restart systemd-journald
  # Where no udevd listens, as in a container, the devices' rights are somebody else's.
  [ ! -S /run/udev/control ] || {
    tell_systemd udevadm control --reload
    tell_systemd udevadm trigger --action=change --subsystem-match=gpio --subsystem-match=video4linux \
      --subsystem-match=media --subsystem-match=dma_heap --subsystem-match=misc --subsystem-match=spidev \
      --subsystem-match=tty
  }
}

# Where a unit is not loaded, there is nothing to do.
systemctl_if_loaded() { systemctl "$@" 2>/dev/null || true; }

start_units() { # unit…: after whatever happened before; a start limit counts for the release that reached it
  [ $# -gt 0 ] || return 0
  tell_systemd systemctl_if_loaded reset-failed "$@"
  tell_systemd systemctl --no-block start "$@"
}

stop_units() { # unit…
  [ $# -eq 0 ] || tell_systemd systemctl stop "$@"
}
