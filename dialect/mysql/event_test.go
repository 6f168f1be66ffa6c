package mysql

import "testing"

// TestSpellEvery: what the catalog of MariaDB 10.11 has of an interval.
func TestSpellEvery(t *testing.T) {
	tests := []struct{ written, kept string }{
		{"'1:05' HOUR_MINUTE", "'1:5' HOUR_MINUTE"},
		{"'1 02:03:04' DAY_SECOND", "'1 2:3:4' DAY_SECOND"},
		{"'90:70' MINUTE_SECOND", "'91:10' MINUTE_SECOND"},
		{"'1.5' hour_minute", "'1:5' HOUR_MINUTE"},
		{"10 HOUR_MINUTE", "'0:10' HOUR_MINUTE"},
		{"'1-6' YEAR_MONTH", "'1-6' YEAR_MONTH"},
		{"'1 30' DAY_HOUR", "'2 6' DAY_HOUR"},
		{"'05' DAY", "5 DAY"},
		{"1.6 DAY", "2 DAY"},
		{"'1.6' DAY", "1 DAY"},
		{"60 minute", "60 MINUTE"},
		{"1 + 1 DAY", "1 + 1 DAY"},
	}
	for _, tt := range tests {
		if got := spellEvery(tt.written); got != tt.kept {
			t.Errorf("%s: %s, want %s", tt.written, got, tt.kept)
		}
	}
}

// TestSpellTime: a literal of a time in full, to the second; an expression as it is.
func TestSpellTime(t *testing.T) {
	tests := []struct{ written, kept string }{
		{"2030-1-2", "2030-01-02 00:00:00"},
		{"'2030-11-02 9:5'", "2030-11-02 09:05:00"},
		{"TIMESTAMP '2030-01-02 03:04:05.678'", "2030-01-02 03:04:05"},
		{"2030-01-02T03:04", "2030-01-02 03:04:00"},
		{"CURRENT_TIMESTAMP + INTERVAL 1 DAY", "CURRENT_TIMESTAMP + INTERVAL 1 DAY"},
	}
	for _, tt := range tests {
		if got := spellTime(tt.written); got != tt.kept {
			t.Errorf("%s: %s, want %s", tt.written, got, tt.kept)
		}
	}
}
