package ops

// kinds lists every operation by its name in a revision file.
var kinds = map[string]func() Op{
	"create_table":        func() Op { return new(CreateTable) },
	"drop_table":          func() Op { return new(DropTable) },
	"rename_table":        func() Op { return new(RenameTable) },
	"alter_table":         func() Op { return new(AlterTable) },
	"add_column":          func() Op { return new(AddColumn) },
	"drop_column":         func() Op { return new(DropColumn) },
	"rename_column":       func() Op { return new(RenameColumn) },
	"alter_column":        func() Op { return new(AlterColumn) },
	"create_primary_key":  func() Op { return new(CreatePrimaryKey) },
	"drop_primary_key":    func() Op { return new(DropPrimaryKey) },
	"create_unique":       func() Op { return new(CreateUnique) },
	"drop_unique":         func() Op { return new(DropUnique) },
	"create_foreign_key":  func() Op { return new(CreateForeignKey) },
	"drop_foreign_key":    func() Op { return new(DropForeignKey) },
	"create_check":        func() Op { return new(CreateCheck) },
	"drop_check":          func() Op { return new(DropCheck) },
	"create_exclusion":    func() Op { return new(CreateExclusion) },
	"drop_exclusion":      func() Op { return new(DropExclusion) },
	"rename_constraint":   func() Op { return new(RenameConstraint) },
	"validate_constraint": func() Op { return new(ValidateConstraint) },
	"create_index":        func() Op { return new(CreateIndex) },
	"drop_index":          func() Op { return new(DropIndex) },
	"alter_index":         func() Op { return new(AlterIndex) },
	"rename_index":        func() Op { return new(RenameIndex) },
	"create_schema":       func() Op { return new(CreateSchema) },
	"drop_schema":         func() Op { return new(DropSchema) },
	"create_extension":    func() Op { return new(CreateExtension) },
	"alter_extension":     func() Op { return new(AlterExtension) },
	"drop_extension":      func() Op { return new(DropExtension) },
	"create_enum":         func() Op { return new(CreateEnum) },
	"alter_enum":          func() Op { return new(AlterEnum) },
	"drop_enum":           func() Op { return new(DropEnum) },
	"create_domain":       func() Op { return new(CreateDomain) },
	"alter_domain":        func() Op { return new(AlterDomain) },
	"drop_domain":         func() Op { return new(DropDomain) },
	"create_composite":    func() Op { return new(CreateComposite) },
	"alter_composite":     func() Op { return new(AlterComposite) },
	"drop_composite":      func() Op { return new(DropComposite) },
	"create_object":       func() Op { return new(CreateObject) },
	"drop_object":         func() Op { return new(DropObject) },
	"create_sequence":     func() Op { return new(CreateSequence) },
	"alter_sequence":      func() Op { return new(AlterSequence) },
	"drop_sequence":       func() Op { return new(DropSequence) },
	"create_view":         func() Op { return new(CreateView) },
	"alter_view":          func() Op { return new(AlterView) },
	"drop_view":           func() Op { return new(DropView) },
	"create_routine":      func() Op { return new(CreateRoutine) },
	"drop_routine":        func() Op { return new(DropRoutine) },
	"create_trigger":      func() Op { return new(CreateTrigger) },
	"drop_trigger":        func() Op { return new(DropTrigger) },
	"create_event":        func() Op { return new(CreateEvent) },
	"alter_event":         func() Op { return new(AlterEvent) },
	"drop_event":          func() Op { return new(DropEvent) },
	"grant":               func() Op { return new(Grant) },
	"revoke":              func() Op { return new(Revoke) },
	"set_comment":         func() Op { return new(SetComment) },
	"execute":             func() Op { return new(Execute) },
	"insert_rows":         func() Op { return new(InsertRows) },
	"call":                func() Op { return new(Call) },
}

func (*CreateTable) Kind() string        { return "create_table" }
func (*DropTable) Kind() string          { return "drop_table" }
func (*RenameTable) Kind() string        { return "rename_table" }
func (*AlterTable) Kind() string         { return "alter_table" }
func (*AddColumn) Kind() string          { return "add_column" }
func (*DropColumn) Kind() string         { return "drop_column" }
func (*RenameColumn) Kind() string       { return "rename_column" }
func (*AlterColumn) Kind() string        { return "alter_column" }
func (*CreatePrimaryKey) Kind() string   { return "create_primary_key" }
func (*DropPrimaryKey) Kind() string     { return "drop_primary_key" }
func (*CreateUnique) Kind() string       { return "create_unique" }
func (*DropUnique) Kind() string         { return "drop_unique" }
func (*CreateForeignKey) Kind() string   { return "create_foreign_key" }
func (*DropForeignKey) Kind() string     { return "drop_foreign_key" }
func (*CreateCheck) Kind() string        { return "create_check" }
func (*DropCheck) Kind() string          { return "drop_check" }
func (*CreateExclusion) Kind() string    { return "create_exclusion" }
func (*DropExclusion) Kind() string      { return "drop_exclusion" }
func (*RenameConstraint) Kind() string   { return "rename_constraint" }
func (*ValidateConstraint) Kind() string { return "validate_constraint" }
func (*CreateIndex) Kind() string        { return "create_index" }
func (*DropIndex) Kind() string          { return "drop_index" }
func (*AlterIndex) Kind() string         { return "alter_index" }
func (*RenameIndex) Kind() string        { return "rename_index" }
func (*CreateSchema) Kind() string       { return "create_schema" }
func (*DropSchema) Kind() string         { return "drop_schema" }
func (*CreateExtension) Kind() string    { return "create_extension" }
func (*AlterExtension) Kind() string     { return "alter_extension" }
func (*DropExtension) Kind() string      { return "drop_extension" }
func (*CreateEnum) Kind() string         { return "create_enum" }
func (*AlterEnum) Kind() string          { return "alter_enum" }
func (*DropEnum) Kind() string           { return "drop_enum" }
func (*CreateDomain) Kind() string       { return "create_domain" }
func (*AlterDomain) Kind() string        { return "alter_domain" }
func (*DropDomain) Kind() string         { return "drop_domain" }
func (*CreateComposite) Kind() string    { return "create_composite" }
func (*AlterComposite) Kind() string     { return "alter_composite" }
func (*DropComposite) Kind() string      { return "drop_composite" }
func (*CreateObject) Kind() string       { return "create_object" }
func (*DropObject) Kind() string         { return "drop_object" }
func (*CreateSequence) Kind() string     { return "create_sequence" }
func (*AlterSequence) Kind() string      { return "alter_sequence" }
func (*DropSequence) Kind() string       { return "drop_sequence" }
func (*CreateView) Kind() string         { return "create_view" }
func (*AlterView) Kind() string          { return "alter_view" }
func (*DropView) Kind() string           { return "drop_view" }
func (*CreateRoutine) Kind() string      { return "create_routine" }
func (*DropRoutine) Kind() string        { return "drop_routine" }
func (*CreateTrigger) Kind() string      { return "create_trigger" }
func (*DropTrigger) Kind() string        { return "drop_trigger" }
func (*Grant) Kind() string              { return "grant" }
func (*Revoke) Kind() string             { return "revoke" }
func (*SetComment) Kind() string         { return "set_comment" }
func (*Execute) Kind() string            { return "execute" }
func (*InsertRows) Kind() string         { return "insert_rows" }
func (*Call) Kind() string               { return "call" }
