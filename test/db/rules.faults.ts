/** Objects in the house style, one of each kind, for the faults to spoil. */
export const CLEAN = `
set local role sluice_owner;
create table sluice.planted (
  organization_id uuid not null references sluice.organizations on delete cascade,
  id uuid not null,
  parent_id uuid,
  status text not null,
  primary key (organization_id, id),
  foreign key (organization_id, parent_id) references sluice.planted on delete cascade,
  constraint planted_status_is_known check (status in ('green', 'ripe'))
);
create index planted_parent_id_idx on sluice.planted (organization_id, parent_id);
alter table sluice.planted enable row level security;
alter table sluice.planted force row level security;
create policy all_owner on sluice.planted to sluice_owner using (true) with check (true);
comment on table sluice.planted is 'A planted table.';
comment on column sluice.planted.organization_id is 'The tenant.';
comment on column sluice.planted.id is 'The plant.';
comment on column sluice.planted.parent_id is 'What it grew from.';
comment on column sluice.planted.status is 'Whether it is ripe.';

create function sluice_private.tg_planted() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as 'begin return null; end';
comment on function sluice_private.tg_planted() is 'Does nothing.';
revoke execute on function sluice_private.tg_planted() from public;
grant execute on function sluice_private.tg_planted() to sluice_worker;
create trigger _100_plant after insert on sluice.planted
for each statement execute function sluice_private.tg_planted();

create function sluice.plant() returns int language sql stable return 1;
comment on function sluice.plant() is 'Answers one.';
revoke execute on function sluice.plant() from public;
grant execute on function sluice.plant() to sluice_member;

create view sluice.plants with (security_invoker = true) as select id from sluice.planted;
comment on view sluice.plants is 'The plants.';
comment on column sluice.plants.id is 'The plant.';
`;

/** What spoils the clean objects, the rule that must notice, and the object it must name. */
export interface Fault {
  rule: string;
  object: string;
  sql: string;
}

const SQL_FUNCTION = "create or replace function sluice.plant() returns int language sql stable";

export const FAULTS: Fault[] = [
  {
    rule: "sql_function_is_standard",
    object: "sluice.plant()",
    sql: `${SQL_FUNCTION} as 'select 1'`,
  },
  {
    rule: "sql_function_is_standard",
    object: "sluice.plant()",
    sql: `${SQL_FUNCTION} security definer return 1`,
  },
  {
    rule: "sql_function_is_standard",
    object: "sluice.plant()",
    sql: `${SQL_FUNCTION} set search_path = pg_catalog, pg_temp return 1`,
  },
  {
    rule: "function_pins_search_path",
    object: "sluice_private.tg_planted()",
    sql: "alter function sluice_private.tg_planted() reset search_path",
  },
  {
    rule: "function_pins_search_path",
    object: "sluice_private.tg_planted()",
    sql: "alter function sluice_private.tg_planted() set search_path = ''",
  },
  {
    rule: "public_cannot_execute",
    object: "sluice.plant()",
    sql: "grant execute on function sluice.plant() to public",
  },
  {
    rule: "private_function_is_for_workers",
    object: "sluice_private.tg_planted() by sluice_member",
    sql: "grant execute on function sluice_private.tg_planted() to sluice_member",
  },
  {
    rule: "function_has_one_signature",
    object: "sluice.plant",
    sql: "create function sluice.plant(depth int) returns int language sql stable return depth",
  },
  {
    rule: "function_has_comment",
    object: "sluice_private.tg_planted()",
    sql: "comment on function sluice_private.tg_planted() is null",
  },
  {
    rule: "table_has_row_security",
    object: "sluice.planted",
    sql: "alter table sluice.planted disable row level security",
  },
  {
    rule: "table_forces_row_security",
    object: "sluice.planted",
    sql: "alter table sluice.planted no force row level security",
  },
  {
    rule: "table_forces_row_security",
    object: "sluice_private.planted_part",
    sql: `create table sluice.planted_whole (organization_id uuid) partition by hash (organization_id);
      create table sluice_private.planted_part partition of sluice.planted_whole
      for values with (modulus 1, remainder 0)`,
  },
  {
    rule: "table_has_owner_policy",
    object: "sluice.planted",
    sql: "drop policy all_owner on sluice.planted",
  },
  {
    rule: "table_has_owner_policy",
    object: "sluice.planted",
    sql: "alter policy all_owner on sluice.planted using (status = 'ripe')",
  },
  {
    rule: "policy_names_its_role",
    object: "everybody on sluice.planted",
    sql: "create policy everybody on sluice.planted using (true)",
  },
  {
    rule: "relation_has_our_owner",
    object: "sluice.planted",
    sql: "reset role; alter table sluice.planted owner to current_user",
  },
  {
    rule: "view_runs_as_its_caller",
    object: "sluice.plants",
    sql: "alter view sluice.plants reset (security_invoker)",
  },
  {
    rule: "public_cannot_read",
    object: "sluice.planted",
    sql: "grant select on sluice.planted to public",
  },
  {
    rule: "private_relation_is_closed",
    object: "sluice_private.planted_queue: SELECT by sluice_worker",
    sql: `create table sluice_private.planted_queue (organization_id uuid not null);
      grant select on sluice_private.planted_queue to sluice_worker`,
  },
  {
    rule: "private_relation_is_closed",
    object: "sluice_private.planted_queue: UPDATE by sluice_member",
    sql: `create table sluice_private.planted_queue (organization_id uuid not null);
      grant select, update on sluice_private.planted_queue to sluice_member`,
  },
  {
    rule: "private_schema_is_closed",
    object: "sluice_member",
    sql: "grant usage on schema sluice_private to sluice_member",
  },
  {
    rule: "role_obeys_row_security",
    object: "sluice_member",
    sql: "reset role; alter role sluice_member bypassrls",
  },
  {
    rule: "untenanted_table_exists",
    object: "sluice.users",
    sql: "alter table sluice.users rename to people",
  },
  {
    rule: "tenant_table_names_its_organization",
    object: "sluice.planted",
    sql: `alter table sluice.planted drop constraint planted_pkey cascade;
      alter table sluice.planted alter organization_id drop not null`,
  },
  {
    rule: "unique_key_leads_with_organization",
    object: "sluice.planted_id_key",
    sql: "alter table sluice.planted add unique (id)",
  },
  {
    rule: "unique_key_leads_with_organization",
    object: "sluice.planted_id_idx",
    sql: "create unique index planted_id_idx on sluice.planted (id)",
  },
  {
    rule: "foreign_key_leads_with_organization",
    object: "planted_parent_id_fkey on sluice.planted",
    sql: `alter table sluice.planted add unique (id);
      alter table sluice.planted add foreign key (parent_id) references sluice.planted (id)`,
  },
  {
    rule: "foreign_key_states_on_delete",
    object: "planted_grower_id_fkey on sluice.planted",
    sql: "alter table sluice.planted add grower_id uuid references sluice.users",
  },
  {
    rule: "foreign_key_has_index",
    object: "planted_organization_id_parent_id_fkey on sluice.planted",
    sql: "drop index sluice.planted_parent_id_idx",
  },
  {
    rule: "foreign_key_has_index",
    object: "planted_organization_id_parent_id_fkey on sluice.planted",
    sql: `drop index sluice.planted_parent_id_idx;
      create index on sluice.planted (organization_id, status, parent_id)`,
  },
  {
    rule: "check_states_what_is_true",
    object: "planted_status_check on sluice.planted",
    sql: "alter table sluice.planted add check (status <> 'rotten')",
  },
  {
    rule: "check_states_what_is_true",
    object: "status_is_fine on sluice.planted",
    sql: "alter table sluice.planted add constraint status_is_fine check (status <> 'rotten')",
  },
  ...[
    "character varying",
    "character varying[]",
    "character(2)",
    '"char"',
    "timestamp without time zone",
    "time with time zone",
    "json",
    "money",
    "real",
  ].map((type) => ({
    rule: "column_type_is_sound",
    object: `sluice.planted.taste is ${type}`,
    sql: `alter table sluice.planted add taste ${type}`,
  })),
  {
    rule: "status_is_checked_text",
    object: "sluice.planted.status",
    sql: "alter table sluice.planted drop constraint planted_status_is_known",
  },
  {
    rule: "status_is_checked_text",
    object: "sluice.planted.last_status",
    sql: `create type sluice.ripeness as enum ('green', 'ripe');
      alter table sluice.planted add last_status sluice.ripeness`,
  },
  {
    rule: "trigger_has_number",
    object: "plant on sluice.planted",
    sql: "alter trigger _100_plant on sluice.planted rename to plant",
  },
  {
    rule: "relation_has_comment",
    object: "sluice.planted",
    sql: "comment on table sluice.planted is null",
  },
  {
    rule: "relation_has_comment",
    object: "sluice.plants",
    sql: "comment on view sluice.plants is null",
  },
  {
    rule: "column_has_comment",
    object: "sluice.planted.status",
    sql: "comment on column sluice.planted.status is null",
  },
  {
    rule: "column_has_comment",
    object: "sluice.plants.id",
    sql: "comment on column sluice.plants.id is null",
  },
];
