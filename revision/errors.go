package revision

import (
	"errors"
	"fmt"
	"strings"
)

// Code says by a stable word what kind of failure an [Error] is.
type Code string

// The codes of this package.
const (
	// The history itself is unsound.
	CodeCycle             Code = "cycle"
	CodeDependencyCycle   Code = "dependency_cycle"
	CodeDuplicateRevision Code = "duplicate_revision"
	CodeDuplicateLabel    Code = "duplicate_label"
	CodeMissingParent     Code = "missing_parent"
	CodeMissingDependency Code = "missing_dependency"

	// An identifier names nothing, too much, or nothing that fits.
	CodeEmptyIdentifier    Code = "empty_identifier"
	CodeBadIdentifier      Code = "bad_identifier"
	CodeUnknownRevision    Code = "unknown_revision"
	CodeAmbiguousRevision  Code = "ambiguous_revision"
	CodeUnknownLabel       Code = "unknown_label"
	CodeNotOnBranch        Code = "not_on_branch"
	CodeMultipleHeads      Code = "multiple_heads"
	CodeAmbiguousWalk      Code = "ambiguous_walk"
	CodeAmbiguousStart     Code = "ambiguous_start"
	CodeWalkedTooFar       Code = "walked_too_far"
	CodeWrongDirection     Code = "wrong_direction"
	CodeRelativeNotAllowed Code = "relative_not_allowed"
	CodeBadRange           Code = "bad_range"
	CodeNotAnAncestor      Code = "not_an_ancestor"
	CodeInvalidTarget      Code = "invalid_target"
	CodeOverlap            Code = "overlap"

	// The version table does not fit the history.
	CodeUnknownCurrent  Code = "unknown_current_revision"
	CodeOverlappingRows Code = "overlapping_rows"

	// A new revision was refused.
	CodeNotAHead        Code = "not_a_head"
	CodeDuplicateHead   Code = "duplicate_head"
	CodeIllegalID       Code = "illegal_id"
	CodeIllegalLabel    Code = "illegal_label"
	CodeFileExists      Code = "file_exists"
	CodeVersionsMissing Code = "versions_folder_missing"

	// A file cannot be used.
	CodeUnreadableFile Code = "unreadable_file"
	CodeBadFile        Code = "bad_revision_file"
)

// Error is a refusal of this package.
type Error struct {
	Code    Code
	Message string
	Hint    string // what to do next; may be empty
	// Integrity means that the history, or what the database says of it, is unsound.
	Integrity bool
	Err       error // the cause, if it came from elsewhere
}

func (e *Error) Error() string { return e.Message }

func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is(err, &Error{Code: c}) compare codes.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// CodeOf returns the code of an error of this package, or "".
func CodeOf(err error) Code {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}

// unsound are the codes that stand for a history, or a version table, that is not
// sound.
var unsound = map[Code]bool{
	CodeCycle: true, CodeDependencyCycle: true, CodeDuplicateRevision: true, CodeDuplicateLabel: true,
	CodeMissingParent: true, CodeMissingDependency: true, CodeMultipleHeads: true,
	CodeUnknownCurrent: true, CodeOverlappingRows: true,
}

// fail makes an error.
func fail(code Code, hint, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), Hint: hint, Integrity: unsound[code]}
}

// quoted lists names for a message, at most ten.
func quoted(names []string) string {
	const most = 10
	shown := names[:min(len(names), most)]
	text := "'" + strings.Join(shown, "', '") + "'"
	if more := len(names) - len(shown); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// listed lists ids for a message, at most fifty.
func listed(ids []string) string {
	const most = 50
	text := strings.Join(ids[:min(len(ids), most)], ", ")
	if more := len(ids) - most; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
