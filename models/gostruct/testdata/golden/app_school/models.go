// Package models is a school: many to many without a primary key.
package models

type Student struct {
	ID   int64  `db:"id"`
	Name string `db:"name" migrate:"size=100"`
}

type Course struct {
	ID    int64  `db:"id"`
	Title string `db:"title" migrate:"size=100"`
}

type StudentCourse struct {
	StudentID *int64 `db:"student_id" migrate:"references=students.id"`
	CourseID  *int64 `db:"course_id" migrate:"references=courses.id"`
}

func (StudentCourse) TableName() string { return "student_course" }
