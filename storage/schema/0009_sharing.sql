-- Whose an address was, at any time: by the codes that were used from it. Which consent text somebody saw last who had
-- agreed to another. Where a request goes on that was begun elsewhere. Who shares an address, under which mark, and what
-- came from there of which nobody has said yet whose it is.

create table sharing (
    address_index text not null references contact (address_index),
    mark text not null,
    person text not null references rater (id),
    state text not null check (state in ('open', 'stopped', 'blocked')),
    since integer not null,
    until integer,
    primary key (address_index, since, mark)
) strict, without rowid;
create index sharing_person on sharing (person) where until is null;

create table held (
    address_index text primary key references contact (address_index),
    text_sealed blob not null,
    content text not null,
    at integer not null,
    until integer not null
) strict;

alter table invite add column shared integer not null default 0;

alter table rater add column consent_shown text not null default '';

alter table request add column goes_on_index text references contact (address_index);

create index invite_used_by on invite (used_by_index, used_at) where used_by_index is not null;
