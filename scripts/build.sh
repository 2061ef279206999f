# Builds when sources are newer than the last build, and runs what was built. Sourced by ./scorta.

DIST=$SCORTA_HOME/target/dist

# Names a file that is newer than the last build, or nothing.
newer_source() {
  find "$SCORTA_HOME"/pom.xml "$SCORTA_HOME"/*/pom.xml "$SCORTA_HOME"/*/src/main "$SCORTA_HOME"/scripts/build.sh \
    -newer "$DIST/stamp" -type f -print -quit 2>/dev/null
}

maven() {
  (cd "$SCORTA_HOME" && mvn "$@")
}

ensure_built() {
  ensure_java
  [ -e "$DIST/stamp" ] && [ -z "$(newer_source)" ] && return
  build
}

build() {
  ensure_maven
  mkdir -p "$DIST"
  exec 9>"$DIST/lock"
  flock 9
  if [ -e "$DIST/stamp" ] && [ -z "$(newer_source)" ]; then
    flock -u 9
    return
  fi
  say "building (about a minute, longer the first time)"
  local started log=$DIST/build.log
  started=$(mktemp)
  if ! maven --batch-mode package -DskipTests -Dspotless.check.skip=true -pl server,cli,bench -am 2>&1 |
    tee "$log" | sed -un 's/.*Building \(Scorta [a-z]*\) .*/scorta:   \1/p' >&2; then
    grep -E 'ERROR|BUILD' "$log" | head -n 20 >&2
    die "the build failed: the whole log is $log"
  fi
  rm -f "$DIST"/*.aot
  place_jars
  touch -r "$started" "$DIST/stamp"
  rm -f "$started"
  train
  flock -u 9
}

# The options of each program's JVM. Compact headers and the collector belong to the AOT cache too.
java_options() {
  printf '%s\n' --enable-native-access=ALL-UNNAMED -XX:+UseCompactObjectHeaders -XX:-UsePerfData -XX:+UseSerialGC
  case "$1" in
    serve) printf '%s\n' -Xms64m -Xmx1g ;;
    engine) printf '%s\n' -Xms64m -Xmx256m ;;
    cli) printf '%s\n' -Xmx256m -XX:TieredStopAtLevel=1 ;;
    bench) printf '%s\n' -Xmx1g ;;
  esac
}

# Copies the project's own jars away from where the next build rewrites them: a Scorta that runs keeps
# the files that it began with. The last three builds stay.
place_jars() {
  local module path placed
  placed=$(mktemp -d "$DIST/jars.XXXXXX")
  for module in server cli bench; do
    printf '%s:%s' "$(echo "$SCORTA_HOME/$module/target/scorta-$module-"*.jar)" "$(cat "$DIST/$module.classpath")" |
      tr ':' '\n' |
      while read -r path || [ -n "$path" ]; do
        case "$path" in
          "$SCORTA_HOME"/*) cp -p "$path" "$placed/" && path=$placed/${path##*/} ;;
        esac
        printf '%s\n' "$path"
      done | paste -sd: >"$placed/$module.classpath"
  done
  ln -sfn "$placed" "$DIST/current"
  find "$DIST" -maxdepth 1 -name 'jars.*' -printf '%T@ %p\n' | sort -rn | tail -n +4 | cut -d' ' -f2- |
    while read -r path; do rm -rf "$path"; done
}

class_path() {
  local module=$1
  [ "$module" = serve ] || [ "$module" = engine ] && module=server
  cat "$DIST/current/$module.classpath"
}

# Runs a program in place of this shell: run_java PROGRAM MAIN ARGUMENT...
run_java() {
  local program=$1 main=$2 options aot=()
  shift 2
  mapfile -t options < <(java_options "$program")
  [ -e "$DIST/$program.aot" ] && aot=("-XX:AOTCache=$DIST/$program.aot" -Xlog:disable -Xlog:all=error:stderr)
  export SCORTA_HOME
  exec "$JAVA_HOME/bin/java" "${options[@]}" "${aot[@]}" -cp "$(class_path "$program")" "$main" "$@"
}

run_tests() {
  ensure_built
  ensure_maven
  export SCORTA_HOME
  maven --batch-mode verify "$@"
}

# Records which classes each program loads, so that the next start finds them ready (JEP 514).
# A failed training costs start-up time only, so it is said and passed over.
train() {
  say "recording start-up"
  local work
  work=$(mktemp -d)
  if train_engine "$work" && train_serve "$work"; then
    say "built"
  else
    say "start-up could not be recorded, the first seconds will be slower: see $DIST/train.log"
  fi
  rm -rf "$work"
}

# Becomes a program that records its start: recorded PROGRAM LOG MAIN ARGUMENT..., in a subshell.
recorded() {
  local program=$1 log=$2 main=$3 options
  shift 3
  mapfile -t options < <(java_options "$program")
  exec "$JAVA_HOME/bin/java" "${options[@]}" "-XX:AOTCacheOutput=$DIST/$program.aot" -Xlog:disable -Xlog:all=error:stderr \
    -cp "$(class_path "$program")" "$main" "$@" >"$log" 2>&1
}

# Waits until a log holds a line, at most ten seconds.
await_line() {
  local i
  for i in $(seq 200); do
    grep -q "$2" "$1" 2>/dev/null && return 0
    sleep 0.05
  done
  cat "$1" >>"$DIST/train.log"
  return 1
}

train_engine() {
  local log=$1/engine.log job port trained=1
  recorded engine "$log" io.scorta.engine.loop.EngineCommand --port 0 &
  job=$!
  if await_line "$log" 'is ready'; then
    trained=0
    port=$(sed -n 's/.*:\([0-9]*\)$/\1/p' "$log")
    {
      exec 8<>"/dev/tcp/127.0.0.1/$port"
      printf 'PING\r\nSET a 1\r\nGET a\r\nINCR a\r\nHSET h f v\r\nHGET h f\r\nLPUSH l a\r\nRPOP l\r\nSADD s a\r\nZADD z 1 a\r\nINFO\r\nQUIT\r\n' >&8
      timeout 5 cat <&8 >/dev/null
      exec 8<&- 8>&-
    } 2>/dev/null || true
  fi
  stop_recorded "$job"
  return "$trained"
}

# Ends a recorded program by its process id, and waits until its cache is written.
stop_recorded() {
  kill -TERM "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

train_serve() {
  local log=$1/serve.log job api trained=1
  recorded serve "$log" io.scorta.server.boot.Serve --data "$1/data" --api 127.0.0.1:0 --network loopback &
  job=$!
  if await_line "$log" 'is ready'; then
    trained=0
    api=$(sed -n 's/.*api http:\/\/\([^ ]*\) .*/\1/p' "$log")
    (recorded cli "$1/cli.log" io.scorta.cli.Scorta status --data "$1/data" --api "$api") ||
      cat "$1/cli.log" >>"$DIST/train.log"
  fi
  stop_recorded "$job"
  return "$trained"
}
