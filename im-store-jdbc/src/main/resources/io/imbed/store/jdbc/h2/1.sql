-- Version 1. A $ stands for the prefix of all names. Times are milliseconds since 1970 UTC, and what is true is 1. DDL commits
-- by itself here, so every statement can be run again.

-- A room, the counters that number its events and messages, and where what is kept of each begins.
CREATE TABLE IF NOT EXISTS $room (
  room_id VARCHAR(128) NOT NULL PRIMARY KEY,
  kind VARCHAR(16) NOT NULL,
  title VARCHAR,
  created_by VARCHAR(128) NOT NULL,
  with_user VARCHAR(128),
  created_at BIGINT NOT NULL,
  settings VARCHAR NOT NULL,
  presence BIGINT NOT NULL,
  keep BIGINT NOT NULL,
  epoch VARCHAR(255) NOT NULL,
  rev BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  first_rev BIGINT NOT NULL,
  first_seq BIGINT NOT NULL,
  active_at BIGINT NOT NULL,
  policy BIGINT NOT NULL,
  members BIGINT NOT NULL
);

CREATE INDEX IF NOT EXISTS $room_by_kind ON $room (kind, room_id);

CREATE TABLE IF NOT EXISTS $member (
  room_id VARCHAR(128) NOT NULL,
  user_id VARCHAR(128) NOT NULL,
  name VARCHAR NOT NULL,
  role BIGINT NOT NULL,
  joined_at BIGINT NOT NULL,
  joined_seq BIGINT NOT NULL,
  read_seq BIGINT NOT NULL,
  delivered_seq BIGINT NOT NULL,
  muted_until BIGINT,
  notifications VARCHAR(16) NOT NULL,
  hidden_at BIGINT,
  private_reading BIGINT NOT NULL,
  PRIMARY KEY (room_id, user_id)
);

CREATE INDEX IF NOT EXISTS $member_by_user ON $member (user_id, room_id);

CREATE TABLE IF NOT EXISTS $restraint (
  room_id VARCHAR(128) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  user_id VARCHAR(128) NOT NULL,
  by_user VARCHAR(128) NOT NULL,
  made_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  reason VARCHAR,
  PRIMARY KEY (room_id, kind, user_id)
);

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
  sender_name VARCHAR NOT NULL,
  sent_at BIGINT NOT NULL,
  digest VARCHAR(128) NOT NULL,
  content VARCHAR,
  reply_to BIGINT,
  mentions VARCHAR,
  meta VARCHAR,
  edited_at BIGINT,
  reactions VARCHAR,
  pinned BIGINT NOT NULL,
  PRIMARY KEY (room_id, seq)
);

CREATE UNIQUE INDEX IF NOT EXISTS $message_by_cid ON $message (room_id, sender, cid);
CREATE INDEX IF NOT EXISTS $message_pinned ON $message (room_id, pinned, seq);

-- Whom a message mentions, to be counted: of each user the newest few hundred, by nth. The sender is there because a
-- mention of all is none of its own.
CREATE TABLE IF NOT EXISTS $mention (
  room_id VARCHAR(128) NOT NULL,
  user_id VARCHAR(128) NOT NULL,
  seq BIGINT NOT NULL,
  nth BIGINT NOT NULL,
  sender VARCHAR(128) NOT NULL,
  PRIMARY KEY (room_id, user_id, nth)
);

CREATE INDEX IF NOT EXISTS $mention_by_seq ON $mention (room_id, seq);

-- Who has reacted with what, in the order of rev.
CREATE TABLE IF NOT EXISTS $reaction (
  room_id VARCHAR(128) NOT NULL,
  seq BIGINT NOT NULL,
  reaction_key VARCHAR(32) NOT NULL,
  user_id VARCHAR(128) NOT NULL,
  rev BIGINT NOT NULL,
  PRIMARY KEY (room_id, seq, reaction_key, user_id)
);

-- To take back all that a user has given.
CREATE INDEX IF NOT EXISTS $reaction_by_user ON $reaction (user_id, room_id, seq);

-- Events. Those of type message and edited hold no content: it is read from the message, by seq.
CREATE TABLE IF NOT EXISTS $event (
  room_id VARCHAR(128) NOT NULL,
  rev BIGINT NOT NULL,
  happened_at BIGINT NOT NULL,
  by_user VARCHAR(128) NOT NULL,
  content_seq BIGINT,
  body VARCHAR,
  PRIMARY KEY (room_id, rev)
);

-- Which events tell a user's name, because it joined by them: to take it out of them.
CREATE TABLE IF NOT EXISTS $joining (
  room_id VARCHAR(128) NOT NULL,
  rev BIGINT NOT NULL,
  user_id VARCHAR(128) NOT NULL,
  PRIMARY KEY (room_id, rev)
);

CREATE INDEX IF NOT EXISTS $joining_by_user ON $joining (user_id, room_id);

-- Rooms that are over, as long as rows of theirs are still to be deleted: how many messages, events and members.
CREATE TABLE IF NOT EXISTS $ended (
  room_id VARCHAR(128) NOT NULL PRIMARY KEY,
  rows_left BIGINT NOT NULL
);

-- One row: whether the database was used in a way that may lose what was acknowledged, and in which of its lives.
CREATE TABLE IF NOT EXISTS $life (
  one BIGINT NOT NULL PRIMARY KEY,
  weakly_open BIGINT NOT NULL,
  alive VARCHAR(64) NOT NULL
);

MERGE INTO $life (one, weakly_open, alive) KEY (one) VALUES (1, 0, '');

-- The node that uses the tables holds a row that it does not commit.
CREATE TABLE IF NOT EXISTS $holder (
  one BIGINT NOT NULL PRIMARY KEY
);

-- What the host has sent in transactions of its own, until it is in a log. What was refused stays, with the reason.
CREATE TABLE IF NOT EXISTS $pending (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  room_id VARCHAR(128) NOT NULL,
  sender VARCHAR(128) NOT NULL,
  sender_name VARCHAR NOT NULL,
  cid VARCHAR(64) NOT NULL,
  content VARCHAR NOT NULL,
  reply_to BIGINT,
  mentions VARCHAR,
  meta VARCHAR,
  hooks BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  refused_code VARCHAR,
  refused_why VARCHAR
);

CREATE INDEX IF NOT EXISTS $pending_next ON $pending (refused, id);
