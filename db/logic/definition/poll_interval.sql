/* A look costs a transaction of the engine: hence the least. */
create or replace function sluice_private.poll_interval(condition jsonb)
returns interval
language sql
immutable
return (
  select case when d.every between '10 seconds' and '100 years' then d.every end
  from (
    select case
      when condition ? 'every' then sluice_hidden.try_interval(condition ->> 'every')
      else '1 minute'
    end as every
  ) as d
);

comment on function sluice_private.poll_interval(jsonb) is
  'How often the condition of a wait is looked at, or null where that is no duration of 10 seconds '
  'to 100 years.';
