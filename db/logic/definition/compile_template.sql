create or replace function sluice_private.compile_template(
  source jsonb,
  place text,
  node_ids text[],
  item_names text[] default '{}',
  out slots jsonb,
  out paths jsonpath[],
  out refs text[],
  out roots text[],
  out problems jsonb
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_leaf record;
  v_text record;
  v_parts jsonb;
begin
  slots := '[]';
  paths := '{}';
  refs := '{}';
  roots := '{}';
  problems := '[]';
  if regexp_count(source::text, '\{\{') > 1000 then
    problems := jsonb_build_array(jsonb_build_object(
      'path', place, 'message', 'has more than 1,000 expressions'
    ));
    return;
  end if;
  for v_leaf in
    select leaf.target, leaf.value from sluice_private.string_leaves(source) as leaf
  loop
    select compiled.parts, compiled.paths, compiled.refs, compiled.roots, compiled.problem
    into v_text
    from sluice_private.compile_text(v_leaf.value, node_ids, item_names) as compiled;
    if v_text.problem is not null then
      problems := problems || jsonb_build_array(jsonb_build_object(
        'path', array_to_string(place || v_leaf.target, '.'), 'message', v_text.problem
      ));
      continue;
    end if;
    v_parts := (
      select jsonb_agg(
        case when part.value ? 'path'
          then part.value || jsonb_build_object(
            'path', (part.value ->> 'path')::int + cardinality(paths)
          )
          else part.value
        end
        order by part.ordinal
      )
      from jsonb_array_elements(v_text.parts) with ordinality as part (value, ordinal)
    );
    slots := slots || jsonb_build_array(jsonb_build_object(
      'target', to_jsonb(v_leaf.target),
      'text', jsonb_array_length(v_parts) <> 1,
      'parts', v_parts
    ));
    paths := paths || v_text.paths;
    refs := refs || v_text.refs;
    roots := roots || v_text.roots;
  end loop;
end;
$$;

comment on function sluice_private.compile_template(jsonb, text, text[], text[]) is
  'Compiles every {{ … }} in a JSON template: slots, their paths, what they read, the problems.';
