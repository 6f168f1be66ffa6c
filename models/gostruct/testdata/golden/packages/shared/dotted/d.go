package dotted

type Dotted int16
