# The machine: QEMU with the image (never written to) and the programs' disk; what it finds comes back by a port.
# shellcheck shell=bash

readonly boot_seconds=900 # an emulated boot takes half a minute on an idle machine

# Some machines have /dev/kvm and cannot run a kernel with it, so emulation it is, unless asked for.
accelerator() {
  if [ "${TRIPLINE_RIG_KVM:-}" = yes ]; then echo "kvm -cpu host"; else echo "tcg,thread=multi -cpu max"; fi
}

machine() { # kernel argument, qemu option…
  local argument=$1; shift
  # shellcheck disable=SC2046
  qemu-system-x86_64 -machine q35 -accel $(accelerator) -smp 2 -m 1024 -no-reboot -nic none -display none \
    -kernel "$cache/vmlinuz" -initrd "$cache/initrd" -append "root=/dev/vda rw console=ttyS0 quiet rcupdate.rcu_cpu_stall_suppress=1 $argument" \
    -drive file="$cache/disk.img",format=raw,if=virtio,snapshot=on \
    -drive file="$cache/payload.img",format=raw,if=virtio,snapshot=on "$@"
}

boot_a_shell() { machine tripline.rig=shell -serial mon:stdio; }

# The last line that the machine writes is `end <holds> <fails>`; a machine that dies before has not answered.
boot_and_judge() { # name…
  local console=$cache/console.log results=$cache/results
  : >"$results"
  say "Booting the virtual rig; its console goes to $console."
  # shellcheck disable=SC2016
  timeout "$boot_seconds" bash -c 'tail -n +1 -f "$1" & exec 9>&-; wait' bash "$results" 9>&- &
  local follower=$!
  local ended=0
  (export -f machine accelerator; export cache; timeout "$boot_seconds" bash -c 'machine "$@"' bash \
    "tripline.rig=claims tripline.only=$(IFS=,; echo "$*")" \
    -serial file:"$console" -device virtio-serial \
    -chardev file,id=results,path="$results" -device virtserialport,chardev=results,name=tripline.results) 9>&- || ended=$?
  kill "$follower" 2>/dev/null || true
  grep -q '^end ' "$results" ||
    die "$exit_unavailable" "the virtual rig gave no verdict (qemu ended with $ended); see $console"
  grep -q '^end [1-9][0-9]* 0$' "$results"
}
