/* Only where the index has grown to 4 MB does stepping over what is gone cost more than to know. */
create or replace function sluice_private.next_timer()
returns timestamptz
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_from timestamptz := sluice_private.timers_from();
  v_now timestamptz := clock_timestamp();
  v_next timestamptz;
begin
  select timers.due_at
  into v_next
  from sluice_private.timers
  where not timers.is_parked and timers.due_at > v_from
  order by timers.due_at
  limit 1;
  if pg_relation_size('sluice_private.timers_due_at_idx') > 4194304 then
    perform set_config(
      'sluice.timers_from',
      concat_ws('|',
        case when v_from = '-infinity' then v_now::text
          else split_part(current_setting('sluice.timers_from'), '|', 1) end,
        least(v_next, v_now) - interval '5 seconds'
      ),
      false
    );
  end if;
  return v_next;
end;
$$;

comment on function sluice_private.next_timer() is
  'When the next timer is due; null when there is none.';
