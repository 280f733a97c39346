//! The names under which collections keep the fields of an article.

use super::Field;

/// How the value of a name is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::load) enum How {
    /// As usual for its field; a text is HTML if it has markup.
    Usual,
    /// A date in UTC, also where it names no zone.
    Utc,
    /// HTML.
    Html,
    /// Plain text.
    Plain,
    /// Markdown.
    Markdown,
    /// `By Ana Moor and Li Wei`.
    Byline,
    /// One term, also with separators in it.
    Single,
    /// A word for the kind of a record, which says nothing where it is one of the usual ones.
    Kind,
    /// A host name.
    Host,
    /// A flag that says `false` if the article is public.
    Not,
    /// Whether or when it was thrown away.
    Gone,
    /// A word for a state.
    State,
    /// A word for a state, or the name of a part of a country.
    Region,
    /// A word for a state; any other text says nothing.
    Quiet,
    /// A password.
    Password,
    /// The kind of a record in `WordPress`: some are no posts.
    PostType,
    /// The kind of a record in Blogger's API.
    Blogger,
    /// The audience in `ActivityPub`.
    Audience,
    /// A name that only records of the Fediverse have.
    Sign,
}

use super::Field::{
    Authors, Categories, Content, Contributors, Deleted, Enclosures, Id, Image, Language, Published, Rights, Source,
    Summary, Tags, Title, Updated, Url,
};
use How::{Byline, Host, Html, Kind, Markdown, Plain, Single, Usual, Utc};

/// The field that a name is usually read for, where another name for it would be read in the same way, and how good a name it is: of
/// several the least counts first.
#[cfg(feature = "sqlite")]
pub(in crate::load) fn usual_field(name: &str) -> Option<(Field, usize)> {
    let name = super::fold(name);
    NAMES.iter().find_map(|(field, names)| {
        let place = names.iter().position(|(known, how)| *how == How::Usual && super::fold(known) == name)?;
        Some((*field, place))
    })
}

/// The names of each field, best first; those that say whether it is public are in [`crate::load::status`].
#[rustfmt::skip]
pub(super) static NAMES: &[(Field, &[(&str, How)])] = &[
    (Id, &[
        ("id", Usual), ("guid", Usual), ("_id", Usual), ("objectID", Usual), ("article_id", Usual), ("uuid", Usual),
        ("uri", Usual),
    ]),
    (Title, &[
        ("title", Usual), ("headline", Usual), ("webTitle", Usual), ("story_title", Usual), ("headline.main", Usual),
        ("headline.print_headline", Usual), ("fields.headline", Usual), ("article_title", Usual),
        ("news_title", Usual), ("título", Usual), ("titulo", Usual), ("titre", Usual), ("titel", Usual),
        ("titolo", Usual), ("заголовок", Usual), ("judul", Usual), ("标题", Usual), ("タイトル", Usual),
        ("überschrift", Usual), ("ueberschrift", Usual), ("schlagzeile", Usual), ("titular", Usual),
        ("manchete", Usual), ("tytuł", Usual), ("tytul", Usual), ("nagłówek", Usual), ("naglowek", Usual),
        ("name", Usual),
    ]),
    (Url, &[
        ("html_url", Usual), ("url", Usual), ("link", Usual), ("webUrl", Usual), ("web_url", Usual),
        ("canonical_url", Usual), ("permalink", Usual), ("story_url", Usual), ("article_url", Usual),
        ("external_url", Usual), ("article_link", Usual), ("news_link", Usual), ("news_url", Usual),
        ("page_url", Usual), ("original_url", Usual), ("full_url", Usual), ("enlace", Usual), ("lien", Usual),
        ("ссылка", Usual), ("tautan", Usual), ("links.permalink", Usual), ("post_url", Usual), ("post_link", Usual), ("href", Usual), ("url_mobile", Usual),
        ("webadresse", Usual), ("vínculo", Usual), ("vinculo", Usual), ("collegamento", Usual), ("odnośnik", Usual),
        ("odnosnik", Usual),
        ("path", Usual),
    ]),
    (Source, &[
        ("source", Usual), ("source_name", Usual), ("source_title", Usual), ("publisher_name", Usual),
        ("media_name", Usual), ("publisher", Usual), ("publication", Usual), ("provider.name", Usual),
        ("news_site", Usual), ("site_name", Usual), ("site", Usual), ("outlet", Usual), ("newspaper", Usual),
        ("feed_title", Usual), ("source_id", Usual), ("domain", Host), ("thread.site", Host), ("site_url", Host),
        ("source_domain", Host), ("source_hostname", Usual), ("hostname", Host),
        ("quelle", Usual), ("zeitung", Usual), ("fuente", Usual), ("medio", Usual), ("periódico", Usual),
        ("periodico", Usual), ("fonte", Usual), ("testata", Usual), ("jornal", Usual), ("veículo", Usual),
        ("veiculo", Usual), ("źródło", Usual), ("zrodlo", Usual), ("bron", Usual), ("krant", Usual),
    ]),
    (Published, &[
        ("published", Usual), ("date_published", Usual), ("publishedAt", Usual), ("webPublicationDate", Usual),
        ("published_datetime", Usual), ("published_time", Usual), ("article:published_time", Usual),
        ("published_online", Usual), ("published_print", Usual),
        ("published_timestamp", Usual), ("pub_date", Usual), ("publication_date", Usual), ("published_on", Usual),
        ("published_date", Usual), ("date_publish", Usual), ("published_utc", Utc), ("date_time_pub", Utc),
        ("time_published", Usual), ("publish_time", Usual), ("first_published_at", Usual),
        ("first_publication_date", Usual), ("published_at_utc", Utc), ("publication_time", Usual),
        ("publication_datetime", Usual), ("publish_datetime", Usual), ("date_of_publication", Usual), ("pub_time", Usual),
        ("pub_datetime", Usual), ("date_gmt", Utc), ("post_date_gmt", Utc),
        ("date", Usual), ("datetime", Usual), ("date_time", Usual), ("publish_date", Usual), ("post_date", Usual),
        ("article_date", Usual), ("news_date", Usual), ("entry_date", Usual),
        ("display_date", Usual), ("release_date", Usual), ("fecha", Usual), ("datum", Usual), ("дата", Usual),
        ("tanggal", Usual), ("日期", Usual), ("fecha_publicacion", Usual), ("fecha_de_publicacion", Usual),
        ("fecha_publicación", Usual), ("fecha_de_publicación", Usual), ("data_publicacao", Usual),
        ("data_de_publicação", Usual), ("data_pubblicazione", Usual), ("date_publication", Usual),
        ("date_de_publication", Usual), ("veröffentlicht", Usual), ("veröffentlicht_am", Usual),
        ("veröffentlichungsdatum", Usual),
        ("veroeffentlicht", Usual), ("veroeffentlicht_am", Usual), ("erschienen", Usual), ("erschienen_am", Usual),
        ("erscheinungsdatum", Usual), ("publikationsdatum", Usual), ("date_parution", Usual),
        ("date_de_parution", Usual), ("parution", Usual), ("publié_le", Usual), ("publie_le", Usual),
        ("publicado", Usual), ("publicado_el", Usual), ("data_di_pubblicazione", Usual), ("pubblicato", Usual),
        ("pubblicato_il", Usual), ("data_publicação", Usual), ("data_de_publicacao", Usual), ("publicado_em", Usual),
        ("data_publikacji", Usual), ("opublikowano", Usual), ("data_wydania", Usual), ("publicatiedatum", Usual),
        ("gepubliceerd", Usual), ("gepubliceerd_op", Usual), ("дата_публикации", Usual), ("发布时间", Usual),
        ("发布日期", Usual),
        ("公開日", Usual), ("公開日時", Usual), ("created_at", Usual), ("created_utc", Utc), ("created", Usual),
        ("date_created", Usual), ("creation_date", Usual), ("created_at_i", Usual), ("created_date", Usual),
        ("created_time", Usual), ("created_on", Usual), ("created_datetime", Usual), ("posted_at", Usual),
        ("date_posted", Usual), ("posted", Usual), ("posted_on", Usual), ("posted_date", Usual), ("posting_date", Usual),
        ("submitted_at", Usual), ("submitted_on", Usual), ("date_submitted", Usual), ("upload_date", Usual),
        ("air_date", Usual), ("seendate", Utc), ("timestamp", Usual), ("time", Usual), ("post_time", Usual), ("issued", Usual),
        ("date_issued", Usual), ("issue_date", Usual), ("sys.firstPublishedAt", Usual), ("sys.publishedAt", Usual),
        ("sys.createdAt", Usual), ("scraped_at", Usual),
    ]),
    (Updated, &[
        ("updated", Usual), ("date_modified", Usual), ("date_modify", Usual), ("updated_at", Usual),
        ("modified_gmt", Utc), ("modified", Usual), ("modified_at", Usual), ("lastmod", Usual),
        ("last_modified", Usual), ("last_modified_date", Usual), ("last_modified_at", Usual), ("edited_at", Usual),
        ("updated_date", Usual), ("fields.lastModified", Usual), ("sys.updatedAt", Usual),
    ]),
    (Tags, &[
        ("tags", Usual), ("tag_list", Usual), ("keywords", Usual), ("taxonomies.tags", Usual),
        ("meta_keywords", Usual), ("_tags", Usual), ("hashtags", Usual), ("tag", Single), ("topics", Usual),
        ("labels", Usual), ("tag_names", Usual), ("des_facet", Usual), ("etiquetas", Usual), ("subjects", Usual),
        ("_embedded.wp:term.name", Usual),
        ("schlagwörter", Usual), ("schlagwoerter", Usual), ("schlagworte", Usual), ("stichwörter", Usual),
        ("stichwoerter", Usual), ("stichworte", Usual), ("themen", Usual), ("mots_clés", Usual),
        ("mots_cles", Usual), ("étiquettes", Usual), ("sujets", Usual), ("palabras_clave", Usual), ("temas", Usual),
        ("parole_chiave", Usual), ("etichette", Usual), ("argomenti", Usual), ("palavras_chave", Usual),
        ("marcadores", Usual), ("słowa_kluczowe", Usual), ("slowa_kluczowe", Usual), ("tagi", Usual),
        ("etykiety", Usual), ("tematy", Usual), ("trefwoorden", Usual), ("sleutelwoorden", Usual),
        ("onderwerpen", Usual), ("schlagwort", Single), ("stichwort", Single), ("mot_clé", Single),
        ("mot_cle", Single), ("etiqueta", Single), ("trefwoord", Single), ("thema", Single), ("tema", Single),
    ]),
    (Categories, &[
        ("categories", Usual), ("category", Single), ("taxonomies.categories", Usual), ("sectionName", Single),
        ("section_name", Single), ("section", Single), ("sub_category", Single), ("subsection_name", Single),
        ("category_name", Single), ("article_section", Single), ("news_category", Single), ("categoría", Single),
        ("categoria", Single), ("catégorie", Single), ("kategorie", Single), ("рубрика", Single),
        ("kategori", Single),
        ("rubrik", Single), ("ressort", Single), ("rubrique", Single), ("sección", Single), ("seccion", Single),
        ("sezione", Single), ("rubrica", Single), ("seção", Single), ("secao", Single), ("secção", Single),
        ("editoria", Single), ("kategoria", Single), ("dział", Single), ("dzial", Single), ("categorie", Single),
        ("rubriek", Single), ("kategorien", Usual), ("rubriken", Usual), ("rubriques", Usual), ("catégories", Usual),
        ("categorías", Usual), ("categorias", Usual), ("topic", Single), ("subject", Usual), ("subreddit", Single),
        ("type", Kind),
    ]),
    (Authors, &[
        ("authors", Usual), ("author", Single), ("byline.person", Usual), ("byline.original", Byline),
        ("fields.byline", Byline), ("byline", Byline), ("creator", Single), ("author_name", Single),
        ("_embedded.author.name", Single), ("writers", Usual), ("writer", Single), ("user", Single),
        ("owner", Single), ("account", Single), ("submitter_user", Single), ("contributors", Usual), ("by", Single),
        ("extra.authors", Usual), ("extra.author", Single), ("params.author", Single),
        ("autoren", Usual), ("auteurs", Usual), ("autores", Usual), ("autori", Usual), ("autorzy", Usual),
        ("autor", Single), ("autorin", Single), ("verfasser", Single), ("verfasserin", Single), ("auteur", Single),
        ("auteure", Single), ("autrice", Single), ("autora", Single), ("autore", Single), ("autorka", Single),
        ("schrijver", Single),
    ]),
    (Summary, &[
        ("summary", Usual), ("description", Usual), ("custom_excerpt", Usual), ("excerpt", Usual),
        ("abstract", Usual), ("short_description", Usual), ("brief", Usual), ("body.summary", Usual),
        ("fields.trailText", Usual), ("trail_text", Usual), ("snippet", Usual), ("lead_paragraph", Usual),
        ("standfirst", Usual), ("dek", Usual), ("blurb", Usual), ("teaser", Usual), ("intro", Usual), ("lead", Usual),
        ("highlights", Usual),
        ("zusammenfassung", Usual), ("vorspann", Usual), ("kurztext", Usual), ("extrait", Usual), ("resumen", Usual),
        ("entradilla", Usual), ("sommario", Usual), ("riassunto", Usual), ("resumo", Usual), ("streszczenie", Usual),
        ("zajawka", Usual), ("samenvatting", Usual),
    ]),
    (Content, &[
        ("content_html", Html), ("content.rendered", Html), ("content.html", Html), ("body.processed", Html),
        ("body.value", Html), ("body_html", Html), ("fields.body", Html), ("html", Html),
        ("blocks.body.bodyHtml", Html), ("content", Usual), ("body", Usual), ("body_markdown", Markdown),
        ("content_text", Plain), ("story_text", Usual), ("article_body", Usual), ("article_text", Usual),
        ("full_text", Usual), ("full_content", Usual), ("maintext", Usual), ("article_content", Usual),
        ("contenido", Usual), ("contenu", Usual), ("isi", Usual), ("fields.bodyText", Plain), ("body_text", Plain),
        ("selftext", Markdown), ("comment_text", Usual), ("article", Usual), ("story", Usual), ("text", Usual),
        ("inhalt", Usual), ("artikeltext", Usual), ("volltext", Usual), ("texte", Usual), ("texto", Usual),
        ("cuerpo", Usual), ("testo", Usual), ("contenuto", Usual), ("corpo", Usual), ("conteúdo", Usual),
        ("conteudo", Usual), ("treść", Usual), ("tresc", Usual), ("tekst", Usual), ("inhoud", Usual),
    ]),
    (Language, &[
        ("language", Usual), ("lang", Usual), ("locale", Usual), ("inLanguage", Usual),
    ]),
    (Image, &[
        ("image", Usual), ("image_url", Usual), ("urlToImage", Usual), ("cover_image", Usual), ("hero_image", Usual),
        ("thumbnail_url", Usual), ("thumbnail", Usual), ("social_image", Usual), ("banner_image", Usual),
        ("featured_image", Usual), ("feature_image", Usual), ("main_image", Usual), ("main_img_url", Usual),
        ("img_url", Usual), ("lead_image_url", Usual), ("top_image", Usual), ("jetpack_featured_media_url", Usual),
        ("_embedded.wp:featuredmedia.source_url", Usual), ("yoast_head_json.og_image", Usual), ("og_image", Usual),
        ("fields.thumbnail", Usual), ("multimedia", Usual), ("multimedia.default.url", Usual), ("cover", Usual),
        ("picture", Usual), ("extra.image", Usual),
    ]),
    (Enclosures, &[
        ("attachments", Usual), ("enclosures", Usual), ("enclosure", Usual), ("podcast_url", Usual),
    ]),
    (Contributors, &[
        ("contributors", Usual), ("contributor", Single),
    ]),
    (Rights, &[
        ("rights", Usual), ("copyright", Usual), ("license", Usual), ("licence", Usual),
    ]),
    (Deleted, &[
        ("deleted", Usual),
    ]),
];
