package gostruct

// builtin is the source of packages that are not looked up on disk: what models
// use of GORM, and of the standard library, of which there is none on a machine
// without Go.
var builtin = map[string]string{
	"gorm.io/gorm": `package gorm

import (
	"time"

	"gorm.io/gorm"
)

type Model struct {
	ID        uint ` + "`gorm:\"primarykey\"`" + `
	CreatedAt time.Time
	UpdatedAt time.Time
	DeletedAt gorm.DeletedAt ` + "`gorm:\"index\"`" + `
}
`,
	"context":       "package context\n\ntype Context interface{}\ntype CancelFunc func()\n",
	"crypto":        "package crypto\n\ntype Hash uint\n",
	"crypto/x509":   "package x509\n\ntype (\n\tExtKeyUsage int\n\tKeyUsage int\n\tPublicKeyAlgorithm int\n\tSignatureAlgorithm int\n)\n",
	"encoding/json": "package json\n\ntype Number string\n",
	"html/template": "package template\n\ntype (\n\tCSS string\n\tHTML string\n\tHTMLAttr string\n\tJS string\n\tJSStr string\n\tSrcset string\n\tURL string\n)\n",
	"io":            "package io\n\ntype (\n\tReader interface{}\n\tReadCloser interface{}\n\tWriter interface{}\n)\n",
	"io/fs":         "package fs\n\ntype FileMode uint32\n",
	"log/slog":      "package slog\n\ntype Level int\ntype Logger struct{}\n",
	"net":           "package net\n\ntype IPMask []byte\n",
	"net/http":      "package http\n\ntype Header map[string][]string\ntype SameSite int\n",
	"net/mail":      "package mail\n\ntype Address struct {\n\tName, Address string\n}\n",
	"net/textproto": "package textproto\n\ntype MIMEHeader map[string][]string\n",
	"net/url":       "package url\n\ntype Values map[string][]string\n",
	"os":            "package os\n\nimport \"io/fs\"\n\ntype FileMode = fs.FileMode\n",
	"reflect":       "package reflect\n\ntype Kind uint\n",
	"sort":          "package sort\n\ntype (\n\tFloat64Slice []float64\n\tIntSlice []int\n\tStringSlice []string\n)\n",
	"sync":          "package sync\n\ntype (\n\tMap struct{}\n\tMutex struct{}\n\tOnce struct{}\n\tRWMutex struct{}\n\tWaitGroup struct{}\n)\n",
}
