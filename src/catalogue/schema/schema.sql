-- What feedmill remembers between runs. Times are seconds since 1970-01-01T00:00:00Z unless a name says otherwise.
PRAGMA application_id = 0x66646d6c;

-- Articles that feeds show or have shown lately, and those whose date was made by feedmill.
CREATE TABLE article (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    published INTEGER NOT NULL,
    precision TEXT NOT NULL,        -- exact, day, approximate, unknown
    day TEXT NOT NULL,              -- the day as the collection wrote it
    updated INTEGER NOT NULL,
    content BLOB,                   -- hash of what it said; NULL: no feed has shown it
    feeds TEXT NOT NULL,            -- numbers of the feeds that have shown it
    gone INTEGER,                   -- since when none does
    retracted INTEGER               -- when the collection took it back
) STRICT;

-- What an article is recognised by; of each kind the present one last.
CREATE TABLE key (
    article INTEGER NOT NULL,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,             -- id, url, card, text, headline, bare-id
    key BLOB NOT NULL,
    PRIMARY KEY (article, place)
) STRICT, WITHOUT ROWID;

-- Feeds: their addresses and ids, for good.
CREATE TABLE feed (
    n INTEGER PRIMARY KEY,
    taxonomy TEXT,                  -- NULL: all articles
    term TEXT,
    slug TEXT NOT NULL,
    label TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    updated INTEGER,
    vanished INTEGER,               -- since when it has no entries
    UNIQUE (taxonomy, slug),
    UNIQUE (taxonomy, term)
) STRICT;

-- What was published.
CREATE TABLE file (
    path TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    length INTEGER NOT NULL,
    updated INTEGER NOT NULL        -- when its bytes changed last
) STRICT, WITHOUT ROWID;

-- What was read, and how it looked then.
CREATE TABLE input (
    path TEXT PRIMARY KEY,
    found_by TEXT NOT NULL,         -- what the configuration names: the file itself, a folder or a pattern
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    changed_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    sha256 TEXT,                    -- where inputs are compared by content
    entries INTEGER NOT NULL        -- how many articles it held
) STRICT, WITHOUT ROWID;

-- The last run that ended well: configuration and program, when something is due, what it said.
CREATE TABLE run (
    n INTEGER PRIMARY KEY CHECK (n = 1),
    fingerprint TEXT NOT NULL,
    due INTEGER,
    report TEXT NOT NULL
) STRICT;
