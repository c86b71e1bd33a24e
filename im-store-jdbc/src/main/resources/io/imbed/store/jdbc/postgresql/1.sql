-- Version 1. A $ stands for the prefix of all names. Times are milliseconds since 1970 UTC, and what is true is 1. Ids are
-- compared by their codes, whatever the database's collation is.

-- A room, the counters that number its events and messages, and where what is kept of each begins.
CREATE TABLE $room (
  room_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  kind TEXT COLLATE "C" NOT NULL,
  title TEXT,
  created_by TEXT COLLATE "C" NOT NULL,
  with_user TEXT COLLATE "C",
  created_at BIGINT NOT NULL,
  settings TEXT NOT NULL,
  presence BIGINT NOT NULL,
  keep BIGINT NOT NULL,
  epoch TEXT COLLATE "C" NOT NULL,
  rev BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  first_rev BIGINT NOT NULL,
  first_seq BIGINT NOT NULL,
  active_at BIGINT NOT NULL,
  policy BIGINT NOT NULL,
  members BIGINT NOT NULL
);

CREATE INDEX $room_by_kind ON $room (kind, room_id);

CREATE TABLE $member (
  room_id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  role BIGINT NOT NULL,
  joined_at BIGINT NOT NULL,
  joined_seq BIGINT NOT NULL,
  read_seq BIGINT NOT NULL,
  delivered_seq BIGINT NOT NULL,
  muted_until BIGINT,
  notifications TEXT COLLATE "C" NOT NULL,
  hidden_at BIGINT,
  private_reading BIGINT NOT NULL,
  PRIMARY KEY (room_id, user_id)
);

CREATE INDEX $member_by_user ON $member (user_id, room_id);

CREATE TABLE $restraint (
  room_id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  by_user TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  reason TEXT,
  PRIMARY KEY (room_id, kind, user_id)
);

-- A message as it is now; what was said stands here alone. posted_rev is the rev of the event that brought it, content_rev
-- that of the last event that shows its content when it is read.
CREATE TABLE $message (
  room_id TEXT COLLATE "C" NOT NULL,
  seq BIGINT NOT NULL,
  rev BIGINT NOT NULL,
  posted_rev BIGINT NOT NULL,
  content_rev BIGINT NOT NULL,
  cid TEXT COLLATE "C" NOT NULL,
  sender TEXT COLLATE "C" NOT NULL,
  sender_name TEXT NOT NULL,
  sent_at BIGINT NOT NULL,
  digest TEXT COLLATE "C" NOT NULL,
  content TEXT,
  reply_to BIGINT,
  mentions TEXT,
  meta TEXT,
  edited_at BIGINT,
  reactions TEXT,
  pinned BIGINT NOT NULL,
  PRIMARY KEY (room_id, seq)
);

CREATE UNIQUE INDEX $message_by_cid ON $message (room_id, sender, cid);
CREATE INDEX $message_pinned ON $message (room_id, seq) WHERE pinned = 1;

-- Whom a message mentions, to be counted: of each user the newest few hundred, by nth. The sender is there because a
-- mention of all is none of its own.
CREATE TABLE $mention (
  room_id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  seq BIGINT NOT NULL,
  nth BIGINT NOT NULL,
  sender TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (room_id, user_id, nth)
);

CREATE INDEX $mention_by_seq ON $mention (room_id, seq);

-- Who has reacted with what, in the order of rev.
CREATE TABLE $reaction (
  room_id TEXT COLLATE "C" NOT NULL,
  seq BIGINT NOT NULL,
  reaction_key TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  rev BIGINT NOT NULL,
  PRIMARY KEY (room_id, seq, reaction_key, user_id)
);

-- To take back all that a user has given.
CREATE INDEX $reaction_by_user ON $reaction (user_id, room_id, seq);

-- Events. Those of type message and edited hold no content: it is read from the message, by seq.
CREATE TABLE $event (
  room_id TEXT COLLATE "C" NOT NULL,
  rev BIGINT NOT NULL,
  happened_at BIGINT NOT NULL,
  by_user TEXT COLLATE "C" NOT NULL,
  content_seq BIGINT,
  body TEXT,
  PRIMARY KEY (room_id, rev)
);

-- Which events tell a user's name, because it joined by them: to take it out of them.
CREATE TABLE $joining (
  room_id TEXT COLLATE "C" NOT NULL,
  rev BIGINT NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (room_id, rev)
);

CREATE INDEX $joining_by_user ON $joining (user_id, room_id);

-- Rooms that are over, as long as rows of theirs are still to be deleted: how many messages, events and members.
CREATE TABLE $ended (
  room_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  rows_left BIGINT NOT NULL
);

-- One row: whether the database was used in a way that may lose what was acknowledged, and in which of its lives.
CREATE TABLE $life (
  weakly_open BIGINT NOT NULL,
  alive TEXT NOT NULL
);

INSERT INTO $life (weakly_open, alive) VALUES (0, '');

-- The word of this life of the database: a table that is not logged is empty after a crash.
CREATE UNLOGGED TABLE $alive (
  word TEXT NOT NULL
);

-- What the host has sent in transactions of its own, until it is in a log. What was refused stays, with the reason.
CREATE TABLE $pending (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  room_id TEXT COLLATE "C" NOT NULL,
  sender TEXT COLLATE "C" NOT NULL,
  sender_name TEXT NOT NULL,
  cid TEXT COLLATE "C" NOT NULL,
  content TEXT NOT NULL,
  reply_to BIGINT,
  mentions TEXT,
  meta TEXT,
  hooks BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  refused_code TEXT,
  refused_why TEXT
);

CREATE INDEX $pending_next ON $pending (refused, id);

-- Of what transactions have done to rooms, the number of the newest, and up to which they are not kept any more.
CREATE TABLE $feed (
  token BIGINT NOT NULL,
  kept BIGINT NOT NULL
);

INSERT INTO $feed (token, kept) VALUES (0, 0);

-- What a transaction has done to a room, for the other nodes.
CREATE TABLE $change (
  token BIGINT NOT NULL PRIMARY KEY,
  room_id TEXT COLLATE "C" NOT NULL,
  epoch TEXT COLLATE "C" NOT NULL,
  first_rev BIGINT NOT NULL,
  last_rev BIGINT NOT NULL,
  policy BIGINT NOT NULL,
  dropped BIGINT NOT NULL
);
