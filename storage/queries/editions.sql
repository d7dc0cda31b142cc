-- name: editions_all
-- Every edition of a measure or profile that was ever used.
select kind, id, version, text from edition order by kind, id, version;

-- name: editions_since$
-- When editions were kept first; null if none is.
select min(first_used) from edition;

-- name: editions_keep*!
-- Editions that are used from now on; one that is known stays as it is.
insert into edition (kind, id, version, text, first_used) values (:kind, :id, :version, :text, :at)
on conflict (kind, id, version) do nothing;
