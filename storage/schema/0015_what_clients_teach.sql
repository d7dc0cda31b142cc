-- What clients teach: reflections, sealed, with the course as it was; and what therapists say of their own growth.

create table reflection (
    id text primary key,
    client text not null references client (id),
    episode text not null references episode (id),
    therapist text not null references therapist (id),
    occasion text not null check (occasion in ('alert', 'recovery', 'closing', 'own')),
    totals text not null,
    status text not null,
    state text not null check (state in ('asked', 'later', 'declined', 'kept')),
    asked_at integer not null,
    said_sealed blob,
    kept_at integer,
    shared_at integer,
    shared_with text references therapist (id)
) strict;
create index reflection_client on reflection (client, asked_at);
create index reflection_therapist on reflection (therapist, asked_at);
create index reflection_shared on reflection (shared_with) where shared_with is not null;

create table growth (
    therapist text not null references therapist (id),
    step text not null check (step in ('answered', 'skipped', 'mentioned')),
    answers text not null,
    at integer not null,
    primary key (therapist, at)
) strict, without rowid;

create index request_episode on request (episode, closes_at);
