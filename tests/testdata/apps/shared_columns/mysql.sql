CREATE TABLE user_accounts (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_name varchar(50) NOT NULL,
  home_street varchar(100) NOT NULL,
  home_city varchar(50),
  created_at datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at datetime DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT uq_user_accounts_user_name UNIQUE (user_name)
);

CREATE TABLE article (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  seo_title varchar(70) NOT NULL,
  account_id bigint NOT NULL,
  created_at datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at datetime DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT fk_article_account_id FOREIGN KEY (account_id) REFERENCES user_accounts (id)
);
