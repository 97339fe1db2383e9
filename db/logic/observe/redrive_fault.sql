create or replace function sluice_private.redrive_fault(
  filter jsonb,
  rate double precision,
  arguments jsonb
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(
    sluice_private.bulk_arguments_fault('retry', arguments),
    sluice_private.bulk_filter_fault(filter),
    case
      when not filter -> 'statuses' <@ '["failed", "timed_out", "paused"]'
        then 'a dead letter has failed, timed_out, or is paused'
      when not rate between 0.001 and 1000000 then 'a rate is from 0.001 to 1,000,000 a second'
    end
  );
end;
$$;

comment on function sluice_private.redrive_fault(jsonb, double precision, jsonb) is
  'What is wrong with the arguments of redrive, or null.';
