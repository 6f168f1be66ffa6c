CREATE TABLE users (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  username varchar(50) NOT NULL,
  email varchar(120) NOT NULL,
  CONSTRAINT uq_users_username UNIQUE (username)
);

CREATE TABLE posts (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  title varchar(200) NOT NULL,
  content text NOT NULL,
  user_id bigint NOT NULL,
  CONSTRAINT fk_posts_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);

CREATE TABLE profiles (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  bio text,
  user_id bigint NOT NULL,
  CONSTRAINT uq_profiles_user_id UNIQUE (user_id),
  CONSTRAINT fk_profiles_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);

CREATE TABLE likes (
  user_id bigint NOT NULL,
  post_id bigint NOT NULL,
  PRIMARY KEY (user_id, post_id),
  CONSTRAINT fk_likes_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_likes_post_id FOREIGN KEY (post_id) REFERENCES posts (id)
);
