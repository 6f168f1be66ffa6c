package main

import (
	"encoding/json"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/revision"
	"github.com/limbeck/migrate/runner"
)

// The documents of --json. Their shapes are a contract: see docs/json.md.
type (
	revisionJSON struct {
		Revision      string   `json:"revision"`
		DownRevision  []string `json:"down_revision"`
		BranchLabels  []string `json:"branch_labels"`
		DependsOn     []string `json:"depends_on"`
		Message       string   `json:"message"`
		Path          string   `json:"path"`
		IsHead        bool     `json:"is_head"`
		IsBase        bool     `json:"is_base"`
		IsBranchPoint bool     `json:"is_branch_point"`
		IsMergePoint  bool     `json:"is_merge_point"`
		IsCurrent     bool     `json:"is_current"`
	}
	revisionsJSON struct {
		Revisions []revisionJSON `json:"revisions"`
	}
	graphJSON struct {
		Nodes []revisionJSON  `json:"nodes"`
		Edges []revision.Edge `json:"edges"`
	}
	stepJSON struct {
		Revision   string   `json:"revision"`
		Direction  string   `json:"direction"`
		Statements []string `json:"statements"`
		DurationMS int64    `json:"duration_ms"`
	}
	stepsJSON struct {
		Steps       []stepJSON `json:"steps"`
		HeadsBefore []string   `json:"heads_before"`
		HeadsAfter  []string   `json:"heads_after"`
		DryRun      bool       `json:"dry_run"`
	}
	checkJSON struct {
		UpToDate     bool              `json:"up_to_date"`
		Heads        []string          `json:"heads"`
		Current      []string          `json:"current"`
		Pending      []string          `json:"pending"`
		Unknown      []string          `json:"unknown"`
		Unfinished   []string          `json:"unfinished"`
		ChangedFiles []string          `json:"changed_files"`
		Changes      []json.RawMessage `json:"changes"`
	}
	diffJSON struct {
		Changes    []json.RawMessage `json:"changes"`
		Statements []string          `json:"statements"`
	}
	modelJSON struct {
		Table  string `json:"table"`
		Model  string `json:"model"`
		Source string `json:"source"`
		Origin string `json:"origin"`
	}
	skippedJSON struct {
		Model  string `json:"model"`
		Origin string `json:"origin"`
		Reason string `json:"reason"`
	}
	modelsJSON struct {
		Models  []modelJSON   `json:"models"`
		Skipped []skippedJSON `json:"skipped"`
	}
)

func (a *app) printJSON(document any) error {
	enc := json.NewEncoder(a.out())
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(document)
}

// revisionsDocument describes revisions of a graph; current are the rows of the
// version table where the command has read it.
func revisionsDocument(g *revision.Graph, list []*revision.Revision, current map[string]bool) revisionsJSON {
	out := revisionsJSON{Revisions: []revisionJSON{}}
	for _, r := range list {
		info := g.Info(r.ID)
		out.Revisions = append(out.Revisions, revisionJSON{
			Revision: r.ID, DownRevision: orEmpty(r.Down), BranchLabels: orEmpty(info.Labels), DependsOn: orEmpty(r.DependsOn),
			Message: r.Message, Path: r.Path, IsHead: info.IsHead, IsBase: info.IsBase,
			IsBranchPoint: info.IsBranchPoint, IsMergePoint: info.IsMergePoint, IsCurrent: current[r.ID],
		})
	}
	return out
}

func stepsDocument(result *runner.Result) stepsJSON {
	out := stepsJSON{Steps: []stepJSON{}, HeadsBefore: orEmpty(result.HeadsBefore), HeadsAfter: orEmpty(result.HeadsAfter), DryRun: result.DryRun}
	for _, s := range result.Steps {
		id := ""
		if s.Revision != nil {
			id = s.Revision.ID
		}
		out.Steps = append(out.Steps, stepJSON{id, string(s.Direction), orEmpty(s.Statements), s.Duration.Milliseconds()})
	}
	return out
}

func changesJSON(list []ops.Op) []json.RawMessage {
	out := make([]json.RawMessage, len(list))
	for i, op := range list {
		out[i] = ops.JSON(op)
	}
	return out
}

// orEmpty makes an absent list [] and not null.
func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
