#!/bin/sh
# Hash the password (it is in no file and on no command line), then open the gate.
set -eu

refuse() { echo "dashboard: $1" >&2; exit 1; }

case "${APP_ENV:-local}" in
  local | production) ;;
  *) refuse 'APP_ENV must be local or production' ;;
esac
[ -n "${DASHBOARD_USER:-}" ] || refuse 'DASHBOARD_USER is empty: set it to a name'
[ -n "${DASHBOARD_PASSWORD:-}" ] || refuse 'DASHBOARD_PASSWORD is empty: set it to a secret'
if [ "${APP_ENV:-local}" = production ] && [ "$DASHBOARD_PASSWORD" = local-only ]; then
  refuse 'DASHBOARD_PASSWORD is the default that comes with the repository: set your own'
fi

DASHBOARD_HASH=$(printf '%s\n' "$DASHBOARD_PASSWORD" | caddy hash-password)
export DASHBOARD_HASH
unset DASHBOARD_PASSWORD
exec caddy run --config /etc/caddy/Caddyfile --adapter caddyfile
