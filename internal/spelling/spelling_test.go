package spelling

import "testing"

func TestNearest(t *testing.T) {
	words := []string{"create_table", "drop_table", "add_column", "any", "postgres"}
	for word, want := range map[string]string{
		"create_tabel": "create_table", "dropp_table": "drop_table", "postgre": "postgres", "xyz": "", "": "",
	} {
		if got := Nearest(word, words); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
}
