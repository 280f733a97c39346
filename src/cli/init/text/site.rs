//! `[site]`: title, address, language and time zone, as far as the settings of a blog or the articles say them.

use std::path::{Path, PathBuf};

use super::{Collection, line, reason, shown};
use crate::article::permalink::{Generator, Website};
use crate::cli::init::counted;
use crate::cli::init::paths::Paths;
use crate::config::DEFAULT_BASE_URL;
use crate::quoted::quoted;
use crate::site::FirstLook;

/// The output folder of a publication beside a site: where the generator of the site takes files as they are; `None`: the usual one.
pub(in crate::cli::init) fn output_of(look: &FirstLook, paths: &Paths) -> Option<String> {
    let (website, _) = site_here(look, paths)?;
    matches!(website.generator, Generator::Hugo | Generator::Zola).then(|| "static/feeds".to_owned())
}

/// The one site whose folder is that of the configuration.
fn site_here<'l>(look: &'l FirstLook, paths: &Paths) -> Option<&'l (std::sync::Arc<Website>, PathBuf)> {
    let [site] = look.sites.as_slice() else { return None };
    let is_here = |folder: &Path| folder.canonicalize().ok() == paths.absolute().canonicalize().ok();
    Some(site).filter(|(_, folder)| is_here(folder))
}

impl Collection<'_> {
    pub(super) fn write_site(&self, out: &mut String, paths: &Paths) {
        let website = self.look.sites.first().map(|(website, _)| &**website).filter(|_| self.look.sites.len() == 1);
        line(out, "[site]");
        if let Some(website) = website {
            let (settings, generator) = (&website.settings, website.generator.name());
            let zone = website.zone.as_ref().map_or(String::new(), |zone| format!(" and time zone ({zone})"));
            reason(
                out,
                &format!("{settings} of {generator} says addresses, language{zone} of posts; each run reads it."),
            );
        }
        self.write_title(out, website, paths);
        self.write_base_url(out, website, paths);
        self.write_language(out, website);
        if let Some(author) = website.and_then(author) {
            line(out, &format!("author = {}", quoted(&author)));
        }
        let (zoneless, example) = &self.look.zoneless;
        if *zoneless > 0 {
            let dates = counted(*zoneless, "date names", "dates name");
            reason(
                out,
                &format!("{dates} no time zone, such as {}: read as UTC until this says another.", shown(example)),
            );
            line(out, "# time_zone = \"Europe/Berlin\"");
        }
    }

    fn write_title(&self, out: &mut String, website: Option<&Website>, paths: &Paths) {
        let (source, sources) = &self.findings.sources;
        let own = website.and_then(|website| website.title.clone());
        let of_source = || source.clone().filter(|_| *sources == 1);
        match own.or_else(of_source) {
            Some(title) => line(out, &format!("title = {}", quoted(&title))),
            None => {
                reason(out, "What readers will see as the name of the publication.");
                let title = package_name(paths.absolute()).unwrap_or_else(|| "My news".to_owned());
                line(out, &format!("# title = {}", quoted(&title)));
            }
        }
    }

    fn write_base_url(&self, out: &mut String, website: Option<&Website>, paths: &Paths) {
        let base = website.and_then(|website| website.base.as_ref()).map(|base| base.as_str().trim_end_matches('/'));
        let is_here = site_here(self.look, paths).is_some();
        let takes_files =
            website.is_some_and(|site| matches!(site.generator, Generator::Jekyll | Generator::Hugo | Generator::Zola));
        let dir = quoted(self.dir);
        if let Some(base) = base.filter(|_| is_here && takes_files) {
            let generator = website.map_or("", |website| website.generator.name());
            reason(out, &format!("{generator} copies {dir} into the site; change this if it will be elsewhere."));
            line(out, &format!("base_url = {}", quoted(&format!("{base}/feeds/"))));
            return;
        }
        reason(
            out,
            &format!("Where the folder {dir} will be served. Feeds name their own addresses; without this they"),
        );
        reason(out, &format!("are at {DEFAULT_BASE_URL}, where nobody else can subscribe."));
        line(out, &format!("# base_url = {}", quoted(&format!("{}/feeds/", base.unwrap_or("https://example.org")))));
    }

    fn write_language(&self, out: &mut String, website: Option<&Website>) {
        let findings = self.findings;
        let of_site =
            website.and_then(|website| website.language.as_ref()).map(|language| language.as_str().to_owned());
        let only = findings.languages.keys().next().filter(|_| findings.languages.len() == 1).cloned();
        if let Some(language) = of_site.or(only) {
            line(out, &format!("language = {}", quoted(&language)));
        } else if findings.without_language > 0 {
            let articles = counted(findings.without_language, "article names", "articles name");
            reason(out, &format!("{articles} no language: readers and browsers would like to know it."));
            line(out, "# language = \"en\"");
        }
    }
}

/// Who the settings of a site say its author is.
fn author(website: &Website) -> Option<String> {
    const NAMES: &[&str] = &[
        "site.author",
        "site.author.name",
        "site.params.author",
        "site.params.author.name",
        "config.author",
        "config.extra.author",
        "settings.AUTHOR",
    ];
    let value =
        |name: &&str| website.values.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    NAMES.iter().find_map(value).map(|author| author.trim().to_owned()).filter(|author| !author.is_empty())
}

/// The name in `package.json`, of sites that are made by Eleventy, Astro and others that feedmill does not know.
fn package_name(folder: &Path) -> Option<String> {
    let text = std::fs::read_to_string(folder.join("package.json")).ok()?;
    let package: serde_json::Value = serde_json::from_str(&text).ok()?;
    Some(package.get("name")?.as_str()?.trim().to_owned()).filter(|name| !name.is_empty())
}
