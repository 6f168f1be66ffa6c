# Starts and stops private servers below $work. Sourced by with-servers.sh.
# shellcheck shell=bash

pg_data=
mysqld_pid=

# free_port prints a loopback port that nobody listens on, below the range that outgoing connections use.
free_port() {
  local port
  while :; do
    port=$((RANDOM % 12000 + 20000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

# as_user runs a server's program as the given user when we are root, which the servers refuse to run as.
as_user() {
  local user=$1
  shift
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups env HOME="$work" "$@"
  else
    "$@"
  fi
}

# own gives a new folder below $work to the user that a server runs as.
own() {
  mkdir "$work/$2"
  [ "$(id -u)" -ne 0 ] || chown "$1" "$work/$2"
}

# failed shows the end of a server's log.
failed() {
  echo "$1 did not start:" >&2
  tail -n 20 "$2" >&2 || true
  return 1
}

# postgres_user prints who runs PostgreSQL when we are root: Debian's package of the server makes a user for it.
postgres_user() {
  if id postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi
}

start_postgres() {
  local bin port attempt user started=
  [ -z "$postgres_version" ] || fetch_postgres
  bin=$(postgres_bin)
  user=$(postgres_user)
  own "$user" postgres
  cd "$work/postgres"
  as_user "$user" "$bin/initdb" -D data -U postgres --auth=trust --no-sync -E UTF8 --locale=C.UTF-8 >log 2>&1 || failed PostgreSQL log
  pg_data=$PWD/data # from here on there may be something to stop
  for attempt in 1 2 3; do # another program may take the port before the server does
    port=$(free_port)
    if as_user "$user" "$bin/pg_ctl" -D "$PWD/data" -l "$PWD/data/server.log" -w -t 60 start \
      -o "-c listen_addresses=127.0.0.1 -p $port -k '$PWD' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300" >>log 2>&1; then
      started=yes
      break
    fi
  done
  [ -n "$started" ] || failed PostgreSQL data/server.log
  TEST_POSTGRES_URL="postgres://postgres@127.0.0.1:$port/postgres?sslmode=disable"
  cd "$OLDPWD"
  echo "PostgreSQL${postgres_version:+ $postgres_version} on port $port" >&2
}

stop_postgres() {
  [ -n "$pg_data" ] || return 0
  as_user "$(postgres_user)" "$(postgres_bin)/pg_ctl" -D "$pg_data" -m immediate stop >/dev/null 2>&1 || true
  pg_data=
}

start_mariadb() {
  local user=()
  export PATH=$PATH:/usr/sbin
  own mysql mariadb
  own mysql mariadb/tmp # a server that starts deletes the temporary tables in its tmpdir, those of another that runs too
  cd "$work/mariadb"
  [ "$(id -u)" -ne 0 ] || user=(--user=mysql)
  mariadb-install-db --no-defaults "${user[@]}" --datadir="$PWD/data" --auth-root-authentication-method=normal --skip-test-db >log 2>&1 || failed MariaDB log
  run_mysqld MariaDB mariadbd --no-defaults "${user[@]}" --datadir="$PWD/data" --tmpdir="$PWD/tmp" --debug-no-sync --sync-frm=0
  cd "$OLDPWD"
}

# run_mysqld starts a server in the background, of which it is told the name and the command.
run_mysqld() {
  local name=$1 port attempt
  shift
  for attempt in 1 2 3; do
    port=$(free_port)
    # In a session of its own, so that Ctrl-C reaches the tests and not the server under them.
    setsid "$@" --port="$port" --bind-address=127.0.0.1 \
      --socket="$PWD/socket" --pid-file="$PWD/data/pid" --max-connections=300 --log-bin-trust-function-creators=1 \
      --character-set-server=utf8mb4 --collation-server=utf8mb4_general_ci \
      --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync --skip-name-resolve >server.log 2>&1 </dev/null &
    mysqld_pid=$!
    ! mysqld_ready || break
    stop_mysqld
  done
  [ -n "$mysqld_pid" ] || failed "$name" server.log
  TEST_MYSQL_URL="mysql://root@127.0.0.1:$port/"
  echo "$name on port $port" >&2
}

# mysqld_ready waits until the server answers; it fails when the server ends, or after a minute.
mysqld_ready() {
  local tick
  for tick in $(seq 300); do
    kill -0 "$mysqld_pid" 2>/dev/null || return 1
    ! mariadb-admin --no-defaults --socket="$PWD/socket" -u root ping >/dev/null 2>&1 || return 0
    sleep 0.2
  done
  return 1
}

stop_mysqld() {
  [ -n "$mysqld_pid" ] || return 0
  kill -KILL "$mysqld_pid" 2>/dev/null || true
  wait "$mysqld_pid" 2>/dev/null || true
  mysqld_pid=
}
