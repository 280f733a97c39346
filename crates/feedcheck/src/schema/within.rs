//! Where an element stands: one bit each.

pub(crate) const RSS: u64 = 1;
pub(crate) const CHANNEL: u64 = 1 << 1;
pub(crate) const ITEM: u64 = 1 << 2;
pub(crate) const IMAGE: u64 = 1 << 3;
pub(crate) const TEXT_INPUT: u64 = 1 << 4;
pub(crate) const SKIP_HOURS: u64 = 1 << 5;
pub(crate) const SKIP_DAYS: u64 = 1 << 6;
pub(crate) const FEED: u64 = 1 << 7;
pub(crate) const ENTRY: u64 = 1 << 8;
pub(crate) const SOURCE: u64 = 1 << 9;
pub(crate) const PERSON: u64 = 1 << 10;
pub(crate) const MEDIA_GROUP: u64 = 1 << 11;
pub(crate) const MEDIA_CONTENT: u64 = 1 << 12;
pub(crate) const OWNER: u64 = 1 << 13;
pub(crate) const ITUNES_CATEGORY: u64 = 1 << 14;
pub(crate) const WHERE: u64 = 1 << 15;
pub(crate) const GML_POINT: u64 = 1 << 16;
pub(crate) const GML_LINE: u64 = 1 << 17;
pub(crate) const GML_POLYGON: u64 = 1 << 18;
pub(crate) const GML_EXTERIOR: u64 = 1 << 19;
pub(crate) const GML_ENVELOPE: u64 = 1 << 20;
pub(crate) const GEO_POINT: u64 = 1 << 21;
pub(crate) const SHARING: u64 = 1 << 22;
pub(crate) const SYNC: u64 = 1 << 23;
pub(crate) const CONFLICTS: u64 = 1 << 25;
pub(crate) const LIST_INFO: u64 = 1 << 26;
pub(crate) const CONTROL: u64 = 1 << 27;
pub(crate) const SERVICE: u64 = 1 << 28;
pub(crate) const WORKSPACE: u64 = 1 << 29;
pub(crate) const COLLECTION: u64 = 1 << 30;
pub(crate) const CATEGORIES: u64 = 1 << 31;
/// Nothing may stand there.
pub(crate) const NOTHING: u64 = 1 << 32;

/// Where a feed tells about itself.
pub(crate) const HEAD: u64 = CHANNEL | FEED | SOURCE;
/// Where an article is.
pub(crate) const BODY: u64 = ITEM | ENTRY;
/// Where modules for everything may stand.
pub(crate) const EVERYWHERE: u64 = HEAD | BODY | IMAGE | TEXT_INPUT | MEDIA_CONTENT;
/// Elements of RSS.
pub(crate) const OF_RSS: u64 = CHANNEL | ITEM;
/// Elements of Atom.
pub(crate) const OF_ATOM: u64 = FEED | ENTRY | SOURCE;
