-- What a run is doing to files, in its order. If it is killed, the next run does the rest: all else that the ledger says is
-- as if it were done.
CREATE TABLE placing (
    step INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    name INTEGER                    -- of the file that takes this place, among the new ones; NULL: the file is removed
) STRICT;
