//! The words by which collections say whether an article is public.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What a word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// Everybody may read it.
    Public,
    /// Public in `Mastodon`, where it only stays out of some lists; elsewhere it is for those who know its address.
    Unlisted,
    /// Not yet, not any more, or not for everybody.
    Hidden,
    /// Thrown away, and still there.
    Gone,
}

/// What programs say, without anything but letters and digits, in small letters.
#[rustfmt::skip]
const WORDS: &[(Word, &[&str])] = &[
    (Word::Public, &[
        "publish", "published", "public", "publicly", "publiclyvisible", "live", "active", "visible", "released", "release", "online", "posted",
        "sent", "enabled", "approved", "approve", "accepted", "listed", "shown", "show", "everyone", "everybody", "anyone", "all", "world", "sticky",
        "featured", "current", "normal", "standard", "ok", "okay", "success", "succeeded", "usable", "corrected", "republished",
        "publishedlive", "yes", "home", "promoted", "pinned", "syndicated", "external", "internetpublic",
        // Of programs that collect articles.
        "fetched", "scraped", "crawled", "parsed", "processed", "extracted", "indexed", "imported", "downloaded",
        "publicado", "publicada", "publico", "publie", "publié", "publiée", "veröffentlicht", "öffentlich", "pubblicato", "pubblicata", "pubblico",
        "gepubliceerd", "openbaar", "público", "opublikowany", "opublikowane", "опубликовано", "опубликован", "已发布", "发布", "公开", "公開", "公開中", "公開済み",
    ]),
    (Word::Unlisted, &["unlisted"]),
    (Word::Hidden, &[
        "draft", "drafts", "drafted", "isdraft", "autodraft", "autosave", "revision", "inherit", "template", "wip", "workinprogress", "inprogress",
        "progress", "indevelopment", "todo", "idea", "ideas", "pitch", "assigned", "outline", "writing", "editing", "inediting", "copyedit",
        "copyediting", "proofreading", "incomplete", "unfinished", "notready", "notstarted", "backlog",
        "review", "inreview", "needsreview", "needreview", "pendingreview", "underreview", "readyforreview", "forreview", "toreview", "reviewing",
        "needswork", "needsapproval", "pendingapproval", "awaitingapproval", "awaitingreview", "awaitingmoderation", "inmoderation",
        "moderation", "moderated", "needsmoderation", "unapproved", "notapproved", "unmoderated", "submitted",
        "pending", "waiting", "queued", "queue", "inqueue", "scheduled", "schedule", "future", "upcoming", "planned", "ready", "readytopublish",
        "embargo", "embargoed", "underembargo", "hold", "onhold", "held", "paused", "withheld", "delayed",
        "staged", "staging", "preview", "test", "testing", "sandbox",
        "private", "privately", "privat", "hidden", "hide", "invisible", "internal", "internallypublished", "restricted", "confidential", "secret",
        "personal", "onlyme", "meonly", "self", "me", "owner", "author", "nobody", "noone", "direct", "specified", "limited", "followers",
        "followersonly", "friends", "friendsonly", "mutuals", "mutualsonly", "contacts", "circle", "custom", "selected",
        "members", "membersonly", "memberonly", "paid", "paidmembers", "onlypaid", "onlyfree", "founding", "tiers", "subscribers",
        "subscribersonly", "paidsubscribers", "loggedin", "authenticated", "registered", "team", "staff", "staffonly", "organization",
        "password", "passwordprotected", "protected", "passworded",
        "unpublished", "unpublish", "notpublished", "unreleased", "unposted", "depublished", "offline", "inactive", "disabled", "archived", "archive", "expired",
        "rejected", "reject", "declined", "denied", "refused", "blocked", "banned", "suspended", "spam", "no",
        "borrador", "pendiente", "privado", "brouillon", "privé", "prive", "enattente", "archivé", "entwurf", "ausstehend", "versteckt",
        "archiviert", "geplant", "unveröffentlicht", "nichtveröffentlicht", "bozza", "inattesa", "privato", "archiviato", "rascunho", "pendente",
        "agendado", "arquivado", "concept", "wachtend", "gepland", "szkic", "prywatny", "черновик", "скрыто", "скрыт", "草稿", "待发布", "待审核",
        "私密", "下書き", "非公開", "予約投稿",
    ]),
    (Word::Gone, &[
        "trash", "trashed", "softtrashed", "intrash", "deleted", "softdeleted", "isdeleted", "delete", "removed", "thrownaway", "bin", "recyclebin", "binned",
        "discarded", "destroyed", "purged", "erased", "killed", "kill", "spiked", "recalled", "retracted", "withdrawn",
        "papelera", "eliminado", "eliminada", "supprimé", "corbeille", "gelöscht", "papierkorb", "cestino", "eliminato", "lixeira", "excluído", "verwijderd", "удалено", "удален",
        "已删除", "回收站", "削除済み", "ゴミ箱",
    ]),
];

/// Kinds of records that are no posts, of `WordPress` and its extensions, and of Blogger.
#[rustfmt::skip]
const NO_POSTS: &[&str] = &[
    "page", "attachment", "navmenuitem", "revision", "inherit", "customcss", "customizechangeset", "oembedcache", "userrequest",
    "wpblock", "wptemplate", "wptemplatepart", "wpglobalstyles", "wpnavigation", "wpfontfamily", "wpfontface", "wplog",
    "acffield", "acffieldgroup", "acfposttype", "acftaxonomy", "acfuioptionspage", "elementorlibrary", "elementorsnippet",
    "feedback", "jetpackmigration", "jppayorder", "jppayproduct", "shoporder", "shoporderrefund", "shopcoupon", "shopsubscription",
    "productvariation", "scheduledaction", "mc4wpform", "wpcf7contactform", "wpforms", "wpformslog", "nfsub", "flamingoinbound",
    "flamingocontact", "flamingooutbound", "ampvalidatedurl", "safecss", "spucpt", "mlslider", "mlslide", "tablepresstable",
    "vcgriditem", "vc4templates", "etpblayout", "etpbtemplate", "flbuildertemplate", "oceanwplibrary", "postmansentmail", "eddlog", "eddpayment",
    "redirectrule", "umform", "umdirectory", "menuitem",
    "bloggerpage", "bloggercomment", "bloggersettings", "bloggertemplate",
];

/// What says yes, and what says no, in one word.
const YES: &[&str] = &[
    "true", "yes", "on", "1", "t", "y", "x", "✓", "✔", "✅", "☑", "wahr", "ja", "oui", "vrai", "sí", "si", "да", "是",
];
const NO: &[&str] =
    &["false", "no", "off", "0", "f", "n", "✗", "✘", "❌", "☐", "falsch", "nein", "non", "faux", "нет", "否"];

static KNOWN: LazyLock<FxHashMap<&'static str, Word>> = LazyLock::new(|| {
    WORDS.iter().flat_map(|(word, spellings)| spellings.iter().map(|spelling| (*spelling, *word))).collect()
});

/// The longest text that may be a word, in bytes.
const LONGEST: usize = 60;

/// A word without what collections write differently.
fn folded(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect())
}

/// What a text says that is a word for a state, or several: of these the strictest counts.
pub(super) fn state(text: &str) -> Option<Word> {
    let text = text.trim();
    if text.len() > LONGEST || text.is_empty() || text.contains("://") {
        return None;
    }
    if let Some(word) = KNOWN.get(&*folded(text)) {
        return Some(*word);
    }
    // `stat:usable`, `draft, featured`, `Draft (second)`.
    let rank = |word: &Word| *word as u8;
    let parts = text.split([',', ';', '|', '/', ':', '#', '(', ')']).filter(|part| part.len() < text.len());
    parts.filter_map(|part| KNOWN.get(&*folded(part.trim())).copied()).max_by_key(rank)
}

/// Whether a text says yes or no, and nothing else.
pub(in crate::load) fn flag(text: &str) -> Option<bool> {
    /// The longest of them, in bytes.
    const LONGEST: usize = 8;
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let is_symbol = |word: &&str| *word == text;
    if YES.iter().any(is_symbol) || matches!(text, "1.0") {
        return Some(true);
    }
    if NO.iter().any(is_symbol) || matches!(text, "0.0") {
        return Some(false);
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let word = folded(text);
    let is_word = |known: &&str| **known == *word;
    if YES.iter().any(is_word) { Some(true) } else { NO.iter().any(is_word).then_some(false) }
}

/// Whether a record of such a kind is no post.
pub(super) fn is_no_post(kind: &str) -> bool {
    kind.len() <= LONGEST && NO_POSTS.contains(&&*folded(kind.trim()))
}

#[cfg(test)]
mod tests {
    use super::{NO_POSTS, WORDS, Word, flag, folded, is_no_post, state};

    #[test]
    fn words_are_spelled_as_they_are_looked_up_and_say_one_thing() {
        let mut all: Vec<&str> = WORDS.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        for word in all.iter().chain(NO_POSTS) {
            assert_eq!(folded(word), *word);
        }
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count, "a word stands twice");
    }

    #[test]
    fn states_are_read_in_any_spelling() {
        for (text, word) in [
            ("Draft", Word::Hidden),
            ("IN_REVIEW", Word::Hidden),
            ("auto-draft", Word::Hidden),
            (" Pending Review ", Word::Hidden),
            ("📝 Draft", Word::Hidden),
            ("draft, featured", Word::Hidden),
            ("stat:usable", Word::Public),
            ("Publish", Word::Public),
            ("Trash", Word::Gone),
            ("Veröffentlicht", Word::Public),
            ("unlisted", Word::Unlisted),
        ] {
            assert_eq!(state(text), Some(word), "{text}");
        }
        for text in [
            "",
            "open",
            "quarantined",
            "Texas",
            "https://draft.example/",
            "a draft of a text that is a little longer than words are",
        ] {
            assert_eq!(state(text), None, "{text}");
        }
    }

    #[test]
    fn flags_and_kinds_are_read_in_any_spelling() {
        for (text, is) in
            [("TRUE", true), ("t", true), ("✓", true), ("1.0", true), ("No", false), ("f", false), ("0", false)]
        {
            assert_eq!(flag(text), Some(is), "{text}");
        }
        for text in ["", "10", "2026", "draft", "2026-07-18", "100"] {
            assert_eq!(flag(text), None, "{text}");
        }
        assert!(is_no_post("nav_menu_item") && is_no_post("blogger#page") && !is_no_post("post"));
    }
}
