#!/usr/bin/env bash
# The journey, step by step: every command is shown, run as it stands, and its answer checked.
#
# Uses the Scorta that answers at --api; where none does, it starts one for the tour and stops it
# again. Works in an account of its own and removes what it made. Exit code 0 only when every step came
# out right, the refused ones included.
set -uo pipefail

SCORTA_HOME=${SCORTA_HOME:-$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)}
DATA=$HOME/.scorta API=127.0.0.1:4379 NETWORK=auto
SILENCE_SECONDS=3
WAIT_SECONDS=60

usage() {
  cat <<'TEXT'
Usage: ./scorta tour [--network kernel|loopback] [--data DIR] [--api HOST:PORT]

Walks through the whole journey against a running Scorta, or one that it starts itself.
TEXT
}

while [ $# -gt 0 ]; do
  case "$1" in
    --data) DATA=$2; shift 2 ;;
    --api) API=$2; shift 2 ;;
    --network) NETWORK=$2; shift 2 ;;
    -h | --help) usage; exit 0 ;;
    *) printf 'scorta: the tour has no option "%s"\n' "$1" >&2; usage >&2; exit 2 ;;
  esac
done

# ---- showing and checking ------------------------------------------------------------------

if [ -t 1 ]; then
  GREEN=$'\e[32m' RED=$'\e[31m' DIM=$'\e[2m' BOLD=$'\e[1m' PLAIN=$'\e[0m'
else
  GREEN='' RED='' DIM='' BOLD='' PLAIN=''
fi
passed=0 failed=0 ANSWER='' STATUS=0

chapter() { printf '\n%s%s%s\n' "$BOLD" "$1" "$PLAIN"; }

say() { printf '\n  %s\n' "$1"; }

# Runs a command as shown; keeps its answer and exit code.
run() {
  printf '%s' "$1" | sed "s/^/    ${DIM}\$${PLAIN} /"
  printf '\n'
  ANSWER=$(bash -c "$1" 2>&1 </dev/null)
  STATUS=$?
  [ -z "$ANSWER" ] || printf '%s\n' "$ANSWER" | head -n 12 | cut -c1-150 | sed 's/^/      /'
}

# Runs a command that only prepares the ground, without showing its answer.
quietly() {
  printf '    %s$%s %s\n' "$DIM" "$PLAIN" "$1"
  ANSWER=$(bash -c "$1" 2>&1 </dev/null)
  STATUS=$?
  [ "$STATUS" = 0 ] || wrong "$1 answered: $ANSWER"
}

right() {
  passed=$((passed + 1))
  printf '    %s✓%s %s\n' "$GREEN" "$PLAIN" "$1"
}

wrong() {
  failed=$((failed + 1))
  printf '    %s✗ %s%s\n' "$RED" "$1" "$PLAIN"
}

# check WHAT TEST...: a tick when the test holds.
check() {
  local what=$1
  shift
  if "$@"; then right "$what"; else wrong "$what (got exit $STATUS: $(printf '%s' "$ANSWER" | head -c 200))"; fi
}

succeeds() { [ "$STATUS" = 0 ]; }
fails() { [ "$STATUS" != 0 ]; }
has() { [[ "$ANSWER" == *"$1"* ]]; }
has_not() { [[ "$ANSWER" != *"$1"* ]]; }
is() { [ "$ANSWER" = "$1" ]; }

# Polls a command until it answers the expected text.
until_answers() {
  local command=$1 wanted=$2 deadline=$((SECONDS + WAIT_SECONDS))
  while [ $SECONDS -lt $deadline ]; do
    ANSWER=$(bash -c "$command" 2>&1 </dev/null)
    STATUS=$?
    [[ "$ANSWER" == *"$wanted"* ]] && break
    sleep 0.2
  done
}

# ---- the place -----------------------------------------------------------------------------

talking="--data $DATA --api $API"
scorta() { "$SCORTA_HOME/scorta" "$@" --data "$DATA" --api "$API"; }

start_own() {
  own_data=$(mktemp -d)
  DATA=$own_data/data
  printf 'No Scorta answers at %s: starting one for the tour.\n' "$API"
  "$SCORTA_HOME/scorta" serve --data "$DATA" --api 127.0.0.1:0 --network "$NETWORK" >"$own_data/log" 2>&1 &
  own_pid=$!
  local deadline=$((SECONDS + WAIT_SECONDS * 5))
  until grep -q '^scorta is ready' "$own_data/log"; do
    if ! kill -0 "$own_pid" 2>/dev/null || [ $SECONDS -ge $deadline ]; then
      cat "$own_data/log" >&2
      exit 1
    fi
    sleep 0.1
  done
  API=$(sed -n 's/.*api http:\/\/\([^ ]*\) .*/\1/p' "$own_data/log")
  talking="--data $DATA --api $API"
}

own_pid='' own_data='' keys=$(mktemp -d)
finish() {
  clean_up >/dev/null 2>&1
  rm -rf "$keys"
  if [ -n "$own_pid" ]; then
    kill "$own_pid" 2>/dev/null
    wait "$own_pid" 2>/dev/null
    rm -rf "$own_data"
  fi
}
trap finish EXIT
trap 'exit 130' INT TERM

use_account() {
  local lines
  lines=$(scorta credentials ${1:+--account "$1"}) || {
    printf '%s\n' "$lines" >&2
    exit 1
  }
  eval "$lines"
}

command -v aws >/dev/null || {
  echo 'scorta: the tour uses the aws CLI: install it (Debian: apt-get install awscli), then run again' >&2
  exit 1
}
export AWS_PAGER='' AWS_MAX_ATTEMPTS=1 AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
export AWS_EC2_METADATA_DISABLED=true
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_PROFILE
# Shown and typed as "aws": the endpoint is given beside, since older aws CLIs ignore the environment's.
aws_with() { command aws --endpoint-url "$AWS_ENDPOINT_URL" --output text "$@"; }
export -f aws_with

memory=()
remember() { memory=("$1" "${memory[@]:+${memory[@]}}"); }
clean_up() {
  use_account "$tour_account"
  local undo
  for undo in "${memory[@]:+${memory[@]}}"; do
    timeout 60 bash -c "$undo"
  done
}

# made NAME COMMAND UNDO: runs a create command that answers one id, and keeps it in NAME.
made() {
  printf '    %s$%s %s\n' "$DIM" "$PLAIN" "$2"
  ANSWER=$(bash -c "aws() { aws_with \"\$@\"; }; $2" 2>&1 </dev/null)
  STATUS=$?
  printf -v "$1" '%s' "$ANSWER"
  export "${1?}"
  if [ "$STATUS" = 0 ] && [ -n "$ANSWER" ]; then
    printf '      %s\n' "$ANSWER"
    [ -z "${3:-}" ] || remember "aws() { aws_with \"\$@\"; }; ${3//@/$ANSWER}"
  else
    wrong "$2 answered: $ANSWER"
  fi
}

# An aws command shown as it stands.
aws_run() {
  printf '    %s$%s %s\n' "$DIM" "$PLAIN" "$1"
  ANSWER=$(bash -c "aws() { aws_with \"\$@\"; }; $1" 2>&1 </dev/null)
  STATUS=$?
  [ -z "$ANSWER" ] || printf '%s\n' "$ANSWER" | head -n 8 | cut -c1-150 | sed 's/^/      /'
}

aws_quietly() {
  printf '    %s$%s %s\n' "$DIM" "$PLAIN" "$1"
  ANSWER=$(bash -c "aws() { aws_with \"\$@\"; }; $1" 2>&1 </dev/null)
  STATUS=$?
  [ "$STATUS" = 0 ] || wrong "$1 answered: $ANSWER"
}

# ask WHO TARGET WORDS: says WORDS to TARGET as WHO; ends by itself when nothing answers.
ask() {
  local words=$3
  printf '    %s$%s printf %q | ./scorta connect --as %s %s\n' "$DIM" "$PLAIN" "$words" "$1" "$2"
  # shellcheck disable=SC2059
  ANSWER=$(printf "$words" | timeout "$SILENCE_SECONDS" "$SCORTA_HOME/scorta" connect $talking --as "$1" "$2" 2>&1 | tr -d '\r')
  STATUS=$?
  [ -z "$ANSWER" ] || printf '%s\n' "$ANSWER" | head -n 6 | sed 's/^/      /'
}
PING='PING\r\nQUIT\r\n'
VERSION='version\r\nquit\r\n'

explained() {
  run "./scorta explain $talking --from $1 --to $2"
}

# ---- where the network is the kernel's ------------------------------------------------------

# Whether instances and hosts outside are places where programs run.
real() { [ "$network" = kernel ]; }

# inside HOST COMMAND: runs a command line on an instance, or on a host outside.
inside() {
  printf '    %s$%s ./scorta exec %s -- %s\n' "$DIM" "$PLAIN" "$1" "$2"
  ANSWER=$("$SCORTA_HOME/scorta" exec $talking "$1" -- "$2" 2>&1 </dev/null)
  STATUS=$?
  ANSWER=${ANSWER//$'\r'/}
  [ -z "$ANSWER" ] || printf '%s\n' "$ANSWER" | head -n 6 | sed 's/^/      /'
}

# knock HOST ADDRESS PORT: tries a connection from inside a host; 124 is a silence of a second.
knock() {
  inside "$1" "timeout 1 bash -c '</dev/tcp/$2/$3' 2>/dev/null; echo exit \$?"
}
SILENT='exit 124' OPEN='exit 0'

# typed ADDRESS PORT WORDS: the command line with which a shell does what telnet does.
typed() { printf "exec 3<>/dev/tcp/%s/%s; printf '%s' >&3; timeout %s cat <&3" "$1" "$2" "$3" "$SILENCE_SECONDS"; }

# ssh_as WHO KEY INSTANCE COMMAND: the system's own ssh, from WHO.
ssh_as() {
  printf '    %s$%s ./scorta ssh --as %s -i %s %s -- %s\n' "$DIM" "$PLAIN" "$1" "${2##*/}" "$3" "$4"
  ANSWER=$(timeout $((SILENCE_SECONDS * 5)) "$SCORTA_HOME/scorta" ssh $talking --as "$1" -i "$2" "$3" -- "$4" 2>&1 </dev/null)
  STATUS=$?
  [ -z "$ANSWER" ] || printf '%s\n' "$ANSWER" | head -n 12 | sed 's/^/      /'
}

# redis_as WHO TARGET COMMAND: redis-cli through a tunnel as WHO; false where there is no redis-cli.
redis_as() {
  local client port log tunnel
  client=$(command -v redis-cli || command -v valkey-cli || ls "$SCORTA_HOME/.peers/bin/redis-cli" 2>/dev/null) || return 1
  log=$(mktemp)
  "$SCORTA_HOME/scorta" tunnel $talking --as "$1" "$2" --listen 0 >"$log" 2>&1 &
  tunnel=$!
  for _ in $(seq 100); do
    port=$(sed -n 's/^tunnel is ready: 127.0.0.1:\([0-9]*\) .*/\1/p' "$log")
    [ -z "$port" ] || break
    sleep 0.1
  done
  printf '    %s$%s ./scorta tunnel --as %s %s --listen %s & redis-cli -p %s %s\n' "$DIM" "$PLAIN" "$1" "$2" "$port" "$port" "$3"
  # shellcheck disable=SC2086
  ANSWER=$(timeout "$SILENCE_SECONDS" "$client" -p "$port" $3 2>&1 </dev/null)
  STATUS=$?
  printf '%s\n' "$ANSWER" | head -n 6 | sed 's/^/      /'
  kill "$tunnel" 2>/dev/null
  wait "$tunnel" 2>/dev/null
  rm -f "$log"
}
cd "$SCORTA_HOME" || exit 1

if ! scorta status >/dev/null 2>&1; then
  start_own
fi
network=$(scorta status | sed -n 's/^network  *\([a-z]*\).*/\1/p')
[ "$NETWORK" = auto ] || [ "$NETWORK" = "$network" ] || {
  echo "scorta: the Scorta at $API is on network $network: stop it, or leave --network out" >&2
  exit 1
}
tour_account=$(scorta account add 2>/dev/null | grep -oE '[0-9]{12}' | head -n 1)
stranger_account=$(scorta account add 2>/dev/null | grep -oE '[0-9]{12}' | head -n 1)
classic_account=$(scorta account add --classic 2>/dev/null | grep -oE '[0-9]{12}' | head -n 1)
[ -n "$tour_account" ] && [ -n "$stranger_account" ] && [ -n "$classic_account" ] || {
  echo "scorta: no account could be added for the tour at $API" >&2
  exit 1
}
use_account "$tour_account"

. "$SCORTA_HOME/scripts/tour-steps.sh"

printf '\n%s steps right, %s wrong\n' "$passed" "$failed"
[ "$failed" = 0 ]
