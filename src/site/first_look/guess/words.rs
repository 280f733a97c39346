//! Names of columns in several languages.

use crate::load::Field;

/// Names of each field, as they are when only letters are left of them.
#[rustfmt::skip]
pub(super) const WORDS: &[(Field, &[&str])] = &[
    (Field::Title, &[
        "überschrift", "ueberschrift", "schlagzeile", "headlines", "titular", "intitulé", "intitule", "tytuł",
        "otsikko", "overskrift", "başlık", "naslov", "nadpis", "cím", "τίτλος", "العنوان", "제목", "題名",
        "見出し", "標題",
    ]),
    (Field::Url, &[
        "adresse", "webadresse", "internetadresse", "verweis", "weblink", "hyperlink", "dirección", "direccion",
        "indirizzo", "adres", "链接", "網址", "网址", "リンク", "articlelinks", "permalinkurl",
       
    ]),
    (Field::Published, &[
        "erschienen", "erscheinungsdatum", "erschienenam", "veröffentlichung", "publiéle", "publiele", "publié",
        "pubblicato", "publicado", "publicação", "data", "dato", "päivämäärä", "dátum", "tarih", "ημερομηνία",
        "日付", "날짜", "dataora", "datepublication",
    ]),
    (Field::Tags, &[
        "schlagworte", "schlagwörter", "schlagwort", "stichworte", "stichwörter", "stichwort", "themen",
        "thema", "ressort", "ressorts", "rubriken", "motsclés", "motscles", "motclé", "étiquettes", "sujets",
        "rubriques", "rubrique", "palabrasclave", "temas", "tema", "sección", "seccion", "parolechiave",
        "argomenti", "sezione", "palavraschave", "assuntos", "теги", "тег", "ключевыеслова", "темы",
        "słowakluczowe", "tagi", "trefwoorden", "onderwerpen", "emner", "nyckelord", "ämnen", "标签", "標籤", "关键词",
        "タグ", "キーワード", "태그", "tagname", "tagnames", "hashtag",
    ]),
    (Field::Source, &[
        "quelle", "quellen", "zeitung", "fuente", "fonte", "источник", "źródło", "zrodlo", "bron",
        "kilde", "källa", "lähde", "来源", "來源", "出典", "출처", "newsoutlet",
        "herausgeber",
    ]),
    (Field::Authors, &[
        "autor", "autoren", "autorin", "verfasser", "verfasserin", "redakteur", "auteur", "auteurs", "autore",
        "autori", "autora", "autores", "автор", "авторы", "forfatter", "författare", "kirjoittaja", "作者", "著者",
        "저자", "writtenby",
    ]),
    (Field::Summary, &[
        "zusammenfassung", "kurztext", "kurzfassung", "vorspann", "anriss", "beschreibung", "résumé",
        "chapô", "chapo", "resumen", "descripción", "descripcion", "riassunto", "sommario", "descrizione",
        "resumo", "descrição", "аннотация", "описание", "samenvatting", "摘要", "要約", "요약",
    ]),
    (Field::Content, &[
        "inhalt", "volltext", "artikeltext", "texte", "testo", "texto", "corps", "cuerpo", "текст",
        "содержание", "treść", "tresc", "tekst", "innhold", "innehåll", "sisältö", "内容", "正文", "本文", "본문",
    ]),
    (Field::Language, &[
        "sprache", "langue", "idioma", "lingua", "язык", "język", "taal", "språk", "语言", "言語",
    ]),
    (Field::Image, &[
        "bild", "bildurl", "foto", "imagen", "imagem", "immagine", "картинка", "изображение", "图片",
        "画像",
    ]),
];
