-- name: contacts_at
-- Contacts at these addresses.
select address_index, role, person, state, echoes, echo_at
from contact where address_index in (select value from json_each(:indexes));

-- name: contacts_of
-- Contacts of these persons that may be written to or once could, the latest first.
select channel, address_sealed, role, person, state, echoes, echo_at
from contact where person in (select value from json_each(:persons)) order by changed_at desc, address_index;

-- name: contacts_set*!
-- An address as it stands now.
insert into contact (address_index, channel, address_sealed, role, person, state, changed_at)
values (:address_index, :channel, :address_sealed, :role, :person, :state, :at)
on conflict (address_index) do update set
    role = excluded.role, person = excluded.person, state = excluded.state, changed_at = excluded.changed_at;

-- name: contacts_echo*!
-- An address was told something that asks for nothing.
update contact set echoes = :count, echo_at = :at where address_index = :address_index;

-- name: clients_by_id
-- These clients with their open episode, else the latest, its therapist and the ledger's last word, such as `given 1`.
select c.id, c.language, c.zone,
    coalesce((select kind || ' ' || version from consent where consent.client = c.id order by seq desc limit 1), ''),
    e.id, e.therapist, e.age, e.profile, e.measure, e.rater,
    t.name_sealed, t.language, t.zone, t.team,
    e.opened_at, e.closed_at, e.ending
from client c
join episode e on e.id = (
    select id from episode where client = c.id order by closed_at is null desc, opened_at desc, id desc limit 1
)
join therapist t on t.id = e.therapist
where c.id in (select value from json_each(:clients));

-- name: therapists_by_id
-- These therapists.
select id, name_sealed, language, zone, team from therapist where id in (select value from json_each(:therapists));

-- name: therapists_all
-- Every therapist.
select id, name_sealed, language, zone, team from therapist order by created_at, id;

-- name: therapist_add!
insert into therapist (id, name_sealed, language, zone, team, created_at)
values (:id, :name_sealed, :language, :zone, :team, :at);

-- name: therapist_team!
update therapist set team = :team where id = :id;

-- name: client_add!
insert into client (id, name_sealed, language, zone, created_at) values (:id, :name_sealed, :language, :zone, :at);

-- name: episode_open*!
insert into episode (id, client, therapist, age, profile, measure, rater, opened_at)
values (:id, :client, :therapist, :age, :profile, :measure, :rater, :at);

-- name: episode_close*!
-- Once.
update episode set closed_at = :at, ending = :ending where id = :episode and closed_at is null;

-- name: clients_all
-- Every client with the open episode, else the latest; those in care first.
select c.id, c.name_sealed, c.language, c.zone, e.therapist, e.age, e.profile, e.measure, e.closed_at is null
from client c
join episode e on e.id = (
    select id from episode where client = c.id order by closed_at is null desc, opened_at desc, id desc limit 1
)
order by e.closed_at is not null, c.created_at, c.id;

-- name: invites_by_id
-- Invites with these ids.
select id, role, person, language, expires_at, used_at, used_by_index
from invite where id in (select value from json_each(:ids));

-- name: invite_add!
insert into invite (id, role, person, language, expires_at) values (:id, :role, :person, :language, :expires_at);

-- name: invites_withdraw!
-- Unused codes of a person are no longer good: a new one takes their place.
update invite set expires_at = :at where person = :person and used_at is null and expires_at > :at;

-- name: invites_use*!
-- Uses a code up; changes nothing if somebody was faster.
update invite set used_at = :at, used_by_index = :address_index where id = :id and used_at is null;

-- name: consents_record*!
insert into consent (id, client, kind, version, language, channel, at)
values (:id, :client, :kind, :version, :language, :channel, :at) on conflict (id) do nothing;
