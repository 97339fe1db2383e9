/* What a node evaluates when it fires: a template (input, wait, end) and conditions
   (run_if, cases of a choice, while of a loop, when of a wait). The paths of a choice are its
   cases, in order; that of a loop is its while; the last one of a wait is its when. */
create or replace function sluice_private.compile_node(
  type text,
  data jsonb,
  node_ids text[],
  item_names text[],
  out template jsonb,
  out slots jsonb,
  out paths jsonpath[],
  out run_if jsonpath,
  out refs text[],
  out roots text[],
  out reads jsonpath[],
  out problems jsonb
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_condition record;
  v_compiled record;
begin
  template := case type
    when 'action' then coalesce(data -> 'input', '{}')
    when 'call' then coalesce(data -> 'input', '{}')
    when 'wait' then sluice_private.wait_template(data)
    when 'choice' then case when data ? 'key' then jsonb_build_object('key', data -> 'key') end
    when 'foreach' then jsonb_build_object('items', data -> 'items')
    when 'group' then nullif(jsonb_strip_nulls(jsonb_build_object(
      'cancel_on', data -> 'cancel_on', 'lock', data -> 'lock'
    )), '{}')
    when 'end' then jsonb_build_object('output', data -> 'output', 'error', data -> 'error')
  end;
  select compiled.slots, compiled.paths, compiled.refs, compiled.roots, compiled.problems
  into slots, paths, refs, roots, problems
  from sluice_private.compile_template(
    template, case when type in ('action', 'call') then 'input' end, node_ids, item_names
  ) as compiled;

  if type = 'choice' and data ->> 'mode' = 'split' then
    roots := roots || '{execution,workflow}'::text[];
  end if;

  for v_condition in
    select c.* from sluice_private.node_conditions(type, data) as c
  loop
    select compiled.path, compiled.refs, compiled.roots, compiled.problem
    into v_compiled
    from sluice_private.compile_condition(v_condition.source, node_ids, item_names) as compiled;
    if v_compiled.problem is not null then
      problems := problems || jsonb_build_array(jsonb_build_object(
        'path', v_condition.place, 'message', v_compiled.problem
      ));
    elsif v_condition.case_no = 0 then
      run_if := v_compiled.path;
    else
      paths := paths || v_compiled.path;
    end if;
    refs := refs || v_compiled.refs;
    roots := roots || v_compiled.roots;
  end loop;
  reads := sluice_private.reads_of(
    case when type = 'choice' then paths || run_if else array[run_if] end
  );
end;
$$;

comment on function sluice_private.compile_node(text, jsonb, text[], text[]) is
  'Compiles what a node evaluates: template, slots, typed paths, what it reads, its problems.';
