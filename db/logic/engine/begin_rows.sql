/* Inlined where it is called. Before it begins a row is cut where the execution is retried, as a
   step of it may have been kept. */
create or replace function sluice_private.begin_rows(fired sluice_private.fired_step[])
returns table (
  no bigint, length int, organization_id uuid, execution_id uuid, version_id uuid,
  frame_id bigint, token bigint, generation int, goes_on boolean, next_no int, is_live boolean,
  context jsonb, roots text[], refs int[], bytes int, is_over boolean, step_no int, node_id text,
  type text, action text, is_referenced boolean, status text, ports text[], input jsonb,
  output jsonb, verdicts jsonb
)
language sql
stable
begin atomic
  select
    row_number() over (), 0, f.organization_id, f.execution_id, f.version_id, f.frame_id, f.token,
    f.generation, f.generation = 0, f.step_no, f.is_live, jsonb '{"steps": {}}', '{steps}'::text[],
    '{}'::int[], 0, false, null::int, null::text, null::text, null::text, false, null::text,
    null::text[], null::jsonb, null::jsonb, null::jsonb
  from unnest(fired) as f;
end;

comment on function sluice_private.begin_rows(sluice_private.fired_step[]) is
  'What fires, as that with which rows of steps begin.';
