// Package migrate is the library face of Limbeck: what a Go program calls that
// runs its migrations itself.
//
//	//go:embed versions
//	var versions embed.FS
//
//	m, err := migrate.New(db, "postgres", versions)
//	...
//	_, err = m.Upgrade(ctx, "head")
//
// The program brings the *sql.DB and with it the driver; this package pulls in
// none. The migrate command is a thin layer over the same type, opened from a
// migrations.toml by [Open].
package migrate
