package source

import (
	"go/ast"
	"go/constant"
	"go/token"
	"maps"
	"slices"
)

// Outcome is one way in which a method may end.
type Outcome struct {
	Value  Value // its first result
	Failed bool  // its last result is an error
}

// Follow returns the ways in which a method of a zero value may end: it walks the
// code with what is known of each value, both ways where a condition isn't known.
// Calls that return errors are taken to succeed. It returns nothing where the code
// is of a kind that it can't follow.
func (m *Method) Follow(args ...Value) []Outcome {
	if m.Func == nil || m.Func.Body == nil {
		return nil
	}
	w := &walker{loader: m.Owner.loader}
	return w.call(m.Func, m.scope, w.receiver(m), args)
}

// String returns the one string that a method returns, whatever way it goes.
func (m *Method) String(args ...Value) (string, bool) {
	outcomes := m.Follow(args...)
	if len(outcomes) == 0 {
		return "", false
	}
	for _, o := range outcomes {
		if o.Value.Const == nil || o.Value.Const.Kind() != constant.String || !equalConst(o.Value.Const, outcomes[0].Value.Const) {
			return "", false
		}
	}
	return constant.StringVal(outcomes[0].Value.Const), true
}

// Result returns the type of what a method returns where that is not nil, the same
// whatever way it goes; nil when it can't be told.
func (m *Method) Result() *Type {
	var t *Type
	for _, o := range m.Follow() {
		switch {
		case o.Failed || o.Value.Nil():
		case o.Value.Type == nil || t != nil && t.ID() != o.Value.Type.ID():
			return nil
		default:
			t = o.Value.Type
		}
	}
	return t
}

// Calls reports whether a method's code calls something of one of these names.
func (m *Method) Calls(names ...string) bool {
	found := false
	if m.Func != nil && m.Func.Body != nil {
		ast.Inspect(m.Func.Body, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				found = found || slices.Contains(names, spelled(call.Fun))
			}
			return !found
		})
	}
	return found
}

// receiver is the zero value that a method is called of; behind a pointer it is
// not nil.
func (w *walker) receiver(m *Method) Value {
	zero := zeroValue(m.Owner)
	if m.Func.Recv != nil && len(m.Func.Recv.List) == 1 {
		if _, ok := m.Func.Recv.List[0].Type.(*ast.StarExpr); ok {
			return pointerTo(zero)
		}
	}
	return zero
}

// maxSteps and maxCalls end the walk through code that is too long for it.
const (
	maxSteps = 2000
	maxCalls = 8
)

// walker follows one method and the functions that it calls.
type walker struct {
	loader *Loader
	steps  int
	depth  int
}

// frame is one function that is being followed.
type frame struct {
	scope
	vars     map[string]Value
	results  []string // their names, if they have any
	outcomes []Outcome
	lost     bool
}

// call follows a function with a body.
func (w *walker) call(fn *ast.FuncDecl, s scope, receiver Value, args []Value) []Outcome {
	if fn.Body == nil || w.depth >= maxCalls {
		return nil
	}
	w.depth++
	defer func() { w.depth-- }()
	f := &frame{scope: s, vars: map[string]Value{}}
	if fn.Recv != nil {
		for _, n := range fn.Recv.List[0].Names {
			f.vars[n.Name] = receiver
		}
	}
	i := 0
	for _, p := range fn.Type.Params.List {
		for _, n := range p.Names {
			f.vars[n.Name] = Value{Type: w.loader.resolve(s, p.Type)}
			if i < len(args) {
				f.vars[n.Name] = args[i]
			}
			i++
		}
	}
	if fn.Type.Results != nil {
		for _, p := range fn.Type.Results.List {
			for _, n := range p.Names {
				f.vars[n.Name] = zeroValue(w.loader.resolve(s, p.Type))
				f.results = append(f.results, n.Name)
			}
		}
	}
	w.run(f, fn.Body.List)
	if f.lost {
		return nil
	}
	return f.outcomes
}

// run follows statements to the end of the function.
func (w *walker) run(f *frame, stmts []ast.Stmt) {
	for i, s := range stmts {
		if w.steps++; f.lost || w.steps > maxSteps {
			f.lost = true
			return
		}
		rest := stmts[i+1:]
		switch s := s.(type) {
		case *ast.ReturnStmt:
			f.outcomes = append(f.outcomes, w.outcome(f, s))
			return
		case *ast.BlockStmt:
			w.run(f, slices.Concat(s.List, rest))
			return
		case *ast.LabeledStmt:
			w.run(f, slices.Concat([]ast.Stmt{s.Stmt}, rest))
			return
		case *ast.IfStmt:
			w.branch(f, s, rest)
			return
		case *ast.SwitchStmt:
			w.choose(f, s, rest)
			return
		case *ast.TypeSwitchStmt:
			w.fork(f, clauses(s.Body), rest, true)
			return
		default:
			w.step(f, s)
		}
	}
	f.lost = true // the function goes on, or ends without a result
}

// step follows a statement that leads to the next one.
func (w *walker) step(f *frame, s ast.Stmt) {
	switch s := s.(type) {
	case *ast.AssignStmt:
		w.assign(f, s)
	case *ast.DeclStmt:
		w.declare(f, s)
	case *ast.RangeStmt:
		if v := w.eval(f, s.X); v.nilness != isNil && !v.Zero {
			w.forget(f, s.Body)
		}
	case *ast.ForStmt:
		w.forget(f, s.Body)
	case *ast.IncDecStmt:
		w.set(f, s.X, Value{})
	case *ast.ExprStmt, *ast.DeferStmt, *ast.EmptyStmt, *ast.GoStmt:
	default:
		f.lost = true
	}
}

// forget follows a loop, of which it isn't known how often it runs: what is
// assigned in it isn't known after it.
func (w *walker) forget(f *frame, body *ast.BlockStmt) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			f.lost = true
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				if id, ok := left.(*ast.Ident); ok {
					f.vars[id.Name] = Value{Type: f.vars[id.Name].Type}
				}
			}
		}
		return true
	})
}

// outcome is what a return statement gives.
func (w *walker) outcome(f *frame, s *ast.ReturnStmt) Outcome {
	var values []Value
	switch {
	case len(s.Results) > 0:
		for _, e := range s.Results {
			values = append(values, w.eval(f, e))
		}
	default:
		for _, name := range f.results {
			values = append(values, f.vars[name])
		}
	}
	if len(values) == 0 {
		return Outcome{}
	}
	last := values[len(values)-1]
	return Outcome{Value: values[0], Failed: len(values) > 1 && last.nilness != isNil}
}

// branch follows an if.
func (w *walker) branch(f *frame, s *ast.IfStmt, rest []ast.Stmt) {
	if s.Init != nil {
		w.step(f, s.Init)
	}
	yes := slices.Concat(s.Body.List, rest)
	no := rest
	if s.Else != nil {
		no = slices.Concat([]ast.Stmt{s.Else}, rest)
	}
	switch holds, known := truthOf(w.eval(f, s.Cond)); {
	case known && holds:
		w.run(f, yes)
	case known:
		w.run(f, no)
	default:
		way := f.copied()
		w.run(way, yes)
		f.join(way)
		w.run(f, no)
	}
}

// choose follows a switch over a value, or over conditions.
func (w *walker) choose(f *frame, s *ast.SwitchStmt, rest []ast.Stmt) {
	if s.Init != nil {
		w.step(f, s.Init)
	}
	tag := boolean(true)
	if s.Tag != nil {
		tag = w.eval(f, s.Tag)
	}
	var otherwise *ast.CaseClause
	for _, c := range clauses(s.Body) {
		if c.List == nil {
			otherwise = c
		}
		for _, e := range c.List {
			switch same, known := truthOf(equal(tag, w.eval(f, e))); {
			case !known:
				w.fork(f, clauses(s.Body), rest, otherwise == nil)
				return
			case same:
				w.enter(f, c, rest)
				return
			}
		}
	}
	if otherwise != nil {
		w.enter(f, otherwise, rest)
		return
	}
	w.run(f, rest)
}

func clauses(body *ast.BlockStmt) []*ast.CaseClause {
	var out []*ast.CaseClause
	for _, s := range body.List {
		if c, ok := s.(*ast.CaseClause); ok {
			out = append(out, c)
		}
	}
	return out
}

// enter follows a clause of a switch, and then what comes after the switch.
func (w *walker) enter(f *frame, c *ast.CaseClause, rest []ast.Stmt) {
	body := c.Body
	if n := len(body); n > 0 {
		if last, ok := body[n-1].(*ast.BranchStmt); ok && last.Tok == token.BREAK && last.Label == nil {
			body = body[:n-1]
		}
	}
	w.run(f, slices.Concat(body, rest))
}

// fork follows every clause, and none of them where none has to be taken.
func (w *walker) fork(f *frame, all []*ast.CaseClause, rest []ast.Stmt, none bool) {
	for _, c := range all {
		none = none && c.List != nil
		way := f.copied()
		w.enter(way, c, rest)
		f.join(way)
	}
	if none {
		w.run(f, rest)
	}
}

// copied is a frame for one of two ways.
func (f *frame) copied() *frame {
	return &frame{scope: f.scope, vars: maps.Clone(f.vars), results: f.results}
}

func (f *frame) join(way *frame) {
	f.outcomes = append(f.outcomes, way.outcomes...)
	f.lost = f.lost || way.lost
}

// assign follows an assignment.
func (w *walker) assign(f *frame, s *ast.AssignStmt) {
	if len(s.Lhs) == len(s.Rhs) {
		for i, left := range s.Lhs {
			v := w.eval(f, s.Rhs[i])
			if s.Tok == token.ADD_ASSIGN {
				v = add(w.eval(f, left), v)
			} else if s.Tok != token.ASSIGN && s.Tok != token.DEFINE {
				v = Value{}
			}
			w.set(f, left, v)
		}
		return
	}
	values := w.evalSeveral(f, s.Rhs[0])
	for i, left := range s.Lhs {
		v := Value{}
		if i < len(values) {
			v = values[i]
		}
		w.set(f, left, v)
	}
}

// set gives a variable a value; what a variable's field or element is given makes
// the variable one of which only the type is known.
func (w *walker) set(f *frame, left ast.Expr, v Value) {
	switch left := left.(type) {
	case *ast.Ident:
		f.vars[left.Name] = v
	case *ast.SelectorExpr:
		w.set(f, left.X, Value{Type: w.eval(f, left.X).Type, nilness: notNil})
	case *ast.IndexExpr:
		w.set(f, left.X, Value{Type: w.eval(f, left.X).Type, nilness: notNil})
	case *ast.StarExpr:
		w.set(f, left.X, Value{Type: w.eval(f, left.X).Type, nilness: notNil})
	case *ast.ParenExpr:
		w.set(f, left.X, v)
	}
}

// declare follows var and const within a function.
func (w *walker) declare(f *frame, s *ast.DeclStmt) {
	d, ok := s.Decl.(*ast.GenDecl)
	if !ok {
		return
	}
	for _, one := range d.Specs {
		spec, ok := one.(*ast.ValueSpec)
		if !ok {
			f.lost = f.lost || d.Tok == token.TYPE // a type of the function's own hides others
			continue
		}
		for i, n := range spec.Names {
			switch {
			case i < len(spec.Values):
				f.vars[n.Name] = w.eval(f, spec.Values[i])
			case spec.Type != nil:
				f.vars[n.Name] = zeroValue(w.loader.resolve(f.scope, spec.Type))
			}
		}
	}
}
