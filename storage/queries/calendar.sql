-- name: appointments_by_id
-- Appointments with these ids.
select id, client, starts_at, version, state, ends_at, schedule from appointment where id in (select value from json_each(:ids));

-- name: appointments_upcoming
-- Booked appointments of these clients from an instant on, soonest first, and all checks between sessions that go on.
select id, client, starts_at, version, state, ends_at, schedule from appointment
where client in (select value from json_each(:clients)) and state = 'booked' and (starts_at > :now or schedule <> '')
order by starts_at, id;

-- name: appointments_begun
-- Sessions of these clients that have begun lately, soonest first: something may still be asked after them.
select id, client, starts_at, version, state, ends_at, schedule from appointment
where client in (select value from json_each(:clients)) and state = 'booked' and schedule = ''
    and starts_at > :since and starts_at <= :now
order by starts_at, id;

-- name: sessions_of
-- The sessions to come of these therapists with all their clients, soonest first.
select e.therapist, a.id, a.client, a.starts_at, a.version, a.state, a.ends_at, a.schedule
from json_each(:therapists) t join episode e on e.therapist = t.value and e.closed_at is null
    join appointment a on a.client = e.client and a.starts_at > :now
where a.state = 'booked' and a.schedule = '' order by a.starts_at, a.id;

-- name: sessions_held
-- The starts of these clients' sessions in the open episode that were or are to be held, in order: `client, starts_at`.
select a.client, a.starts_at
from appointment a join episode e on e.client = a.client and e.closed_at is null
where a.client in (select value from json_each(:clients))
    and a.state = 'booked' and a.schedule = '' and a.starts_at >= e.opened_at
order by a.client, a.starts_at;

-- name: appointments_between
-- Booked appointments in a span of time, soonest first.
select id, client, starts_at, version, state, ends_at, schedule from appointment
where state = 'booked' and schedule = '' and starts_at >= :since and starts_at < :until order by starts_at, id;

-- name: appointments_set*!
-- An appointment as it stands now; an older version never overwrites a newer one.
insert into appointment (id, client, starts_at, ends_at, schedule, version, state, changed_at)
values (:id, :client, :starts_at, :ends_at, :schedule, :version, :state, :at)
on conflict (id) do update set
    starts_at = excluded.starts_at, ends_at = excluded.ends_at, version = excluded.version, state = excluded.state, changed_at = excluded.changed_at
where excluded.version > appointment.version;

-- name: moments_clear*!
-- An appointment's moments are replaced as a whole.
delete from moment where appointment = :id;

-- name: moments_drop*!
-- Nothing is asked of a person any more; a therapist's briefs come all the same.
delete from moment where person = :person and kind <> 'brief';

-- name: moments_unschedule*!
-- What was due by a schedule that has ended.
delete from moment where schedule = :key and appointment in (select id from appointment where client = :client);

-- name: moments_call*!
-- A person is done with a question: what waits for that is due.
update moment set due_at = :at where person = :person and kind = 'ask' and number > 1 and due_at > :at;

-- name: moments_plan*!
insert into moment (key, person, appointment, version, schedule, kind, number, due_at)
values (:key, :person, :appointment, :version, :schedule, :kind, :number, :due_at) on conflict (key) do nothing;

-- name: moments_done*!
delete from moment where key = :key;

-- name: moments_due
-- What has fallen due, earliest first; what closes before what opens.
select kind, appointment, version, due_at, schedule, number from moment where due_at <= :now
order by due_at, kind <> 'close', key limit :limit;

-- name: moments_missing
-- For which booked appointments in a span of time nothing falls due by a schedule that goes by them.
select a.id, a.version, s.rater || '.' || s.measure || '.' || s.occasion
from appointment a
join episode e on e.client = a.client and e.closed_at is null
join schedule s on s.client = a.client and (
    (a.schedule = '' and s.occasion <> 'between') or a.schedule = s.rater || '.' || s.measure || '.' || s.occasion
)
where a.state = 'booked' and a.starts_at >= :since and a.starts_at < :until and (:client = '' or a.client = :client)
    and not exists (
        select 1 from moment
        where appointment = a.id and schedule = s.rater || '.' || s.measure || '.' || s.occasion
    )
order by a.starts_at, a.id;

-- name: moments_only!
-- Nothing falls due but for one client (a rehearsal, which keeps nothing).
delete from moment where key in (
    select m.key from moment m join appointment a on a.id = m.appointment where a.client <> :client
);

-- name: schedules_of
-- What is asked of whom about these clients, on which occasions.
select client, rater, measure, occasion, every, days, at, gap from schedule
where client in (select value from json_each(:clients)) order by client, rater, set_at, measure, occasion;

-- name: schedules_set*!
insert into schedule (client, rater, measure, occasion, every, days, at, gap, set_at)
values (:client, :rater, :measure, :occasion, :every, :days, :at, :gap, :set_at)
on conflict (client, rater, measure, occasion) do update set
    every = excluded.every, days = excluded.days, at = excluded.at, gap = excluded.gap;

-- name: schedules_end*!
delete from schedule
where client = :client and rater = :rater and measure = :measure and occasion = :occasion;

-- name: pauses_of
-- Pauses of these clients and of the whole practice that are not over.
select id, coalesce(client, ''), since, until from pause
where until > :now and since < until and (client is null or client in (select value from json_each(:clients))) order by since, id;

-- name: pause_add!
insert into pause (id, client, since, until, made_at) values (:id, nullif(:client, ''), :since, :until, :at);

-- name: holidays
-- Pauses of the whole practice that are not over.
select id, '', since, until from pause where client is null and until > :now and since < until order by since, id;

-- name: pause_set!
update pause set since = :since, until = :until where id = :id;

-- name: pauses_set*!
insert into pause (id, client, since, until, made_at) values (:id, :client, :since, :until, :at);

-- name: pauses_end*!
-- The pauses of a client that go on end now.
update pause set until = :at where client = :client and since <= :at and until > :at;

-- name: pause_end!
-- A pause that goes on ends now; one to come never begins.
update pause set until = max(since, :now) where id = :id and until > :now;

-- name: dropped_keep*!
insert into dropped (id, client, rater, schedule, appointment, version, reason, at)
values (:id, :client, :rater, :schedule, :appointment, :version, :reason, :at) on conflict (id) do nothing;

-- name: dropped_since
-- What was due since an instant and not asked, the latest first.
select client, rater, schedule, appointment, version, reason, at from dropped where at >= :since order by at desc, id;

-- name: dropped_to_come
-- What booked appointments in a span of time are not asked for.
select d.id, d.appointment, d.version, d.schedule, d.reason, d.at
from appointment a cross join dropped d
where d.id >= a.id || ':' || a.version || ':' and d.id < a.id || ':' || a.version || ';'
    and a.state = 'booked' and a.starts_at > :now and a.starts_at <= :until and (:client = '' or a.client = :client)
order by d.at, d.id;
