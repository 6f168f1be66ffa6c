#!/usr/bin/env bash
# What kills and crowds do to goose and golang-migrate, for the figures in docs/safety.md:
#   scripts/with-servers.sh scripts/peers.sh [KILLS] [ROUNDS]
# Each tool runs 60 revisions (a table, an index, a row in a log; every third the row alone), is killed at a random instant
# and run again, and is started 50 times at once.
set -uo pipefail

kills=${1:-40} rounds=${2:-3}
work=$(mktemp -d "${TMPDIR:-/tmp}/limbeck-peers.XXXXXX")
trap 'rm -rf "$work"' EXIT
export GOBIN=$work/bin CGO_ENABLED=0
go install -tags 'no_clickhouse no_libsql no_mssql no_sqlite3 no_vertica no_ydb no_duckdb' github.com/pressly/goose/v3/cmd/goose@v3.26.0 || exit 1
go install -tags 'postgres mysql' github.com/golang-migrate/migrate/v4/cmd/migrate@v4.19.0 || exit 1

port() { sed -E 's/.*:([0-9]+)\/.*/\1/' <<<"$1"; }
postgres=$(port "$TEST_POSTGRES_URL") mysql=$(port "$TEST_MYSQL_URL")
mkdir "$work/goose" "$work/migrate"
for i in $(seq 60); do
  up="INSERT INTO log VALUES ($i);"
  [ $((i % 3)) = 0 ] || up="CREATE TABLE t$i (id int PRIMARY KEY, a int);"$'\n'"CREATE INDEX ix_t$i ON t$i (a);"$'\n'"$up"
  [ "$i" = 1 ] && up="CREATE TABLE log (n int);"
  printf -- '-- +goose Up\n%s\n' "$up" >"$(printf '%s/goose/%05d_x.sql' "$work" "$i")"
  echo "$up" >"$(printf '%s/migrate/%05d_x.up.sql' "$work" "$i")"
done

# query runs SQL in a database of a server.
query() {
  case $1 in
    mysql) mariadb --no-defaults --protocol=tcp --host=127.0.0.1 --port="$mysql" --user=root --batch --skip-column-names --execute="$3" ${2:+"$2"} ;;
    postgres) psql -X -q -A -t "postgres://postgres@127.0.0.1:$postgres/${2:-postgres}?sslmode=disable" -c "$3" ;;
  esac
}

# upgrade becomes a run of a tool.
upgrade() {
  case $1-$2 in
    goose-mysql) exec "$GOBIN/goose" -dir "$work/goose" mysql "root@tcp(127.0.0.1:$mysql)/$name" up ;;
    goose-postgres) exec "$GOBIN/goose" -dir "$work/goose" postgres "postgres://postgres@127.0.0.1:$postgres/$name?sslmode=disable" up ;;
    migrate-mysql) exec "$GOBIN/migrate" -path "$work/migrate" -database "mysql://root@tcp(127.0.0.1:$mysql)/$name?multiStatements=true" up ;;
    migrate-postgres) exec "$GOBIN/migrate" -path "$work/migrate" -database "postgres://postgres@127.0.0.1:$postgres/$name?sslmode=disable" up ;;
  esac >/dev/null 2>&1
}

# counts prints how many rows the log has, and how many of them are distinct.
counts() { query "$1" "$name" "SELECT CONCAT(COUNT(*), ' ', COUNT(DISTINCT n)) FROM log" 2>&1; }

fresh() {
  [ -z "${name:-}" ] || query "$1" '' "DROP DATABASE IF EXISTS $name"
  name=peer_$RANDOM$RANDOM
  query "$1" '' "CREATE DATABASE $name"
}

for tool in goose migrate; do
  for server in mysql postgres; do
    name=
    fresh $server
    start=$(date +%s%N)
    (upgrade $tool $server)
    took=$((($(date +%s%N) - start) / 1000000))
    killed=0 recovered=0
    for _ in $(seq $((kills * 2))); do
      [ $killed -lt "$kills" ] || break
      fresh $server
      upgrade $tool $server &
      run=$!
      sleep "$(awk -v r=$RANDOM -v t=$took 'BEGIN { printf "%.3f", r / 32768 * t / 1000 }')"
      kill -9 $run 2>/dev/null || continue
      killed=$((killed + 1))
      wait $run 2>/dev/null
      sleep 0.1
      (upgrade $tool $server) && [ "$(counts $server)" = "59 59" ] && recovered=$((recovered + 1))
    done
    echo "$tool on $server: $killed kills, $recovered recovered by a plain re-run"
    for _ in $(seq "$rounds"); do
      fresh $server
      runs=() failed=0
      for _ in $(seq 50); do
        upgrade $tool $server &
        runs+=($!)
      done
      for run in "${runs[@]}"; do wait "$run" || failed=$((failed + 1)); done
      echo "$tool on $server: 50 at once, $failed failed; rows and distinct ones (59 59 is right): $(counts $server)"
    done
    query $server '' "DROP DATABASE $name"
  done
done
