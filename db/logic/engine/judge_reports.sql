/* Tokens are looked up by hashed subplans (`in`): a batch joined to itself row by row would be
   quadratic. */
create or replace function sluice_private.judge_reports(
  reports sluice_private.step_report[],
  recorded bigint[],
  deferred bigint[],
  out verdicts text[],
  out handed sluice_private.handed_step[]
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  select
    array_agg(
      case
        when r.token in (select unnest(recorded)) or again.is_recorded then 'recorded'
        when r.token in (select unnest(deferred)) then 'deferred'
        else 'stale'
      end
    ),
    array_agg(again.next) filter (where (again.next).token is not null)
  into verdicts, handed
  from unnest(reports) as r
  left join lateral (
    select true as is_recorded, (select f from sluice_private.follow_ups_of(r) as f) as next
    where r.token not in (select unnest(recorded || deferred))
      and sluice_private.was_recorded(r)
    offset 0
  ) as again on true;
end;
$$;

comment on function sluice_private.judge_reports(
  sluice_private.step_report[], bigint[], bigint[]
) is
  'What each report has come to: recorded (also when it was so before), deferred, or stale; and '
  'the steps whose hand-over was lost with an earlier reply.';
