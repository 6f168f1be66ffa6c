package postgres

import "testing"

func TestConvert(t *testing.T) {
	tests := []struct{ from, to, want string }{
		{"text", "integer", "v::integer"},
		{"integer", "boolean", "v::boolean"},
		{"boolean", "bigint", "v::text::bigint"},
		{"interval", "integer", "v::text::integer"},
		{"date", "integer", "v::text::integer"},
		{"timestamp with time zone", "time without time zone", "v::time without time zone"},
		{"jsonb", "integer", "v::integer"},
		{"json", "integer", "(v #>> '{}')::integer"},
		{"mood", "tone", "v::text::tone"},
		{"mood", "integer", "v::text::integer"},
		{"integer", "mood", "v::text::mood"},
		{"integer", "integer[]", "CASE WHEN v IS NOT NULL THEN ARRAY[v]::integer[] END"},
		{"integer", "text[]", "CASE WHEN v IS NOT NULL THEN ARRAY[v::text]::text[] END"},
		{"text", "text[]", "CASE WHEN v ~ '^([[].*[]]=)?[{].*[}]$' THEN v::text[] WHEN v IS NOT NULL THEN ARRAY[v]::text[] END"},
		{"text", "integer[]", "CASE WHEN v ~ '^([[].*[]]=)?[{].*[}]$' THEN v::integer[] WHEN v IS NOT NULL THEN ARRAY[v::integer]::integer[] END"},
		{"character(36)", "uuid", "v::text::uuid"},
		{"date", "jsonb", "to_jsonb(v)"},
		{"text[]", "json", "to_jsonb(v)::json"},
		{"jsonb", "date", "(v #>> '{}')::date"},
		{"integer[]", "integer", "CASE WHEN cardinality(v) > 1 OR array_ndims(v) > 1 THEN v::text::integer ELSE v[array_lower(v, 1)]::integer END"},
		{"uuid[]", "integer", "CASE WHEN cardinality(v) > 1 OR array_ndims(v) > 1 THEN v::text::integer ELSE v[array_lower(v, 1)]::text::integer END"},
		{"text[]", "text", "CASE WHEN cardinality(v) = 1 AND array_lower(v, 1) = 1 AND v[1]::text !~ '^[[{]' THEN v[1]::text ELSE v::text::text END"},
		{"integer[]", "bigint[]", "v::bigint[]"},
		{"uuid[]", "integer[]", "v::text::integer[]"},
	}
	for _, tt := range tests {
		from, errFrom := parseType(tt.from)
		to, errTo := parseType(tt.to)
		if errFrom != nil || errTo != nil {
			t.Fatal(errFrom, errTo)
		}
		if got := convert("v", from, to, true); got != tt.want {
			t.Errorf("%s to %s: %s, want %s", tt.from, tt.to, got, tt.want)
		}
	}
}
