-- name: reflections_ask*!
-- Once per occasion of a course.
insert into reflection (id, client, episode, therapist, occasion, totals, status, state, asked_at)
values (:id, :client, :episode, :therapist, :occasion, :totals, :status, :state, :asked_at)
on conflict (id) do nothing;

-- name: reflections_put*!
-- What was written stays written.
update reflection set state = :state where id = :reflection and state <> 'kept';

-- name: reflections_keep*!
update reflection set state = 'kept', said_sealed = :said_sealed, kept_at = :at where id = :reflection;

-- name: reflections_share*!
-- Once.
update reflection set shared_at = :at, shared_with = :supervisor where id = :reflection and shared_at is null;

-- name: reflections_about
-- What was asked about these clients, and of their therapists since an instant, without a word that was said.
select r.id, r.client, r.episode, r.therapist, r.occasion, r.totals, r.status, r.asked_at, r.state, null, r.kept_at,
    r.shared_at, r.shared_with
from json_each(:clients) c join reflection r on r.client = c.value
union select r.id, r.client, r.episode, r.therapist, r.occasion, r.totals, r.status, r.asked_at, r.state, null, r.kept_at,
    r.shared_at, r.shared_with
from json_each(:therapists) t join reflection r on r.therapist = t.value and r.asked_at >= :since;

-- name: reflections_of
-- What a therapist may read: their own, and what was shared with them; newest first.
select id, client, episode, therapist, occasion, totals, status, asked_at, state, said_sealed, kept_at, shared_at,
    shared_with
from reflection where therapist = :therapist
union all select id, client, episode, therapist, occasion, totals, status, asked_at, state, said_sealed, kept_at, shared_at,
    shared_with
from reflection where shared_with = :therapist
order by 11 desc, 8 desc, 1;

-- name: reflections_counted
-- How many of a therapist's reflections there are in each state, how many of them are shared, and when the last of them
-- was asked and kept; no words.
select state, count(*), count(shared_at), max(asked_at), max(kept_at) from reflection
where therapist = :therapist group by state order by state;

-- name: growth_keep*!
insert into growth (therapist, step, answers, at) values (:therapist, :step, :answers, :at)
on conflict (therapist, at) do nothing;

-- name: growth_of
-- What a therapist said of their own growth, oldest first.
select therapist, step, answers, at from growth where therapist = :therapist order by at;

-- name: alerts_acknowledged
-- Alerts about these clients that somebody has seen, oldest first.
select a.client, a.id, a.client, a.therapist, coalesce(a.request, ''), a.rule, a.observed, a.threshold, a.source, a.at,
    a.state, a.level, a.stage, a.next_at, a.number, ''
from alert a where a.client in (select value from json_each(:clients)) and a.state = 'seen' order by a.at, a.id;

-- name: caseload_under
-- The episodes of these therapists, as `caseload` has all.
select e.id, e.client, e.therapist, t.team, e.profile, e.measure, e.age, e.rater, e.opened_at, e.closed_at, e.ending,
    (select count(*) from request where episode = e.id and measure = e.measure and rater = e.rater
        and state in ('complete', 'partial', 'expired', 'stopped')),
    (select count(*) from request where episode = e.id and measure = e.measure and rater = e.rater
        and state = 'complete')
from json_each(:therapists) p join episode e on e.therapist = p.value join therapist t on t.id = e.therapist
order by e.opened_at, e.id;

-- name: caseload_ratings_under
-- The ratings of their own measure and rater that count, in the order of the days they are for.
select r.episode, r.total, r.items
from json_each(:therapists) p join episode e on e.therapist = p.value
join rating r on r.episode = e.id and r.measure = e.measure and r.rater = e.rater
where r.valid
order by r.episode, r.about, r.seq;

-- name: week_of
-- A week of each of these therapists in numbers: clients in care, alerts nobody has seen, sessions to come; endings
-- planned and not; requests of the courses' own measures that were over, and answered in full.
select p.value,
    (select count(*) from episode where therapist = p.value and closed_at is null),
    (select count(*) from alert where therapist = p.value and state in ('open', 'escalated', 'snoozed')),
    (select count(*) from episode e join appointment a on a.client = e.client
        where e.therapist = p.value and e.closed_at is null and a.state = 'booked' and a.schedule = ''
            and a.starts_at >= :now and a.starts_at < :until),
    (select count(*) from episode where therapist = p.value and closed_at > :since and closed_at <= :now
        and ending = 'planned'),
    (select count(*) from episode where therapist = p.value and closed_at > :since and closed_at <= :now
        and ending = 'unplanned'),
    (select count(*) from episode e join request r on r.episode = e.id and r.measure = e.measure and r.rater = e.rater
        where e.therapist = p.value and r.state in ('complete', 'partial', 'expired', 'stopped')
            and r.closes_at > :since and r.closes_at <= :now),
    (select count(*) from episode e join request r on r.episode = e.id and r.measure = e.measure and r.rater = e.rater
        where e.therapist = p.value and r.state = 'complete' and r.closes_at > :since and r.closes_at <= :now)
from json_each(:therapists) p;
