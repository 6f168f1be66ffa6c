// Package tomlfile reads models from TOML: tables in the syntax of create_table, and
// the other kinds of objects in that of theirs.
//
//	[[table]]
//	table = "tags"
//	columns = [
//	  { name = "id",   type = "bigint", nullable = false, autoincrement = true },
//	  { name = "name", type = "varchar(50)", nullable = false },
//	]
//	primary_key = { columns = ["id"] }
//
//	[[enum]]
//	name = "post_status"
//	values = ["draft", "published"]
package tomlfile
