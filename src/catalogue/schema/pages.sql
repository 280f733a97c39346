-- The page of an article: the name of its folder, since when no feed shows the article, and whether it is not published any more.
ALTER TABLE article ADD COLUMN page TEXT;
ALTER TABLE article ADD COLUMN page_left INTEGER;
ALTER TABLE article ADD COLUMN page_is_gone INTEGER NOT NULL DEFAULT 0;
CREATE INDEX article_page ON article (page) WHERE page IS NOT NULL;
CREATE INDEX article_page_left ON article (page_left) WHERE page_left IS NOT NULL;
