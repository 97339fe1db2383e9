create or replace function sluice_private.why_pending(live sluice_private.live_executions)
returns table (rank int, sentence text)
language sql
stable
begin atomic
  select 2, format(
    'It took too long together with others, so since %s a worker moves it on alone.',
    sluice_private.instant_text(live.apart_since)
  )
  where live.apart_since is not null
  union all
  select 3, format(
    'What arrived at %s (%s) has not been acted on yet: %s.',
    sluice_private.instant_text(oldest.created_at), oldest.kind,
    case when exists (select from sluice_private.workers)
      then 'a worker takes it up within moments'
      else 'no worker runs; start one, or call sluice.tick()'
    end
  )
  from (
    select arrival.kind, arrival.created_at
    from sluice_private.arrivals as arrival
    where arrival.organization_id = live.organization_id
      and arrival.execution_id = live.id
      and not arrival.is_parked
    order by arrival.seq
    limit 1
  ) as oldest;
end;

comment on function sluice_private.why_pending(sluice_private.live_executions) is
  'Which arrival of an execution no transaction has acted on yet.';
