-- name: arrivals_seen
-- The keys of these that have been taken before.
select key from arrival where key in (select value from json_each(:keys));

-- name: arrivals_done
-- The keys of these that need no retry.
select key from arrival where state = 'done' and key in (select value from json_each(:keys));

-- name: arrivals_keep*!
-- Keeps arrivals with what became of them, in the order they were decided; a retried one goes behind the others.
insert into arrival (key, kind, body_sealed, state, error, at, decided_at, retried)
values (:key, :kind, :body_sealed, :state, :error, :at, :decided_at, 0)
on conflict (key) do update set
    state = excluded.state, error = excluded.error, decided_at = excluded.decided_at, retried = 1,
    seq = (select max(seq) + 1 from arrival);

-- name: arrivals_failed
-- Arrivals whose decision failed, oldest first.
select key, kind, body_sealed, at from arrival where state = 'failed' order by seq limit :limit;

-- name: arrivals_latest$
-- When the latest message came in whose key is in this range.
select max(at) from arrival where key >= :first and key < :beyond and kind = 'IncomingMessage';

-- name: arrivals_count_failed$
-- How many arrivals wait for a retry.
select count(*) from arrival where state = 'failed';

-- name: arrivals_taken
-- The next arrivals that came to something, in the order they were decided.
select seq, key, kind, body_sealed, at, decided_at, retried
from arrival where seq > :after and state = 'done' order by seq limit :limit;
