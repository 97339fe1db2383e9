create or replace function sluice_private.follow_ends(closing sluice_private.closing_frame[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_private.forget_executions(closing);
  if exists (select from unnest(closing) as c where c.status in ('failed', 'timed_out')) then
    perform sluice_private.start_error_workflows(closing);
  end if;
  if (
    select s.topic
    from sluice_private.event_subscriptions as s
    where s.is_of_workflows
    order by s.topic
    limit 1
  ) is not null then
    perform sluice_private.tell_ends(closing);
  end if;
end;
$$;

comment on function sluice_private.follow_ends(sluice_private.closing_frame[]) is
  'Forgets the hot state of executions that have ended, and starts what their end starts.';
