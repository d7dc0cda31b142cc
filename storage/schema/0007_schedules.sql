-- Several raters of a client, each with own language, clock, hours and consent; what each is asked on which occasions;
-- appointments that are checks between sessions; pauses; what was due and not asked; ratings given on paper, moved and
-- corrected; who sees a client since when.

create table rater (
    id text primary key,
    client text not null references client (id),
    rater text not null,
    name_sealed blob not null,
    language text not null,
    zone text not null,
    contact_from integer,
    contact_until integer,
    channel text not null default '',
    created_at integer not null,
    unique (client, rater)
) strict;
insert into rater (id, client, rater, name_sealed, language, zone, created_at)
    select id, id, 'self', name_sealed, language, zone, created_at from client;
alter table client drop column name_sealed;
alter table client drop column language;
alter table client drop column zone;
alter table client add column reference_index text;
alter table client add column reference_sealed blob;
create unique index client_reference on client (reference_index) where reference_index is not null;

create table consent_of_rater (
    seq integer primary key,
    id text not null unique,
    person text not null references rater (id),
    kind text not null check (kind in ('given', 'withdrawn', 'fallback given', 'fallback withdrawn')),
    version text not null,
    language text not null,
    channel text not null,
    at integer not null
) strict;
insert into consent_of_rater select seq, id, client, kind, version, language, channel, at from consent;
drop table consent;
alter table consent_of_rater rename to consent;
create index consent_person on consent (person, seq);

alter table therapist add column duty text not null default 'therapist'
    check (duty in ('therapist', 'supervisor', 'manager'));

create table assignment (
    seq integer primary key,
    episode text not null references episode (id),
    therapist text not null references therapist (id),
    since integer not null,
    unique (episode, since)
) strict;
insert into assignment (episode, therapist, since) select id, therapist, opened_at from episode order by opened_at, id;

create table schedule (
    client text not null references client (id),
    rater text not null,
    measure text not null,
    occasion text not null check (occasion in ('before', 'after', 'between')),
    every integer not null,
    days integer not null,
    at integer not null,
    gap integer not null,
    set_at integer not null,
    primary key (client, rater, measure, occasion)
) strict, without rowid;
insert into schedule (client, rater, measure, occasion, every, days, at, gap, set_at)
    select client, rater, measure, 'before', 1, 0, 1080, 7, opened_at from episode
    where true order by closed_at is null, opened_at, id
    on conflict do update set set_at = excluded.set_at;

create table new_appointment (
    id text primary key,
    client text not null references client (id),
    starts_at integer not null,
    ends_at integer,
    schedule text not null,
    version integer not null,
    state text not null check (state in ('booked', 'cancelled', 'missed', 'deleted')),
    changed_at integer not null
) strict;
insert into new_appointment select id, client, starts_at, null, '', version, state, changed_at from appointment;
drop table appointment;
alter table new_appointment rename to appointment;
create index appointment_client on appointment (client, starts_at);
create index appointment_booked on appointment (starts_at) where state = 'booked';

create table new_moment (
    key text primary key,
    person text not null references rater (id),
    appointment text not null references appointment (id),
    version integer not null,
    schedule text not null,
    kind text not null,
    number integer not null,
    due_at integer not null
) strict;
insert into new_moment
    select 'clock:' || m.appointment || ':' || m.version || ':self.' || e.measure || '.before:' || m.kind,
        a.client, m.appointment, m.version, 'self.' || e.measure || '.before', m.kind, 1, m.due_at
    from moment m join appointment a on a.id = m.appointment join episode e on e.id = (
        select id from episode where client = a.client order by closed_at is null desc, opened_at desc, id desc limit 1
    );
drop table moment;
alter table new_moment rename to moment;
create index moment_due on moment (due_at);
create index moment_appointment on moment (appointment);
create index moment_person on moment (person);

alter table request add column rater text not null default 'self';
alter table request add column occasion text not null default 'before';
alter table request add column about integer not null default 0;
alter table request add column number integer not null default 1;
update request set about = (select starts_at from appointment where appointment.id = request.appointment);
drop index request_open;
create unique index request_open on request (client, rater) where state = 'open';
drop index request_client;
create index request_client on request (client, rater, seq);

create table new_rating (
    seq integer primary key,
    id text not null unique,
    client text not null references client (id),
    episode text not null references episode (id),
    request text unique references request (id),
    measure text not null,
    measure_version text not null,
    profile text not null,
    profile_version text not null,
    rater text not null,
    channel text not null,
    items text not null,
    total integer not null,
    at integer not null,
    late integer not null,
    wording text not null,
    appointment text not null,
    about integer not null,
    valid integer not null default 1
) strict;
insert into new_rating
    select g.seq, g.id, g.client, g.episode, g.request, g.measure, g.measure_version, g.profile, g.profile_version,
        g.rater, g.channel, g.items, g.total, g.at, g.late, g.wording, r.appointment, r.about, 1
    from rating g join request r on r.id = g.request;
drop table rating;
alter table new_rating rename to rating;
create index rating_episode on rating (episode, seq);

create table correction (
    seq integer primary key,
    id text not null unique,
    rating text not null references rating (id),
    kind text not null check (kind in ('scores', 'moved', 'invalid', 'valid')),
    by text not null references therapist (id),
    reason_sealed blob not null,
    client text not null,
    episode text not null,
    rater text not null,
    items text not null,
    total integer not null,
    at integer not null
) strict;
create index correction_rating on correction (rating, seq);

create table new_alert (
    id text primary key,
    client text not null references client (id),
    therapist text not null references therapist (id),
    request text references request (id),
    rule text not null,
    observed text not null,
    threshold text not null,
    source text not null,
    state text not null check (state in ('open', 'seen')),
    at integer not null,
    seen_at integer
) strict;
insert into new_alert select * from alert;
drop table alert;
alter table new_alert rename to alert;
create index alert_open on alert (therapist) where state = 'open';

create table pause (
    id text primary key,
    client text references client (id),
    since integer not null,
    until integer not null,
    made_at integer not null
) strict;
create index pause_until on pause (until);

create table dropped (
    id text primary key,
    client text not null references client (id),
    rater text not null,
    schedule text not null,
    appointment text not null,
    version integer not null,
    reason text not null,
    at integer not null
) strict;
create index dropped_at on dropped (at);
