create or replace function sluice_private.partitions_until(parent regclass, instant timestamptz)
returns table (partition regclass, upper_end timestamptz)
language sql
stable
begin atomic
  select part.oid::regclass, known.upper_end
  from pg_catalog.pg_inherits as link
  inner join pg_catalog.pg_class as part on part.oid = link.inhrelid
  cross join lateral (
    select case when part.relname ~ '_[0-9]{4}_[0-9]{2}$' then
      (to_date(right(part.relname, 7), 'YYYY_MM') + interval '1 month') at time zone 'UTC'
    end as upper_end
  ) as known
  where link.inhparent = parent
    and (part.relname ~ '_past$' or known.upper_end <= instant);
end;

comment on function sluice_private.partitions_until(regclass, timestamptz) is
  'The partitions of a history table that end by then: what came before the first month (which has '
  'no upper_end), and months.';
