#!/bin/sh
# The iptables service of an instance, as `service iptables VERB` and `systemctl VERB iptables`: it has
# no process; started means that the saved rules were read, stopped that all rules were taken out.
saved=/etc/sysconfig/iptables

case "${0##*/}" in
  systemctl)
    [ "${2:-}" != --now ] || set -- "$1" "${3:-}"
    unit=${2:-} verb=${1:-}
    ;;
  *) unit=${1:-} verb=${2:-} ;;
esac
unit=${unit%.service}
if [ "$unit" != iptables ]; then
  echo "${0##*/}: Unit ${unit:-?}.service could not be found." >&2
  exit 5
fi

# The tables that hold something.
tables() { iptables-save | sed -n 's/^\*//p'; }

finish() {
  if [ "$1" = 0 ]; then echo '[  OK  ]'; else echo '[FAILED]'; fi
  return "$1"
}

save() {
  printf 'iptables: Saving firewall rules to %s: ' "$saved"
  (umask 077 && iptables-save >"$saved.new" && mv "$saved.new" "$saved")
  finish $?
}

stop() {
  printf 'iptables: Flushing firewall rules: '
  tables | while read -r table; do
    iptables -t "$table" -F && iptables -t "$table" -X || return 1
    iptables -t "$table" -S | sed -n 's/^-P \([A-Z]*\) .*/\1/p' |
      while read -r chain; do iptables -t "$table" -P "$chain" ACCEPT || return 1; done
  done
  finish $?
}

start() {
  [ -s "$saved" ] || return 0
  printf 'iptables: Applying firewall rules: '
  iptables-restore "$saved"
  finish $?
}

status() {
  if [ -z "$(tables)" ]; then
    echo 'iptables: Firewall is not running.'
    return 3
  fi
  for table in $(tables); do
    echo "Table: $table"
    iptables -t "$table" -L -n --line-numbers
    echo
  done
}

case "$verb" in
  save | stop | start | status) "$verb" ;;
  restart | reload | condrestart) stop && start ;;
  enable) ;;
  is-enabled) echo enabled ;;
  *)
    echo 'Usage: iptables {start|stop|reload|restart|status|save}'
    exit 2
    ;;
esac
