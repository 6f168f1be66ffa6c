CREATE TABLE users (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  username varchar(50) NOT NULL,
  email varchar(100) NOT NULL,
  is_active tinyint(1) NOT NULL DEFAULT 1,
  created_at datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT uq_users_username UNIQUE (username)
);
CREATE INDEX ix_users_username ON users (username);
CREATE UNIQUE INDEX ix_users_email ON users (email);

CREATE TABLE posts (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id bigint NOT NULL,
  title varchar(200) NOT NULL,
  content text,
  status enum('draft', 'published') NOT NULL DEFAULT 'draft',
  published_at datetime,
  updated_at datetime DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  CONSTRAINT fk_posts_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_posts_status CHECK (status IN ('draft', 'published'))
);
CREATE INDEX ix_posts_user_id_status ON posts (user_id, status);
CREATE INDEX ix_posts_published_at ON posts (published_at);

CREATE TABLE comments (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  post_id bigint NOT NULL,
  user_id bigint NOT NULL,
  content text NOT NULL,
  approved tinyint(1) NOT NULL DEFAULT 0,
  created_at datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT fk_comments_post_id FOREIGN KEY (post_id) REFERENCES posts (id),
  CONSTRAINT fk_comments_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_comments_post_id_user_id ON comments (post_id, user_id);
CREATE INDEX ix_comments_approved ON comments (approved);
