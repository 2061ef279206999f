# Runs the test suites of valkey and memcached against the engine. Sourced by ./scorta.
#
# Their sources come from Debian's source packages into an ignored folder, held to a checksum. What
# is run stands in it/suites, and what is left out, test by test, with the reason.

SUITES=$SCORTA_HOME/.suites
SUITE_LISTS=$SCORTA_HOME/it/suites
SUITE_VALKEY=valkey-8.1.1
SUITE_MEMCACHED=memcached-1.6.18
SUITE_TAGS="-slow -needs:debug -needs:repl -repl -cluster"
SUITE_FILE_SECONDS=120
SUITE_UNITS_SECONDS=1500

# FILE SUITE SHA256 RELEASE PACKAGE
suite_sources() {
  cat <<'TEXT'
valkey_8.1.1+dfsg1.orig.tar.xz valkey-8.1.1 d9bbd82eecb82f359e649a0007ad3dc1b47cc15afa626348ca86b73c4ae2c7ee trixie valkey
memcached_1.6.18.orig.tar.xz memcached-1.6.18 35872bd25f8d29d7cc2072d23e74344530891bfd0aa4f4f64184a8ae7291164b bookworm memcached
TEXT
}

ensure_suites() {
  command -v tclsh8.6 >/dev/null || apt_install tcl8.6
  perl -MTest::More -e 1 2>/dev/null && command -v prove >/dev/null || apt_install perl
  [ -d "$SUITES/$SUITE_VALKEY" ] && [ -d "$SUITES/$SUITE_MEMCACHED" ] || fetch_suites
  prepare_suites
}

fetch_suites() {
  say "unpacking the suites of valkey and memcached into $SUITES"
  local work mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  work=$(mktemp -d)
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)
  mkdir -p "$work/parts" "$work/state/lists/partial" "$work/cache/archives/partial" "$SUITES"
  touch "$work/state/status"
  local options=(
    -o "Dir::Etc::SourceList=$work/sources.list" -o "Dir::Etc::SourceParts=$work/parts"
    -o "Dir::State=$work/state" -o "Dir::State::status=$work/state/status"
    -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root
  )
  local file suite sum release package
  while read -r file suite sum release package; do
    printf 'deb-src [signed-by=%s] %s %s main\n' "$keyring" "$mirror" "$release" >"$work/sources.list"
    apt-get "${options[@]}" update -qq || die "the source lists of $mirror cannot be read"
    # The archive may have dropped a packaging file of that version; the source itself is what counts.
    (cd "$work" && apt-get "${options[@]}" source --download-only -qq "$package" >/dev/null 2>&1) || true
    [ -e "$work/$file" ] || die "the mirror $mirror does not give $file"
    [ "$(sha256sum <"$work/$file" | cut -d' ' -f1)" = "$sum" ] || die "$file is not what it was: its checksum differs"
    rm -rf "${SUITES:?}/$suite"
    tar -xf "$work/$file" -C "$SUITES"
  done < <(suite_sources)
  rm -rf "$work"
}

# The suites need small changes to run against another server.
prepare_suites() {
  local program valkey=$SUITES/$SUITE_VALKEY
  for program in valkey-server valkey-cli valkey-benchmark; do
    ln -sf "$PEERS/bin/$program" "$valkey/src/$program"
  done
  # There are no functions to flush before a test yet.
  sed -i 's/^    r function flush/    catch {r function flush}/' "$valkey/tests/support/server.tcl"
  # Blocks of lists are not compressed, so there is no such parameter.
  sed -i '/config set list-compress-depth/d' "$valkey/tests/unit/type/list.tcl"
  # It asks for a program that answers -h, and then talks to the server that runs.
  printf '#!/bin/sh\nexit 0\n' >"$SUITES/$SUITE_MEMCACHED/memcached-debug"
  chmod +x "$SUITES/$SUITE_MEMCACHED/memcached-debug"
}

# The names of a list that are to run: all, or those of the part that every test run has.
suite_names() {
  local list=$1 extent=$2
  awk -F '\t' -v extent="$extent" '!/^#/ && NF > 1 && (extent == "all" || $2 == "part") { print $1 }' "$SUITE_LISTS/$list"
}

# Starts an engine on a port of its choice; sets engine_pid and engine_port.
start_engine() {
  local log=$SUITES/engine.log i
  : >"$log"
  "$SCORTA_HOME/scorta" engine --port 0 "$@" >"$log" 2>&1 &
  engine_pid=$!
  for i in $(seq 200); do
    engine_port=$(sed -n 's/^scorta engine is ready:.*127\.0\.0\.1:\([0-9]*\).*/\1/p' "$log")
    [ -n "$engine_port" ] && return 0
    sleep 0.1
  done
  die "no engine for the suites: see $log"
}

stop_engine() {
  kill "$engine_pid" 2>/dev/null || true
  wait "$engine_pid" 2>/dev/null || true
}

# run_suites part|all: false when a test fails.
run_suites() {
  ensure_built
  ensure_suites
  local failed=0
  memcached_suite "$1" || failed=1
  valkey_suite "$1" || failed=1
  return $failed
}

memcached_suite() {
  local name log failed=0 count=0
  for name in $(suite_names memcached-files.tsv "$1"); do
    log=$SUITES/memcached-$name.log
    start_engine --protocol memcached
    count=$((count + 1))
    if ! (cd "$SUITES/$SUITE_MEMCACHED" && T_MEMD_USE_DAEMON=127.0.0.1:$engine_port \
      timeout "$SUITE_FILE_SECONDS" prove -I t/lib "t/$name.t") >"$log" 2>&1 </dev/null; then
      say "memcached's suite: $name.t fails, see $log"
      failed=1
    fi
    stop_engine
  done
  say "memcached's suite: $count files, $([ $failed = 0 ] && echo 'all pass' || echo 'not all pass')"
  return $failed
}

valkey_suite() {
  local log=$SUITES/valkey.log skip=$SUITES/valkey-skip.txt units=() name failed=0
  for name in $(suite_names valkey-units.tsv "$1"); do
    units+=(--single "$name")
  done
  awk -F '\t' '!/^#/ && NF > 2 { print $2 }' "$SUITE_LISTS/valkey-excluded.tsv" >"$skip"
  start_engine
  (cd "$SUITES/$SUITE_VALKEY" && timeout "$SUITE_UNITS_SECONDS" ./runtest --host 127.0.0.1 --port "$engine_port" \
    --durable --timeout 120 --tags "$SUITE_TAGS" --skipfile "$skip" "${units[@]}") >"$log" 2>&1 </dev/null || failed=1
  stop_engine
  sed -i 's/\x1b\[[0-9;]*m//g' "$log"
  grep -a '^\[\(err\|exception\)\]' "$log" | cut -c1-200 >&2 || true
  say "valkey's suite: $(grep -a -c '^\[ok\]' "$log") pass, $(grep -a -c '^\[err\]' "$log" || true) fail, see $log"
  return $failed
}
