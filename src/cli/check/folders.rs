//! What documents of one folder say about each other.

use super::files::{Document, Found};
use super::{Looked, read};
use feedcheck::tree;

/// Adds what is found about the documents of each folder together.
pub(super) fn look(found: &Found, base: Option<&str>, looked: &mut [Looked]) {
    let mut here = vec![Vec::new(); found.folders.len()];
    for (n, own) in looked.iter().enumerate() {
        if let Some((number, _)) = found.documents[own.document].within {
            here[number].push(n);
        }
    }
    for (folder, here) in found.folders.iter().zip(here) {
        let exists = |path: &str| folder.path.join(path).is_file();
        let documents: Vec<_> = here.iter().filter_map(|n| document(&looked[*n], &found.documents)).collect();
        let mut faults = tree::check(&documents, base, folder.is_whole.then_some(&exists));
        faults.sort_by_key(|fault| fault.document);
        for faults in faults.chunk_by(|a, b| a.document == b.document) {
            let own = &mut looked[here[faults[0].document]];
            // What cannot be read any more has been read before.
            let bytes = read(&found.documents[own.document].path).unwrap_or_default();
            own.checked.findings.extend(tree::locate(&bytes, faults));
            own.checked.findings.sort_by_key(|finding| (finding.line, finding.column));
        }
    }
}

fn document<'l>(looked: &'l Looked, documents: &'l [Document]) -> Option<tree::Document<'l>> {
    let Document { is_named, within, .. } = &documents[looked.document];
    let (_, path) = within.as_ref()?;
    let mut document = tree::Document::new(path, looked.checked.kind, &looked.checked.references);
    document.is_named = *is_named;
    Some(document)
}
