-- Version 1. A $ stands for the prefix of all names. Times are milliseconds since 1970 UTC, ids are compared by their
-- codes, and tables of small rows are clustered by their keys.

-- A room, the counters that number its events and messages, and where what is kept of each begins.
CREATE TABLE $room (
  room_id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  title TEXT,
  created_by TEXT NOT NULL,
  with_user TEXT,
  created_at INTEGER NOT NULL,
  settings TEXT NOT NULL,
  presence INTEGER NOT NULL,
  keep INTEGER NOT NULL,
  epoch TEXT NOT NULL,
  rev INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  first_rev INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  active_at INTEGER NOT NULL,
  policy INTEGER NOT NULL,
  members INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX $room_by_kind ON $room (kind, room_id);

CREATE TABLE $member (
  room_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  name TEXT NOT NULL,
  role INTEGER NOT NULL,
  joined_at INTEGER NOT NULL,
  joined_seq INTEGER NOT NULL,
  read_seq INTEGER NOT NULL,
  delivered_seq INTEGER NOT NULL,
  muted_until INTEGER,
  notifications TEXT NOT NULL,
  hidden_at INTEGER,
  private_reading INTEGER NOT NULL,
  PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX $member_by_user ON $member (user_id, room_id);

CREATE TABLE $restraint (
  room_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  user_id TEXT NOT NULL,
  by_user TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  reason TEXT,
  PRIMARY KEY (room_id, kind, user_id)
) STRICT, WITHOUT ROWID;

-- A message as it is now; what was said stands here alone. posted_rev is the rev of the event that brought it, content_rev
-- that of the last event that shows its content when it is read. Not clustered: a row may have 64 KiB, and rows of that size
-- stand in the inner pages of a clustered tree too, which makes it deep and slow to write.
CREATE TABLE $message (
  room_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  posted_rev INTEGER NOT NULL,
  content_rev INTEGER NOT NULL,
  cid TEXT NOT NULL,
  sender TEXT NOT NULL,
  sender_name TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  digest TEXT NOT NULL,
  content TEXT,
  reply_to INTEGER,
  mentions TEXT,
  meta TEXT,
  edited_at INTEGER,
  reactions TEXT,
  pinned INTEGER NOT NULL,
  PRIMARY KEY (room_id, seq)
) STRICT;

CREATE UNIQUE INDEX $message_by_cid ON $message (room_id, sender, cid);
CREATE INDEX $message_pinned ON $message (room_id, seq) WHERE pinned = 1;

-- Whom a message mentions, to be counted: of each user the newest few hundred, by nth. The sender is there because a
-- mention of all is none of its own.
CREATE TABLE $mention (
  room_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  nth INTEGER NOT NULL,
  sender TEXT NOT NULL,
  PRIMARY KEY (room_id, user_id, nth)
) STRICT, WITHOUT ROWID;

CREATE INDEX $mention_by_seq ON $mention (room_id, seq);

-- Who has reacted with what, in the order of rev.
CREATE TABLE $reaction (
  room_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  reaction_key TEXT NOT NULL,
  user_id TEXT NOT NULL,
  rev INTEGER NOT NULL,
  PRIMARY KEY (room_id, seq, reaction_key, user_id)
) STRICT, WITHOUT ROWID;

-- To take back all that a user has given.
CREATE INDEX $reaction_by_user ON $reaction (user_id, room_id, seq);

-- Events. Those of type message and edited hold no content: it is read from the message, by seq.
CREATE TABLE $event (
  room_id TEXT NOT NULL,
  rev INTEGER NOT NULL,
  happened_at INTEGER NOT NULL,
  by_user TEXT NOT NULL,
  content_seq INTEGER,
  body TEXT,
  PRIMARY KEY (room_id, rev)
) STRICT, WITHOUT ROWID;

-- Which events tell a user's name, because it joined by them: to take it out of them.
CREATE TABLE $joining (
  room_id TEXT NOT NULL,
  rev INTEGER NOT NULL,
  user_id TEXT NOT NULL,
  PRIMARY KEY (room_id, rev)
) STRICT, WITHOUT ROWID;

CREATE INDEX $joining_by_user ON $joining (user_id, room_id);

-- Rooms that are over, as long as rows of theirs are still to be deleted: how many messages, events and members.
CREATE TABLE $ended (
  room_id TEXT NOT NULL PRIMARY KEY,
  rows_left INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row: whether the storage is open in a way that may lose what was acknowledged when the machine loses its power.
CREATE TABLE $life (
  weakly_open INTEGER NOT NULL
) STRICT;

INSERT INTO $life (weakly_open) VALUES (0);
