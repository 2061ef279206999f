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

class_path() {
  local module=$1
  [ "$module" = serve ] || [ "$module" = engine ] && module=server
  printf '%s:%s' "$(echo "$SCORTA_HOME/$module/target/scorta-$module-"*.jar)" "$(cat "$DIST/$module.classpath")"
}

# Runs a program in place of this shell: run_java PROGRAM MAIN ARGUMENT...
run_java() {
  local program=$1 main=$2 options aot=()
  shift 2
  mapfile -t options < <(java_options "$program")
  [ -e "$DIST/$program.aot" ] && aot=("-XX:AOTCache=$DIST/$program.aot" -Xlog:aot=off -Xlog:cds=off)
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
train() {
  :
}
