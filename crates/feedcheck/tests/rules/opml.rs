//! What `check` finds in OPML, and where.

use feedcheck::Kind;
use feedcheck::internal::opml::{BODY, HEAD, WHOLE};

use crate::places::{checked, expect};

pub(crate) fn codes() -> Vec<&'static str> {
    [WHOLE, HEAD, BODY].concat().into_iter().map(|(_, code)| code).collect()
}

fn list(head: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<opml version=\"2.0\">\n<head><title>Feeds</title>{head}</head>\n\
         <body>\n<outline text=\"é\"/>\n{body}\n</body>\n</opml>\n"
    )
}

#[test]
fn a_fault_is_found_where_it_is() {
    for (document, code) in WHOLE {
        expect(document, code, |document| checked(document, None).findings);
    }
    for (head, code) in HEAD {
        expect(&list(head, ""), code, |document| checked(document, None).findings);
    }
    for (body, code) in BODY {
        expect(&list("", body), code, |document| checked(document, None).findings);
    }
}

#[test]
fn a_document_without_faults_has_no_findings() {
    let head = "<dateModified>Fri, 20 Nov 2026 14:05:00 GMT</dateModified><ownerName>Ana</ownerName>\
                <ownerEmail>a@example.org</ownerEmail><ownerId>https://example.org/ana</ownerId><expansionState>1, 3,17</expansionState>\
                <vertScrollState>1</vertScrollState><x:y xmlns:x=\"https://example.org/ns\"><outline/></x:y>";
    let body = "<outline text=\"Folder\"><outline type=\"rss\" text=\"a\" title=\"a\" xmlUrl=\"https://a.example/f\" htmlUrl=\"https://a.example/\" \
                version=\"RSS\" language=\"en\" description=\"&lt;b&gt;\" x:y=\"1\" xmlns:x=\"https://example.org/ns\"/></outline>\
                <outline text=\"s\" type=\"song\" isComment=\"true\" category=\"/a,/b\"/>";
    let checked = checked(list(head, body), None);
    assert_eq!((checked.kind, checked.findings), (Kind::Opml, Vec::new()));
}
