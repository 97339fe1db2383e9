create or replace function sluice_private.first_in_line(organization_id uuid, key text)
returns jsonb
language sql
stable
return (
  select sluice_private.limit_rule(b.organization_id, rule.value)
  from (
    select first.organization_id, first.execution_id, first.frame_id, first.step_no
    from sluice_private.blocked_steps as first
    where first.organization_id = first_in_line.organization_id
      and first.limit_key = first_in_line.key
    order by first.priority, first.ready_at
    limit 1
  ) as b
  inner join sluice_private.step_limits as kept
    on kept.organization_id = b.organization_id
    and kept.execution_id = b.execution_id
    and kept.frame_id = b.frame_id
    and kept.step_no = b.step_no
  cross join lateral jsonb_array_elements(kept.limits) as rule (value)
  where rule.value ->> 'key' = first_in_line.key
);

comment on function sluice_private.first_in_line(uuid, text) is
  'The limit as it is for the first of those that wait for this key.';
