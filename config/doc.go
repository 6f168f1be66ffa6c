// Package config reads migrations.toml: where the revisions and the models are,
// which databases there are, and how they are migrated.
package config
