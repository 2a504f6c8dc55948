# The rigs of this machine: each directory of /etc/tripline with a rig.env is one.
# shellcheck shell=bash

readonly rig_pattern='^[a-z][a-z0-9-]{0,31}$'

rigs() { # one name a line; what a restore kept beside them has a name that is no rig's
  local file name
  for file in "$etc"/tripline/*/rig.env; do
    name=$(basename "$(dirname "$file")")
    if [ -f "$file" ] && [[ $name =~ $rig_pattern ]]; then echo "$name"; fi
  done
}

rig_port() { # rig; TRIPLINE_HEALTH_PORT stands for the port of every rig, in tests
  local port
  port=$(sed -nE 's/^TRIPLINE_PORT="?([0-9]+)"?[[:space:]]*$/\1/p' "$etc/tripline/$1/rig.env" | tail -n 1)
  echo "${TRIPLINE_HEALTH_PORT:-${port:-8080}}"
}

# The group's number in the system that is deployed to; root's where sysusers has not been there yet.
group_number() { # name
  local line; line=$(grep -s "^$1:" "$etc/group") || line=::0
  cut -d: -f3 <<<"$line"
}

# A machine without any rig gets the rig main, as the release has it.
make_first_rig() { # tree
  local rig=$etc/tripline/main group
  [ -z "$(rigs)" ] || return 0
  first_rig=main
  group=$(group_number tripline)
  step install -d -m 0755 -o 0 -g 0 "$etc/tripline"
  step install -d -m 0750 -o 0 -g "$group" "$rig"
  step install -m 0640 -o 0 -g "$group" "$1/share/rig.env" "$rig/rig.env"
}
