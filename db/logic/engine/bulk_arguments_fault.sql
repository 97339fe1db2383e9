create or replace function sluice_private.bulk_arguments_fault(kind text, arguments jsonb)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_known text[] := (case
    when kind in ('cancel', 'pause') then '{reason}'
    when kind in ('resume', 'replay') then '{}'
    when kind = 'retry' then '{node_id,frame_path,input,use_live_version}'
    when kind in ('skip_step', 'cancel_step') then '{node_id,frame_path,reason}'
    when kind = 'complete_step' then '{node_id,frame_path,output,port,reason}'
  end)::text[];
begin
  if v_known is null then
    return format('there is no kind %s', coalesce(kind, 'null'));
  elsif jsonb_typeof(arguments) is distinct from 'object' then
    return 'the arguments must be an object';
  elsif kind like '%\_step' and not arguments ? 'node_id' then
    return 'the arguments must name the step in node_id';
  elsif kind = 'retry' and not arguments ? 'node_id'
    and (arguments ? 'frame_path' or arguments ? 'input')
  then
    return 'a frame path and an input are of a step: name it in node_id';
  end if;
  return (
    select case
      when field.key <> all (v_known) then format('%s takes no argument %s', kind, field.key)
      when field.key in ('input', 'output') then null
      when field.key = 'use_live_version' then case
        when jsonb_typeof(field.value) <> 'boolean' then 'use_live_version must be a boolean' end
      when jsonb_typeof(field.value) <> 'string' then format('%s must be a string', field.key)
      when length(field.value #>> '{}') > 1000
        then format('%s has more than 1,000 characters', field.key)
    end as fault
    from jsonb_each(arguments) as field
    order by fault
    limit 1
  );
end;
$$;

comment on function sluice_private.bulk_arguments_fault(text, jsonb) is
  'What is wrong with the kind or the arguments of a bulk operation, or null.';
