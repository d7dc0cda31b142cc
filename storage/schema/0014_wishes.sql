-- The language a request was asked in; what is answered anew of a complete one, and whether its total was asked after.
-- A rating may be corrected by whoever gave it, too.

alter table request add column language text not null default '';
alter table request add column again text not null default '';
alter table request add column doubt text not null default '';

create table correction_by_anybody (
    seq integer primary key,
    id text not null unique,
    rating text not null references rating (id),
    kind text not null check (kind in ('scores', 'moved', 'invalid', 'valid')),
    by text not null,
    reason_sealed blob not null,
    client text not null,
    episode text not null,
    rater text not null,
    items text not null,
    total integer not null,
    at integer not null
) strict;
insert into correction_by_anybody
    select seq, id, rating, kind, by, reason_sealed, client, episode, rater, items, total, at from correction;
drop table correction;
alter table correction_by_anybody rename to correction;
create index correction_rating on correction (rating, seq);

create index pause_client on pause (client, until);
