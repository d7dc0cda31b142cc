-- name: key_check
-- What shows whether the keys at hand are the database's own.
select index_kept, sealed from key_check;

-- name: key_check_keep!
-- The first key is kept.
insert into key_check (id, index_kept, sealed) values (1, :index_kept, :sealed) on conflict (id) do nothing;
