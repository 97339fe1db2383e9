create or replace function sluice_private.add_join_counts(joins jsonb, counts jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step text;
  v_add jsonb;
begin
  for v_step, v_add in select pair.key, pair.value from jsonb_each(counts) as pair loop
    joins := joins || jsonb_build_object(v_step, jsonb_build_array(
      coalesce((joins #>> array[v_step, '0'])::int, 0) + (v_add ->> 0)::int,
      coalesce((joins #>> array[v_step, '1'])::int, 0) + (v_add ->> 1)::int
    ));
  end loop;
  return joins;
end;
$$;

comment on function sluice_private.add_join_counts(jsonb, jsonb) is
  'Adds { step: [live, dead] } to the counts of a frame.';
