# Two Debian trees from packages only: one to build in, one that becomes the machine's disk.
# shellcheck shell=bash

readonly rig_suite=trixie
readonly image_packages="systemd systemd-sysv dbus linux-image-rt-amd64 initramfs-tools kmod udev iproute2 procps
  util-linux python3 can-utils gpiod libcamera-tools libcamera-ipa v4l-utils
  libgpiod3 libzmq5 libfmt10 libflatbuffers23.5.26 libpng16-16t64 zlib1g libsystemd0 libcivetweb1 libmuparser2v5"
readonly tree_packages="libgpiod-dev libcamera-dev libgtest-dev linux-source linux-headers-rt-amd64 make xz-utils
  python3-minimal"

key_of() { printf '%s\n' "$@" | sha256sum | cut -c 1-16; }

# Runs the command unless the stamp beside the file carries this key; a half-made file never gets one.
unless_made() { # file or directory, key, command…
  local file=$1 key=$2; shift 2
  [ -e "$file" ] && [ "$(cat "$file.key" 2>/dev/null)" = "$key" ] && return
  rm -rf "$file" "$file.key"
  "$@" || die "$exit_unavailable" "the virtual rig was not run: $(basename "$file") could not be made; see above"
  echo "$key" >"$file.key"
}

debian_tree() { # directory, package…
  local directory=$1 from; shift
  from=$(mirror) || true
  say "Making $(basename "$directory") of Debian $rig_suite, once."
  rm -rf "$directory.part"
  mmdebstrap --quiet --variant=minbase --format=directory --include="$(tr -s ' \n' ',' <<<"$*" | sed 's/,$//')" \
    "$rig_suite" "$directory.part" "${from:-http://deb.debian.org/debian}" >&2 && mv "$directory.part" "$directory"
}

make_trees() {
  local wanted
  wanted="$("$root/scripts/install" --list build) $tree_packages"
  unless_made "$cache/tree" "$(key_of "$wanted")" debian_tree "$cache/tree" "$wanted"
  unless_made "$cache/image" "$(key_of "$image_packages" "$(cat "$cache/tree.key")")" debian_tree "$cache/image" "$image_packages"
}

# Debian's kernels come without gpio-sim; its source is a package. The one call that modules may not make is replaced by
# the one meant for them.
gpio_sim_into() { # root of the image
  local kernel work
  kernel=$(basename "$1"/lib/modules/*)
  [ -d "$cache/tree/lib/modules/$kernel/build" ] ||
    { say "the image has kernel $kernel, the build tree has not: './scripts/rig clean' brings both up to date"; return 1; }
  work=$cache/tree/usr/src/gpio-sim-rig
  rm -rf "$work" && mkdir "$work" &&
    tar -C "$work" -xJf "$cache"/tree/usr/src/linux-source-*.tar.xz --strip-components=3 --wildcards \
      --no-wildcards-match-slash '*/drivers/gpio/gpio-sim.c' '*/kernel/irq/irq_sim.c' &&
    sed -i 's/handle_simple_irq(irq_to_desc(irqnum))/generic_handle_irq_safe(irqnum)/' "$work/irq_sim.c" &&
    printf 'obj-m := gpio-sim-rig.o\ngpio-sim-rig-y := gpio-sim.o irq_sim.o\n' >"$work/Makefile" &&
    chroot "$cache/tree" make -s -C "/lib/modules/$kernel/build" M=/usr/src/gpio-sim-rig modules >&2 &&
    install -D -m 0644 "$work/gpio-sim-rig.ko" "$1/lib/modules/$kernel/extra/gpio-sim-rig.ko" &&
    chroot "$1" depmod "$kernel"
}

fill_image() { # root of the image
  cp -r --no-preserve=ownership "$root/scripts/lib/rig/guest/." "$1/" &&
    chroot "$1" systemctl --quiet enable tripline-claims.service tripline-shell.service &&
    chroot "$1" systemctl --quiet mask serial-getty@ttyS0.service getty@tty1.service apt-daily.timer &&
    chroot "$1" groupadd --system gpio && chroot "$1" useradd --system --groups video,gpio tripline
}

make_disk() { # disk image; kernel and initrd are put beside it
  local work=$cache/image.work made=0
  rm -rf "$work"
  cp -a "$cache/image" "$work" && gpio_sim_into "$work" && fill_image "$work" &&
    cp "$work"/boot/vmlinuz-* "$cache/vmlinuz" && cp "$work"/boot/initrd.img-* "$cache/initrd" &&
    mke2fs -q -t ext4 -d "$work" "$1" 2G || made=1
  rm -rf "$work"
  return $made
}

make_image() {
  local inputs
  inputs=$(cd "$root/scripts/lib/rig" && find guest trees.sh -type f -exec sha256sum {} + | sort)
  unless_made "$cache/disk.img" "$(key_of "$(cat "$cache/image.key")" "$inputs")" make_disk "$cache/disk.img"
}
