-- How an episode ended, and the team of a therapist.

alter table episode add column ending text check (ending in ('planned', 'unplanned'));
create index episode_client on episode (client, opened_at);

alter table therapist add column team text not null default '';
