package revision

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// dagCase is a fact about how Alembic's graph behaves.
type dagCase struct {
	Name, Origin string
	Revisions    []struct {
		ID        string
		Down      []string
		Labels    []string
		DependsOn []string `json:"depends_on"`
	}
	Action  string
	Current []string
	Target  any
	Upper   any
	Lower   any
	Opts    struct {
		Inclusive      bool
		ImplicitBase   bool `json:"implicit_base"`
		Downgrade      bool
		AssertRelative *bool `json:"assert_relative_length"`
	}
	New struct {
		ID        string
		Head      any
		Splice    bool
		Labels    []string
		DependsOn []string `json:"depends_on"`
	}
	Add []struct {
		ID        string
		Down      []string
		Labels    []string
		DependsOn []string `json:"depends_on"`
	}
	Steps []struct {
		Revision string
		From, To []string
		Up       bool
	}
	Expect     json.RawMessage
	HeadsAfter []string `json:"heads_after"`
	Trace      [][]string
	RowOps     [][][]string `json:"row_ops"`
	Warn       []string
	Order      string
	Quirk      string
}

// outcome is what a case came to; the fields that its action has.
type outcome struct {
	ids        []string
	any        any
	headsAfter []string
	trace      [][]string
	rowOps     [][][]string
	warnings   []string
}

func readCases(t *testing.T, path string) []dagCase {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var cases []dagCase
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c dagCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
	}
	return cases
}

// TestAlembicCases runs the facts about Alembic. A second file of them can be named by
// DAG_CASES.
func TestAlembicCases(t *testing.T) {
	for _, path := range []string{"../tests/testdata/dag-cases.jsonl", os.Getenv("DAG_CASES")} {
		if path == "" {
			continue
		}
		count := map[string]int{}
		for _, c := range readCases(t, path) {
			count["all"]++
			if c.Quirk != "" {
				runQuirk(t, c)
				continue
			}
			if err := c.check(); err != nil {
				t.Errorf("%s (%s): %v", c.Name, c.Origin, err)
				count["failed"]++
			}
		}
		t.Logf("%s: %v", path, count)
	}
}

// runQuirk only asks for an outcome that is documented: a plan, or a typed error.
func runQuirk(t *testing.T, c dagCase) {
	out, err := c.run()
	if err == nil {
		t.Logf("quirk %s: %v %v after %v %v", c.Name, out.ids, out.any, out.headsAfter, out.warnings)
		return
	}
	var e *Error
	if !errors.As(err, &e) || e.Code == "" || e.Message == "" {
		t.Errorf("%s: untyped error %v", c.Name, err)
	}
	t.Logf("quirk %s: %s: %s | %s", c.Name, e.Code, e.Message, e.Hint)
}

func (c dagCase) graph() (*Graph, error) {
	var revs []*Revision
	for _, r := range c.Revisions {
		revs = append(revs, &Revision{ID: r.ID, Down: r.Down, Labels: r.Labels, DependsOn: r.DependsOn})
	}
	return New(revs)
}

func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		list := []string{}
		for _, e := range v {
			list = append(list, e.(string))
		}
		return list
	}
	return nil
}

func target(v any) string {
	if v == nil {
		return "base"
	}
	return v.(string)
}

func idsOf(revs []*Revision) []string {
	list := []string{}
	for _, r := range revs {
		if r != nil {
			list = append(list, r.ID)
		}
	}
	return list
}

func (c dagCase) run() (out outcome, err error) {
	g, err := c.graph()
	if err != nil {
		return out, err
	}
	var revs []*Revision
	one := func(r *Revision, e error) { revs, err = []*Revision{r}, e }
	many := func(r []*Revision, e error) { revs, err = r, e }
	switch c.Action {
	case "load":
		out.any = describe(g)
	case "resolve":
		one(g.Resolve(target(c.Target)))
	case "resolve_many":
		many(g.ResolveMany(texts(c.Target)...))
	case "current_head":
		one(g.Head())
	case "heads":
		revs = g.Heads()
	case "real_heads":
		revs = g.RealHeads()
	case "bases":
		revs = g.Bases()
	case "bases_of":
		many(g.Related(idsOf(g.Bases()), target(c.Target), false))
	case "lineage":
		many(g.Related(c.Current, target(c.Target), false))
	case "current":
		many(g.Current(c.Current))
	case "history":
		many(g.History(target(c.Target), c.Current))
	case "iterate":
		many(g.Iterate(Range{
			Upper: texts(c.Upper), Lower: texts(c.Lower), Inclusive: c.Opts.Inclusive, ImplicitBase: c.Opts.ImplicitBase,
			Downgrade: c.Opts.Downgrade, Clamp: c.Opts.AssertRelative != nil && !*c.Opts.AssertRelative,
		}))
	case "branches":
		list := []any{}
		for _, r := range g.BranchPoints() {
			list = append(list, map[string]any{"id": r.ID, "children": anys(g.Info(r.ID).Children)})
		}
		out.any = list
	case "upgrade":
		p, e := g.Upgrade(c.Current, target(c.Target))
		return planned(p, false), e
	case "downgrade":
		p, e := g.Downgrade(c.Current, target(c.Target))
		return planned(p, false), e
	case "stamp":
		p, e := g.Stamp(c.Current, false, texts(c.Target)...)
		return planned(p, true), e
	case "new_revision":
		return c.draft(g)
	case "add":
		var added []*Revision
		for _, r := range c.Add {
			added = append(added, &Revision{ID: r.ID, Down: r.Down, Labels: r.Labels, DependsOn: r.DependsOn})
		}
		if g, err = g.With(added...); err == nil {
			revs = g.Heads()
		}
	case "rows":
		return c.rows(g)
	default:
		return out, fmt.Errorf("unknown action %s", c.Action)
	}
	out.ids = idsOf(revs)
	return out, err
}

func anys(list []string) []any {
	out := []any{}
	for _, s := range list {
		out = append(out, s)
	}
	return out
}

func describe(g *Graph) any {
	var branch, merge []string
	labels, parents := map[string]any{}, map[string]any{}
	for _, r := range g.All() {
		info := g.Info(r.ID)
		if info.IsBranchPoint {
			branch = append(branch, r.ID)
		}
		if info.IsMergePoint {
			merge = append(merge, r.ID)
		}
		if len(info.Labels) > 0 {
			labels[r.ID] = anys(info.Labels)
		}
		if len(info.Parents) > 0 {
			slices.Sort(info.Parents)
			parents[r.ID] = anys(info.Parents)
		}
	}
	sorted := func(list []string) []any { slices.Sort(list); return anys(list) }
	return map[string]any{
		"heads": sorted(idsOf(g.Heads())), "real_heads": sorted(idsOf(g.RealHeads())), "bases": sorted(idsOf(g.Bases())),
		"real_bases": sorted(idsOf(g.RealBases())), "branch_points": sorted(branch), "merge_points": sorted(merge),
		"labels": labels, "effective_parents": parents,
	}
}

func planned(p *Plan, stamp bool) (out outcome) {
	if p == nil {
		return out
	}
	out.ids = []string{}
	list := []any{}
	for i, s := range p.Steps {
		if !stamp {
			out.ids = append(out.ids, s.Revision.ID)
		}
		list = append(list, map[string]any{
			"from": anys(s.From), "to": anys(s.To), "up": s.Direction == Up,
			"branch_move": s.Direction == Up && len(s.From) == 0 || s.Direction == Down && len(s.To) == 0,
		})
		out.trace = append(out.trace, p.RowsAfter(i))
	}
	if stamp {
		out.any = list
	}
	out.headsAfter, out.warnings = p.HeadsAfter, p.Warnings
	return out
}

func (c dagCase) draft(g *Graph) (out outcome, err error) {
	r, _, err := g.Draft(NewOptions{ID: c.New.ID, Heads: texts(c.New.Head), Splice: c.New.Splice, Labels: c.New.Labels, Depends: c.New.DependsOn})
	if err != nil {
		return out, err
	}
	if g, err = g.With(r); err != nil {
		return out, err
	}
	heads := idsOf(g.Heads())
	slices.Sort(heads)
	out.any = map[string]any{"down": anys(r.Down), "depends_on": anys(r.DependsOn), "labels": anys(r.Labels), "heads_after": anys(heads)}
	return out, nil
}

func (c dagCase) rows(g *Graph) (out outcome, err error) {
	table := newRows(c.Current)
	list := []any{}
	for _, s := range c.Steps {
		var ops []RowOp
		if s.Revision != "" {
			i := g.byID[s.Revision]
			rows, err := g.rows(table.sorted())
			if err != nil {
				return out, err
			}
			p := &Plan{HeadsBefore: table.sorted()}
			p.down(g, rows, []int{i})
			ops = p.Steps[0].Rows
			table.apply(ops)
		} else {
			ops = table.move(s.From, s.To)
		}
		list = append(list, anys(table.sorted()))
		var spelled [][]string
		for _, op := range ops {
			words := []string{strings.ToUpper(string(op.Kind))}
			if op.From != "" {
				words = append(words, op.From)
			}
			spelled = append(spelled, append(words, op.Version))
		}
		out.rowOps = append(out.rowOps, spelled)
	}
	out.any = list
	return out, nil
}

// check compares the outcome of a case with what is expected.
func (c dagCase) check() error {
	out, err := c.run()
	var fails struct{ Error *string }
	if json.Unmarshal(c.Expect, &fails) == nil && fails.Error != nil {
		return c.checkError(err, *fails.Error)
	}
	if err != nil {
		return fmt.Errorf("failed: %w", err)
	}
	if out.any != nil {
		var want any
		if err := json.Unmarshal(c.Expect, &want); err != nil {
			return err
		}
		if got, want := fmt.Sprint(out.any), fmt.Sprint(want); got != want {
			return fmt.Errorf("got %s, want %s", got, want)
		}
	} else if err := c.checkOrder(out.ids); err != nil {
		return err
	}
	if c.HeadsAfter != nil && !slices.Equal(out.headsAfter, c.HeadsAfter) {
		return fmt.Errorf("rows after: got %v, want %v", out.headsAfter, c.HeadsAfter)
	}
	if c.Trace != nil && fmt.Sprint(out.trace) != fmt.Sprint(c.Trace) {
		return fmt.Errorf("rows after each step: got %v, want %v", out.trace, c.Trace)
	}
	if c.RowOps != nil && fmt.Sprint(out.rowOps) != fmt.Sprint(c.RowOps) {
		return fmt.Errorf("row operations: got %v, want %v", out.rowOps, c.RowOps)
	}
	if len(out.warnings) < len(c.Warn) {
		return fmt.Errorf("no warning, want %v", c.Warn)
	}
	return nil
}

// quotedNames finds what an error of Alembic names.
var quotedNames = regexp.MustCompile(`'([^']+)'|\(([^)]+)\)|; ([a-z0-9, ]+)$|[Rr]evision (\S+)|target (\S+) |revisions (\S+)$`)

// checkError wants an error of this package that names what Alembic's does.
func (c dagCase) checkError(err error, want string) error {
	var e *Error
	if !errors.As(err, &e) || e.Code == "" {
		return fmt.Errorf("got error %v, want one like %q", err, want)
	}
	for _, m := range quotedNames.FindAllStringSubmatch(want, -1) {
		for _, group := range m[1:] {
			for name := range strings.SplitSeq(group, ", ") {
				known := slices.ContainsFunc(c.Revisions, func(r struct {
					ID        string
					Down      []string
					Labels    []string
					DependsOn []string `json:"depends_on"`
				}) bool {
					return r.ID == name
				})
				if known && !strings.Contains(e.Message, name) {
					return fmt.Errorf("error %q does not name %s as %q does", e.Message, name, want)
				}
			}
		}
	}
	return nil
}

func (c dagCase) checkOrder(got []string) error {
	var want []string
	if err := json.Unmarshal(c.Expect, &want); err != nil {
		return err
	}
	if c.Order != "set" && c.Action != "current" {
		// Where several orders are legal Alembic's stable pick is ours too.
		if !slices.Equal(got, want) {
			return fmt.Errorf("got %v, want %v", got, want)
		}
		return nil
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		return fmt.Errorf("got %v, want %v", got, want)
	}
	return nil
}
