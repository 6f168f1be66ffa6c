//go:build integration || (darwin && arm64)

package a

type First struct{}
