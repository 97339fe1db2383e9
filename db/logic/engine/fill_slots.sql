/* Inlined where it is called. Each slot reads where its path begins: in the trigger's input (0),
   the variables (-1), the output of the step that has just completed, or one that is kept. One or
   two that need not be looked up are expressions, as a join costs more. */
create or replace function sluice_private.fill_slots(
  template jsonb,
  keys text[],
  sources int[],
  parts jsonpath[],
  organization_id uuid,
  execution_id uuid,
  step_no int,
  output jsonb,
  input jsonb,
  variables jsonb
)
returns table (input jsonb)
language sql
stable
begin atomic
  select case
    when coalesce(cardinality(sources), 0) = 0 then template
    when not slot.are_near then template || (
      select jsonb_object_agg(slot.key, coalesce(jsonb_path_query_first_tz(
        case slot.source
          when fill_slots.step_no then fill_slots.output
          when 0 then fill_slots.input
          when -1 then coalesce(fill_slots.variables, '{}')
          else (
            select kept.output
            from sluice_private.live_outputs as kept
            where kept.organization_id = fill_slots.organization_id
              and kept.execution_id = fill_slots.execution_id
              and kept.frame_id = 0
              and kept.step_no = slot.source
          )
        end,
        slot.part, '{}', true
      ), 'null'))
      from (
        select unnest(keys) as key, unnest(sources) as source, unnest(parts) as part
      ) as slot
    )
    when cardinality(sources) = 1 then template || jsonb_build_object(keys[1], slot.one)
    else template || jsonb_build_object(keys[1], slot.one, keys[2], slot.other)
  end as input
  from (
    select
      cardinality(sources) <= 2 and sources <@ array[-1, 0, fill_slots.step_no] as are_near,
      coalesce(jsonb_path_query_first_tz(
        case sources[1]
          when 0 then fill_slots.input
          when -1 then coalesce(fill_slots.variables, '{}')
          else fill_slots.output
        end,
        parts[1], '{}', true
      ), 'null') as one,
      coalesce(jsonb_path_query_first_tz(
        case sources[2]
          when 0 then fill_slots.input
          when -1 then coalesce(fill_slots.variables, '{}')
          else fill_slots.output
        end,
        parts[2], '{}', true
      ), 'null') as other
    offset 0
  ) as slot
  offset 0;
end;

comment on function sluice_private.fill_slots(
  jsonb, text[], int[], jsonpath[], uuid, uuid, int, jsonb, jsonb, jsonb
) is
  'The input of a step whose slots read one thing each.';
