-- What a step may replace or remove, and where the new files of the run are.
ALTER TABLE placing ADD COLUMN stage TEXT NOT NULL DEFAULT 'new';   -- a folder beside the lock
ALTER TABLE placing ADD COLUMN before TEXT;     -- SHA-256 of what may be in the place; NULL: nothing, or an older version's step

-- In `input` and `failure`, names of files and reasons are hashed from now on: who reads what is published need not know
-- them. (SQL has no such hash; what is there is written anew by whoever makes this step.)
