// Package spelling finds the word that a misspelled one most likely means.
package spelling

import "fmt"

// Nearest returns the candidate that a misspelled word most likely means, empty
// when none is close.
func Nearest(word string, candidates []string) string {
	best, bestDistance := "", 1+len(word)/3
	for _, c := range candidates {
		if d := distance(word, c); d <= bestDistance && (best == "" || d < distance(word, best)) {
			best = c
		}
	}
	return best
}

// distance is the Levenshtein distance between two words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		previous := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			previous, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, previous+cost)
		}
	}
	return row[len(b)]
}

// DidYouMean returns `, did you mean "x"?` for the nearest candidate, or nothing
// when none is close.
func DidYouMean(word string, candidates []string) string {
	if near := Nearest(word, candidates); near != "" {
		return fmt.Sprintf(", did you mean %q?", near)
	}
	return ""
}
