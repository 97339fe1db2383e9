create or replace function sluice_private.wait_end(
  input jsonb,
  out due_at timestamptz,
  out port text,
  out error jsonb
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_timeout timestamptz;
begin
  error := sluice_private.wait_fault(input);
  if error is not null then
    return;
  end if;
  due_at := least(
    v_now + sluice_hidden.try_interval(input ->> 'for'),
    sluice_private.until_instant(input -> 'until')
  );
  due_at := case when due_at < v_now then v_now else due_at end;
  if input ? 'local' then
    due_at := sluice_private.next_local_instant(input -> 'local', coalesce(due_at, v_now));
  end if;
  port := case when due_at is not null then 'elapsed' end;
  if input ? 'timeout' then
    v_timeout := v_now + greatest(sluice_hidden.try_interval(input ->> 'timeout'), '0');
  end if;
  if v_timeout < due_at or due_at is null and v_timeout is not null then
    due_at := v_timeout;
    port := 'timeout';
  end if;
end;
$$;

comment on function sluice_private.wait_end(jsonb) is
  'When a wait ends if nothing else ends it before, and on which port; or why it cannot begin.';
