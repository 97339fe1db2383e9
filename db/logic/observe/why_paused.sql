create or replace function sluice_private.why_paused(live sluice_private.live_executions)
returns table (rank int, sentence text)
language sql
stable
begin atomic
  select 1, case
    when why.error ->> 'class' = 'engine' then format(
      'The engine could not move it on and set it aside at %s: %s (%s); mend the cause, then '
      'resume or cancel it.',
      sluice_private.instant_text(live.paused_at), why.error ->> 'message', why.error ->> 'code'
    )
    else format(
      '%s paused by %s%s%s; %s lets it go on.%s',
      case
        when why.scope = '00000000-0000-0000-0000-000000000000' then 'Its organization was'
        when why.scope is not null then 'Its workflow was'
        else 'It was'
      end,
      sluice_private.person_label((why.error ->> 'by')::uuid),
      ' at ' || sluice_private.instant_text(coalesce((
        select scope.paused_at
        from sluice_private.paused_scopes as scope
        where scope.organization_id = live.organization_id and scope.workflow_id = why.scope
      ), live.paused_at)),
      ' (' || nullif(why.error ->> 'message', 'paused') || ')',
      case
        when why.scope = '00000000-0000-0000-0000-000000000000' then 'resume_organization'
        when why.scope is not null then 'set_workflow_status'
        else 'resume_execution'
      end,
      case when exists (
        select
        from sluice_private.calls as called
        inner join sluice_private.live_executions as child
          on child.organization_id = called.organization_id and child.id = called.child_id
        where called.organization_id = live.organization_id
          and called.execution_id = live.id
          and child.status <> 'paused'
      ) then ' What it has called goes on.' else '' end
    )
  end
  from (
    select given.error, (given.error ->> 'scope')::uuid as scope
    from (
      select case when live.status = 'paused' then live.error
        else sluice_private.paused_scope(live.organization_id, live.workflow_id) end as error
    ) as given
    where given.error is not null
  ) as why;
end;

comment on function sluice_private.why_paused(sluice_private.live_executions) is
  'By whom an execution, its workflow or its organization is paused, and whether what it has '
  'called is not.';
