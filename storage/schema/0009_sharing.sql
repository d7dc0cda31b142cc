-- Whose an address was, at any time: by the codes that were used from it.

create index invite_used_by on invite (used_by_index, used_at) where used_by_index is not null;
