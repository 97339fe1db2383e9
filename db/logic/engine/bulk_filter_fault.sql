create or replace function sluice_private.bulk_filter_fault(filter jsonb)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if jsonb_typeof(filter) is distinct from 'object' then
    return 'the filter must be an object';
  end if;
  return (
    select case
      when field.key = 'workflow_id' and sluice_private.is_id(field.value) then null
      when field.key in ('created_after', 'created_before')
        then case when jsonb_typeof(field.value) <> 'string'
          or sluice_hidden.try_timestamp(field.value #>> '{}') is null
          then format('%s must be an ISO 8601 timestamp', field.key) end
      when field.key = 'error_class'
        then case when jsonb_typeof(field.value) <> 'string'
          then 'error_class must be a string' end
      when field.key = 'workflow_id' then 'workflow_id must be an id'
      when field.key not in ('ids', 'statuses')
        then format('the filter has no field %s', field.key)
      when jsonb_typeof(field.value) <> 'array' or jsonb_array_length(field.value) > 10000
        then format('%s must be an array of at most 10,000', field.key)
      when exists (
        select
        from jsonb_array_elements(field.value) as item (value)
        where case field.key
          when 'ids' then not sluice_private.is_id(item.value)
          else item.value not in (
            '"pending"', '"running"', '"waiting"', '"paused"', '"completed"', '"failed"',
            '"cancelled"', '"timed_out"'
          )
        end
      ) then format('%s must be %s', field.key, case field.key
        when 'ids' then 'ids of executions' else 'of pending, running, waiting, paused, '
        'completed, failed, cancelled and timed_out' end)
    end as fault
    from jsonb_each(filter) as field
    order by fault
    limit 1
  );
end;
$$;

comment on function sluice_private.bulk_filter_fault(jsonb) is
  'What is wrong with the filter of a bulk operation, or null.';
