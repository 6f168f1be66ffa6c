package schema

import (
	"runtime"
	"sync"
)

// Parallel calls work for each number below n, as many at once as there are processors, and
// returns the error of the lowest that has one. It is for what stands for itself: the tables
// of a schema, mostly.
func Parallel(n int, work func(i int) error) error {
	errs := make([]error, n)
	workers := runtime.GOMAXPROCS(0)
	var done sync.WaitGroup
	for w := range workers {
		done.Go(func() {
			for i := w; i < n; i += workers {
				errs[i] = work(i)
			}
		})
	}
	done.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
