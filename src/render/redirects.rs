//! Redirects: where terms have been renamed or feeds removed, what tells a web server to send readers to the new addresses, and
//! to say that a feed is gone.
//!
//! The old address of a renamed term keeps working without them, because the same feed stands there, too; with them, readers learn
//! the new one. Readers stop asking for a feed that is gone (410), and go on asking for one that is missing (404). Every rule is
//! for one file, in a form that its server takes as it is.

use std::fmt::{self, Write as _};

use percent_encoding::percent_decode_str;

use super::{Context, OUTPUT_FORMATS, PAGE};
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
    /// What stands between these rules and those of feeds that are gone.
    middle: &'static str,
    /// One rule of a feed that is gone, if the server has such: for a path as it is in a request line after decoding.
    gone: Option<fn(&mut String, path: &str) -> fmt::Result>,
    /// What stands after the rules.
    tail: &'static str,
}

impl fmt::Debug for RedirectFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// All servers that redirects are written for.
pub static REDIRECT_FORMATS: &[&RedirectFormat] = &[&NGINX, &APACHE, &CADDY, &NETLIFY];

static NGINX: RedirectFormat = RedirectFormat {
    name: "nginx",
    file_name: "redirects.nginx.conf",
    head: "# feedmill: renamed and removed feeds. In http { }: include this file; in server { }:\n\
           #   if ($feedmill_moved) { return 301 $feedmill_moved; }\n\
           #   if ($feedmill_gone) { return 410; }\n\
           map $uri $feedmill_moved {\n    default \"\";\n",
    // Patterns, because nginx does not start with plain names that are longer than it was told to expect.
    rule: |out, from, to| writeln!(out, "    \"~^\\Q{from}\\E$\" \"{to}\";"),
    middle: "}\nmap $uri $feedmill_gone {\n    default \"\";\n",
    gone: Some(|out, path| writeln!(out, "    \"~^\\Q{path}\\E$\" 1;")),
    tail: "}\n",
};

static APACHE: RedirectFormat = RedirectFormat {
    name: "apache",
    file_name: "redirects.apache.conf",
    head: "# feedmill: renamed and removed feeds. In a <VirtualHost>: Include this file (it takes mod_alias)\n",
    // It encodes the path itself.
    rule: |out, from, to| {
        let to = percent_decode_str(to).decode_utf8_lossy();
        writeln!(out, "RedirectMatch 301 \"^\\Q{from}\\E$\" \"{}\"", to.replace('$', "\\$"))
    },
    middle: "",
    gone: Some(|out, path| writeln!(out, "RedirectMatch 410 \"^\\Q{path}\\E$\"")),
    tail: "",
};

static CADDY: RedirectFormat = RedirectFormat {
    name: "caddy",
    file_name: "redirects.caddy",
    head: "# feedmill: renamed and removed feeds. In a site's block, in a route before file_server: import this file\n",
    rule: |out, from, to| writeln!(out, "redir \"{from}\" \"{to}\" 301"),
    middle: "",
    gone: Some(|out, path| writeln!(out, "respond \"{path}\" 410")),
    tail: "",
};

static NETLIFY: RedirectFormat = RedirectFormat {
    name: "netlify",
    file_name: "_redirects",
    head: "# feedmill: renamed feeds\n",
    // With "!", because a file stands at the old address.
    rule: |out, from, to| writeln!(out, "{} {to} 301!", escape_path(from)),
    middle: "",
    gone: None,
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
        out.push_str(self.middle);
        if let Some(gone) = self.gone {
            for feed in context.gone {
                for name in OUTPUT_FORMATS.iter().map(|format| format.file_name).chain([PAGE.file_name, ""]) {
                    let _ = gone(&mut out, &format!("{decoded}{}", feed.path(name)));
                }
            }
        }
        out.push_str(self.tail);
        out.into_bytes()
    }
}
