# MySQL itself, which Debian has in its unstable suite alone. Sourced by with-servers.sh.
# shellcheck shell=bash

# fetch_mysql unpacks the server and the clients of the suite that $mysql_suite names, and all that they need down to the
# C library, below $work: nothing is installed, and nothing has to fit to this system.
fetch_mysql() {
  local package
  if [ "$mysql_suite" != sid ]; then
    echo "MYSQL=$mysql_suite: sid is what can be had" >&2
    return 64
  fi
  mkdir -p "$work"/apt/{state/lists,cache/archives}/partial
  cd "$work/apt"
  : >status # nothing is there yet, so that all that is needed comes
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian $mysql_suite main" >sources.list
  cat >apt.conf <<EOT
Dir::Etc::SourceList "$PWD/sources.list";
Dir::Etc::SourceParts "-";
Dir::State "$PWD/state";
Dir::State::Status "$PWD/status";
Dir::Cache "$PWD/cache";
Acquire::Languages "none";
APT::Sandbox::User "";
EOT
  if ! {
    APT_CONFIG=$PWD/apt.conf apt-get -q update &&
      APT_CONFIG=$PWD/apt.conf apt-get -q -y install --download-only --no-install-recommends mysql-server-core mysql-client-core
  } >log 2>&1; then
    echo "MYSQL=$mysql_suite: apt-get could not fetch it:" >&2
    tail -n 20 log >&2
    return 1
  fi
  for package in cache/archives/*.deb; do dpkg -x "$package" root; done
  rm -r cache
  cd "$OLDPWD"
}

# start_mysql runs MySQL in MariaDB's place, and its mysqldump in that of mariadb-dump.
start_mysql() {
  local root=$work/apt/root library user=() run
  fetch_mysql
  library=$(echo "$root"/usr/lib/*-linux-gnu)
  run=("$(echo "$library"/ld-linux-*)" --library-path "$library")
  mkdir "$work/bin"
  printf '#!/bin/sh\nexec %s %s/usr/bin/mysqldump "$@" --set-gtid-purged=OFF\n' "${run[*]}" "$root" >"$work/bin/mariadb-dump"
  chmod 755 "$work/bin/mariadb-dump"
  PATH=$work/bin:$PATH
  own mysql mysql
  cd "$work/mysql"
  [ "$(id -u)" -ne 0 ] || user=(--user=mysql)
  run+=("$root/usr/sbin/mysqld" --no-defaults --basedir="$root/usr" "${user[@]}" --datadir="$PWD/data" --secure-file-priv=)
  echo "CREATE USER root@'127.0.0.1'; GRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;" >users.sql # MySQL's root has the socket alone
  "${run[@]}" --initialize-insecure --init-file="$PWD/users.sql" >log 2>&1 || failed MySQL log
  # Foreign keys to what is no key, which MariaDB has too and MySQL lets old databases keep.
  run_mysqld MySQL "${run[@]}" --mysqlx=OFF --skip-log-bin --restrict-fk-on-non-standard-key=OFF
  cd "$OLDPWD"
}
