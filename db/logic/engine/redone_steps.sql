/* A frame path is read from the outside in, for node ids may hold any character. In a loop the
   later iterations follow from the earlier ones, so they are run again too; those of a foreach are
   not. */
create or replace function sluice_private.redone_steps(
  organization_id uuid,
  version_id uuid,
  node_id text,
  frame_path text
)
returns table (path text, step text, is_whole boolean, later_than int)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_around sluice.workflow_steps[];
  v_at sluice.workflow_steps;
  v_step sluice.workflow_steps;
  v_path text := '';
  v_prefix text;
  v_iteration text;
begin
  select w.*
  into v_at
  from sluice.workflow_steps as w
  where w.organization_id = redone_steps.organization_id
    and w.version_id = redone_steps.version_id
    and w.node_id = redone_steps.node_id;
  v_step := v_at;
  while v_step.scope <> 0 loop
    v_step := sluice_private.step_of(organization_id, version_id, v_step.scope);
    v_around := v_step || v_around;
  end loop;

  foreach v_step in array coalesce(v_around, '{}') loop
    v_prefix := concat_ws('.', nullif(v_path, ''), v_step.node_id || '[');
    v_iteration := case when starts_with(frame_path, v_prefix)
      then substring(substr(frame_path, length(v_prefix) + 1) from '^(\d{1,9})\]') end;
    return query
    select v_path, v_step.node_id, false,
      case v_step.type when 'loop' then v_iteration::int end
    union all
    select v_path, f.node_id, true, null
    from sluice_private.steps_after(v_step) as f;
    v_path := v_prefix || v_iteration || ']';
  end loop;
  if v_at.node_id is null or v_path is distinct from coalesce(frame_path, '') then
    return query select null, null, null::boolean, null::int;
    return;
  end if;

  return query
  select v_path, v_at.node_id, true, null::int
  union all
  select v_path, f.node_id, true, null
  from sluice_private.steps_after(v_at) as f;
end;
$$;

comment on function sluice_private.redone_steps(uuid, uuid, text, text) is
  'What is run again from a step on: it and what follows it (whole, with all that is inside), and '
  'the containers around it, of which the other iterations are kept. A row of nulls: the version '
  'has no such step.';
