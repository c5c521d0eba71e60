#!/bin/sh
# Makes a device out of the packages: runs once in the fresh root file system, its path is $1.
set -eu
root=$1

# The reader and the panel's browser are users of their own; nobody logs in, not even root.
chroot "$root" groupadd --system --gid 900 kazasu
chroot "$root" groupadd --system --gid 901 kiosk
chroot "$root" useradd --system --uid 900 --gid 900 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin kazasu
chroot "$root" useradd --system --uid 901 --gid 901 --groups video,audio --no-create-home --home-dir /run/kiosk --shell /usr/sbin/nologin kiosk
chroot "$root" usermod --lock --shell /usr/sbin/nologin root
sed -i 's/^\([^:]*\):[^:]*:[^:]*:/\1:!*:1:/' "$root/etc/shadow" # no password, and no day of the build

# No program gives more rights than its caller has.
find "$root" -xdev -type f -perm /6000 -exec chmod ug-s {} +

# The device finds its name, its id and its name servers while it runs.
echo kazasu > "$root/etc/hostname"
printf '127.0.0.1 localhost\n::1 localhost\n127.0.1.1 kazasu\n' > "$root/etc/hosts"
ln -sf ../run/systemd/resolve/stub-resolv.conf "$root/etc/resolv.conf"
: > "$root/etc/machine-id"
rm -f "$root/etc/fstab"

# Nothing is installed on the device itself: what the package manager knew becomes the list of what is inside.
mkdir -p "$root/usr/share/kazasu"
chroot "$root" dpkg-query -W -f '${Package} ${Version} ${Architecture} ${source:Package}\n' > "$root/usr/share/kazasu/packages"
rm -rf "$root/var/lib/dpkg/info" "$root/var/log"/* "$root/boot/System.map"* "$root/vmlinuz.old" "$root/initrd.img.old" "$root/etc/cron"*
rm -rf "$root/etc/apt/sources.list" "$root/etc/apt/sources.list.d"
rm -f "$root/etc/"*- "$root/etc/ssh/ssh_host"* "$root/etc/.pwd.lock"
mkdir -p "$root/opt/kazasu" "$root/etc/kazasu"

# cage starts only where it finds an X server, which it would start for programs that ask; the panel's browser does not.
if [ -e "$root/usr/bin/cage" ]; then ln -s false "$root/usr/bin/Xwayland"; fi

# Doors for people who type: closed.
for unit in getty@.service serial-getty@.service console-getty.service container-getty@.service autovt@.service \
  getty.target ctrl-alt-del.target debug-shell.service rescue.service emergency.service systemd-ask-password-console.service systemd-ask-password-console.path \
  apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer \
  man-db.timer mosquitto.service alsa-restore.service keyboard-setup.service console-setup.service \
  sys-kernel-debug.mount sys-kernel-tracing.mount; do
  ln -sf /dev/null "$root/etc/systemd/system/$unit"
done
rm -f "$root/etc/systemd/system/getty.target.wants/"* "$root/etc/systemd/system/multi-user.target.wants/mosquitto.service"
for service in systemd-networkd systemd-resolved; do
  ln -sf "/lib/systemd/system/$service.service" "$root/etc/systemd/system/multi-user.target.wants/$service.service"
done
ln -sf /lib/systemd/system/multi-user.target "$root/etc/systemd/system/default.target"
