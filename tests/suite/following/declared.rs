//! Declared feeds, which every run chooses among all articles.

use super::follows;

#[test]
fn declared_feeds_come_to_the_same() {
    let settings = "[[feed]]\nname = \"Pattern\"\nany = [\"tag/tag 1*\"]\nnone = [\"tag/*2\"]\n\
        [[feed]]\nname = \"Words\"\nwords = [\"posts\", \"an edited post\", \"story 7\"]\nlimit = 30\n\
        [[feed]]\nname = \"Young\"\ntitle_matches = \"^More|3\"\nsince = \"60 days\"\n\
        [[feed]]\nname = \"Text\"\nany = [\"source/paper*\"]\ntext_matches = \"say of [^:]+: [0-9]*5\\\\.\"\nsince = 2026-09-10\n";
    assert_eq!(follows(7, settings, 6), 0, "each run reads everything");
}
