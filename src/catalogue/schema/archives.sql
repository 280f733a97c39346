-- Documents of the archives of feeds, oldest first.
CREATE TABLE archive (
    feed INTEGER NOT NULL,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    closed INTEGER NOT NULL,        -- 1: its entries stay as they are
    base TEXT NOT NULL,             -- the base URL that its links were made with
    articles TEXT NOT NULL,         -- numbers of the articles that it holds
    PRIMARY KEY (feed, place)
) STRICT, WITHOUT ROWID;
