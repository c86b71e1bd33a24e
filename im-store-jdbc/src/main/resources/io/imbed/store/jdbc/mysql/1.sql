-- Version 1. A $ stands for the prefix of all names. Times are milliseconds since 1970 UTC, and what is true is 1. Ids are
-- ASCII and compared by their codes, whatever the database's collation is. DDL commits by itself here, so every statement can
-- be run again, and indexes are made with their tables.

-- A room, the counters that number its events and messages, and where what is kept of each begins.
CREATE TABLE IF NOT EXISTS $room (
  room_id VARCHAR(128) NOT NULL PRIMARY KEY,
  kind VARCHAR(16) NOT NULL,
  title TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  created_by VARCHAR(128) NOT NULL,
  with_user VARCHAR(128),
  created_at BIGINT NOT NULL,
  settings MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  presence BIGINT NOT NULL,
  keep BIGINT NOT NULL,
  epoch VARCHAR(255) NOT NULL,
  rev BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  first_rev BIGINT NOT NULL,
  first_seq BIGINT NOT NULL,
  active_at BIGINT NOT NULL,
  policy BIGINT NOT NULL,
  members BIGINT NOT NULL,
  KEY $room_by_kind (kind, room_id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET ascii COLLATE ascii_bin;

CREATE TABLE IF NOT EXISTS $member (
  room_id VARCHAR(128) NOT NULL,
  user_id VARCHAR(128) NOT NULL,
  name TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  role BIGINT NOT NULL,
  joined_at BIGINT NOT NULL,
  joined_seq BIGINT NOT NULL,
  read_seq BIGINT NOT NULL,
  delivered_seq BIGINT NOT NULL,
  muted_until BIGINT,
  notifications VARCHAR(16) NOT NULL,
  hidden_at BIGINT,
  private_reading BIGINT NOT NULL,
  PRIMARY KEY (room_id, user_id),
  KEY $member_by_user (user_id, room_id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET ascii COLLATE ascii_bin;

CREATE TABLE IF NOT EXISTS $restraint (
  room_id VARCHAR(128) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  user_id VARCHAR(128) NOT NULL,
  by_user VARCHAR(128) NOT NULL,
  made_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  reason TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  PRIMARY KEY (room_id, kind, user_id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET ascii COLLATE ascii_bin;

-- A message as it is now; what was said stands here alone. posted_rev is the rev of the event that brought it, content_rev
-- that of the last event that shows its content when it is read.
CREATE TABLE IF NOT EXISTS $message (
  room_id VARCHAR(128) NOT NULL,
  seq BIGINT NOT NULL,
  rev BIGINT NOT NULL,
  posted_rev BIGINT NOT NULL,
  content_rev BIGINT NOT NULL,
  cid VARCHAR(64) NOT NULL,
  sender VARCHAR(128) NOT NULL,
  sender_name TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  sent_at BIGINT NOT NULL,
  digest VARCHAR(128) NOT NULL,
  content MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  reply_to BIGINT,
  mentions MEDIUMTEXT,
  meta MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  edited_at BIGINT,
  reactions MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  pinned BIGINT NOT NULL,
  PRIMARY KEY (room_id, seq),
  UNIQUE KEY $message_by_cid (room_id, sender, cid),
  KEY $message_pinned (room_id, pinned, seq)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET ascii COLLATE ascii_bin;

-- Whom a message mentions, to be counted: of each user the newest few hundred, by nth. The sender is there because a
-- mention of all is none of its own.
CREATE TABLE IF NOT EXISTS $mention (
  room_id VARCHAR(128) NOT NULL,
  user_id VARCHAR(128) NOT NULL,
  seq BIGINT NOT NULL,
  nth BIGINT NOT NULL,
  sender VARCHAR(128) NOT NULL,
  PRIMARY KEY (room_id, user_id, nth),
  KEY $mention_by_seq (room_id, seq)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET ascii COLLATE ascii_bin;

-- Who has reacted with what, in the order of rev.
CREATE TABLE IF NOT EXISTS $reaction (
  room_id VARCHAR(128) NOT NULL,
  seq BIGINT NOT NULL,
  reaction_key VARBINARY(128) NOT NULL,
  user_id VARCHAR(128) NOT NULL,
  rev BIGINT NOT NULL,
  PRIMARY KEY (room_id, seq, reaction_key, user_id),
  KEY $reaction_by_user (user_id, room_id, seq)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET ascii COLLATE ascii_bin;

-- Events. Those of type message and edited hold no content: it is read from the message, by seq.
CREATE TABLE IF NOT EXISTS $event (
  room_id VARCHAR(128) NOT NULL,
  rev BIGINT NOT NULL,
  happened_at BIGINT NOT NULL,
  by_user VARCHAR(128) NOT NULL,
  content_seq BIGINT,
  body MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  PRIMARY KEY (room_id, rev)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET ascii COLLATE ascii_bin;

-- Which events tell a user's name, because it joined by them: to take it out of them.
CREATE TABLE IF NOT EXISTS $joining (
  room_id VARCHAR(128) NOT NULL,
  rev BIGINT NOT NULL,
  user_id VARCHAR(128) NOT NULL,
  PRIMARY KEY (room_id, rev),
  KEY $joining_by_user (user_id, room_id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET ascii COLLATE ascii_bin;

-- Rooms that are over, as long as rows of theirs are still to be deleted: how many messages, events and members.
CREATE TABLE IF NOT EXISTS $ended (
  room_id VARCHAR(128) NOT NULL PRIMARY KEY,
  rows_left BIGINT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET ascii COLLATE ascii_bin;

-- One row: whether the database was used in a way that may lose what was acknowledged, and in which of its lives.
CREATE TABLE IF NOT EXISTS $life (
  one BIGINT NOT NULL PRIMARY KEY,
  weakly_open BIGINT NOT NULL,
  alive VARCHAR(64) NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET ascii COLLATE ascii_bin;

INSERT IGNORE INTO $life (one, weakly_open, alive) VALUES (1, 0, '');

-- The word of this life of the database: a table in memory is empty when it is started again.
CREATE TABLE IF NOT EXISTS $alive (
  word VARCHAR(64) NOT NULL
) ENGINE = MEMORY CHARACTER SET ascii COLLATE ascii_bin;

-- What the host has sent in transactions of its own, until it is in a log. What was refused stays, with the reason.
CREATE TABLE IF NOT EXISTS $pending (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  room_id VARCHAR(128) NOT NULL,
  sender VARCHAR(128) NOT NULL,
  sender_name TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  cid VARCHAR(64) NOT NULL,
  content MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  reply_to BIGINT,
  mentions MEDIUMTEXT,
  meta MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  hooks BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  refused_code VARCHAR(32),
  refused_why MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  KEY $pending_next (refused, id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET ascii COLLATE ascii_bin;

-- Of what transactions have done to rooms, the number of the newest, and up to which they are not kept any more. One row.
CREATE TABLE IF NOT EXISTS $feed (
  one BIGINT NOT NULL PRIMARY KEY,
  token BIGINT NOT NULL,
  kept BIGINT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET ascii COLLATE ascii_bin;

INSERT IGNORE INTO $feed (one, token, kept) VALUES (1, 0, 0);

-- What a transaction has done to a room, for the other nodes.
CREATE TABLE IF NOT EXISTS $change (
  token BIGINT NOT NULL PRIMARY KEY,
  room_id VARCHAR(128) NOT NULL,
  epoch VARCHAR(255) NOT NULL,
  first_rev BIGINT NOT NULL,
  last_rev BIGINT NOT NULL,
  policy BIGINT NOT NULL,
  dropped BIGINT NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET ascii COLLATE ascii_bin;
