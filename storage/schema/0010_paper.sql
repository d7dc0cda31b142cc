-- Who entered a rating given on paper, and after which correction or paper rating an alert held no longer.

alter table rating add column entered_by text not null default '';
alter table alert add column because text not null default '';
create index alert_because on alert (because) where because <> '';
