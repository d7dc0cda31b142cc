-- name: requests_latest
-- The latest request of each rater of these clients, a row per answer (none: nulls).
select r.id, r.client, r.episode, r.appointment, r.measure, r.measure_version, c.channel, c.address_sealed, r.state,
    r.asked_at, r.closes_at, r.one_by_one, r.misread, r.held, r.held_until, r.wording, r.rater,
    r.occasion, r.about, r.number, r.waits_since, r.language, r.again, r.doubt, r.items, a.item, a.tenths, a.at
from request r
join contact c on c.address_index = coalesce(r.goes_on_index, r.address_index)
left join answer a on a.request = r.id
where r.id in (
    select (select id from request where client = p.client and rater = p.rater order by seq desc limit 1)
    from rater p where p.client in (select value from json_each(:clients))
)
order by r.id, a.item;

-- name: requests_open*!
-- A new request; a rater has one open at a time.
insert into request (id, client, episode, appointment, measure, measure_version, address_index, state, asked_at,
    closes_at, items, one_by_one, misread, wording, rater, occasion, about, number, language)
values (:id, :client, :episode, :appointment, :measure, :measure_version, :address_index, :state, :asked_at,
    :closes_at, :items, :one_by_one, :misread, :wording, :rater, :occasion, :about, :number,
    :language);

-- name: requests_change*!
-- A request as it stands now, and where it goes on. One that is done with stays as it is.
update request set state = :state, closes_at = :closes_at, one_by_one = :one_by_one, misread = :misread,
    held = :held, held_until = :held_until, wording = :wording, about = :about,
    waits_since = :waits_since,
    goes_on_index = nullif(:address_index, address_index)
where id = :id and state in ('open', 'partial', 'expired');

-- name: requests_review*!
-- What is answered anew of a complete request, and where; and whether its total was asked after.
update request set again = :again, doubt = :doubt, misread = :misread, wording = :wording,
    goes_on_index = nullif(:address_index, address_index)
where id = :id and state = 'complete';

-- name: answers_take_back*!
delete from answer where request = :request and item = :item;

-- name: answers_give*!
-- The latest answer to an item counts.
insert into answer (request, item, tenths, arrival, at, late)
values (:request, :item, :tenths, :arrival, :at, :late)
on conflict (request, item) do update set
    tenths = excluded.tenths, arrival = excluded.arrival, at = excluded.at, late = excluded.late;

-- name: requests_missed
-- How many requests of these clients' episodes expired without an answer since the last that had one.
select e.client, count(*)
from episode e
join request r on r.client = e.client and r.episode = e.id and r.measure = e.measure and r.rater = e.rater
    and r.state = 'expired'
where e.closed_at is null and e.client in (select value from json_each(:clients))
    and r.seq > coalesce((
        select max(seq) from request
        where client = e.client and rater = e.rater and episode = e.id and measure = e.measure
            and state in ('complete', 'partial')
    ), 0)
group by e.client;

-- name: requests_unrated
-- What the requests of the episodes' own measures were about that ended without a rating, by episode.
select e.id, r.about
from episode e
join request r on r.client = e.client and r.rater = e.rater and r.episode = e.id and r.measure = e.measure
    and r.state in ('expired', 'partial')
where e.client in (select value from json_each(:clients))
order by r.about;

-- name: requests_unsent
-- Open requests of these clients none of whose letters has left, nor may just be leaving.
select r.id from request r
where r.client in (select value from json_each(:clients)) and r.state = 'open'
    and not exists (
        select 1 from letter l where l.slot = r.id and l.address_index = r.address_index and l.reference <> ''
    )
    and not exists (
        select 1 from letter l where l.address_index = r.address_index and l.state in ('due', 'sending')
            and l.state = 'sending' and l.slot = r.id
    );

-- name: ratings_of
-- The ratings of these episodes that count, in the order of the days they are for.
select id, client, episode, request, measure, measure_version, profile, profile_version, rater, channel, items, total,
    at, about, late, wording, appointment, entered_by
from rating where valid and episode in (select value from json_each(:episodes)) order by episode, about, seq;

-- name: ratings_make*!
-- One a request; a second does not fit.
insert into rating (id, client, episode, request, measure, measure_version, profile, profile_version, rater, channel,
    items, total, at, late, wording, appointment, about, entered_by)
values (:id, :client, :episode, nullif(:request, ''), :measure, :measure_version, :profile, :profile_version, :rater, :channel,
    :items, :total, :at, :late, :wording, :appointment, :about, :entered_by);

-- name: notices_keep*!
insert into notice (id, therapist, client, purpose, at) values (:id, :therapist, :client, :purpose, :at)
on conflict (id) do nothing;

-- name: notices_told*!
delete from notice where therapist = :therapist;

-- name: notices_waiting
-- Of which clients these therapists have not been told some news.
select distinct therapist, client from notice
where therapist in (select value from json_each(:therapists)) order by therapist, client;

-- name: notices_count$
-- How much news waits for therapists who cannot be reached.
select count(*) from notice;

-- name: remarks_keep*!
insert into remark (id, client, text_sealed, at) values (:id, :client, :text_sealed, :at) on conflict (id) do nothing;

-- name: remarks_of
-- What a client wrote besides numbers, oldest first.
select id, text_sealed, at from remark where client = :client order by at, id;
