-- name: arrivals_seen
-- The keys of these that have been taken before.
select key from arrival where key in (select value from json_each(:keys));

-- name: arrivals_done
-- The keys of these that need no retry.
select key from arrival where state = 'done' and key in (select value from json_each(:keys));

-- name: arrivals_keep*!
-- Keeps arrivals with what became of them; a retried one is overwritten.
insert into arrival (key, kind, body_sealed, state, error, at)
values (:key, :kind, :body_sealed, :state, :error, :at)
on conflict (key) do update set state = excluded.state, error = excluded.error;

-- name: arrivals_failed
-- Arrivals whose decision failed, oldest first.
select key, kind, body_sealed, at from arrival where state = 'failed' order by seq limit :limit;

-- name: arrivals_latest$
-- When the latest message came in whose key is in this range.
select max(at) from arrival where key >= :first and key < :beyond and kind = 'IncomingMessage';

-- name: arrivals_count_failed$
-- How many arrivals wait for a retry.
select count(*) from arrival where state = 'failed';
