#!/bin/sh
# A device's update side without the machine: runs as the first process of name spaces of its own.
# $1 the slot whose system is used, $2 the disk, $3 a folder for what comes of it, $4 the slot that counts as running; then what to do, a word and its
# argument each: install BUNDLE, fleet BUNDLE (the same over RAUC's D-Bus interface), mark good|bad. The partitions' places come from the environment, MiB as START:SIZE.
set -eu
slot=$1 disk=$2 out=$3 running=$4
shift 4

root=$out/root
mkdir -p "$root"
mount -t squashfs -o loop,ro "$slot" "$root"
cd "$root"
for folder in dev run tmp var; do mount -t tmpfs stage "$folder"; done
mkdir -p run/before run/dbus run/kazasu run/out var/lib dev/disk/by-partlabel
ln -s /run var/run
mount --bind /proc proc
mount --bind /sys sys
for node in null zero random urandom; do
  touch "dev/$node"
  mount --bind "/dev/$node" "dev/$node"
done
part() {
  losetup --find --show --offset $((${2%:*} * 1048576)) --sizelimit $((${2#*:} * 1048576)) "$disk"
}
loops=
detach() {
  for loop in $loops; do losetup -d "$loop" || true; done
}
trap detach EXIT
for name in choice:$CHOICE system-a:$A system-b:$B; do
  loop=$(part "${name%%:*}" "${name#*:}")
  loops="$loops $loop"
  ln -s "$loop" "dev/disk/by-partlabel/kazasu-${name%%:*}"
done
data=$(part data "$DATA")
loops="$loops $data"
for number in $(seq 0 63); do [ -e "dev/loop$number" ] || mknod "dev/loop$number" b 7 "$number"; done
cp -a /dev/loop-control dev/
mount -o nosuid,nodev,noexec "$data" var/lib
mount --bind "$out" run/out
# The kernel here may know no dm-verity: the bundles of this proof are signed as a whole.
sed '/^bundle-formats/d' etc/rauc/system.conf > tmp/system.conf
mount --bind tmp/system.conf etc/rauc/system.conf
cat > tmp/inside <<'INSIDE'
set -eu
umount -l /run/before
running=$1
shift
mkdir -p /var/lib/rauc
dbus-daemon --system --fork --nopidfile
TMPDIR=/var/lib/rauc rauc service "--override-boot-slot=$running" > /run/out/daemon 2>&1 &
for _ in 1 2 3 4 5 6 7 8 9 10; do rauc status > /dev/null 2>&1 && break; sleep 0.2; done
# Somebody writes all the while, as the logs do.
(n=$(wc -l < /var/lib/kazasu/counter); while :; do n=$((n + 1)); echo "$n" | dd of=/var/lib/kazasu/counter oflag=append conv=notrunc,fsync status=none; sleep 0.02; done) &
# RAUC takes a file only where it can see what it lies on.
seen() {
  case $1 in /run/out/*) cp "$1" /run/update.raucb && echo /run/update.raucb ;; *) echo "$1" ;; esac
}
installer=de.pengutronix.rauc.Installer
# As a fleet's client installs: the call, then the signal of its end, and what it says of an error.
by_bus() {
  dbus-monitor --system "type='signal',interface='$installer',member='Completed'" > /run/completed &
  monitor=$!
  until [ -s /run/completed ]; do sleep 0.1; done
  busctl call de.pengutronix.rauc / $installer InstallBundle 'sa{sv}' "$1" 0
  until ended=$(sed -n 's/^ *int32 //p' /run/completed) && [ -n "$ended" ]; do sleep 0.2; done
  kill "$monitor"
  for property in Progress LastError; do busctl get-property de.pengutronix.rauc / $installer $property; done
  return "$ended"
}
number=0
while [ $# -gt 0 ]; do
  number=$((number + 1))
  case $1 in
  install) rauc install "$(seen "$2")" > "/run/out/said-$number" 2>&1 && code=0 || code=$? ;;
  fleet) by_bus "$(seen "$2")" > "/run/out/said-$number" 2>&1 && code=0 || code=$? ;;
  mark) rauc status "mark-$2" > "/run/out/said-$number" 2>&1 && code=0 || code=$? ;;
  esac
  echo "$code" > "/run/out/code-$number"
  shift 2
done
sync
kill -KILL -1 # everybody here but this shell and the first one
INSIDE
pivot_root . run/before
cd /
sh /tmp/inside "$running" "$@"
for _ in 1 2 3 4 5 6 7 8 9 10; do umount /var/lib 2> /dev/null && break || sleep 0.1; done
