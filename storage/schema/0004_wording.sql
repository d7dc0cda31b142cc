-- Which wording a request was asked in, and a rating made with.

alter table request add column wording text not null default '';
alter table rating add column wording text not null default '';
