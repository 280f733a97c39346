//! Redirects: where terms have been renamed, what tells a web server to send readers to the new addresses.
//!
//! The old addresses keep working without them, because the same feed stands there, too; with them, readers learn the
//! new one. Every rule is for one file, in a form that its server takes as it is.

use std::fmt::{self, Write as _};

use percent_encoding::percent_decode_str;

use super::{Context, PAGE};
use crate::article::url::escape_path;
use crate::feed::FeedKey;

/// How redirects are written for one server.
pub struct RedirectFormat {
    /// The name on the command line.
    pub name: &'static str,
    /// The name of its file at the top of the output.
    pub file_name: &'static str,
    /// What stands before the rules: how to use them.
    head: &'static str,
    /// One rule: from a path as it is in a request line after decoding, to a path in a URL.
    rule: fn(&mut String, from: &str, to: &str) -> fmt::Result,
    /// What stands after the rules.
    tail: &'static str,
}

impl fmt::Debug for RedirectFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// All servers that redirects are written for.
pub static REDIRECT_FORMATS: &[&RedirectFormat] = &[&NGINX, &CADDY, &NETLIFY];

static NGINX: RedirectFormat = RedirectFormat {
    name: "nginx",
    file_name: "redirects.nginx.conf",
    head: "# feedmill: renamed feeds. In http { }: include this file; in server { }:\n\
           #   if ($feedmill_moved) { return 301 $feedmill_moved; }\n\
           map $uri $feedmill_moved {\n    default \"\";\n",
    // Patterns, because nginx does not start with plain names that are longer than it was told to expect.
    rule: |out, from, to| writeln!(out, "    \"~^\\Q{from}\\E$\" \"{to}\";"),
    tail: "}\n",
};

static CADDY: RedirectFormat = RedirectFormat {
    name: "caddy",
    file_name: "redirects.caddy",
    head: "# feedmill: renamed feeds. In a site's block: import this file\n",
    rule: |out, from, to| writeln!(out, "redir \"{from}\" \"{to}\" 301"),
    tail: "",
};

static NETLIFY: RedirectFormat = RedirectFormat {
    name: "netlify",
    file_name: "_redirects",
    head: "# feedmill: renamed feeds\n",
    // With "!", because a file stands at the old address.
    rule: |out, from, to| writeln!(out, "{} {to} 301!", escape_path(from)),
    tail: "",
};

impl RedirectFormat {
    /// The format of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        REDIRECT_FORMATS.iter().copied().find(|format| format.name == name)
    }

    /// All redirects of a publication.
    pub fn render(&self, context: &Context<'_>) -> Vec<u8> {
        let base = context.site.base_url.path();
        let decoded = percent_decode_str(base).decode_utf8_lossy();
        let mut out = self.head.to_owned();
        for term in context.terms.iter().filter(|term| term.has_feed) {
            for (slug, _) in &term.formerly {
                let old = FeedKey::Term(term.taxonomy, slug.clone());
                let names = context.formats.iter().map(|format| format.file_name).chain([PAGE.file_name, ""]);
                for name in names {
                    let (from, to) = (old.path(name), term.feed().path(name));
                    // Writing to a String cannot fail.
                    let _ = (self.rule)(&mut out, &format!("{decoded}{from}"), &format!("{base}{}", escape_path(&to)));
                }
            }
        }
        out.push_str(self.tail);
        out.into_bytes()
    }
}
