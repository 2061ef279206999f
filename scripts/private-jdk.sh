#!/usr/bin/env bash
# Unpacks JDK $1 into folder $2 from a newer Debian release, for a Debian that has no such package.
#
# Nothing of the running system changes: the JDK and the C libraries it was built against lie in
# that folder alone. The mirror is the one that this system already uses.
set -euo pipefail

version=$1
target=$2
release=trixie

say() {
  printf 'scorta: %s\n' "$*" >&2
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)
[ -n "$mirror" ] || {
  say "no Debian mirror is configured: install JDK $version and set JAVA_HOME, then run again"
  exit 1
}
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
mkdir -p "$work/parts" "$work/state/lists/partial" "$work/cache/archives/partial" "$work/root"
printf 'deb [signed-by=%s] %s %s main\n' "$keyring" "$mirror" "$release" >"$work/sources.list"
touch "$work/state/status"
options=(
  -o "Dir::Etc::SourceList=$work/sources.list" -o "Dir::Etc::SourceParts=$work/parts"
  -o "Dir::State=$work/state" -o "Dir::State::status=$work/state/status" -o "Dir::Cache=$work/cache"
  -o APT::Sandbox::User=root
)
say "this Debian has no JDK $version: unpacking the one of Debian $release into $target"
apt-get "${options[@]}" update -qq
cd "$work"
packages=(
  "openjdk-$version-jdk-headless" "openjdk-$version-jre-headless"
  libc6 libstdc++6 libgcc-s1 zlib1g libnss3 libnspr4 liblcms2-2 libjpeg62-turbo
)
apt-get "${options[@]}" download -qq "${packages[@]}" patchelf 2>/dev/null
for package in ./*.deb; do
  dpkg -x "$package" root
done

# The system's own patchelf may be absent, and the newer one needs the newer C library.
libraries=$target/system
arch_dir=$(cd root/usr/lib && echo *-linux-gnu)
loader=$(cd "root/usr/lib/$arch_dir" && echo ld-linux*.so.*)
patchelf() {
  "root/usr/lib/$arch_dir/$loader" --library-path "root/usr/lib/$arch_dir" root/usr/bin/patchelf "$@"
}
jdk=$(echo root/usr/lib/jvm/java-"$version"-openjdk-*)
mkdir -p "$(dirname "$target")"
rm -rf "$target.new" && mkdir "$target.new"
cp -a "$jdk/." "$target.new/"
cp -aL "root/usr/lib/$arch_dir" "$target.new/system"
# Debian keeps some of the JDK's files under /etc; its links are replaced by the files themselves.
find "$target.new" -type l | while read -r link; do
  to=$(readlink "$link")
  case "$to" in
    /*) [ -e "root$to" ] && rm "$link" && cp -aL "root$to" "$link" ;;
  esac
done
for program in "$target.new"/bin/*; do
  patchelf --set-interpreter "$libraries/$loader" --force-rpath --set-rpath "$libraries:\$ORIGIN/../lib" "$program"
done
[ -e "$target.new/lib/jspawnhelper" ] &&
  patchelf --set-interpreter "$libraries/$loader" --force-rpath --set-rpath "$libraries" "$target.new/lib/jspawnhelper"
rm -rf "$target"
mv "$target.new" "$target"
"$target/bin/java" -version >/dev/null 2>&1 || {
  say "the unpacked JDK does not run here: install JDK $version and set JAVA_HOME, then run again"
  exit 1
}
