# The machine: QEMU with a disk laid over the image, and the programs' disk; what it finds comes back by a port. A USB
# camera of software is plugged into it (camera/); another port tells the camera what happens to it.
# shellcheck shell=bash

readonly boot_seconds=2400 # an emulated boot takes half a minute on an idle machine, all claims a quarter of an hour

# Some machines have /dev/kvm and cannot run a kernel with it, so emulation it is, unless asked for.
accelerator() {
  if [ "${TRIPLINE_RIG_KVM:-}" = yes ]; then echo "kvm -cpu host"; else echo "tcg,thread=multi -cpu max"; fi
}

new_disk() { qemu-img create -q -f qcow2 -F raw -b "$cache/disk.img" "$cache/overlay.qcow2"; }

machine() { # kernel argument, qemu option…
  local argument=$1; shift
  python3 -B "$root/scripts/lib/rig/camera/usb_camera.py" "$cache/usb.socket" "$cache/camera.socket" </dev/null &
  # shellcheck disable=SC2046
  exec qemu-system-x86_64 -machine q35 -accel $(accelerator) -smp 2 -m 1024 -no-reboot -nic none -display none \
    -kernel "$cache/vmlinuz" -initrd "$cache/initrd" -append "root=/dev/vda rw console=ttyS0 quiet rcupdate.rcu_cpu_stall_suppress=1 panic=-1 $argument" \
    -drive file="$cache/overlay.qcow2",format=qcow2,if=virtio \
    -drive file="$cache/payload.img",format=raw,if=virtio,snapshot=on \
    -device qemu-xhci -chardev socket,id=usb,path="$cache/usb.socket",server=on,wait=off -device usb-redir,chardev=usb \
    -device virtio-serial \
    -chardev socket,id=camera,path="$cache/camera.socket",server=on,wait=off -device virtserialport,chardev=camera,name=rig.camera \
    "$@"
}

boot_a_shell() { new_disk && machine tripline.rig=shell -serial mon:stdio; }

# Starts the machine in the background, its lines into $cache/results, and waits for the first of them; sets `qemu` to its
# process. An emulated processor now and then trips over code that another one patches while the kernel starts (int3 in
# its log): such a machine never said anything, and is started again.
boot() { # kernel argument, console file
  local attempt
  for attempt in 1 2 3; do
    : >"$cache/results"
    machine "$1" -serial file:"$2" \
      -chardev file,id=results,path="$cache/results" -device virtserialport,chardev=results,name=rig.results 9>&- &
    qemu=$!
    ! wait_for_line begin || return 0
    kill -9 "$qemu" 2>/dev/null || true
    say "The machine did not come up (attempt $attempt of 3): $(grep -m 1 -E 'panic|Oops' "$2" || echo "see $2")"
  done
  return 1
}

# Waits for a line of the machine's that begins so; false when the machine ended first or it took too long.
wait_for_line() { # beginning
  local end=$((SECONDS + boot_seconds))
  while [ "$SECONDS" -lt "$end" ] && kill -0 "$qemu" 2>/dev/null; do
    ! grep -q "^$1" "$cache/results" || return 0
    sleep 0.5
  done
  grep -q "^$1" "$cache/results"
}

# While the rig main is armed and records, the machine is gone from one moment to the next.
cut_the_power() {
  say "Booting the virtual rig, to cut its power; its console goes to $cache/console-cut.log."
  boot tripline.rig=arm "$cache/console-cut.log" || die "$exit_unavailable" "the virtual rig did not come up; see $cache/console-cut.log"
  if ! wait_for_line armed; then
    kill -9 "$qemu" 2>/dev/null || true
    grep '^FAILS' "$cache/results" && die 1 "the virtual rig did not arm itself"
    die "$exit_unavailable" "the virtual rig gave no verdict; see $cache/console-cut.log"
  fi
  kill -9 "$qemu"
  wait "$qemu" 2>/dev/null || true
}

# The last line that the machine writes is `end <holds> <fails>`; a machine that dies before has not answered.
boot_and_judge() { # name…
  local qemu follower holds fails
  trap 'kill -9 "${qemu:-}" "${follower:-}" 2>/dev/null || true' EXIT
  new_disk
  [ $# -gt 0 ] || cut_the_power
  say "Booting the virtual rig; its console goes to $cache/console.log."
  boot "tripline.rig=claims tripline.only=$(IFS=,; echo "$*")" "$cache/console.log" ||
    die "$exit_unavailable" "the virtual rig did not come up; see $cache/console.log"
  tail -n +2 -f "$cache/results" 9>&- &
  follower=$!
  if ! wait_for_line 'end '; then
    ! grep -q '^FAILS' "$cache/results" || die 1 "a claim does not hold, and the virtual rig did not get to the last one"
    die "$exit_unavailable" "the virtual rig gave no verdict; see $cache/console.log"
  fi
  sleep 1 # so that the last lines are seen
  kill -9 "$qemu" "$follower" 2>/dev/null || true
  wait "$qemu" "$follower" 2>/dev/null || true
  read -r _ holds fails < <(grep '^end ' "$cache/results")
  say "Of $((holds + fails)) claims $holds hold."
  [ "$holds" -gt 0 ] && [ "$fails" -eq 0 ]
}
