// Package blog is the schema that Limbeck's own pages use: users and their profiles, posts, comments, tags and likes.
//
// The structs are ordinary ones. Their `db` tags are those that sqlx, scany and others read; what a struct can't say in
// Go, such as a length or a default, the `migrate` tag adds.
package blog
