-- When somebody was asked whether what fails by one channel may come by another. Whose words are held too long.

alter table rater add column fallback_asked integer;

create index held_until on held (until);
