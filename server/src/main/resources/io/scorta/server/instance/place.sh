# Makes the inside of an instance and stays as its first process until standard input ends, which it
# does at the latest when the Scorta that holds the other end is gone. Run as: bash place.sh out FOLDER
# SHIMS HOSTNAME BASE COUNT.
#
# FOLDER holds the instance's own etc, root and home; SHIMS the programs under /usr/local/sbin. The
# instance's user 0 is BASE out here, and it has COUNT users. Prints "pid N", then "ready".
#
# The instance owns its user and network namespaces, so its root may use iptables and the settings
# under net; the mounts belong to whoever runs this, so that root cannot change them.
set -euo pipefail
stage=$1 folder=$2 shims=$3 name=$4 base=$5 count=$6

if [ "$stage" = out ]; then
  coproc HOLD { exec unshare --user --net cat; }
  for ((i = 0; i < 2000; i++)); do
    [ "$(readlink "/proc/$HOLD_PID/ns/net")" = "$(readlink /proc/self/ns/net)" ] || break
    sleep 0.005
  done
  # Whoever may map only itself must give up groups first.
  [ "$count" != 1 ] || echo deny >"/proc/$HOLD_PID/setgroups"
  echo "0 $base $count" >"/proc/$HOLD_PID/uid_map"
  echo "0 $base $count" >"/proc/$HOLD_PID/gid_map"
  exec 8<"/proc/$HOLD_PID/ns/user" 9<"/proc/$HOLD_PID/ns/net"
  kill "$HOLD_PID"
  exec unshare --mount --pid --uts --ipc --fork --kill-child \
    bash "$0" in "${@:2}"
fi

read -r pid _ </proc/self/stat
hostname "$name"
mount --make-rprivate /
owned=uid=$base,gid=$base
mount -t tmpfs -o mode=755,size=1m,nr_inodes=512 root /mnt
cd /mnt
mkdir usr etc root home tmp run var dev proc sys mnt opt old
for link in bin sbin lib lib32 lib64 libx32; do
  if [ -L "/$link" ]; then
    cp -P "/$link" .
  elif [ -d "/$link" ]; then
    mkdir "$link"
    mount --bind -o ro "/$link" "$link"
  fi
done
mount --bind -o ro,nosuid /usr usr
mount -t tmpfs -o mode=755,size=64k local usr/local
mkdir usr/local/sbin usr/local/bin
mount --bind -o ro "$shims" usr/local/sbin
# What the host's packages set at boot is the host's own.
[ ! -d usr/lib/sysctl.d ] || mount -t tmpfs -o ro,size=4k none usr/lib/sysctl.d
for own in etc root home; do
  mount --bind -o nosuid,nodev "$folder/$own" "$own"
done
mount -t tmpfs -o "nosuid,nodev,mode=1777,size=64m,nr_inodes=16k,$owned" tmp tmp
mount -t tmpfs -o "nosuid,nodev,mode=755,size=16m,nr_inodes=4k,$owned" run run
mount -t tmpfs -o "nosuid,nodev,mode=755,size=16m,nr_inodes=4k,$owned" var var
mount -t tmpfs -o mode=755,size=64k dev dev
for device in null zero full random urandom tty; do
  : >"dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=666,mode=620 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
for i in 0:stdin 1:stdout 2:stderr; do ln -s "fd/${i%:*}" "dev/${i#*:}"; done
mount -t proc -o nosuid,nodev,noexec proc proc
# Of the kernel's settings only those of the instance's own network may be written.
mount --bind -o ro,nosuid,nodev,noexec proc/sys proc/sys
mount --bind proc/sys/net proc/sys/net
mount -o remount,bind,rw,nosuid,nodev,noexec proc/sys/net
for hidden in kcore keys timer_list sysrq-trigger; do
  [ ! -e "proc/$hidden" ] || mount --bind /dev/null "proc/$hidden"
done
mount -o remount,bind,ro .
pivot_root . old
umount -l old
echo "pid $pid"
root=(--setuid 0 --setgid 0)
# Where one user is all there is, it is root on both sides already.
[ "$count" != 1 ] || root=(--preserve-credentials)
exec nsenter --user=/proc/self/fd/8 --net=/proc/self/fd/9 "${root[@]}" \
  env -i --chdir=/ PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin sh -c '
    ip link set lo up
    exec 8<&- 9<&-
    echo ready
    # With SIGCHLD ignored the kernel takes away what orphans leave.
    exec env --ignore-signal=CHLD cat >/dev/null 2>&1'
