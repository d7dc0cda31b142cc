-- Numbers that come in several messages, news that could not be told, and replies to what may be a robot.

alter table request add column held text not null default '';
alter table request add column held_until integer;

alter table contact add column echoes integer not null default 0;
alter table contact add column echo_at integer;

create table notice (
    id text primary key,
    therapist text not null references therapist (id),
    client text not null references client (id),
    purpose text not null,
    at integer not null
) strict;
create index notice_therapist on notice (therapist, client);
