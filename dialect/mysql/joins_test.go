package mysql

import "testing"

func TestNestJoins(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"select 1 from `a` join `b`", "select 1 from (`a` join `b`)"},
		{"select 1 from `a` `x` join (select 2 from `b` join `c` where 1) `y` join `d` group by 1",
			"select 1 from ((`a` `x` join (select 2 from (`b` join `c`) where 1) `y`) join `d`) group by 1"},
		{"select 1 from (`a` left join `b` on(`a`.`i` = `b`.`i`)) join `c`", "select 1 from ((`a` left join `b` on(`a`.`i` = `b`.`i`)) join `c`)"},
		{"select 1 from ((`a` join `b`) join `c`)", "select 1 from ((`a` join `b`) join `c`)"},
		{"select 1 from a join b on a.i = b.i", "select 1 from a join b on a.i = b.i"},
		{"select extract(year from `d`) from `join`", "select extract(year from `d`) from `join`"},
		{"select (select 1 from `a` join `b`) from `c` join `d` union select 1", "select (select 1 from (`a` join `b`)) from (`c` join `d`) union select 1"},
	} {
		if got := NestJoins(c.text); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.text, got, c.want)
		}
		if again := NestJoins(c.want); again != c.want {
			t.Errorf("%s\nagain %s", c.want, again)
		}
	}
}
