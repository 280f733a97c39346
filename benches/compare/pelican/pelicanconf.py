"""Pelican's settings: the feeds of tags and sources (its categories), and none of the pages."""

SITENAME = "News"
SITEURL = "https://feeds.example.org"
TIMEZONE = "UTC"
PATH = "content"
OUTPUT_PATH = "out"

TAG_FEED_RSS = "tags/{slug}/rss.xml"
TAG_FEED_ATOM = "tags/{slug}/atom.xml"
CATEGORY_FEED_RSS = "sources/{slug}/rss.xml"
CATEGORY_FEED_ATOM = "sources/{slug}/atom.xml"
FEED_MAX_ITEMS = 50
RSS_FEED_SUMMARY_ONLY = False

FEED_ALL_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
ARTICLE_SAVE_AS = ""
AUTHOR_SAVE_AS = ""
CATEGORY_SAVE_AS = ""
TAG_SAVE_AS = ""
DIRECT_TEMPLATES = []
THEME_STATIC_PATHS = []
STATIC_PATHS = []
