-- name: letters_write*!
-- What nobody waits for (an alert, what the clock began) is never due for an address that is closed.
insert into letter (key, channel, address_index, body_sealed, purpose, priority, slot, state, written_at, not_before,
    expires_at, attempts, claimed_at, reference, code)
values (:key, :channel, :address_index, :body_sealed, :purpose, :priority, :slot,
    case when :priority > 0 and exists (
        select 1 from contact where address_index = :address_index and state <> 'open'
    ) then 'withdrawn' else :state end,
    :at, :not_before,
    :expires_at, :attempts, :claimed_at, '', '')
on conflict (key) do nothing;

-- name: letters_withdraw*!
-- Letters to an address are not sent, or not tried again, any more; one that is just leaving will say so by `sent`.
update letter set state = 'withdrawn' where address_index = :address_index and state in ('due', 'sending')
    and (:slot = '' or slot = :slot);

-- name: letters_withdrawn$
-- Whether a letter in hand has been withdrawn meanwhile.
select 1 from letter where key = :key and state = 'withdrawn';

-- name: letters_expire!
-- What is stale is not sent any more.
update letter set state = 'expired' where state = 'due' and expires_at is not null and expires_at <= :now;

-- name: letters_claim
-- Claims letters of a channel, the most urgent first, then the oldest; given in no order, so with what to sort by.
update letter set state = 'sending', claimed_at = :now, attempts = attempts + 1
where seq in (
    select seq from letter
    where state = 'due' and channel = :channel and not_before <= :now
    order by priority, seq limit :limit
)
returning key, body_sealed, purpose, priority, slot, expires_at, attempts, claimed_at, seq;

-- name: letters_unsettled
-- Letters that a crash left between `sending` and `sent`.
select key, body_sealed, purpose, priority, slot, expires_at, attempts, claimed_at, seq
from letter where state = 'sending' order by claimed_at, seq;

-- name: letters_sent*!
-- Also what was withdrawn while it left; what is known to be delivered or failed already stays so.
update letter set reference = :reference, sent_at = :at,
    state = case when state in ('sending', 'withdrawn') then 'sent' else state end
where key = :key and sent_at is null and state in ('sending', 'withdrawn', 'delivered', 'failed');

-- name: letters_again*!
update letter set state = 'due', not_before = :not_before, code = :code where key = :key and state = 'sending';

-- name: letters_failed!
update letter set state = 'failed', code = :code where key = :key and state = 'sending';

-- name: letters_report*!
-- What the provider says later, or even before our own `sent`; the first word counts.
update letter set state = :state, code = :code where key = :key and state in ('sending', 'sent', 'withdrawn');

-- name: letters_latest_in_slot$
-- The provider's id of the latest message of a slot.
select reference from letter where slot = :slot and address_index = :address_index and reference <> ''
order by sent_at desc, seq desc limit 1;

-- name: letters_known
-- Which of these provider's ids belong to letters.
select reference from letter where reference <> '' and reference in (select value from json_each(:references));

-- name: letters_found
-- Letters by our key or by the provider's reference.
select key, reference, channel, body_sealed, purpose, priority, slot, expires_at
from letter where key in (select value from json_each(:keys))
   or (reference <> '' and reference in (select value from json_each(:references)));

-- name: letters_prompting
-- Questions and reminders that the clock has written and that wait for their hour, with what they are about.
select l.key, l.body_sealed, l.purpose, l.priority, l.slot, l.expires_at, l.not_before,
    r.appointment, a.version, r.rater || '.' || r.measure || '.' || r.occasion
from letter l join request r on r.id = l.slot join appointment a on a.id = r.appointment
where l.state = 'due' and l.expires_at > :now and l.priority = 2 and (:client = '' or r.client = :client);

-- name: letters_waiting
-- How many letters are in each state.
select state, count(*) from letter group by state order by state;

-- name: letters_sent_by_sms
-- What left by SMS since an instant, whatever became of it: it was paid for.
select sent_at, purpose, body_sealed from letter where channel = 'sms' and sent_at >= :since order by seq;
