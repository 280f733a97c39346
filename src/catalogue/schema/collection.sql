-- What the inputs hold: so much of each article that a run need look only at what has changed. There is no text, title or
-- address: an article is read again from its place. Keys, names of files and terms are hashes. Days are days since 1970-01-01.

-- An earlier version had some of them in another form. The next run fills them.
DROP TABLE IF EXISTS reading_of_input;
DROP TABLE IF EXISTS segment;
DROP TABLE IF EXISTS reading;
DROP TABLE IF EXISTS holder;
DROP TABLE IF EXISTS collected;
DROP TABLE IF EXISTS term;
DROP TABLE IF EXISTS member;
DROP TABLE IF EXISTS shown;

-- How an input was read.
CREATE TABLE reading_of_input (
    path TEXT NOT NULL,
    part TEXT NOT NULL,
    format TEXT NOT NULL,
    access INTEGER NOT NULL,        -- how its articles are read again: 0 not at all, 1 with the whole input, 2 each alone
    order_signs INTEGER NOT NULL,   -- what its dates show of the order of day and month: 1 the day is first in one, 2 the month,
                                    -- 4 one could be read in either way
    articles INTEGER NOT NULL,
    others INTEGER NOT NULL,        -- what in it became no article
    size INTEGER NOT NULL,          -- bytes, unpacked
    PRIMARY KEY (path, part)
) STRICT, WITHOUT ROWID;

-- A part of an input, not larger than what is read again at once.
CREATE TABLE segment (
    n INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    part TEXT NOT NULL,
    place INTEGER NOT NULL,         -- of its first byte
    line INTEGER NOT NULL,          -- how many lines stand before it
    length INTEGER NOT NULL,        -- bytes
    hash INTEGER NOT NULL           -- of these
) STRICT;
CREATE INDEX segment_of_input ON segment (path, part, place);

-- A place at which an article stands.
CREATE TABLE reading (
    n INTEGER PRIMARY KEY,
    segment INTEGER NOT NULL,
    line INTEGER NOT NULL,          -- counted from the beginning of the segment
    place INTEGER NOT NULL,         -- of its first byte, likewise; the column in its line, where the whole input is read for it
    length INTEGER NOT NULL,        -- bytes; 0: the whole input is read for it
    hash INTEGER NOT NULL,          -- of these, or of what it says
    article INTEGER,                -- NULL: its collection does not publish it, or takes it back
    keys BLOB NOT NULL              -- what it is recognised by
) STRICT;
CREATE INDEX reading_of_segment ON reading (segment);
CREATE INDEX reading_of_article ON reading (article);

-- Who has a key: twice the number of a reading, or that of a record and one more.
CREATE TABLE holder (
    key INTEGER NOT NULL,
    holder INTEGER NOT NULL,
    PRIMARY KEY (key, holder)
) STRICT, WITHOUT ROWID;

-- An article of the collection, whether feeds show it or not.
CREATE TABLE collected (
    n INTEGER PRIMARY KEY,
    record INTEGER,                 -- its number in `article`, if it has one
    published INTEGER NOT NULL,
    precision INTEGER NOT NULL,     -- 0: to the second, 1: the day, 2: about, 3: not known
    day INTEGER NOT NULL,
    held INTEGER,                   -- until when it is held
    due INTEGER,                    -- when it has to be looked at again, though nothing in the collection changes
    has_address INTEGER NOT NULL,
    terms BLOB NOT NULL,            -- numbers of its terms, and for each the place of the spelling that it has
    shown INTEGER NOT NULL          -- how many feeds show it
) STRICT;
CREATE INDEX collected_of_record ON collected (record) WHERE record IS NOT NULL;
CREATE INDEX collected_of_day ON collected (day) WHERE precision > 0;
CREATE INDEX collected_without_address ON collected (n) WHERE has_address = 0;
CREATE INDEX collected_due ON collected (due) WHERE due IS NOT NULL;
CREATE INDEX collected_held ON collected (held) WHERE held IS NOT NULL;

-- A term that articles have. All articles are those of the term 0: without it, it is not known what the inputs hold.
CREATE TABLE term (
    n INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,       -- hash of taxonomy and term
    slug BLOB NOT NULL,             -- hash of the slug that it would have alone
    spellings BLOB NOT NULL         -- for each spelling its hash, and how many articles of each day have it
) STRICT;
CREATE INDEX term_of_slug ON term (slug);

-- The articles of a term, the newest first.
CREATE TABLE member (
    term INTEGER NOT NULL,
    before INTEGER NOT NULL,        -- its date, negative
    article INTEGER NOT NULL,
    PRIMARY KEY (term, before, article)
) STRICT, WITHOUT ROWID;

-- What a feed shows, and what lists of feeds say of it.
CREATE TABLE shown (
    feed INTEGER PRIMARY KEY,
    term INTEGER,                   -- its number in `term`
    taxonomy TEXT,                  -- of its term
    language TEXT,
    updated INTEGER,
    articles INTEGER NOT NULL,      -- how many it has in the whole collection
    newest INTEGER,                 -- the day of the newest of these
    activity BLOB NOT NULL,         -- unit and end of its calendar, and how many articles there are in each part of that
    entries BLOB NOT NULL           -- numbers of its articles, the newest first
) STRICT;
CREATE INDEX shown_of_term ON shown (term);

-- An article is looked for by when it changed last: no two that feeds show have changed in one second.
CREATE INDEX IF NOT EXISTS article_updated ON article (updated) WHERE content IS NOT NULL;
-- Likewise those that have seconds of a day, and those that a run that reads everything looks after.
CREATE INDEX IF NOT EXISTS article_of_day ON article (day) WHERE precision <> 'exact';
CREATE INDEX IF NOT EXISTS article_left ON article ("left") WHERE "left" IS NOT NULL;
CREATE INDEX IF NOT EXISTS article_retracted ON article (n) WHERE retracted IS NOT NULL;
CREATE INDEX IF NOT EXISTS file_updated ON file (updated);
-- Parts of the files, of which each run looks at one.
CREATE INDEX IF NOT EXISTS file_part ON file (length % 7, length);
CREATE INDEX IF NOT EXISTS feed_vanished ON feed (vanished) WHERE vanished IS NOT NULL;

-- What the last run said of each feed, as JSON, in the order of reports.
CREATE TABLE IF NOT EXISTS feed_line (
    place TEXT PRIMARY KEY,
    line TEXT NOT NULL
) STRICT, WITHOUT ROWID;
