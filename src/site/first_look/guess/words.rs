//! Names of columns in several languages that the table of names (`src/load/fields/names.rs`) does not have: some mean other things,
//! too, so that a person should see what they are taken for.

use crate::load::Field;

/// Names of each field, as they are when only letters are left of them.
#[rustfmt::skip]
pub(super) const WORDS: &[(Field, &[&str])] = &[
    (Field::Title, &[
        "headlines", "intitulé", "intitule", "otsikko", "overskrift", "başlık", "naslov", "nadpis", "cím",
        "τίτλος", "العنوان", "제목", "題名", "見出し", "標題",
    ]),
    (Field::Url, &[
        "adresse", "internetadresse", "verweis", "weblink", "hyperlink", "dirección", "direccion",
        "indirizzo", "adres", "链接", "網址", "网址", "リンク", "articlelinks", "permalinkurl",
    ]),
    (Field::Published, &[
        "veröffentlichung", "publié", "publicação", "data", "dato", "päivämäärä", "dátum", "tarih",
        "ημερομηνία", "日付", "날짜", "dataora",
    ]),
    (Field::Tags, &[
        "ressorts", "assuntos", "теги", "тег", "ключевыеслова", "темы", "emner", "nyckelord", "ämnen", "标签",
        "標籤", "关键词", "タグ", "キーワード", "태그", "tagname", "hashtag",
    ]),
    (Field::Source, &[
        "quellen", "источник", "kilde", "källa", "lähde", "来源", "來源", "出典", "출처", "newsoutlet", "herausgeber",
    ]),
    (Field::Authors, &[
        "redakteur", "автор", "авторы", "forfatter", "författare", "kirjoittaja", "作者", "著者", "저자",
        "writtenby",
    ]),
    (Field::Summary, &[
        "kurzfassung", "anriss", "beschreibung", "résumé", "chapô", "chapo", "descripción", "descripcion",
        "descrizione", "descrição", "аннотация", "описание", "摘要", "要約", "요약",
    ]),
    (Field::Content, &[
        "corps", "текст", "содержание", "innhold", "innehåll", "sisältö", "内容", "正文", "本文", "본문",
    ]),
    (Field::Language, &[
        "sprache", "langue", "idioma", "lingua", "язык", "język", "taal", "språk", "语言", "言語",
    ]),
    (Field::Image, &[
        "bild", "bildurl", "foto", "imagen", "imagem", "immagine", "картинка", "изображение", "图片", "画像",
    ]),
];
