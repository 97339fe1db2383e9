/* The setting sluice.failpoints is a comma list of name=action, where action is `raise`,
   `raise:<probability>`, `sleep:<seconds>` or `lock:<number>` (waits for whoever holds that
   advisory lock). Those of one name come one after the other. */
create or replace function sluice_hidden.failpoint(name text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_armed text := nullif(current_setting('sluice.failpoints', true), '');
  v_action text;
begin
  if v_armed is null or not exists (select from sluice_private.test_mode) then
    return;
  end if;
  for v_action in
    select split_part(entry, '=', 2)
    from unnest(string_to_array(v_armed, ',')) with ordinality as armed (entry, place)
    where split_part(entry, '=', 1) = failpoint.name
    order by place
  loop
    if v_action = 'raise' or v_action like 'raise:%' and random() < substr(v_action, 7)::float8 then
      raise exception using
        errcode = 'SLFPT',
        message = format('failpoint %s', name),
        hint = 'The setting sluice.failpoints arms it.';
    elsif v_action like 'sleep:%' then
      perform pg_sleep(substr(v_action, 7)::double precision);
    elsif v_action like 'lock:%' then
      perform pg_advisory_xact_lock_shared(substr(v_action, 6)::bigint);
    end if;
  end loop;
end;
$$;

comment on function sluice_hidden.failpoint(text) is
  'Does nothing, unless a test has armed this name: then raises, sleeps or waits for a lock.';
