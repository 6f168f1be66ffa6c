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
	QuotedStrings bool // "…" is a string where nothing has that name
	NameBytes     int  // the server cuts names that are longer, without an error; 0 when it doesn't

	// Bodies are the kinds of object whose definition may hold BEGIN … END.
	Bodies []string
	// Inline takes what a client's script holds that is not for the server as it
	// stands. It is asked where a statement begins, when statement is empty, and again
	// when the statement has been read; script is the rest. It returns the statements to
	// send instead and how much of the rest belongs to them; ok is false when there is
	// no such thing. It may be nil.
	Inline func(statement, script string) (instead []string, taken int, ok bool)

	// Fold brings spellings that a server itself uses for one meaning to one form,
	// for Normalize; nil when there are none.
	Fold func([]Token) []Token
}
