/** Files in the house style, one of each kind. */
export const CLEAN = `/* A step fails for good only once its attempts are used up. */
create or replace function sluice_private.fail_step(step_id bigint)
returns sluice_private.steps
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step sluice_private.steps;
  v_at timestamptz := sluice_hidden.now();
begin
  update sluice_private.steps
  set failed_at = v_at
  from sluice_private.workers
  inner join sluice.users on users.id = workers.user_id
  where steps.id = fail_step.step_id
  returning steps.* into v_step;

  insert into sluice_private.log (step_id, at)
  select s.step_id, clock_timestamp()
  from sluice_private.steps as s
  left join sluice.users on users.id = s.user_id
  where s.id = fail_step.step_id;

  return v_step;
exception
  when unique_violation then
    return null;
end;
$$;

comment on function sluice_private.fail_step(bigint) is 'Fails a running step.';

revoke execute on function sluice_private.fail_step(bigint) from public;
`;

export const STANDARD = `create or replace function sluice.steps_of(execution_id uuid)
returns setof sluice.steps
language sql
stable
begin atomic
  select steps.*
  from sluice.steps
  where steps.execution_id = steps_of.execution_id;
end;

comment on function sluice.steps_of(uuid) is 'The steps of an execution.';
`;

/** Arrays of our own rows, which a parser without a catalogue cannot know. */
const OF_ROWS = `create or replace function sluice_private.take_steps(ids bigint[])
returns sluice_private.step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_steps sluice_private.step[];
  v_count int;
begin
  select array_agg(row(s.id)::sluice_private.step), count(s.id)
  into v_steps, v_count
  from unnest(ids) as s (id);
  return v_steps;
end;
$$;

comment on function sluice_private.take_steps(bigint[]) is 'The steps with these ids.';
`;

export const VIEW = `create or replace view sluice.queue
with (security_invoker = true) as
select steps.id
from sluice.steps;

comment on view sluice.queue is 'What waits.';
comment on column sluice.queue.id is 'The step.';
grant select on sluice.queue to sluice_member;
`;

export const POLICIES = `alter table sluice.steps enable row level security;
alter table sluice.steps force row level security;

drop policy if exists all_owner on sluice.steps;
create policy all_owner on sluice.steps for all to sluice_owner using (true);
comment on policy all_owner on sluice.steps is 'The engine sees every row.';

grant select on sluice.steps to sluice_member;
`;

export const TRIGGER = `create or replace trigger _500_notify
after insert on sluice.steps
for each statement execute function sluice_private.tg_steps__notify();
`;

const CONSTRAINT_TRIGGER = `drop trigger if exists _900_check on sluice.steps;
create constraint trigger _900_check
after insert on sluice.steps
for each row execute function sluice_private.tg_steps__check();
`;

export const CLEAN_FILES: [path: string, text: string][] = [
  ["engine/fail_step.sql", CLEAN],
  ["engine/steps_of.sql", STANDARD],
  ["engine/take_steps.sql", OF_ROWS],
  ["queue/queue.sql", VIEW],
  ["engine/steps_policies.sql", POLICIES],
  ["engine/steps_notify.sql", TRIGGER],
  ["engine/steps_check.sql", CONSTRAINT_TRIGGER],
  ["engine/index.sql", "/* The engine. */\n--!include engine/fail_step.sql\n"],
  ["index.sql", "--!include engine/index.sql\n"],
];

/** The clean function with one piece of its text replaced. */
export function instead(from: string, to: string): string {
  if (!CLEAN.includes(from)) throw new Error(`the clean file has no ${JSON.stringify(from)}`);
  return CLEAN.replace(from, to);
}
