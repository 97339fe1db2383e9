/* Those of a container see the iteration that has just ended: its steps, its item and index. The
   completion of a foreach sees the output that it would have now. */
create or replace function sluice_private.compile_result(
  type text,
  data jsonb,
  node_ids text[],
  item_names text[],
  out template jsonb,
  out slots jsonb,
  out paths jsonpath[],
  out repeat_until jsonpath,
  out refs text[],
  out roots text[],
  out problems jsonb
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_place text := case type
    when 'foreach' then 'collect'
    when 'loop' then 'carry'
    when 'action' then 'cache.key'
  end;
  v_condition text := case
    when type = 'loop' then 'until'
    when type = 'foreach' and sluice_private.is_condition(data -> 'completion') then 'completion'
  end;
  v_until record;
begin
  template := data #> string_to_array(v_place, '.');
  select compiled.slots, compiled.paths, compiled.refs, compiled.roots, compiled.problems
  into slots, paths, refs, roots, problems
  from sluice_private.compile_template(template, v_place, node_ids, item_names) as compiled;
  if data ? v_condition then
    select compiled.path, compiled.refs, compiled.roots, compiled.problem
    into v_until
    from sluice_private.compile_condition(data -> v_condition, node_ids, item_names) as compiled;
    repeat_until := v_until.path;
    refs := refs || v_until.refs;
    roots := roots || v_until.roots;
    if v_until.problem is not null then
      problems := problems || jsonb_build_array(jsonb_build_object(
        'path', v_condition, 'message', v_until.problem
      ));
    end if;
  end if;
end;
$$;

comment on function sluice_private.compile_result(text, jsonb, text[], text[]) is
  'Compiles what is evaluated besides what a node begins with: collect, carry, until and '
  'completion at the end of an iteration, the key of a cache.';
