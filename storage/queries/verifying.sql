-- name: requests_asked_since
-- Of each of these clients (with the last request that is known) those asked until an instant, with whether their time
-- was over because care ended and no moment came, the episode and the rating.
select r.seq, r.id, r.client, r.episode, r.appointment, r.measure, r.measure_version, c.channel, c.address_sealed,
    r.asked_at, r.closes_at, r.items, r.wording,
    e.closed_at is not null and not exists (
        select 1 from arrival a where a.key >= 'clock:' || r.appointment || ':' and a.key < 'clock:' || r.appointment || ';'
            and a.key like '%:close' and a.state = 'done'
    ),
    e.therapist, e.age, e.profile, e.measure, e.rater,
    g.id, g.client, g.episode, g.request, g.measure, g.measure_version, g.profile, g.profile_version, g.rater,
    g.channel, g.items, g.total, g.at, g.late, g.wording
from json_each(:clients) j
cross join request r on r.client = j.key and r.seq > j.value and r.seq <= coalesce(
    (select max(q.seq) from request q where q.client = j.key and q.asked_at <= :until), 0)
join episode e on e.id = r.episode
join contact c on c.address_index = r.address_index
left join rating g on g.request = r.id
order by r.client, r.seq;

-- name: answers_of
-- The answers to these requests.
select request, item, tenths, arrival, late
from answer where request in (select value from json_each(:requests)) order by request, item;

-- name: clients_spoken_to
-- These clients with the language and the zone they are spoken to in.
select id, language, zone from client where id in (select value from json_each(:clients));

-- name: ratings_after
-- The next ratings in the order they were made, with whose they are and the request's place.
select g.seq, g.id, g.client, r.seq from rating g join request r on r.id = g.request
where g.seq > :after order by g.seq limit :limit;

-- name: answered_unrated
-- Requests that were answered in full, of which no rating is kept.
select r.id from request r left join rating g on g.request = r.id
where g.id is null
    and (r.state = 'complete' or (select count(*) from answer a where a.request = r.id) >= r.items)
order by r.seq;
