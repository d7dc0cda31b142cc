-- name: corrections_keep*!
-- A rating as it was before somebody changed it.
insert into correction (id, rating, kind, by, reason_sealed, client, episode, rater, items, total, at)
values (:id, :rating, :kind, :by, :reason_sealed, :client, :episode, :rater, :items, :total, :at);

-- name: ratings_change*!
-- A rating as it is from now on.
update rating set client = :client, episode = :episode, rater = :rater, items = :items, total = :total,
    appointment = :appointment, about = :about, valid = :counts
where id = :id;

-- name: rating_by_id
-- One rating, with whether it counts.
select id, client, episode, request, measure, measure_version, profile, profile_version, rater, channel, items, total,
    at, about, late, wording, appointment, entered_by, valid
from rating where id = :id;

-- name: ratings_of_client
-- All ratings of a client, episode by episode, also those that do not count, with how often each was corrected.
select g.id, g.client, g.episode, g.request, g.measure, g.measure_version, g.profile, g.profile_version, g.rater,
    g.channel, g.items, g.total, g.at, g.about, g.late, g.wording, g.appointment, g.entered_by, g.valid,
    (select count(*) from correction c where c.rating = g.id)
from episode e join rating g on g.episode = e.id
where e.client = :client order by e.opened_at, e.id, g.about, g.seq;

-- name: corrections_of
-- What was changed of these ratings, oldest first.
select id, rating, kind, by, reason_sealed, client, episode, rater, items, total, at
from correction where rating in (select value from json_each(:ratings)) order by rating, seq;

-- name: alerts_closed_because
-- The alerts that hold no longer because of these corrections or paper ratings.
select because, rule from alert
where because <> '' and because in (select value from json_each(:causes)) order by seen_at, id;

-- name: episodes_by_id
-- One episode.
select id, client, therapist, age, profile, measure, rater, opened_at, closed_at, ending from episode where id = :id;

-- name: sessions_of_day
-- A client's sessions that were or are to be held within a day, the earliest first.
select id, client, starts_at, version, state, ends_at, schedule from appointment
where client = :client and state = 'booked' and schedule = '' and starts_at between :since and :until
order by starts_at, id;
