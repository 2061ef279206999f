# Finds JDK 25 and Maven, and installs them where there are none. Sourced by ./scorta.

JAVA_WANTED=25
PRIVATE_JDK=${XDG_CACHE_HOME:-$HOME/.cache}/scorta/jdk-$JAVA_WANTED

say() {
  printf 'scorta: %s\n' "$*" >&2
}

die() {
  say "$*"
  exit 1
}

# The major version of the java in a JDK folder; nothing where there is none.
java_major() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1
  fi
}

find_java() {
  local onpath candidate
  onpath=$(command -v java || true)
  [ -n "$onpath" ] && onpath=$(dirname "$(dirname "$(readlink -f "$onpath")")")
  for candidate in "${JAVA_HOME:-}" "$onpath" /usr/lib/jvm/*"$JAVA_WANTED"* "$PRIVATE_JDK"; do
    if [ -n "$candidate" ] && [ "$(java_major "$candidate")" = "$JAVA_WANTED" ]; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "installing needs root: run as root once, or install JDK $JAVA_WANTED and Maven yourself"
  fi
}

apt_offers() {
  [ -n "$(apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: \([^(].*\)/\1/p')" ]
}

# Installs system packages by name, refreshing the lists only where a name is unknown.
apt_install() {
  command -v apt-get >/dev/null || die "no apt-get here: install JDK $JAVA_WANTED and Maven yourself, then run again"
  local name
  for name in "$@"; do
    if ! apt_offers "$name"; then
      as_root apt-get update -qq || die "the package lists cannot be read: see the lines above"
      break
    fi
  done
  say "installing system packages: $*"
  DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
    die "installing $* failed: see the lines above"
}

install_java() {
  local name
  command -v apt-get >/dev/null ||
    die "JDK $JAVA_WANTED not found: install one and set JAVA_HOME, then run again"
  apt_offers maven || as_root apt-get update -qq
  for name in "openjdk-$JAVA_WANTED-jdk-headless" "temurin-$JAVA_WANTED-jdk"; do
    if apt_offers "$name"; then
      apt_install "$name"
      return
    fi
  done
  "$SCORTA_HOME/scripts/private-jdk.sh" "$JAVA_WANTED" "$PRIVATE_JDK"
}

ensure_java() {
  if ! JAVA_HOME=$(find_java); then
    say "JDK $JAVA_WANTED not found"
    install_java
    JAVA_HOME=$(find_java) ||
      die "JDK $JAVA_WANTED is still not found: install one and set JAVA_HOME, then run again"
  fi
  export JAVA_HOME
}

ensure_maven() {
  command -v mvn >/dev/null && return
  say "Maven not found"
  apt_install maven
}
