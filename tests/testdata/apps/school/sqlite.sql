CREATE TABLE students (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name varchar(100) NOT NULL
);

CREATE TABLE courses (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title varchar(100) NOT NULL
);

CREATE TABLE student_course (
  student_id bigint,
  course_id bigint,
  CONSTRAINT fk_student_course_student_id FOREIGN KEY (student_id) REFERENCES students (id),
  CONSTRAINT fk_student_course_course_id FOREIGN KEY (course_id) REFERENCES courses (id)
);
