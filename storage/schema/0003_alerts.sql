-- An alert is about a request: its rating, an answer to it, or that nobody answered.

create table alert_of_request (
    id text primary key,
    client text not null references client (id),
    therapist text not null references therapist (id),
    request text not null references request (id),
    rule text not null,
    observed text not null,
    threshold text not null,
    source text not null,
    state text not null check (state in ('open', 'seen')),
    at integer not null,
    seen_at integer
) strict;
insert into alert_of_request select a.id, a.client, a.therapist, r.request, a.rule, a.observed, a.threshold, a.source,
    a.state, a.at, a.seen_at from alert a join rating r on r.id = a.rating;
drop table alert;
alter table alert_of_request rename to alert;
create index alert_open on alert (therapist) where state = 'open';
