-- A file that several [[input]] tables read is several inputs.
CREATE TABLE input_of_table (
    path TEXT NOT NULL,
    part TEXT NOT NULL,             -- what tells the inputs of one file apart; empty where there is one
    found_by TEXT NOT NULL,         -- what the configuration names: the file itself, a folder or a pattern
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    changed_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    sha256 TEXT,                    -- where inputs are compared by content
    entries INTEGER NOT NULL,       -- how many articles it held
    PRIMARY KEY (path, part)
) STRICT, WITHOUT ROWID;
INSERT INTO input_of_table
    SELECT path, '', found_by, size, modified_ns, changed_ns, inode, sha256, entries FROM input;
DROP TABLE input;
ALTER TABLE input_of_table RENAME TO input;

-- What could not be looked into when the inputs were looked for.
CREATE TABLE failure (
    what TEXT PRIMARY KEY           -- the place and the reason
) STRICT, WITHOUT ROWID;

-- What was said of the publication when it was published last.
CREATE TABLE publication (
    n INTEGER PRIMARY KEY CHECK (n = 1),
    base_url TEXT NOT NULL,         -- where it is
    site_id TEXT NOT NULL           -- what the ids of its new feeds are made of
) STRICT;

-- How many articles a term needed for a feed of its own.
CREATE TABLE least (
    taxonomy TEXT PRIMARY KEY,
    entries INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Formats that were published once and are left out now.
CREATE TABLE left_out_format (
    name TEXT PRIMARY KEY,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
