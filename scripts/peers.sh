# Gets the real servers and clients that tests and benchmarks compare with. Sourced by ./scorta.
#
# valkey, redis-cli and memcached are unpacked into an ignored folder: no service starts, nothing of
# the system changes. The aws CLI is taken from the path, else installed as a system package.

PEERS=$SCORTA_HOME/.peers
PEER_PROGRAMS="valkey-server valkey-cli valkey-benchmark redis-cli memcached"
PEER_PACKAGES="valkey-server valkey-tools redis-tools memcached libevent-2.1-7 libevent-2.1-7t64
  libhiredis0.14 libhiredis1.1.0 libjemalloc2 liblzf1 libatomic1 libsasl2-2 libssl3 libssl3t64
  libsystemd0 liblua5.1-0 libxxhash0"

peers_present() {
  local program
  for program in $PEER_PROGRAMS; do
    [ -x "$PEERS/bin/$program" ] || return 1
  done
}

ensure_peers() {
  ensure_java
  ensure_maven
  peers_present || install_peers
  export PATH=$PEERS/bin:$PATH
  command -v aws >/dev/null || apt_install awscli
  ensure_network_tools
}

# What the kernel's network and the tests on it run, each with the package it comes from.
NETWORK_TOOLS="ip:iproute2 nft:nftables iptables:iptables sysctl:procps ssh:openssh-client"

ensure_network_tools() {
  local pair missing=()
  for pair in $NETWORK_TOOLS; do
    PATH=$PATH:/usr/sbin:/sbin command -v "${pair%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  [ ${#missing[@]} = 0 ] || apt_install "${missing[@]}"
}

install_peers() {
  say "unpacking test peers into $PEERS: valkey, redis-cli, memcached"
  command -v apt-get >/dev/null || die "no apt-get here: put $PEER_PROGRAMS on the path yourself"
  local work mirror codename
  work=$(mktemp -d)
  codename=$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)
  mkdir -p "$work/parts" "$work/state/lists/partial" "$work/cache/archives/partial" "$work/root"
  touch "$work/state/status"
  local suite keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  for suite in "$codename" "$codename-backports"; do
    printf 'deb [signed-by=%s] %s %s main\n' "$keyring" "$mirror" "$suite"
  done >"$work/sources.list"
  local options=(
    -o "Dir::Etc::SourceList=$work/sources.list" -o "Dir::Etc::SourceParts=$work/parts"
    -o "Dir::State=$work/state" -o "Dir::State::status=$work/state/status"
    -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root
  )
  apt-get "${options[@]}" update -qq || die "the package lists of $mirror cannot be read"
  local package
  for package in $PEER_PACKAGES; do
    # Names differ between releases: those that this one does not have are passed over, and
    # what is needed in the end is checked by running the programs.
    [ -n "$(apt-cache "${options[@]}" policy "$package" | sed -n 's/^ *Candidate: \([^(].*\)/\1/p')" ] || continue
    (cd "$work" && apt-get "${options[@]}" download -qq "$package" 2>/dev/null) ||
      die "the package $package cannot be downloaded"
  done
  for package in "$work"/*.deb; do
    dpkg -x "$package" "$work/root"
  done
  rm -rf "$PEERS"
  mkdir -p "$PEERS/bin"
  mv "$work/root" "$PEERS/root"
  rm -rf "$work"
  wrap_peers
}

# A wrapper for each program, so that it finds the libraries that were unpacked beside it.
wrap_peers() {
  local libraries program
  libraries=$(cd "$PEERS/root/usr/lib" && echo *-linux-gnu)
  for program in $PEER_PROGRAMS; do
    cat >"$PEERS/bin/$program" <<WRAPPER
#!/bin/sh
LD_LIBRARY_PATH="$PEERS/root/usr/lib/$libraries:$PEERS/root/lib/$libraries" exec "$PEERS/root/usr/bin/$program" "\$@"
WRAPPER
    chmod +x "$PEERS/bin/$program"
    case "$program" in
      memcached) "$PEERS/bin/$program" -V >/dev/null 2>&1 ;;
      *) "$PEERS/bin/$program" --version >/dev/null 2>&1 ;;
    esac || die "$program was unpacked but does not run: $("$PEERS/bin/$program" --version 2>&1 | head -n 1)"
  done
}
