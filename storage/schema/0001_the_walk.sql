-- People and their addresses, what is asked and answered, what follows from it, and what is said.
-- Instants are UTC milliseconds, scores tenths. `*_sealed` is encrypted by the vault, `*_index` a keyed hash of the same.
-- `seq` is the order in which rows were written: instants of one batch are equal and tell no order.

create table key_check (
    key_id text primary key,
    sealed blob not null,
    hashed text not null
) strict;

create table therapist (
    id text primary key,
    name_sealed blob not null,
    language text not null,
    zone text not null,
    created_at integer not null
) strict;

create table client (
    id text primary key,
    name_sealed blob not null,
    language text not null,
    zone text not null,
    created_at integer not null
) strict;

create table episode (
    id text primary key,
    client text not null references client (id),
    therapist text not null references therapist (id),
    age text not null check (age in ('adult', 'adolescent', 'child')),
    profile text not null,
    measure text not null,
    rater text not null,
    opened_at integer not null,
    closed_at integer
) strict;
create unique index episode_open on episode (client) where closed_at is null;
create index episode_therapist on episode (therapist);

create table contact (
    address_index text primary key,
    channel text not null,
    address_sealed blob not null,
    role text not null check (role in ('client', 'therapist')),
    person text not null,
    state text not null check (state in ('open', 'stopped', 'blocked')),
    changed_at integer not null
) strict;
create index contact_person on contact (person);

create table invite (
    id text primary key,
    role text not null,
    person text not null,
    language text not null,
    expires_at integer not null,
    used_at integer,
    used_by_index text
) strict;
create index invite_unused on invite (person) where used_at is null;

create table consent (
    seq integer primary key,
    id text not null unique,
    client text not null references client (id),
    kind text not null check (kind in ('given', 'withdrawn')),
    version text not null,
    language text not null,
    channel text not null,
    at integer not null
) strict;
create index consent_client on consent (client, seq);

create table appointment (
    id text primary key,
    client text not null references client (id),
    starts_at integer not null,
    version integer not null,
    state text not null check (state in ('booked', 'cancelled')),
    changed_at integer not null
) strict;
create index appointment_client on appointment (client, starts_at);
create index appointment_booked on appointment (starts_at) where state = 'booked';

create table moment (
    key text primary key,
    appointment text not null references appointment (id),
    version integer not null,
    kind text not null,
    due_at integer not null
) strict;
create index moment_due on moment (due_at);
create index moment_appointment on moment (appointment);

create table request (
    seq integer primary key,
    id text not null unique,
    client text not null references client (id),
    episode text not null references episode (id),
    appointment text not null references appointment (id),
    measure text not null,
    measure_version text not null,
    address_index text not null references contact (address_index),
    state text not null,
    asked_at integer not null,
    closes_at integer not null,
    items integer not null,
    one_by_one integer not null,
    misread integer not null
) strict;
create unique index request_open on request (client) where state = 'open';
create index request_client on request (client, seq);

create table answer (
    request text not null references request (id),
    item integer not null,
    tenths integer not null,
    arrival text not null,
    at integer not null,
    late integer not null,
    primary key (request, item)
) strict, without rowid;

create table rating (
    seq integer primary key,
    id text not null unique,
    client text not null references client (id),
    episode text not null references episode (id),
    request text not null unique references request (id),
    measure text not null,
    measure_version text not null,
    profile text not null,
    profile_version text not null,
    rater text not null,
    channel text not null,
    items text not null,
    total integer not null,
    at integer not null,
    late integer not null
) strict;
create index rating_episode on rating (episode, seq);

create table alert (
    id text primary key,
    client text not null references client (id),
    therapist text not null references therapist (id),
    rating text not null references rating (id),
    rule text not null,
    observed text not null,
    threshold text not null,
    source text not null,
    state text not null check (state in ('open', 'seen')),
    at integer not null,
    seen_at integer
) strict;
create index alert_open on alert (therapist) where state = 'open';

create table remark (
    id text primary key,
    client text not null references client (id),
    text_sealed blob not null,
    at integer not null
) strict;
create index remark_client on remark (client, at);

create table arrival (
    seq integer primary key,
    key text not null unique,
    kind text not null,
    body_sealed blob not null,
    state text not null check (state in ('done', 'failed')),
    error text not null,
    at integer not null
) strict;
create index arrival_failed on arrival (seq) where state = 'failed';

create table letter (
    seq integer primary key,
    key text not null unique,
    channel text not null,
    address_index text not null,
    body_sealed blob not null,
    purpose text not null,
    priority integer not null,
    slot text not null,
    state text not null check (state in ('due', 'sending', 'sent', 'delivered', 'failed', 'withdrawn', 'expired')),
    written_at integer not null,
    not_before integer not null,
    expires_at integer,
    attempts integer not null,
    claimed_at integer,
    sent_at integer,
    reference text not null,
    code text not null
) strict;
create index letter_due on letter (channel, priority, seq) where state = 'due';
create index letter_expiring on letter (expires_at) where state = 'due';
create index letter_sending on letter (claimed_at) where state = 'sending';
create index letter_slot on letter (slot, address_index, sent_at) where reference <> '';
create index letter_reference on letter (reference) where reference <> '';
create index letter_address on letter (address_index) where state in ('due', 'sending');
