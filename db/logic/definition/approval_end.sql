create or replace function sluice_private.approval_end(approval jsonb, began timestamptz)
returns timestamptz
language sql
immutable
return (
  select case when due.at is not null then greatest(due.at, began) end
  from (
    select coalesce(
      sluice_private.until_instant(approval -> 'due'),
      began + case
        when sluice_hidden.try_interval(approval ->> 'due') between '0' and '100 years'
          then sluice_hidden.try_interval(approval ->> 'due')
      end
    ) as at
  ) as due
);

comment on function sluice_private.approval_end(jsonb, timestamptz) is
  'When an approval that began then is due, or null if it has no due.';
