/* First come all records, page by page; then the members whose record is gone. */
create or replace function sluice_private.segment_page(
  target sluice.workflow_triggers,
  state jsonb
)
returns table (key text, record jsonb, is_inside boolean, was_inside boolean)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_watch sluice_private.table_watches := sluice_private.segment_watch(
    target.organization_id, target.config ->> 'object'
  );
  v_condition jsonpath := (
    sluice_private.compile_trigger_expression('filter', target.config -> 'condition')
  ).path;
begin
  if state ->> 'phase' = 'records' then
    return query
    select found.key, found.record,
      coalesce(jsonb_path_match_tz(
        jsonb_build_object('trigger', jsonb_build_object('payload', jsonb_build_object(
          'object', target.config -> 'object', 'key', found.key, 'record', found.record
        ))),
        v_condition, '{}', true
      ), false),
      exists (
        select
        from sluice_private.segment_members as member
        where member.organization_id = target.organization_id
          and member.trigger_id = target.id
          and member.key = found.key
      )
    from sluice_private.segment_records(
      v_watch, target.organization_id, state ->> 'cursor', null, 200
    ) as found;
    return;
  end if;
  return query
  with page as (
    select member.key
    from sluice_private.segment_members as member
    where member.organization_id = target.organization_id
      and member.trigger_id = target.id
      and member.key > coalesce(state ->> 'cursor', '')
    order by member.key
    limit 200
  )
  select page.key, null::jsonb, found.key is not null, true
  from page
  left join sluice_private.segment_records(
    v_watch, target.organization_id, null, array(select p.key from page as p), 200
  ) as found on found.key = page.key
  order by page.key;
end;
$$;

comment on function sluice_private.segment_page(sluice.workflow_triggers, jsonb) is
  'The next records of a look at a segment, up to 200: whether each is inside, and was.';
