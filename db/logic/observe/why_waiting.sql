/* What is wrong comes before what is slow, and that before what takes its time. */
create or replace function sluice.why_waiting(execution_id uuid)
returns text
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_live sluice_private.live_executions;
  v_past sluice.workflow_executions;
  v_sentences text[];
begin
  select live.*
  into v_live
  from sluice_private.live_executions as live
  where live.id = why_waiting.execution_id and sluice_hidden.can_see(live.organization_id);
  if not found then
    v_past := sluice_private.find_past(execution_id);
    return format(
      'It has ended as %s at %s and waits for nothing.', v_past.status,
      sluice_private.instant_text(v_past.finished_at)
    );
  end if;

  select array_agg(why.sentence order by why.rank, why.sentence)
  into v_sentences
  from (
    select p.rank, p.sentence from sluice_private.why_paused(v_live) as p
    union all
    select p.rank, p.sentence from sluice_private.why_pending(v_live) as p
    union all
    select f.rank, f.sentence from sluice_private.why_limited(v_live) as f
    union all
    select r.rank, r.sentence from sluice_private.why_ready(v_live) as r
    union all
    select b.rank, b.sentence from sluice_private.why_blocked(v_live) as b
    union all
    select k.rank, k.sentence from sluice_private.why_locked(v_live) as k
    union all
    select l.rank, l.sentence from sluice_private.why_leased(v_live) as l
    union all
    select c.rank, c.sentence from sluice_private.why_calls(v_live) as c
    union all
    select w.rank, w.sentence from sluice_private.why_waits(v_live) as w
  ) as why;
  if v_live.status <> 'paused' and cardinality(v_sentences) > 1 then
    return rtrim(v_sentences[1], '.')
      || format('; and %s more.', cardinality(v_sentences) - 1);
  end if;
  return coalesce(
    v_sentences[1],
    'Nothing that would move it on is known: see sluice.check_invariants().'
  );
end;
$$;

comment on function sluice.why_waiting(uuid) is
  'What an execution waits for, in one sentence: the most serious of all that it waits for.';
grant execute on function sluice.why_waiting(uuid) to sluice_member, sluice_admin;
