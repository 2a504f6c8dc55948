# What the machine's disk is made of: a Debian tree, a kernel module that is built in another, and our packages.
# shellcheck shell=bash

readonly rig_suite=trixie
# The last rows are what our packages depend on: dpkg installs those into the tree and fetches nothing.
readonly image_packages="systemd systemd-sysv dbus linux-image-rt-amd64 initramfs-tools kmod udev iproute2 procps
  util-linux python3 can-utils gpiod libcamera-tools libcamera-ipa v4l-utils
  polkitd minisign libgpiod3 libcamera0.4 libzmq5 libfmt10 libflatbuffers23.5.26 libpng16-16t64 zlib1g libsystemd0
  libcivetweb1 libmuparser2v5 libwslay1 libsodium23 libturbojpeg0 libprometheus-cpp-core1.0"
readonly kernel_packages="linux-source linux-headers-rt-amd64 make xz-utils"

# The module's tree is the rig's own: it must have the kernel that the image has, so both are made at one time.
make_trees() {
  unless_made "$cache/kernel" "$(key_of "$rig_suite" "$kernel_packages")" \
    debian_tree "$cache/kernel" "$rig_suite" amd64 "$kernel_packages"
  unless_made "$cache/image" "$(key_of "$rig_suite" "$image_packages" "$(cat "$cache/kernel.key")")" \
    debian_tree "$cache/image" "$rig_suite" amd64 "$image_packages"
}

# Debian's kernels come without gpio-sim; its source is a package. The one call that modules may not make is replaced by
# the one meant for them.
gpio_sim_into() { # root of the image
  local kernel work
  kernel=$(basename "$1"/lib/modules/*)
  [ -d "$cache/kernel/lib/modules/$kernel/build" ] ||
    { say "the image has kernel $kernel, the tree of its headers has not: './scripts/rig clean' brings both up to date"; return 1; }
  work=$cache/kernel/usr/src/gpio-sim-rig
  rm -rf "$work" && mkdir "$work" &&
    tar -C "$work" -xJf "$cache"/kernel/usr/src/linux-source-*.tar.xz --strip-components=3 --wildcards \
      --no-wildcards-match-slash '*/drivers/gpio/gpio-sim.c' '*/kernel/irq/irq_sim.c' &&
    sed -i 's/handle_simple_irq(irq_to_desc(irqnum))/generic_handle_irq_safe(irqnum)/' "$work/irq_sim.c" &&
    printf 'obj-m := gpio-sim-rig.o\ngpio-sim-rig-y := gpio-sim.o irq_sim.o\n' >"$work/Makefile" &&
    chroot "$cache/kernel" make -s -C "/lib/modules/$kernel/build" M=/usr/src/gpio-sim-rig modules >&2 &&
    install -D -m 0644 "$work/gpio-sim-rig.ko" "$1/lib/modules/$kernel/extra/gpio-sim-rig.ko" &&
    chroot "$1" depmod "$kernel"
}

fill_image() { # root of the image
  cp -r --no-preserve=ownership "$root/scripts/lib/rig/guest/." "$1/" &&
    chroot "$1" systemctl --quiet enable rig-claims.service rig-shell.service &&
    chroot "$1" systemctl --quiet mask serial-getty@ttyS0.service getty@tty1.service apt-daily.timer
}

install_packages() { # root of the image
  mkdir "$1/packages" && cp "$cache"/programs/packages/*.deb "$1/packages/" &&
    chroot "$1" sh -c 'DEBIAN_FRONTEND=noninteractive dpkg -i /packages/*.deb' >&2 && rm -r "$1/packages"
}

make_disk() { # disk image; kernel and initrd are put beside it
  local work=$cache/image.work made=0
  rm -rf "$work"
  cp -a "$cache/image" "$work" && gpio_sim_into "$work" && fill_image "$work" && install_packages "$work" &&
    cp "$work"/boot/vmlinuz-* "$cache/vmlinuz" && cp "$work"/boot/initrd.img-* "$cache/initrd" &&
    mke2fs -q -t ext4 -d "$work" "$1" 4G || made=1
  rm -rf "$work"
  return $made
}

make_image() {
  local inputs
  inputs=$(cd "$root/scripts/lib/rig" && find guest trees.sh -type f -exec sha256sum {} + | sort)
  unless_made "$cache/disk.img" "$(key_of "$(cat "$cache/image.key" "$cache/programs.key")" "$inputs")" \
    make_disk "$cache/disk.img"
}
