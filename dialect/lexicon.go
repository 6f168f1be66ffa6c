package dialect

// Lexicon is what differs between the dialects in reading SQL by tokens.
type Lexicon struct {
	Backticks     bool // `name` quotes an identifier
	Brackets      bool // [name] quotes an identifier
	DollarQuotes  bool // $tag$ … $tag$ quotes a string
	Backslashes   bool // \ escapes within '…'
	EscapeStrings bool // E'…' with backslashes
	HashComments  bool // # to the end of the line
	NestedComment bool // /* /* */ */
	Executable    bool // /*! … */ and /*M! … */ hold statements
	Delimiter     bool // the client's DELIMITER command
	Blocks        bool // BEGIN … END bodies of triggers and routines

	// Fold brings spellings that a server itself uses for one meaning to one form,
	// for Normalize; nil when there are none.
	Fold func([]Token) []Token
}
