create or replace function sluice_private.claim_firings(fired sluice_private.judged_firing[])
returns sluice_private.judged_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_half int := cardinality(fired) / 2;
begin
  return array(select sluice_private.claim_firing(one) from unnest(fired) as one);
exception
  when lock_not_available then
    if current_setting('sluice.waits', true) is distinct from 'off' then
      raise;
    elsif v_half = 0 then
      return array[sluice_private.defer_firing(fired[1])];
    end if;
    return sluice_private.claim_firings(fired[:v_half])
      || sluice_private.claim_firings(fired[v_half + 1:]);
end;
$$;

comment on function sluice_private.claim_firings(sluice_private.judged_firing[]) is
  'Gives firings their executions, in this order; in the pump one whose key somebody else is '
  'claiming is deferred.';
