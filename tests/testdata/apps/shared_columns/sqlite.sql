CREATE TABLE user_accounts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_name varchar(50) NOT NULL,
  home_street varchar(100) NOT NULL,
  home_city varchar(50),
  created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT uq_user_accounts_user_name UNIQUE (user_name)
);

CREATE TABLE article (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  seo_title varchar(70) NOT NULL,
  account_id bigint NOT NULL,
  created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT fk_article_account_id FOREIGN KEY (account_id) REFERENCES user_accounts (id)
);
