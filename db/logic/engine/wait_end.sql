create or replace function sluice_private.wait_end(
  organization_id uuid,
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
  due_at := least(
    v_now + sluice_hidden.try_interval(input ->> 'for'),
    sluice_private.until_instant(input -> 'until')
  );
  due_at := case when due_at < v_now then v_now else due_at end;
  if input ? 'local' then
    due_at := sluice_private.next_allowed_instant(
      organization_id, input -> 'local', coalesce(due_at, v_now)
    );
    if due_at is null then
      error := sluice_private.calendar_fault(organization_id, input -> 'local');
      return;
    end if;
  end if;
  port := case when due_at is not null then 'elapsed' end;
  if input ? 'timeout' then
    v_timeout := v_now + greatest(sluice_hidden.try_interval(input ->> 'timeout'), '0');
  end if;
  v_timeout := least(v_timeout, sluice_private.approval_end(input -> 'approval', v_now));
  if v_timeout < due_at or due_at is null and v_timeout is not null then
    due_at := v_timeout;
    port := 'timeout';
  end if;
end;
$$;

comment on function sluice_private.wait_end(uuid, jsonb) is
  'When a wait ends if nothing else ends it before, and on which port; or why it cannot begin.';
