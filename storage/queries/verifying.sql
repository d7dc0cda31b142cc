-- name: requests_asked_since
-- Of each of these raters (with the last request that is known) those asked until an instant, with whether their time
-- was over because care ended and no moment came, the episode and the rating.
select r.seq, r.id, p.id, r.client, r.episode, r.appointment, r.measure, r.measure_version, c.channel, c.address_sealed,
    r.asked_at, r.closes_at, r.items, r.wording, r.rater, r.occasion, r.about, r.number,
    e.closed_at is not null and not exists (
        select 1 from arrival a where a.key >= 'clock:' || r.appointment || ':' and a.key < 'clock:' || r.appointment || ';'
            and a.key like '%:close' and a.state = 'done'
            and (a.key like '%:' || r.rater || '.' || r.measure || '.' || r.occasion || ':close' or a.key not like '%.%:close')
    ),
    e.therapist, e.age, e.profile, e.measure, e.rater,
    g.id, g.client, g.episode, g.request, g.measure, g.measure_version, g.profile, g.profile_version, g.rater,
    g.channel, g.items, g.total, g.at, g.about, g.late, g.wording, g.appointment, g.entered_by, r.language
from json_each(:raters) j
join rater p on p.id = j.key
cross join request r on r.client = p.client and r.rater = p.rater and r.seq > j.value and r.seq <= coalesce(
    (select max(q.seq) from request q where q.client = p.client and q.rater = p.rater and q.asked_at <= :until), 0)
join episode e on e.id = r.episode
join contact c on c.address_index = r.address_index
left join rating g on g.request = r.id
order by p.id, r.seq;

-- name: answers_of
-- The answers to these requests.
select request, item, tenths, arrival, late
from answer where request in (select value from json_each(:requests)) order by request, item;

-- name: raters_spoken_to
-- These raters with the language and the zone they are spoken to in.
select id, client, rater, language, zone from rater where id in (select value from json_each(:raters));

-- name: ratings_after
-- The next ratings in the order they were made, with whose they are and the request's place.
select g.seq, g.id, p.id, r.seq
from rating g join request r on r.id = g.request join rater p on p.client = r.client and p.rater = r.rater
where g.seq > :after order by g.seq limit :limit;

-- name: answered_unrated
-- Requests that were answered in full, of which no rating is kept.
select r.id from request r left join rating g on g.request = r.id
where g.id is null
    and (r.state = 'complete' or (select count(*) from answer a where a.request = r.id) >= r.items)
order by r.seq;

-- name: ratings_on_paper$
-- How many ratings nobody was asked for.
select count(*) from rating where request is null;
