-- Whose an address was, at any time: by the codes that were used from it. Which consent text somebody saw last who had
-- agreed to another. Where a request goes on that was begun elsewhere.

alter table rater add column consent_shown text not null default '';

alter table request add column goes_on_index text references contact (address_index);

create index invite_used_by on invite (used_by_index, used_at) where used_by_index is not null;
