-- What a rating is made again from: the text of every measure and profile that was ever used, and when an arrival was
-- decided. Of arrivals from before only the instant they came is known.

create table edition (
    kind text not null check (kind in ('instruments', 'profiles')),
    id text not null,
    version text not null,
    text text not null,
    first_used integer not null,
    primary key (kind, id, version)
) strict, without rowid;

alter table arrival add column decided_at integer not null default 0;
alter table arrival add column retried integer not null default 0;
update arrival set decided_at = at;
