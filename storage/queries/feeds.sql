-- name: feed_add!
insert into feed (id, name_sealed, url_sealed, added_at) values (:id, :name_sealed, :url_sealed, :at);

-- name: feed_remove!
delete from feed where id = :id;

-- name: feeds_all
-- Every feed, the oldest first.
select id, name_sealed, url_sealed, etag, last_modified, read_at, polled_at, failed_since, failure
from feed order by added_at, id;

-- name: feed_read!
-- A feed was read as a whole, as this edition.
update feed set etag = :etag, last_modified = :last_modified, read_at = :at, polled_at = :at,
    failed_since = null, failure = '' where id = :id;

-- name: feed_same!
-- A feed has not changed since it was read.
update feed set polled_at = :at, failed_since = null, failure = '' where id = :id;

-- name: feed_failed!
-- A feed could not be read, since the first time in a row.
update feed set polled_at = :at, failed_since = coalesce(failed_since, :at), failure = :failure where id = :id;

-- name: feeds_anew!
-- Every feed is to be read as a whole again, whatever its edition.
update feed set etag = '', last_modified = '' where true;

-- name: entries_of
-- What was booked from a source and is still to come, or moved there.
select key, series, client, appointment, starts_at, ends_at, cancelled from entry where source = :source;

-- name: entry_at
select key, series, client, appointment, starts_at, ends_at, cancelled from entry where source = :source and key = :key;

-- name: entry_keep!
insert into entry (source, key, series, client, appointment, starts_at, ends_at, cancelled)
values (:source, :key, :series, :client, :appointment, :starts_at, :ends_at, :cancelled)
on conflict (source, key) do update set
    series = excluded.series, client = excluded.client, appointment = excluded.appointment,
    starts_at = excluded.starts_at, ends_at = excluded.ends_at, cancelled = excluded.cancelled;

-- name: entry_forget!
delete from entry where source = :source and key = :key;

-- name: entries_forget!
delete from entry where source = :source;

-- name: entries_elsewhere
-- How many other entries still tell of an appointment.
select count(*) from entry where appointment = :appointment and not (source = :source and key = :key) and not cancelled;

-- name: unmatched_all
-- What is nobody's, soonest first.
select source, title_sealed, starts_at, reason from unmatched order by starts_at, source, key;

-- name: unmatched_forget!
delete from unmatched where source = :source;

-- name: unmatched_keep*!
insert into unmatched (source, key, title_sealed, starts_at, reason)
values (:source, :key, :title_sealed, :starts_at, :reason) on conflict (source, key) do nothing;

-- name: client_email_add!
insert into client_email (email_index, client) values (:email_index, :client) on conflict do nothing;

-- name: client_email_remove!
delete from client_email where email_index = :email_index and client = :client;

-- name: client_emails_all
-- By which addresses clients are known.
select email_index, client from client_email;

-- name: clients_in_care
-- Clients in care, and the practice's own reference of each.
select c.id, c.reference_sealed from client c where exists (
    select 1 from episode where client = c.id and closed_at is null
);
