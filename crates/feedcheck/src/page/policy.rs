//! The policy that a page sets itself (<https://www.w3.org/TR/CSP3/>), as far as it forbids what stands in the page.
//!
//! Not supported: hashes, and lists of hosts; what they allow is taken to be right.

/// A policy.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Policy {
    /// Each directive with its sources, in lower case.
    directives: Vec<(String, Vec<String>)>,
}

impl Policy {
    /// Reads a policy; only the first directive of a name counts (§2.2.1).
    pub(super) fn of(text: &str) -> Self {
        let mut directives: Vec<(String, Vec<String>)> = Vec::new();
        for directive in text.to_ascii_lowercase().split(';') {
            let mut words = directive.split_ascii_whitespace().map(str::to_owned);
            if let Some(name) = words.next()
                && directives.iter().all(|(own, _)| *own != name)
            {
                directives.push((name, words.collect()));
            }
        }
        Self { directives }
    }

    /// The sources of the first directive of these that is there.
    fn sources(&self, names: &[&str]) -> Option<&[String]> {
        let find = |name: &&str| self.directives.iter().find(|(own, _)| own == name);
        names.iter().find_map(find).map(|(_, sources)| sources.as_slice())
    }

    /// Whether what stands in the page itself is forbidden; `has_nonce` if it says that it is known.
    fn forbids(&self, names: &[&str], has_nonce: bool) -> bool {
        let Some(sources) = self.sources(names) else { return false };
        let has = |start: &str| sources.iter().any(|source| source.starts_with(start));
        let is_hashed = has("'sha256-") || has("'sha384-") || has("'sha512-");
        !(is_hashed || has("'nonce-") && has_nonce || has("'unsafe-inline'") && !has("'nonce-"))
    }

    pub(super) fn forbids_script(&self, has_nonce: bool) -> bool {
        self.forbids(&["script-src-elem", "script-src", "default-src"], has_nonce)
    }

    pub(super) fn forbids_handlers(&self) -> bool {
        self.forbids(&["script-src-attr", "script-src", "default-src"], false)
    }

    pub(super) fn forbids_style(&self, has_nonce: bool) -> bool {
        self.forbids(&["style-src-elem", "style-src", "default-src"], has_nonce)
    }

    pub(super) fn forbids_style_attributes(&self) -> bool {
        self.forbids(&["style-src-attr", "style-src", "default-src"], false)
    }

    /// Whether scripts from files are forbidden, whatever the file.
    pub(super) fn forbids_files(&self) -> bool {
        let sources = self.sources(&["script-src-elem", "script-src", "default-src"]);
        sources.is_some_and(|sources| sources.iter().all(|source| source == "'none'"))
    }
}

#[cfg(test)]
mod tests {
    use super::Policy;

    #[test]
    fn policies_fall_back_to_the_default() {
        let own = Policy::of("default-src 'none'; style-src 'self'; img-src https:");
        assert!(own.forbids_script(false) && own.forbids_style(false) && own.forbids_handlers());
        assert!(own.forbids_style_attributes() && own.forbids_files());
        assert!(!Policy::of("").forbids_script(false) && !Policy::of("img-src *").forbids_style_attributes());
        let lax = Policy::of("script-src 'unsafe-inline'; script-src 'none'");
        assert!(!lax.forbids_script(false) && !lax.forbids_files());
        let nonce = Policy::of("Script-Src 'unsafe-inline' 'nonce-abc'");
        assert!(nonce.forbids_script(false) && !nonce.forbids_script(true) && nonce.forbids_handlers());
        assert!(!Policy::of("script-src 'sha256-abc='").forbids_script(false));
    }
}
