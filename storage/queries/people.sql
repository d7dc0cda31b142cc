-- name: contacts_at
-- Contacts at these addresses; where several share one, their marks: `A open C-7K2`, a line each.
select address_index, role, person, state, echoes, echo_at, coalesce((
        select group_concat(mark || ' ' || state || ' ' || person, char(10)) from sharing s
        where s.address_index = contact.address_index and until is null
    ), '')
from contact where address_index in (select value from json_each(:indexes));

-- name: contacts_of
-- Contacts of these persons that may be written to or once could, the latest first; with their mark where they share one.
select c.channel, c.address_sealed, c.role, j.value,
    case when c.state = 'open' then coalesce(s.state, 'open') else c.state end, c.echoes, c.echo_at, coalesce(s.mark, '')
from json_each(:persons) j
join contact c on c.person = j.value
    or c.address_index in (select address_index from sharing where person = j.value and until is null)
left join sharing s on s.address_index = c.address_index and s.person = j.value and s.until is null
order by c.changed_at desc, c.address_index;

-- name: sharing_set*!
insert into sharing (address_index, mark, person, state, since) values (:address_index, :mark, :person, 'open', :at)
on conflict do nothing;

-- name: sharing_change*!
-- One of those who share an address may be, or may no longer be, written to there.
update sharing set state = :state where address_index = :address_index and mark = :mark and until is null;

-- name: sharing_end*!
update sharing set until = :at where address_index = :address_index and until is null;

-- name: sharing_of
-- Who shared these addresses, under which mark, from when until when (null: still).
select address_index, mark, person, since, until from sharing
where address_index in (select value from json_each(:indexes)) order by address_index, mark;

-- name: held_at
-- What is held of these addresses.
select address_index, text_sealed, content, at, until from held
where address_index in (select value from json_each(:indexes));

-- name: held_set*!
insert into held (address_index, text_sealed, content, at, until)
values (:address_index, :text_sealed, :content, :at, :until) on conflict (address_index) do update set
    text_sealed = excluded.text_sealed, content = excluded.content, at = excluded.at, until = excluded.until;

-- name: held_drop*!
delete from held where address_index = :address_index;

-- name: held_too_long
-- Whether anything is held of which nobody has said in time whose it is.
select 1 from held where until <= :now limit 1;

-- name: held_forget!
delete from held where until <= :now;

-- name: contacts_set*!
-- An address as it stands now.
insert into contact (address_index, channel, address_sealed, role, person, state, changed_at)
values (:address_index, :channel, :address_sealed, :role, :person, :state, :at)
on conflict (address_index) do update set
    role = excluded.role, person = excluded.person, state = excluded.state, changed_at = excluded.changed_at;

-- name: contacts_echo*!
-- An address was told something that asks for nothing.
update contact set echoes = :count, echo_at = :at where address_index = :address_index;

-- name: raters_of
-- Who is asked about these clients, themselves first; the ledger's last words, such as `given 1` and `fallback given`.
select r.id, r.client, r.rater, r.language, r.zone, r.contact_from, r.contact_until, r.channel,
    coalesce((select kind || ' ' || version from consent
        where person = r.id and kind in ('given', 'withdrawn') order by seq desc limit 1), ''),
    coalesce((select kind from consent
        where person = r.id and kind in ('fallback given', 'fallback withdrawn') order by seq desc limit 1), ''),
    r.consent_shown, r.fallback_asked, r.name_sealed
from rater r where r.client in (select value from json_each(:clients)) order by r.client, r.id;

-- name: episodes_of
-- The open episode of each of these clients, else the latest, with its therapist.
select e.id, e.client, e.therapist, e.age, e.profile, e.measure, e.rater, e.opened_at, e.closed_at, e.ending,
    t.name_sealed, t.language, t.zone, t.team, t.duty, t.quiet_from, t.quiet_until, t.holds, coalesce(t.backup, ''),
    t.digest, t.digest_at
from json_each(:clients) c
join episode e on e.id = (
    select id from episode where client = c.value order by closed_at is null desc, opened_at desc, id desc limit 1
)
join therapist t on t.id = e.therapist;

-- name: therapists_by_id
-- These therapists.
select id, name_sealed, language, zone, team, duty, quiet_from, quiet_until, holds, coalesce(backup, ''), digest, digest_at
from therapist where id in (select value from json_each(:therapists));

-- name: therapists_all
-- Every therapist.
select id, name_sealed, language, zone, team, duty, quiet_from, quiet_until, holds, coalesce(backup, ''), digest, digest_at
from therapist order by created_at, id;

-- name: therapist_add!
insert into therapist (id, name_sealed, language, zone, team, duty, created_at)
values (:id, :name_sealed, :language, :zone, :team, :duty, :at);

-- name: therapist_duty!
update therapist set duty = :duty where id = :id;

-- name: therapist_team!
update therapist set team = :team where id = :id;

-- name: client_add!
insert into client (id, created_at) values (:id, :at);

-- name: rater_add!
insert into rater (id, client, rater, name_sealed, language, zone, created_at)
values (:id, :client, :rater, :name_sealed, :language, :zone, :at);

-- name: rater_change!
-- A rater as they want to be reached now.
update rater set language = :language, zone = :zone, contact_from = :contact_from, contact_until = :contact_until,
    channel = :channel
where id = :id;

-- name: rater_rename!
update rater set name_sealed = :name_sealed where id = :id;

-- name: rater_names
-- What everybody who is asked about a client is called.
select rater, name_sealed from rater where client = :client order by id;

-- name: episode_open*!
insert into episode (id, client, therapist, age, profile, measure, rater, opened_at)
values (:id, :client, :therapist, :age, :profile, :measure, :rater, :at);

-- name: episode_assign*!
-- Another therapist from now on.
update episode set therapist = :therapist where id = :episode;

-- name: assignments_keep*!
insert into assignment (episode, therapist, since) values (:episode, :therapist, :at)
on conflict (episode, since) do update set therapist = excluded.therapist;

-- name: assignments_of
-- Who saw a client, episode by episode, oldest first.
select a.episode, a.therapist, a.since from assignment a join episode e on e.id = a.episode
where e.client = :client order by a.since, a.seq;

-- name: alerts_assign*!
-- Open alerts of a client are another therapist's.
update alert set therapist = :therapist
where client = :client and state in ('open', 'escalated', 'snoozed')
    and therapist in (select therapist from assignment where episode = :episode);

-- name: notices_assign*!
-- News of a client that waits for one who saw them waits for another therapist.
update notice set therapist = :therapist
where client = :client and therapist in (select therapist from assignment where episode = :episode);

-- name: episode_bounds
-- When the episode before closed, the first rating of an episode (also one that counts no more), the first that another
-- therapist saw the client, and its end; null where there is none.
select
    (select max(closed_at) from episode b where b.client = e.client and b.id <> e.id and b.opened_at <= e.opened_at),
    (select min(min(at, about)) from rating where episode = e.id),
    (select min(since) from assignment where episode = e.id and since > e.opened_at),
    e.closed_at
from episode e where e.id = :episode;

-- name: episode_began!
update episode set opened_at = :at where id = :episode;

-- name: assignments_begin!
-- The first therapist of an episode has seen the client since it began.
update assignment set since = :at
where episode = :episode and since = (select opened_at from episode where id = :episode);

-- name: episode_close*!
-- Once.
update episode set closed_at = :at, ending = :ending where id = :episode and closed_at is null;

-- name: clients_all
-- Every client with the open episode, else the latest; those in care first.
select c.id, r.name_sealed, r.language, r.zone, e.therapist, e.age, e.profile, e.measure, e.closed_at is null
from client c
join rater r on r.id = c.id
join episode e on e.id = (
    select id from episode where client = c.id order by closed_at is null desc, opened_at desc, id desc limit 1
)
order by e.closed_at is not null, c.created_at, c.id;

-- name: invites_by_id
-- Invites with these ids, with the duty of whoever of the practice one is for.
select id, role, person, language, expires_at, used_at, used_by_index, shared,
    coalesce((select duty from therapist where id = invite.person), '')
from invite where id in (select value from json_each(:ids));

-- name: invites_used_by
-- The clients who joined from these addresses, with when, the latest first.
select used_by_index, person, used_at from invite
where used_by_index in (select value from json_each(:indexes)) and role = 'client' order by used_at desc;

-- name: invites_make*!
insert into invite (id, role, person, language, expires_at, shared)
values (:id, :role, :person, :language, :until, :shared);

-- name: invites_withdraw*!
-- Unused codes of a person are no longer good: a new one takes their place.
update invite set expires_at = :at where person = :person and used_at is null and expires_at > :at;

-- name: invites_use*!
-- Uses a code up; changes nothing if somebody was faster.
update invite set used_at = :at, used_by_index = :address_index where id = :id and used_at is null;

-- name: consents_record*!
insert into consent (id, person, kind, version, language, channel, at)
values (:id, :person, :kind, :version, :language, :channel, :at) on conflict (id) do nothing;

-- name: consents_show*!
-- Somebody was sent this consent text.
update rater set consent_shown = :version where id = :person;

-- name: fallback_ask*!
-- Somebody was asked whether what fails by one channel may come by another.
update rater set fallback_asked = :at where id = :person;

-- name: rater_speak*!
-- The language somebody chose.
update rater set language = :language where id = :person;

-- name: consented_at$
-- When somebody agreed last.
select at from consent where person = :person and kind = 'given' order by seq desc limit 1;

-- name: consents_given
-- Which of these messages agreed.
select id from consent where kind = 'given' and id in (select value from json_each(:keys));

-- name: references_all
-- Every client that the practice has a reference of its own for.
select id, reference_sealed from client where reference_index is not null;

-- name: reference_of$
-- The practice's own reference of a client.
select reference_sealed from client where id = :id;

-- name: reference_holder$
-- The client that a reference is of.
select id from client where reference_index = :reference_index;

-- name: reference_set!
-- The practice's own reference of a client, once for all clients; null for none.
update client set reference_index = :reference_index, reference_sealed = :reference_sealed where id = :id;

-- name: phones_all
-- Every number that the practice knows, with the client whose it or whose rater's it is.
select client, phone_sealed from rater where phone_sealed is not null;

-- name: phone_of$
-- The number the practice knows of somebody.
select phone_sealed from rater where id = :id;

-- name: phone_set!
update rater set phone_sealed = :phone_sealed where id = :id;
