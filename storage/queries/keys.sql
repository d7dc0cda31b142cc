-- name: key_checks
-- What shows whether the keys at hand are the database's own: a row per key that ever sealed.
select key_id, sealed, hashed from key_check;

-- name: key_check_keep!
-- A key that seals from now on.
insert into key_check (key_id, sealed, hashed) values (:key_id, :sealed, :hashed) on conflict (key_id) do nothing;
