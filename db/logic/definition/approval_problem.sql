/* Also of an approval whose expressions are filled in: then nothing is left to be judged later. */
create or replace function sluice_private.approval_problem(approval jsonb)
returns table (place text, message text)
language sql
immutable
begin atomic
  select fault.place, fault.message
  from (
    values
      ('assignees', sluice_private.assignees_problem(approval -> 'assignees')),
      ('quorum', case
        when approval ? 'quorum' and not (
          sluice_private.is_of_type(approval -> 'quorum', 'integer')
            and approval -> 'quorum' between '1' and '100'
          or jsonb_typeof(approval -> 'quorum') = 'string'
            and strpos(approval ->> 'quorum', '{{') > 0
        ) then 'must be a whole number from 1 to 100'
        when sluice_private.is_of_type(approval -> 'quorum', 'integer')
          and jsonb_typeof(approval -> 'assignees') = 'array'
          and strpos((approval -> 'assignees')::text, '{{') = 0
          and (approval ->> 'quorum')::numeric > (
            select count(distinct lower(trim(item)))
            from jsonb_array_elements_text(case jsonb_typeof(approval -> 'assignees')
              when 'array' then approval -> 'assignees' else '[]' end) as item
          ) then 'is more than there are assignees' end),
      ('due', case
        when approval ? 'due' and strpos((approval -> 'due')::text, '{{') = 0
          and sluice_private.approval_end(approval, '2000-01-01') is null
          then 'must be a duration or a timestamp' end),
      ('title', case
        when approval ? 'title' and (
          jsonb_typeof(approval -> 'title') <> 'string'
          or strpos(approval ->> 'title', '{{') = 0
            and length(approval ->> 'title') not between 1 and 500
        ) then 'must have 1 to 500 characters' end),
      ('reminders', case
        when approval ? 'reminders' and (
          jsonb_typeof(approval -> 'reminders') <> 'array'
          or jsonb_array_length(approval -> 'reminders') > 20
          or exists (
            select from jsonb_array_elements(approval -> 'reminders') as item
            where sluice_private.is_delay(item) is not true
          )
        ) then 'must be a list of up to 20 durations' end),
      ('escalation', case
        when approval ? 'escalation' and (
          jsonb_typeof(approval -> 'escalation') <> 'object'
          or (approval -> 'escalation') - '{after,assignees}'::text[] <> '{}'
          or sluice_private.is_delay(approval #> '{escalation,after}') is not true
        ) then 'must have after, a duration, and assignees'
        when approval ? 'escalation'
          then sluice_private.assignees_problem(approval #> '{escalation,assignees}')
        end)
  ) as fault (place, message)
  where jsonb_typeof(approval) = 'object' and fault.message is not null;
end;

comment on function sluice_private.approval_problem(jsonb) is
  'What is wrong with the approval of a wait, and where.';
