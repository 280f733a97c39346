//! The names under which collections keep whether, from when on and until when an article is public.

use crate::load::fields::Field::{self, Draft as Unpublished, Expires, NotBefore};
use crate::load::fields::How::{
    self, Audience, Blogger, Gone, Not, Password, PostType, Quiet, Region, Sign, State, Usual,
};

/// The names of each field.
#[rustfmt::skip]
pub(in crate::load) static NAMES: &[(Field, &[(&str, How)])] = &[
    (Unpublished, &[
        ("draft", Usual), ("is_draft", Usual), ("extra.draft", Usual), ("params.draft", Usual), ("hidden", Usual), ("is_hidden", Usual),
        ("private", Usual), ("is_private", Usual), ("unlisted", Usual), ("is_unlisted", Usual), ("unpublished", Usual), ("is_unpublished", Usual),
        ("is_archived", Usual), ("archived_at", Usual), ("is_spam", Usual), ("disabled", Usual), ("is_disabled", Usual),
        ("password_protected", Usual), ("is_password_protected", Usual), ("content.protected", Usual), ("is_expired", Usual),
        ("members_only", Usual), ("is_internal", Usual), ("is_embargoed", Usual), ("in_trash", Gone),
        ("published", Not), ("is_published", Not), ("publish", Not), ("public", Not), ("is_public", Not), ("visible", Not), ("is_visible", Not),
        ("active", Not), ("is_active", Not), ("enabled", Not), ("is_enabled", Not), ("listed", Not), ("is_listed", Not), ("approved", Not),
        ("is_approved", Not), ("is_live", Not), ("is_online", Not), ("online", Not), ("has_been_published", Not),
        ("is_deleted", Gone), ("deleted_at", Gone), ("deleted_on", Gone), ("deleted_date", Gone), ("date_deleted", Gone), ("deleted_time", Gone),
        ("deleted_utc", Gone), ("deletion_date", Gone), ("soft_deleted", Gone), ("_deleted", Gone), ("trashed", Gone), ("is_trashed", Gone), ("trashed_at", Gone),
        ("is_removed", Gone), ("removed", Gone), ("removed_at", Gone), ("retracted_at", Gone), ("withdrawn_at", Gone),
        ("status", State), ("_status", State), ("post_status", State), ("article_status", State), ("content_status", State), ("entry_status", State),
        ("item_status", State), ("story_status", State), ("news_status", State), ("page_status", State), ("record_status", State),
        ("publish_status", State), ("published_status", State), ("publication_status", State), ("publishing_status", State), ("pub_status", State),
        ("publish_state", State), ("publication_state", State), ("publishing_state", State), ("published_state", State), ("workflow", Quiet),
        ("workflow_state", State), ("workflow_status", State), ("moderation_state", State), ("moderation_status", State), ("review_state", State),
        ("review_status", State), ("approval_status", State), ("editorial_status", State), ("status_name", State), ("status_label", State),
        ("comment_approved", State), ("visibility", State), ("post_visibility", State), ("content_visibility", State), ("privacy", Quiet), ("privacy_status", State),
        ("statut", State), ("stato", State), ("estatus", State), ("статус", State), ("状态", State), ("発行状態", State),
        ("sys.status", State), ("metadata.status", State), ("meta.status", State), ("extra.status", State), ("params.status", State), ("fields.status", State),
        ("state", Region), ("estado", Region), ("access", Quiet), ("access_level", Quiet), ("audience", Quiet),
        ("post_password", Password), ("password", Password),
        ("post_type", PostType), ("kind", Blogger),
        ("to", Audience), ("cc", Audience),
        ("spoiler_text", Sign), ("reblogs_count", Sign), ("favourites_count", Sign), ("attributedTo", Sign),
    ]),
    (NotBefore, &[
        ("publish_date", Usual), ("publish_at", Usual), ("publish_on", Usual), ("publish_time", Usual), ("publish_datetime", Usual),
        ("publish_after", Usual), ("publish_from", Usual), ("publish_start", Usual), ("publish_up", Usual), ("published_from", Usual),
        ("to_be_published_at", Usual), ("to_publish_at", Usual), ("auto_publish_at", Usual), ("publishing_date", Usual),
        ("scheduled_at", Usual), ("scheduled_for", Usual), ("scheduled_on", Usual), ("scheduled_date", Usual), ("scheduled_time", Usual),
        ("schedule_date", Usual), ("schedule_at", Usual), ("scheduled_publish_at", Usual), ("scheduled_publish_date", Usual),
        ("scheduled_publish_time", Usual), ("scheduled_publication_date", Usual), ("publish_schedule", Usual),
        ("embargo", Usual), ("embargoed", Usual), ("embargo_until", Usual), ("embargoed_until", Usual), ("embargo_date", Usual), ("embargo_at", Usual),
        ("embargo_end", Usual), ("embargo_ends", Usual), ("embargo_end_date", Usual), ("embargo_ends_at", Usual), ("embargo_expires", Usual),
        ("embargo_time", Usual), ("embargo_lift", Usual), ("embargo_lifts_at", Usual), ("embargo_release", Usual), ("embargo_release_date", Usual),
        ("under_embargo_until", Usual), ("go_live_at", Usual), ("go_live_date", Usual), ("go_live", Usual), ("goes_live_at", Usual),
        ("visible_from", Usual), ("visible_after", Usual), ("show_from", Usual), ("show_after", Usual), ("release_at", Usual), ("not_before", Usual), ("hidden_until", Usual),
        ("params.publish_date", Usual), ("extra.publish_date", Usual),
    ]),
    (Expires, &[
        ("expires", Usual), ("expiry_date", Usual), ("expired", Usual), ("expires_at", Usual), ("expire_at", Usual), ("expires_on", Usual),
        ("expire_date", Usual), ("expiration_date", Usual), ("expiration", Usual), ("expired_at", Usual), ("unpublish_date", Usual), ("unpublish_at", Usual),
        ("unpublish_on", Usual), ("unpublished_at", Usual), ("publish_until", Usual), ("published_until", Usual), ("publish_down", Usual), ("publish_end", Usual),
        ("visible_until", Usual), ("show_until", Usual), ("valid_through", Usual),
    ]),
];
