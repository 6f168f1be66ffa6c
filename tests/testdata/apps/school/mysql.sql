CREATE TABLE students (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name varchar(100) NOT NULL
);

CREATE TABLE courses (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  title varchar(100) NOT NULL
);

CREATE TABLE student_course (
  student_id bigint,
  course_id bigint,
  CONSTRAINT fk_student_course_student_id FOREIGN KEY (student_id) REFERENCES students (id),
  CONSTRAINT fk_student_course_course_id FOREIGN KEY (course_id) REFERENCES courses (id)
);
