-- Alerts have a level, a next step and a log; therapists have quiet hours, a backup, days away and a weekly digest; what
-- a therapist is in the middle of telling us; notes about clients; a questionnaire that waits for its client.

create table alert_now (
    id text primary key,
    client text not null references client (id),
    therapist text not null references therapist (id),
    request text references request (id),
    rule text not null,
    observed text not null,
    threshold text not null,
    source text not null,
    state text not null check (state in ('open', 'escalated', 'snoozed', 'seen', 'closed')),
    at integer not null,
    seen_at integer,
    because text not null default '',
    level text not null check (level in ('urgent', 'attention', 'information')),
    stage integer not null default 0,
    next_at integer,
    number integer not null default 1
) strict;
insert into alert_now (id, client, therapist, request, rule, observed, threshold, source, state, at, seen_at, because, level, next_at)
    select id, client, therapist, request, rule, observed, threshold, source,
        case when because <> '' then 'closed' else state end, at, seen_at, because,
        case when rule in ('item_risk', 'deterioration') then 'urgent'
             when rule in ('plateau', 'sawtooth', 'above_cutoff_at_start') then 'information' else 'attention' end,
        case when state = 'open' and rule in ('item_risk', 'deterioration')
            then (cast(strftime('%s', 'now') as integer) + 3600) * 1000 end
    from alert;
drop table alert;
alter table alert_now rename to alert;
create index alert_waiting on alert (therapist) where state in ('open', 'escalated', 'snoozed');
create index alert_client on alert (client);
create index alert_because on alert (because) where because <> '';
create index alert_next on alert (next_at) where next_at is not null;

create table alert_change (
    seq integer primary key,
    alert text not null references alert (id),
    change text not null,
    person text not null,
    at integer not null
) strict;
create index alert_change_alert on alert_change (alert);
create index alert_change_person on alert_change (person);
insert into alert_change (alert, change, person, at) select id, 'told', therapist, at from alert order by at, id;
insert into alert_change (alert, change, person, at)
    select id, 'seen', therapist, seen_at from alert where state = 'seen' order by seen_at, id;

alter table therapist add column quiet_from integer;
alter table therapist add column quiet_until integer;
alter table therapist add column holds text not null default 'morning' check (holds in ('morning', 'brief'));
alter table therapist add column backup text references therapist (id);
alter table therapist add column digest integer not null default 1;
alter table therapist add column digest_at integer;
create index therapist_digest on therapist (coalesce(digest_at, 0)) where digest = 1;
create index therapist_duty on therapist (duty, team);
create index therapist_team on therapist (team) where team <> '';

create table away (
    id text primary key,
    therapist text not null references therapist (id),
    colleague text not null references therapist (id),
    since integer not null,
    until integer not null
) strict;
create index away_therapist on away (therapist, until);
create index away_colleague on away (colleague, until);

create table dialog (
    person text primary key references therapist (id),
    kind text not null,
    about text not null,
    said_sealed blob not null,
    until integer not null
) strict;

create table note (
    id text primary key,
    client text not null references client (id),
    therapist text not null references therapist (id),
    text_sealed blob not null,
    at integer not null
) strict;
create index note_client on note (client, at);

alter table request add column waits_since integer;

insert into moment (key, person, appointment, version, schedule, kind, number, due_at)
    select 'clock:' || a.id || ':' || a.version || ':brief', a.client, a.id, a.version, '', 'brief', 1,
        a.starts_at - 30 * 60 * 1000
    from appointment a join episode e on e.client = a.client and e.closed_at is null
    where a.state = 'booked' and a.schedule = '' and a.starts_at - 30 * 60 * 1000 > cast(strftime('%s', 'now') as integer) * 1000;
