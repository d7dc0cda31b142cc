-- name: letters_write*!
insert into letter (key, channel, address_index, body_sealed, purpose, priority, slot, state, written_at, not_before,
    expires_at, attempts, claimed_at, reference, code)
values (:key, :channel, :address_index, :body_sealed, :purpose, :priority, :slot, :state, :at, :at,
    :expires_at, :attempts, :claimed_at, '', '')
on conflict (key) do nothing;

-- name: letters_withdraw*!
-- Letters to an address that have not left yet are not sent.
update letter set state = 'withdrawn' where address_index = :address_index and state = 'due';

-- name: letters_expire!
-- What is stale is not sent any more.
update letter set state = 'expired' where state = 'due' and expires_at is not null and expires_at <= :now;

-- name: letters_claim
-- Claims letters: the most urgent first, then the oldest.
update letter set state = 'sending', claimed_at = :now, attempts = attempts + 1
where key in (
    select key from letter where state = 'due' and not_before <= :now order by priority, written_at, key limit :limit
)
returning key, body_sealed, purpose, priority, slot, expires_at, attempts, claimed_at, written_at;

-- name: letters_unsettled
-- Letters that a crash left between `sending` and `sent`.
select key, body_sealed, purpose, priority, slot, expires_at, attempts, claimed_at, written_at
from letter where state = 'sending' and claimed_at < :before order by claimed_at, key;

-- name: letters_sent*!
update letter set state = 'sent', reference = :reference, sent_at = :at where key = :key and state = 'sending';

-- name: letters_again!
update letter set state = 'due', not_before = :not_before, code = :code where key = :key and state = 'sending';

-- name: letters_failed!
update letter set state = 'failed', code = :code where key = :key and state = 'sending';

-- name: letters_report*!
-- What the provider says later; a delivered letter stays delivered.
update letter set state = :state, code = :code where key = :key and state in ('sending', 'sent');

-- name: letters_latest_in_slot$
select reference from letter where slot = :slot and address_index = :address_index and reference <> ''
order by sent_at desc, written_at desc, key desc limit 1;

-- name: letters_found
-- Letters by our key or by the provider's reference.
select key, reference, channel, body_sealed, purpose, priority, slot, expires_at
from letter where key in (select value from json_each(:keys))
   or (reference <> '' and reference in (select value from json_each(:references)));

-- name: letters_waiting
-- How many letters are in each state.
select state, count(*) from letter group by state order by state;
