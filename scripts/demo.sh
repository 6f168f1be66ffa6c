#!/usr/bin/env bash
# The story of a schema, on the embedded SQLite: `make demo`. It needs Go, works in a temporary folder, and ends with an error when
# any step of it does.
set -euo pipefail

repository=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/limbeck-demo.XXXXXX")
trap 'rm -rf "$work"' EXIT

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'
else
  bold='' dim='' plain=''
fi

say() { printf '\n%s\n' "$*"; }

# run shows a command as it is typed, then what it prints; it must end with the exit code that EXPECT says.
run() {
  local status=0
  printf '\n%s$ %s%s\n' "$bold" "$(typed "$@")" "$plain"
  "$@" || status=$?
  if [ "$status" -ne "${EXPECT:-0}" ]; then
    echo "demo: exit code $status, want ${EXPECT:-0}" >&2
    exit 1
  fi
}

# typed puts quotes around the words that need them.
typed() {
  local word line=
  for word in "$@"; do
    case $word in
      *[!A-Za-z0-9_./=:+-]*) line+=" \"$word\"" ;;
      *) line+=" $word" ;;
    esac
  done
  echo "${line# }"
}

# show prints a file, indented.
show() {
  printf '\n%s%s%s\n' "$dim" "$1" "$plain"
  sed 's/^/    /' "$1"
}

# newest prints the revision file that was written last.
newest() { ls -t versions/*.toml | head -n 1; }

mkdir "$work/bin" "$work/blog"
(cd "$repository" && CGO_ENABLED=0 go build -o "$work/bin/migrate" ./cmd/migrate)
export PATH=$work/bin:$PATH
unset DATABASE_URL
cd "$work/blog"

say 'A blog gets its database. First, a project:'
run migrate init

say 'The models are plain Go structs. The `migrate` tag adds what a struct does not say by itself.'
rm -f models/*.go
mkdir -p models
cp "$repository/scripts/demo/models.go.txt" models/models.go
show models/models.go

say 'Limbeck compares them with the database, which is empty, and writes a revision: what goes up, and what goes down.'
run migrate revision --autogenerate -m 'create blog'
show "$(newest)"

say 'The file is yours to read and to change. Then it is applied:'
run migrate upgrade head

say 'A month later, users have an email address, posts are listed by date, and people comment on them.'
cp models/models.go before.go
cp "$repository/scripts/demo/models-later.go.txt" models/models.go
EXPECT=1 run diff -U 0 before.go models/models.go
rm before.go

say 'The database follows. The revision holds the difference, and nothing else.'
run migrate revision --autogenerate -m 'emails and comments'
show "$(newest)"
run migrate upgrade head

say 'What has been done so far, and where the database stands:'
run migrate history
run migrate current

say 'A second thought: one step back. The schema is what it was, and the rows of what stayed are still there.'
run migrate downgrade -1

say 'A CI job runs check. It ends with exit code 2 when something is pending, as it is now:'
EXPECT=2 run migrate check

cat <<'EOT'

That is all of it. To try next, in a folder of your own:

  migrate init                             a project, with a model to start from
  migrate diff                             what autogenerate would write, writing nothing
  migrate upgrade head --sql               the SQL, for a DBA to run
  DATABASE_URL=postgres://… migrate upgrade head     the same files on PostgreSQL, MySQL or MariaDB
  migrate --help                           everything else

`make build` puts the command into bin/migrate. README.md has the five-minute tour.
EOT
