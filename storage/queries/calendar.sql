-- name: appointments_by_id
-- Appointments with these ids.
select id, client, starts_at, version, state from appointment where id in (select value from json_each(:ids));

-- name: appointments_upcoming
-- Booked appointments of these clients from an instant on, soonest first.
select id, client, starts_at, version, state from appointment
where client in (select value from json_each(:clients)) and state = 'booked' and starts_at > :now
order by starts_at, id;

-- name: appointments_between
-- Booked appointments in a span of time, soonest first.
select id, client, starts_at, version, state from appointment
where state = 'booked' and starts_at >= :since and starts_at < :until order by starts_at, id;

-- name: appointments_set*!
-- An appointment as it stands now; an older version never overwrites a newer one.
insert into appointment (id, client, starts_at, version, state, changed_at)
values (:id, :client, :starts_at, :version, :state, :at)
on conflict (id) do update set
    starts_at = excluded.starts_at, version = excluded.version, state = excluded.state, changed_at = excluded.changed_at
where excluded.version > appointment.version;

-- name: moments_clear*!
-- An appointment's moments are replaced as a whole.
delete from moment where appointment = :id;

-- name: moments_drop*!
-- Nothing falls due for a client any more.
delete from moment where appointment in (select id from appointment where client = :client);

-- name: moments_plan*!
insert into moment (key, appointment, version, kind, due_at)
values (:key, :appointment, :version, :kind, :due_at) on conflict (key) do nothing;

-- name: moments_done*!
delete from moment where key = :key;

-- name: moments_due
-- What has fallen due, earliest first.
select kind, appointment, version, due_at from moment where due_at <= :now order by due_at, key limit :limit;

-- name: moments_until
-- What will fall due before an instant, with whose appointment it is.
select m.kind, m.appointment, m.version, m.due_at, a.client, a.starts_at
from moment m join appointment a on a.id = m.appointment
where m.due_at <= :until order by m.due_at, m.key;
