create or replace function sluice_private.compile_poll(config jsonb)
returns sluice_private.poll_plan
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_plan sluice_private.poll_plan;
  v_readable text[] := array['item', 'body', 'headers', 'status', 'page'];
  v_roots text[];
begin
  v_plan.template := sluice_private.poll_request(config);
  v_plan.slots := '[]';
  v_plan.paths := '{}';
  if config ->> 'source' in ('http', 'feed') then
    select compiled.slots, compiled.paths, 'page' = any (compiled.roots)
    into v_plan.slots, v_plan.paths, v_plan.is_paged
    from sluice_private.compile_template(v_plan.template, 'at', '{}', '{cursor,page}') as compiled;
  end if;
  select p.path into v_plan.items
  from sluice_private.compile_poll_path(
    case config ->> 'source' when 'sql' then 'body' else config ->> 'items' end, v_readable
  ) as p;
  select p.path into v_plan.dedupe_key
  from sluice_private.compile_poll_path(config ->> 'dedupe_key', v_readable) as p;
  select p.path into v_plan.next
  from sluice_private.compile_poll_path(config ->> 'next', v_readable) as p;
  select p.path, p.roots into v_plan.cursor, v_roots
  from sluice_private.compile_poll_path(config ->> 'cursor', v_readable) as p;
  v_plan.is_item_cursor := 'item' = any (v_roots);
  return v_plan;
end;
$$;

comment on function sluice_private.compile_poll(jsonb) is
  'The config of a poll, compiled; it has no problems.';
