package postgres

// What the tests beside the package use of those within it.
var (
	TestURL  = testURL
	Connect  = connect
	MustExec = mustExec
	With     = with
	Major    = major
)
