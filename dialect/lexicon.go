package dialect

// Lexicon is what differs between the dialects in reading SQL by tokens.
type Lexicon struct {
	Backticks     bool // `name` quotes an identifier
	Brackets      bool // [name] quotes an identifier
	DollarQuotes  bool // $tag$ … $tag$ quotes a string
	Backslashes   bool // \ escapes within '…'
	EscapeStrings bool // E'…' with backslashes
	HashComments  bool // # to the end of the line
	DashSpace     bool // -- begins a comment only where a space follows: 1--1 is 2
	NestedComment bool // /* /* */ */
	Executable    bool // /*! … */ and /*M! … */ are read like what stands around them
	Delimiter     bool // the client's DELIMITER command

	// Bodies are the kinds of object whose definition may hold BEGIN … END.
	Bodies []string
	// Inline reads what stands in a script but is the client's own business: at is
	// where a statement begins, and statement the text of it when it has been read,
	// before that empty. It returns the statements to send instead, and how much of
	// the script it took; nothing when there is no such thing. It may be nil.
	Inline func(statement, script string) (instead []string, taken int)

	// Fold brings spellings that a server itself uses for one meaning to one form,
	// for Normalize; nil when there are none.
	Fold func([]Token) []Token
}
