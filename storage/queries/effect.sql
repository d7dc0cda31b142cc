-- name: caseload
-- Every episode with its therapist's team, and how many requests of its own measure are over and were answered in full.
select e.id, e.client, e.therapist, t.team, e.profile, e.measure, e.age, e.rater, e.opened_at, e.closed_at, e.ending,
    coalesce(r.asked, 0), coalesce(r.completed, 0)
from episode e
join therapist t on t.id = e.therapist
left join (
    select episode, measure, count(*) as asked, sum(case when state = 'complete' then 1 else 0 end) as completed
    from request r where rater = (select rater from episode where id = r.episode) and state in ('complete', 'partial', 'expired', 'stopped') group by episode, measure
) r on r.episode = e.id and r.measure = e.measure
order by e.opened_at, e.id;

-- name: caseload_ratings
-- The ratings of every episode's own measure and rater that count, in the order of the days they are for.
select r.episode, r.total, r.items
from rating r join episode e on e.id = r.episode and e.measure = r.measure and e.rater = r.rater
where r.valid
order by r.episode, r.about, r.seq;
