-- Since when an article is not in the collection; of earlier runs it is known only whether a feed showed it.
ALTER TABLE article ADD COLUMN "left" INTEGER;
UPDATE article SET "left" = gone;
