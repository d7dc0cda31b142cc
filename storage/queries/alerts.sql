-- name: alerts_waiting
-- Alerts that nobody has seen yet and that these people know of or are responsible for, oldest first, a row for each of
-- the people; with everybody who has been told.
select p.value, a.id, a.client, a.therapist, coalesce(a.request, ''), a.rule, a.observed, a.threshold, a.source, a.at,
    a.state, a.level, a.stage, a.next_at, a.number,
    (select group_concat(distinct c.person) from alert_change c
        where c.alert = a.id and c.change in ('told', 'reminded', 'passed on'))
from alert a join json_each(:therapists) p
where a.state in ('open', 'escalated', 'snoozed') and (
    a.therapist = p.value or exists (select 1 from alert_change where alert = a.id and person = p.value)
)
order by a.at, a.id;

-- name: alerts_all_waiting
-- Every alert that nobody has seen yet, oldest first.
select a.id, a.client, a.therapist, coalesce(a.request, ''), a.rule, a.observed, a.threshold, a.source, a.at,
    a.state, a.level, a.stage, a.next_at, a.number,
    (select group_concat(distinct c.person) from alert_change c
        where c.alert = a.id and c.change in ('told', 'reminded', 'passed on'))
from alert a where a.state in ('open', 'escalated', 'snoozed') order by a.at, a.id;

-- name: alerts_of_clients
-- Alerts about these clients that nobody has seen yet, oldest first.
select a.client, a.id, a.client, a.therapist, coalesce(a.request, ''), a.rule, a.observed, a.threshold, a.source, a.at,
    a.state, a.level, a.stage, a.next_at, a.number,
    (select group_concat(distinct c.person) from alert_change c
        where c.alert = a.id and c.change in ('told', 'reminded', 'passed on'))
from alert a
where a.client in (select value from json_each(:clients)) and a.state in ('open', 'escalated', 'snoozed')
order by a.at, a.id;

-- name: alerts_by_id
-- These alerts, whatever has become of them.
select '', a.id, a.client, a.therapist, coalesce(a.request, ''), a.rule, a.observed, a.threshold, a.source, a.at,
    a.state, a.level, a.stage, a.next_at, a.number,
    (select group_concat(distinct c.person) from alert_change c
        where c.alert = a.id and c.change in ('told', 'reminded', 'passed on'))
from alert a where a.id in (select value from json_each(:ids));

-- name: alerts_raise*!
-- Once per request and rule.
insert into alert (id, client, therapist, request, rule, observed, threshold, source, state, at, level, stage, next_at,
    number)
values (:id, :client, :therapist, nullif(:request, ''), :rule, :observed, :threshold, :source, :state, :at, :level,
    :stage, :next_at, :number)
on conflict (id) do nothing;

-- name: alerts_log*!
-- A step in the life of an alert.
insert into alert_change (alert, change, person, at) values (:alert, :change, :person, :at);

-- name: alerts_log_first*!
-- The same of one that has just been raised: not where it was known already.
insert into alert_change (alert, change, person, at)
select id, :change, :person, :at from alert
where id = :alert and not exists (
    select 1 from alert_change where alert = :alert and change = :change and person = :person
);

-- name: alerts_see*!
-- Once: whoever sees it first.
update alert set state = 'seen', seen_at = :at, next_at = null
where id = :id and state in ('open', 'escalated', 'snoozed');

-- name: alerts_set*!
-- An alert as it stands now; one that has been seen or closed stays so.
update alert set state = :state, stage = :stage, next_at = :next_at, number = :number
where id = :id and state in ('open', 'escalated', 'snoozed');

-- name: alerts_close*!
-- An alert holds no longer, as its course has changed.
update alert set state = 'closed', seen_at = :at, because = :because, next_at = null
where id = :alert and state in ('open', 'escalated', 'snoozed');

-- name: alerts_due
-- Alerts whose next step has come, earliest first.
select id, number, next_at from alert where next_at <= :now order by next_at, id limit :limit;

-- name: alert_changes
-- What has become of the alerts of a client, oldest first.
select c.alert, a.rule, c.change, c.person, c.at from alert_change c join alert a on a.id = c.alert
where a.client = :client order by c.seq;

-- name: digests_due
-- Therapists whose digest has come, earliest first; of one who is new it is planned.
select id, coalesce(digest_at, 0) from therapist where digest = 1 and coalesce(digest_at, 0) <= :now
order by coalesce(digest_at, 0), id limit :limit;

-- name: away_of
-- When these therapists are or will be away; one that was ended before it began is none.
select therapist, id, colleague, since, until from away
where therapist in (select value from json_each(:therapists)) and until > :now and until > since order by since, id;

-- name: away_set*!
insert into away (id, therapist, colleague, since, until) values (:id, :therapist, :colleague, :since, :until)
on conflict (id) do nothing;

-- name: away_end*!
-- One that goes on ends now; one to come never begins.
update away set until = max(since, :at) where therapist = :therapist and until > :at;

-- name: colleagues_of
-- Everybody who may be told of these therapists' clients beside them: who stands in or backs up, supervisors of their
-- team, and managers; and who stands in for any of these.
with recursive beside (therapist, id) as (
    select t.value, c.id from json_each(:therapists) t join therapist c on c.duty = 'manager' and c.id <> t.value
    union select own.id, c.id
    from json_each(:therapists) t join therapist own on own.id = t.value
        join therapist c on c.duty = 'supervisor' and c.team = own.team and c.id <> own.id
    where own.team <> ''
    union select own.id, own.backup
    from json_each(:therapists) t join therapist own on own.id = t.value where own.backup is not null
    union select a.therapist, a.colleague
    from json_each(:therapists) t join away a on a.therapist = t.value and a.until > :now
    union select b.therapist, a.colleague
    from beside b join away a on a.therapist = b.id and a.until > :now where a.colleague <> b.therapist
)
select b.therapist, b.id, c.created_at from beside b join therapist c on c.id = b.id order by 1, 3, 2;

-- name: dialogs_of
-- What these people are in the middle of telling.
select person, kind, about, said_sealed, until from dialog
where person in (select value from json_each(:therapists)) and until > :now;

-- name: dialogs_set*!
insert into dialog (person, kind, about, said_sealed, until) values (:person, :kind, :about, :said_sealed, :until)
on conflict (person) do update set
    kind = excluded.kind, about = excluded.about, said_sealed = excluded.said_sealed, until = excluded.until;

-- name: dialogs_end*!
delete from dialog where person = :person;

-- name: notes_keep*!
insert into note (id, client, therapist, text_sealed, at) values (:id, :client, :therapist, :text_sealed, :at)
on conflict (id) do nothing;

-- name: notes_of
-- What therapists wrote about these clients, oldest first.
select client, id, therapist, text_sealed, at from note
where client in (select value from json_each(:clients)) order by at, id;

-- name: remarks_since
-- What these clients wrote besides numbers since an instant, oldest first.
select client, id, text_sealed, at from remark
where client in (select value from json_each(:clients)) and at >= :since order by at, id;

-- name: therapist_set*!
-- How somebody wants to be told.
update therapist set quiet_from = :quiet_from, quiet_until = :quiet_until, holds = :holds,
    backup = nullif(:backup, ''), digest = :digest, digest_at = :digest_at
where id = :id;

-- name: therapists_under
-- Whose clients somebody may see: their own, those of whom they stand in for (and of whom these stand in for), of their
-- team as its supervisor, and everybody's as a manager.
with recursive stood_in (id) as (
    select :therapist union select a.therapist from stood_in s
    join away a on a.colleague = s.id and a.since <= :now and a.until > :now
)
select id from stood_in
union select t.id from therapist me join therapist t on t.team = me.team
where me.id = :therapist and me.duty = 'supervisor' and me.team <> ''
union select t.id from therapist me join therapist t on me.duty = 'manager' where me.id = :therapist
order by 1;

-- name: clients_of
-- The clients in care of these therapists.
select client, therapist from episode
where closed_at is null and therapist in (select value from json_each(:therapists)) order by opened_at, client;
