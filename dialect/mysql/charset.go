package mysql

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// defaultCollations are the collations that a character set has when none is
// said. More than one: it depends on product and version (those of MariaDB 11.5 and later
// stand in its character_set_collations).
var defaultCollations = map[string][]string{
	"utf8mb4":  {"utf8mb4_general_ci", "utf8mb4_0900_ai_ci", "utf8mb4_uca1400_ai_ci"},
	"utf8mb3":  {"utf8mb3_general_ci", "utf8mb3_uca1400_ai_ci"},
	"ascii":    {"ascii_general_ci"},
	"binary":   {"binary"},
	"latin1":   {"latin1_swedish_ci"},
	"latin2":   {"latin2_general_ci"},
	"latin5":   {"latin5_turkish_ci"},
	"latin7":   {"latin7_general_ci"},
	"ucs2":     {"ucs2_general_ci", "ucs2_uca1400_ai_ci"},
	"utf16":    {"utf16_general_ci", "utf16_uca1400_ai_ci"},
	"utf16le":  {"utf16le_general_ci"},
	"utf32":    {"utf32_general_ci", "utf32_uca1400_ai_ci"},
	"cp1250":   {"cp1250_general_ci"},
	"cp1251":   {"cp1251_general_ci"},
	"cp1256":   {"cp1256_general_ci"},
	"cp1257":   {"cp1257_general_ci"},
	"cp850":    {"cp850_general_ci"},
	"cp852":    {"cp852_general_ci"},
	"cp866":    {"cp866_general_ci"},
	"cp932":    {"cp932_japanese_ci"},
	"koi8r":    {"koi8r_general_ci"},
	"koi8u":    {"koi8u_general_ci"},
	"greek":    {"greek_general_ci"},
	"hebrew":   {"hebrew_general_ci"},
	"sjis":     {"sjis_japanese_ci"},
	"ujis":     {"ujis_japanese_ci"},
	"eucjpms":  {"eucjpms_japanese_ci"},
	"euckr":    {"euckr_korean_ci"},
	"big5":     {"big5_chinese_ci"},
	"gb2312":   {"gb2312_chinese_ci"},
	"gbk":      {"gbk_chinese_ci"},
	"gb18030":  {"gb18030_chinese_ci"},
	"tis620":   {"tis620_thai_ci"},
	"dec8":     {"dec8_swedish_ci"},
	"hp8":      {"hp8_english_ci"},
	"swe7":     {"swe7_swedish_ci"},
	"armscii8": {"armscii8_general_ci"},
	"geostd8":  {"geostd8_general_ci"},
	"keybcs2":  {"keybcs2_general_ci"},
	"macce":    {"macce_general_ci"},
	"macroman": {"macroman_general_ci"},
}

// isCharset reports whether a collation that was said is a bare character set.
func isCharset(s string) bool { return s != "" && s != "binary" && !strings.Contains(s, "_") }

// charsetOf is the character set of a collation.
func charsetOf(collation string) string {
	charset, _, _ := strings.Cut(collation, "_")
	return charset
}

// sameCollation reports whether what was said, a collation or a bare character
// set, is this collation.
func sameCollation(said, collation string) bool {
	return said == collation || slices.Contains(defaultCollations[said], collation)
}

// renderCollation is the clause for a collation, or for a bare character set.
func renderCollation(said string) string {
	switch {
	case said == "":
		return ""
	case isCharset(said):
		return " CHARACTER SET " + said
	}
	return " CHARACTER SET " + charsetOf(said) + " COLLATE " + said
}

// SaidCollation is the option of a column for a collation that was said although it is
// the table's: it means nothing, but MySQL's dump repeats it.
const SaidCollation = "collate"

// ForgetCollations drops the option [SaidCollation] throughout a table, so that it makes
// no difference.
func ForgetCollations(t *schema.Table) {
	for _, c := range t.Columns {
		forgetCollation(c)
	}
}

func forgetCollation(c *schema.Column) {
	delete(c.Options[name], SaidCollation)
	dropEmpty(&c.Options)
}

// keepSaid has the columns of a wish say what the live ones say without meaning, unless
// they, or their table, get another collation with it, or they have none on one side: on the
// way back nothing else tells which of them had said it.
func keepSaid(w, l *schema.Table) {
	if w.Options.Get(name, "collate") != l.Options.Get(name, "collate") {
		return
	}
	for _, c := range w.Columns {
		was := l.Column(c.Name)
		if was == nil || c.Collation.Any != was.Collation.Any || !hasCharset(c.Type.Any) || !hasCharset(was.Type.Any) {
			continue
		}
		forgetCollation(c)
		if said := was.Options.Get(name, SaidCollation); said != "" {
			c.Options.Set(name, SaidCollation, said)
		}
	}
}

// saidAnew has a column say the collation of its table only where a change says so, which knows
// it as one of the column's own: the table has it again, and MySQL would have the column say it.
func saidAnew(c *schema.Column, op *ops.AlterColumn, table *schema.Table) {
	if op.Existing != nil && op.Existing.Collation.For(name) != "" && op.Existing.Collation.For(name) == table.Options.Get(name, "collate") {
		forgetCollation(c)
	}
}
