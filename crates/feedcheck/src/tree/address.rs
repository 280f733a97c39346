//! Where references lead: into the folder, out of it, or elsewhere.

use percent_encoding::percent_decode_str;
use url::Url;

/// A host that stands for the unknown one.
const NOWHERE: &str = "https://folder.invalid/";

/// Where the folder is.
pub(super) struct Root {
    url: Url,
    is_known: bool,
}

/// Where a reference leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// To a path in the folder.
    Inside { path: String, fragment: Option<String> },
    /// Out of the folder.
    Above,
    /// To somewhere else, or to an unknown place.
    Elsewhere,
}

impl Root {
    /// A folder at its address, if that is known; `None` if it is no address of the web.
    pub(super) fn new(base: Option<&str>) -> Option<Self> {
        let mut text = base.unwrap_or(NOWHERE).to_owned();
        if !text.ends_with('/') {
            text.push('/');
        }
        let url = Url::parse(&text).ok()?;
        matches!(url.scheme(), "http" | "https").then_some(Self { url, is_known: base.is_some() })
    }

    /// What the references of a document are relative to; `own` is what the document says about that.
    pub(super) fn base_of(&self, path: &str, own: Option<&str>) -> Option<Url> {
        let mut url = self.url.clone();
        url.path_segments_mut().ok()?.pop_if_empty().extend(path.split('/'));
        match own {
            Some(own) => url.join(own).ok(),
            None => Some(url),
        }
    }

    /// Where a reference leads from there.
    pub(super) fn place(&self, base: &Url, reference: &str) -> Place {
        let reference = reference.trim();
        // Where the host is not known, its root is not, either.
        if !self.is_known && reference.starts_with(['/', '\\']) {
            return Place::Elsewhere;
        }
        let Ok(url) = base.join(reference) else { return Place::Elsewhere };
        if url.origin() != self.url.origin() || url.query().is_some() {
            return Place::Elsewhere;
        }
        let is_relative = Url::parse(reference).is_err() && !reference.starts_with(['/', '\\']);
        if is_relative && climbs(base.path(), reference, self.url.path()) {
            return Place::Above;
        }
        let Some(path) = url.path().strip_prefix(self.url.path()) else {
            // The folder itself may be written without its slash.
            let is_folder = format!("{}/", url.path()) == self.url.path();
            return if is_folder { Place::Inside { path: String::new(), fragment: None } } else { Place::Elsewhere };
        };
        let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        // A fragment directive is no id (https://wicg.github.io/scroll-to-text-fragment/).
        let fragment = url.fragment().filter(|fragment| !fragment.is_empty() && !fragment.starts_with(":~:"));
        Place::Inside { path: decode(path), fragment: fragment.map(decode) }
    }
}

/// Whether a relative reference climbs above the folder.
fn climbs(base: &str, reference: &str, root: &str) -> bool {
    let depth = |path: &str| path.matches('/').count();
    let path = reference.split(['?', '#']).next().unwrap_or_default();
    let mut level = depth(base).saturating_sub(depth(root));
    for segment in path.split('/') {
        match segment {
            ".." => match level.checked_sub(1) {
                Some(above) => level = above,
                None => return true,
            },
            "." | "" => {}
            _ => level += 1,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(path: &str, fragment: Option<&str>) -> Place {
        Place::Inside { path: path.to_owned(), fragment: fragment.map(str::to_owned) }
    }

    #[test]
    fn references_lead_into_the_folder_or_elsewhere() {
        let root = Root::new(Some("https://example.org/feeds")).unwrap();
        let page = root.base_of("tags/ü/index.html", None).unwrap();
        for (reference, place) in [
            ("rss.xml", inside("tags/ü/rss.xml", None)),
            ("../c%23/#x%20y", inside("tags/c#/", Some("x y"))),
            ("../../", inside("", None)),
            ("/feeds/a.xml", inside("a.xml", None)),
            ("https://example.org/feeds/b/", inside("b/", None)),
            ("https://example.org:443/feeds", inside("", None)),
            ("", inside("tags/ü/index.html", None)),
            ("#", inside("tags/ü/index.html", None)),
            ("#:~:text=a", inside("tags/ü/index.html", None)),
            ("../../../about.html", Place::Above),
            ("../../../feeds/a.xml", Place::Above),
            ("/about.html", Place::Elsewhere),
            ("a.xml?page=2", Place::Elsewhere),
            ("https://example.com/feeds/", Place::Elsewhere),
            ("mailto:a@example.org", Place::Elsewhere),
            ("http://[", Place::Elsewhere),
        ] {
            assert_eq!(root.place(&page, reference), place, "{reference}");
        }
    }

    #[test]
    fn without_a_base_url_relative_references_are_resolved() {
        let root = Root::new(None).unwrap();
        let page = root.base_of("a/index.html", None).unwrap();
        assert_eq!(root.place(&page, "../b.xml"), inside("b.xml", None));
        assert_eq!(root.place(&page, "../../b.xml"), Place::Above);
        assert_eq!(root.place(&page, "/b.xml"), Place::Elsewhere);
        assert_eq!(root.place(&page, "https://example.org/b.xml"), Place::Elsewhere);
        let based = root.base_of("a/index.html", Some("../c/")).unwrap();
        assert_eq!(root.place(&based, "d"), inside("c/d", None));
        assert!(Root::new(Some("ftp://example.org/")).is_none());
    }
}
