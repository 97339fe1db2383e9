create or replace function sluice_private.why_limited(live sluice_private.live_executions)
returns table (rank int, sentence text)
language sql
stable
begin atomic
  select
    case line.state when 'new' then 3 else 5 end,
    case line.state
      when 'new' then format(
        'Whether its limits have room for it has not been looked at yet: %s.',
        case when exists (select from sluice_private.workers)
          then 'a worker does so within moments'
          else 'no worker runs; start one, or call sluice.tick()'
        end
      )
      else format(
        'It waits for room under %s.',
        sluice_private.limit_use(line.organization_id, line.limit_key)
      )
    end
  from sluice_private.limited_executions as line
  where line.organization_id = live.organization_id
    and line.execution_id = live.id
    and line.state in ('new', 'waiting');
end;

comment on function sluice_private.why_limited(sluice_private.live_executions) is
  'The limit under which an execution may not begin yet.';
