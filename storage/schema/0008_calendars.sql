-- Calendars that are read again and again, what was booked from each, what is nobody's yet, and by which e-mail addresses
-- clients are known there. `series` is the keyed hash of an event's UID, `key` of the UID and which of its recurrences.

create table feed (
    id text primary key,
    name_sealed blob not null,
    url_sealed blob not null,
    etag text not null default '',
    last_modified text not null default '',
    read_at integer not null default 0,
    polled_at integer,
    failed_since integer,
    failure text not null default '',
    added_at integer not null
) strict;

create table entry (
    source text not null,
    key text not null,
    series text not null,
    client text not null references client (id),
    appointment text not null references appointment (id),
    starts_at integer not null,
    ends_at integer,
    cancelled integer not null,
    primary key (source, key)
) strict, without rowid;
create index entry_appointment on entry (appointment);

create table unmatched (
    source text not null,
    key text not null,
    title_sealed blob not null,
    starts_at integer,
    reason text not null,
    primary key (source, key)
) strict, without rowid;

create table client_email (
    email_index text not null,
    client text not null references client (id),
    primary key (email_index, client)
) strict, without rowid;
