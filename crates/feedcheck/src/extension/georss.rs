//! `GeoRSS` and its relatives (<https://docs.ogc.org/cs/17-002r1/17-002r1.html>): where on earth.

use crate::checker::{Checker, Node};
use crate::namespace::Ns;
use crate::rule::extension::{
    COORDINATE_COMMA, INVALID_COORDINATE_LIST, INVALID_COORDINATES, INVALID_LATITUDE, INVALID_LONGITUDE,
};
use crate::rule::rss::MISSING_ELEMENT;
use crate::schema::{
    Attribute, Element, Needed, Value, optional, texts, tree,
    within::{EVERYWHERE, GEO_POINT, GML_ENVELOPE, GML_EXTERIOR, GML_LINE, GML_POINT, GML_POLYGON, WHERE},
};
use crate::value::number;
use crate::xml::text::trimmed;
use Value::{Angle, Decimal, Float, Integer};

const LATITUDE: &[Value] = &[Angle(90.0, &INVALID_LATITUDE)];
const LONGITUDE: &[Value] = &[Angle(180.0, &INVALID_LONGITUDE)];
const SYSTEM: &[Attribute] = &[optional("srsName", &[])];

pub(super) static GEORSS: &[Element] = &[
    tree("where", EVERYWHERE, WHERE).often(),
    texts("point", EVERYWHERE, &[]).and(position),
    texts("line", EVERYWHERE, &[]).and(positions),
    texts("polygon", EVERYWHERE, &[]).and(positions),
    texts("box", EVERYWHERE, &[]).and(positions),
    texts("circle", EVERYWHERE, &[]),
    texts("featureTypeTag", EVERYWHERE, &[]),
    texts("relationshipTag", EVERYWHERE, &[]),
    texts("featureName", EVERYWHERE, &[]),
    texts("elev", EVERYWHERE, &[Decimal]),
    texts("floor", EVERYWHERE, &[Integer]),
    texts("radius", EVERYWHERE, &[Float]),
];
pub(super) static GML: &[Element] = &[
    tree("Point", WHERE, GML_POINT).often().with(SYSTEM),
    tree("LineString", WHERE, GML_LINE).often().with(SYSTEM),
    tree("Polygon", WHERE, GML_POLYGON).often().with(SYSTEM),
    tree("Envelope", WHERE, GML_ENVELOPE).often().with(SYSTEM),
    tree("exterior", GML_POLYGON, GML_EXTERIOR).often(),
    tree("LinearRing", GML_EXTERIOR, GML_LINE).often().with(SYSTEM),
    texts("pos", GML_POINT, &[]).and(position),
    texts("posList", GML_LINE, &[]).and(positions),
    texts("lowerCorner", GML_ENVELOPE, &[]).and(position),
    texts("upperCorner", GML_ENVELOPE, &[]).and(position),
];
pub(super) static GEO: &[Element] = &[
    tree("Point", EVERYWHERE, GEO_POINT).often(),
    texts("lat", EVERYWHERE | GEO_POINT, LATITUDE),
    texts("long", EVERYWHERE | GEO_POINT, LONGITUDE),
    texts("alt", EVERYWHERE, &[Decimal]),
];
/// Latitude and longitude by their whole names.
pub(super) static PAIR: &[Element] =
    &[texts("latitude", EVERYWHERE, LATITUDE), texts("longitude", EVERYWHERE, LONGITUDE)];

pub(crate) static NEEDED: &[Needed] = &[
    Needed { within: GEO_POINT, ns: Ns::Geo, name: "lat", rule: &MISSING_ELEMENT },
    Needed { within: GEO_POINT, ns: Ns::Geo, name: "long", rule: &MISSING_ELEMENT },
];

/// Latitude and longitude.
fn position<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>) {
    let text = trimmed(node);
    let parts: Vec<_> = text.split([' ', ',']).collect();
    if parts.len() != 2 || !parts.iter().all(|part| number::is_decimal(part, true)) {
        checker.report(&INVALID_COORDINATES, node, &format!("is no latitude and longitude: \"{text}\""));
    } else if text.contains(',') {
        checker.report(&COORDINATE_COMMA, node, "has a comma");
    }
}

/// Several pairs of latitude and longitude.
fn positions<'d>(checker: &mut Checker<'_, 'd>, node: Node<'d>) {
    let text = trimmed(node);
    let separated = text.replace(',', " ");
    let parts: Vec<_> = separated.split_ascii_whitespace().collect();
    let has_pairs =
        parts.len() >= 4 && parts.len().is_multiple_of(2) && parts.iter().all(|part| number::is_decimal(part, true));
    // A comma belongs between the two of a pair.
    let is_paired = !text.contains(',') || text.split_ascii_whitespace().all(|pair| pair.matches(',').count() == 1);
    if !has_pairs || !is_paired {
        checker.report(&INVALID_COORDINATE_LIST, node, "is no list of latitudes and longitudes");
    } else if text.contains(',') {
        checker.report(&COORDINATE_COMMA, node, "has commas");
    }
}
