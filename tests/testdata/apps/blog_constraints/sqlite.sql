CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  username varchar(50) NOT NULL,
  email varchar(100) NOT NULL,
  is_active boolean NOT NULL DEFAULT 1,
  created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT uq_users_username UNIQUE (username)
);
CREATE INDEX ix_users_username ON users (username);
CREATE UNIQUE INDEX ix_users_email ON users (email);

CREATE TABLE posts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id bigint NOT NULL,
  title varchar(200) NOT NULL,
  content text,
  status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published')),
  published_at timestamp,
  updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT fk_posts_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_posts_status CHECK (status IN ('draft', 'published'))
);
CREATE INDEX ix_posts_user_id_status ON posts (user_id, status);
CREATE INDEX ix_posts_published_at ON posts (published_at);

CREATE TABLE comments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  post_id bigint NOT NULL,
  user_id bigint NOT NULL,
  content text NOT NULL,
  approved boolean NOT NULL DEFAULT 0,
  created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT fk_comments_post_id FOREIGN KEY (post_id) REFERENCES posts (id),
  CONSTRAINT fk_comments_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_comments_post_id_user_id ON comments (post_id, user_id);
CREATE INDEX ix_comments_approved ON comments (approved);
