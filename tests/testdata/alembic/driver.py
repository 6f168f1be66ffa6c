"""Asks Alembic what it would do: a line of JSON in, a line of JSON out.

{"graph": [...], "commands": [...]} builds a history in memory and answers each command on it by {"error": ...} or by
what came of it. {"argv": [...]} runs Alembic's command line.
"""

import contextlib
import io
import json
import logging
import sys
import types
import warnings

from alembic.config import CommandLine
from alembic.runtime.migration import HeadMaintainer
from alembic.script import ScriptDirectory
from alembic.script.revision import Revision, RevisionMap

NOTHING = types.SimpleNamespace(upgrade=lambda: None, downgrade=lambda: None)


class Node(Revision):
    """A revision without a file."""

    module = NOTHING


class Rows(HeadMaintainer):
    """The rows of a version table that is not there."""

    def __init__(self, rows):
        self.heads = set(rows)

    def _insert_version(self, version):
        assert version not in self.heads, "inserted twice: " + version
        self.heads.add(version)

    def _delete_version(self, version):
        self.heads.remove(version)

    def _update_version(self, from_, to_):
        assert to_ not in self.heads, "there already: " + to_
        self.heads.remove(from_)
        self.heads.add(to_)

    def run(self, steps):
        trace = []
        for step in steps:
            self.update_to_step(step)
            trace.append(sorted(self.heads))
        return trace


def ids(revisions):
    return [r.revision for r in revisions if r is not None]


def history_of(graph):
    nodes = [Node(r["id"], tuple(r["down"]) or None, r["depends_on"] or None, r["labels"] or None) for r in graph]
    script = object.__new__(ScriptDirectory)
    script.revision_map = RevisionMap(lambda: nodes)
    return script


def load(script, _):
    every = list(script.revision_map._revision_map.values())
    nodes = {r.revision: r for r in every if r is not None}.values()
    return {
        "heads": sorted(script.get_heads()),
        "real_heads": sorted(script.revision_map._real_heads),
        "bases": sorted(script.get_bases()),
        "labels": {r.revision: sorted(r.branch_labels) for r in nodes if r.branch_labels},
        "parents": {r.revision: sorted(set(r._normalized_down_revisions)) for r in nodes},
        "branches": {r.revision: sorted(r.nextrev) for r in nodes if r.is_branch_point and len(r.nextrev) > 1},
    }


def plan(script, command, steps):
    """Alembic's own order is in "ids"; the rows are those after each step in the order that is asked about."""
    found = [step.revision.revision for step in steps]
    by_id = dict(zip(found, steps))
    order = command["order"]
    if sorted(order) != sorted(found):
        order = found
    try:
        return {"ids": found, "trace": Rows(command["rows"]).run([by_id[i] for i in order])}
    except (AssertionError, KeyError, ValueError) as e:
        return {"ids": found, "crash": repr(e)}


def upgrade(script, command):
    return plan(script, command, script._upgrade_revs(command["target"], tuple(command["rows"])))


def downgrade(script, command):
    return plan(script, command, script._downgrade_revs(command["target"], tuple(command["rows"])))


def stamp(script, command):
    steps = script._stamp_revs(tuple(command["targets"]), tuple(command["rows"]))
    return {"trace": Rows(command["rows"]).run(steps)}


def history(script, command):
    base, head = command["target"].strip().split(":")
    rows = tuple(command["rows"])
    if head == "current":
        head = rows
    elif base == "current":
        base = rows
    return {"ids": ids(script.walk_revisions(base=base or "base", head=head or "heads"))}


def current(script, command):
    return {"ids": sorted(ids(script.get_all_current(tuple(command["rows"]))))}


def show(script, command):
    return {"ids": ids(script.get_revisions(command["target"]))}


COMMANDS = {f.__name__: f for f in (load, upgrade, downgrade, stamp, history, current, show)}


def answer(script, command):
    try:
        return COMMANDS[command["do"]](script, command)
    except Exception as e:  # Alembic fails by bare Python errors too
        return {"error": "%s: %s" % (type(e).__name__, e)}


def command_line(argv):
    out = io.StringIO()
    status = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            CommandLine("alembic").main(argv)
        except SystemExit as e:
            status = 0 if e.code is None else e.code if isinstance(e.code, int) else 1
        except Exception as e:
            print("%s: %s" % (type(e).__name__, e))
            status = 1
    return {"status": status, "output": out.getvalue()}


def main():
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        request = json.loads(line)
        if "argv" in request:
            reply = command_line(request["argv"])
        else:
            script = history_of_or_error(request["graph"])
            reply = [script if isinstance(script, dict) else answer(script, c) for c in request["commands"]]
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()


def history_of_or_error(graph):
    """A revision that names itself is refused before there is a history."""
    try:
        return history_of(graph)
    except Exception as e:
        return {"error": "%s: %s" % (type(e).__name__, e)}


main()
