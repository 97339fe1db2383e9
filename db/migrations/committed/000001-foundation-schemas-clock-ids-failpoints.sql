--! Previous: -
--! Hash: sha1:e21024d0ebaad45926424eead4aba43d503f04de
--! Message: foundation: schemas, clock, ids, failpoints

/* Schemas, and nothing for the public: every grant is given by name. */
create schema sluice;
comment on schema sluice is 'The API: tables, views and functions for users and GraphQL.';
create schema sluice_hidden;
comment on schema sluice_hidden is 'Helpers that API roles may execute and GraphQL never shows.';
create schema sluice_private;
comment on schema sluice_private is 'State and doors of the engine; API roles have no usage here.';

alter default privileges revoke execute on functions from public;

grant usage on schema sluice, sluice_hidden
to sluice_visitor, sluice_member, sluice_admin, sluice_worker, sluice_actor;
grant usage on schema sluice_hidden to sluice_authenticator;
grant usage on schema sluice_private to sluice_worker;

/* Native where the server has it; the same layout, made by hand, on 15 to 17. */
do $do$
begin
  if pg_catalog.current_setting('server_version_num')::int >= 180000 then
    create function sluice_hidden.uuidv7()
    returns uuid
    language sql
    volatile
    parallel safe
    return pg_catalog.uuidv7();
  else
    create function sluice_hidden.uuidv7()
    returns uuid
    language sql
    volatile
    parallel safe
    return (
      select pg_catalog.encode(
        overlay(
          pg_catalog.uuid_send(pg_catalog.gen_random_uuid())
          placing pg_catalog.int8send(
            (now.us / 1000 << 16) | x'7000'::bigint | (now.us % 1000 * 4096 / 1000)
          )
          from 1 for 8
        ),
        'hex'
      )::uuid
      from (select (extract(epoch from clock_timestamp()) * 1000000)::bigint as us) as now
    );
  end if;
end;
$do$;
grant execute on function sluice_hidden.uuidv7() to sluice_member, sluice_worker, sluice_admin;
comment on function sluice_hidden.uuidv7() is
  'A new time-ordered id (RFC 9562, version 7): 48 bits of milliseconds, 12 of their fraction, then random bits.';

create table sluice_private.test_mode (
  enabled boolean primary key,
  constraint test_mode_is_on_or_absent check (enabled)
);
comment on table sluice_private.test_mode is
  'One row turns on the test clock and the failpoints. Production has none.';
comment on column sluice_private.test_mode.enabled is 'Always true: the row is the switch.';

create table sluice_private.simulations (
  xid xid8 primary key
);
comment on table sluice_private.simulations is
  'Transactions in which a simulation runs: there the setting sluice.clock holds. Its rollback takes the row away, so the table is empty to everybody else.';
comment on column sluice_private.simulations.xid is 'The transaction.';

create type sluice_private.weighed_history as (
  organization_id uuid, workflow_id uuid, executions numeric, weight numeric
);
comment on type sluice_private.weighed_history is
  'About how many executions of a workflow (of the nil id: events) a partition has, and what they weigh.';

--! Included core/index.sql
/* Core: the clock, ids, failpoints and the few places that need dynamic SQL.
   Time is a function, so that a test can own it; a failpoint is a named place where a test may
   raise, sleep or wait. Both listen only in a database that has the test_mode row. */
--! Included core/now.sql
create or replace function sluice_hidden.now()
returns timestamptz
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_clock text := nullif(current_setting('sluice.clock', true), '');
begin
  if v_clock is null then
    return clock_timestamp();
  elsif not exists (select from sluice_private.test_mode) and not exists (
    select from sluice_private.simulations as s where s.xid = pg_current_xact_id_if_assigned()
  ) then
    return clock_timestamp();
  end if;
  return v_clock::timestamptz;
end;
$$;

comment on function sluice_hidden.now() is
  'The present. In test mode, and in a simulation, the setting sluice.clock holds it at an '
  'instant.';
grant execute on function sluice_hidden.now()
to sluice_visitor, sluice_member, sluice_admin, sluice_worker, sluice_actor;
--! EndIncluded core/now.sql
--! Included core/failpoint.sql
/* The setting sluice.failpoints is a comma list of name=action, where action is `raise`,
   `raise:<probability>`, `sleep:<seconds>` or `lock:<number>` (waits for whoever holds that
   advisory lock). Those of one name come one after the other. */
create or replace function sluice_hidden.failpoint(name text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_armed text := nullif(current_setting('sluice.failpoints', true), '');
  v_action text;
begin
  if v_armed is null or not exists (select from sluice_private.test_mode) then
    return;
  end if;
  for v_action in
    select split_part(entry, '=', 2)
    from unnest(string_to_array(v_armed, ',')) with ordinality as armed (entry, place)
    where split_part(entry, '=', 1) = failpoint.name
    order by place
  loop
    if v_action = 'raise' or v_action like 'raise:%' and random() < substr(v_action, 7)::float8 then
      raise exception using
        errcode = 'SLFPT',
        message = format('failpoint %s', name),
        hint = 'The setting sluice.failpoints arms it.';
    elsif v_action like 'sleep:%' then
      perform pg_sleep(substr(v_action, 7)::double precision);
    elsif v_action like 'lock:%' then
      perform pg_advisory_xact_lock_shared(substr(v_action, 6)::bigint);
    end if;
  end loop;
end;
$$;

comment on function sluice_hidden.failpoint(text) is
  'Does nothing, unless a test has armed this name: then raises, sleeps or waits for a lock.';
--! EndIncluded core/failpoint.sql
--! Included core/uuid_floor.sql
create or replace function sluice_hidden.uuid_floor(instant timestamptz)
returns uuid
language sql
immutable
parallel safe
return (
  lpad(to_hex((extract(epoch from instant) * 1000)::bigint), 12, '0')
  || '00000000000000000000'
)::uuid;

comment on function sluice_hidden.uuid_floor(timestamptz) is
  'The smallest version 7 id that can be made at this instant: where a time partition begins.';
grant execute on function sluice_hidden.uuid_floor(timestamptz)
to sluice_member, sluice_admin, sluice_worker;
--! EndIncluded core/uuid_floor.sql
--! Included core/uuid_instant.sql
create or replace function sluice_hidden.uuid_instant(id uuid)
returns timestamptz
language sql
immutable
parallel safe
return to_timestamp(
  ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0
);

comment on function sluice_hidden.uuid_instant(uuid) is
  'When a version 7 id was made, to the millisecond.';
--! EndIncluded core/uuid_instant.sql
--! Included core/partition_key.sql
create or replace function sluice_private.partition_key(parent regclass)
returns text
language sql
stable
begin atomic
  select part.attname::text
  from pg_catalog.pg_partitioned_table as whole
  inner join pg_catalog.pg_attribute as part
    on part.attrelid = whole.partrelid and part.attnum = whole.partattrs[0]
  where whole.partrelid = parent;
end;

comment on function sluice_private.partition_key(regclass) is
  'The column that a history table is partitioned by: the id of the execution, or of the event.';
--! EndIncluded core/partition_key.sql
--! Included core/close_partition.sql
create or replace function sluice_private.close_partition(parent regclass, name text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_column text;
begin
  execute format('alter table sluice_private.%I enable row level security', name);
  execute format('alter table sluice_private.%I force row level security', name);
  execute format(
    'create policy all_owner on sluice_private.%I to sluice_owner using (true) with check (true)',
    name
  );
  execute format(
    'alter table sluice_private.%I set (
       autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_vacuum_insert_threshold = 100000,
       autovacuum_analyze_scale_factor = 0.2, autovacuum_freeze_min_age = 0
     )', name
  );
  for v_column in
    select attname::text from pg_attribute
    where attrelid = to_regclass(format('sluice_private.%I', name))
      and atttypid = 'jsonb'::regtype
      and not attisdropped
  loop
    execute format('alter table sluice_private.%I alter %I set statistics 0', name, v_column);
  end loop;
  execute format(
    'comment on table sluice_private.%I is %L', name, format('A partition of %s.', parent)
  );
end;
$$;

comment on function sluice_private.close_partition(regclass, text) is
  'Closes what is, or will be, a partition to everybody but the owner, and says how it is '
  'vacuumed and analysed.';
--! EndIncluded core/close_partition.sql
--! Included core/add_partition.sql
create or replace function sluice_private.add_partition(
  parent regclass,
  name text,
  lower_bound uuid,
  upper_bound uuid
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  execute format(
    'create table sluice_private.%I partition of %s for values from (%s) to (%s)',
    name, parent, coalesce(quote_literal(lower_bound), 'minvalue'),
    coalesce(quote_literal(upper_bound), 'maxvalue')
  );
  perform sluice_private.close_partition(parent, name);
end;
$$;

comment on function sluice_private.add_partition(regclass, text, uuid, uuid) is
  'Adds one range partition, closed to everybody but the owner; no bound is the end of the range.';
--! EndIncluded core/add_partition.sql
--! Included core/end_of_partitions.sql
create or replace function sluice_private.end_of_partitions(parent regclass)
returns timestamptz
language sql
stable
begin atomic
  select
    (max(to_date(right(part.relname, 7), 'YYYY_MM')) + interval '1 month') at time zone 'UTC'
  from pg_catalog.pg_inherits as link
  inner join pg_catalog.pg_class as part on part.oid = link.inhrelid
  where link.inhparent = parent and part.relname ~ '_[0-9]{4}_[0-9]{2}$';
end;

comment on function sluice_private.end_of_partitions(regclass) is
  'Where the last month of a history table ends; null where it has none yet.';
--! EndIncluded core/end_of_partitions.sql
--! Included core/tg__note_change.sql
create or replace function sluice_private.tg__note_change()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row jsonb;
begin
  if exists (select from sluice_private.maintenance as m where m.retiring_to is not null) then
    v_row := to_jsonb(case tg_op when 'DELETE' then old else new end);
    insert into sluice_private.changed_history (organization_id, id)
    values ((v_row ->> 'organization_id')::uuid, (v_row ->> tg_argv[0])::uuid);
  end if;
  return null;
end;
$$;

comment on function sluice_private.tg__note_change() is
  'Notes whose rows in an old partition change while those that are kept of it are copied.';
--! EndIncluded core/tg__note_change.sql
--! Included core/watch_partition.sql
create or replace function sluice_private.watch_partition(parent regclass, part regclass)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  execute format(
    'create or replace trigger _100_note after insert or update or delete on %s
     for each row execute function sluice_private.tg__note_change(%L)',
    part, sluice_private.partition_key(parent)
  );
end;
$$;

comment on function sluice_private.watch_partition(regclass, regclass) is
  'Has what changes in an old partition noted while what is kept of it is copied.';
--! EndIncluded core/watch_partition.sql
--! Included core/name_future.sql
create or replace function sluice_private.name_future(
  parent regclass,
  starts_at timestamptz,
  ends_at timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
declare
  v_name text := (select relname::text from pg_class where oid = parent);
  v_month text := v_name || to_char(ends_at - interval '1 month', '"_"YYYY_MM');
begin
  execute format(
    'alter table %s detach partition sluice_private.%I', parent, v_name || '_future'
  );
  execute format('alter table sluice_private.%I rename to %I', v_name || '_future', v_month);
  execute format(
    'alter table %s attach partition sluice_private.%I for values from (%L) to (%L)',
    parent, v_month, sluice_hidden.uuid_floor(starts_at), sluice_hidden.uuid_floor(ends_at)
  );
end;
$$;

comment on function sluice_private.name_future(regclass, timestamptz, timestamptz) is
  'Makes what took everything after the last month the partition up to an instant, named after its '
  'last month.';
--! EndIncluded core/name_future.sql
--! Included core/ensure_partitions.sql
/* A history table has a partition a month, one before the first (from MINVALUE) and one after the
   last (to MAXVALUE), so that no row is ever homeless and there is no DEFAULT to scan. While the
   last one is still empty the months to come are cut from it, beginning where the last month ends;
   if it is not, it becomes one partition of all the months to come.
   The lock comes before the look: whoever is about to write there is waited for. */
create or replace function sluice_private.ensure_partitions(parent regclass, months_ahead int)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
declare
  v_name text := (select relname::text from pg_class where oid = parent);
  v_month timestamptz := date_trunc('month', sluice_hidden.now());
  v_to timestamptz := v_month + make_interval(months => months_ahead + 1);
  v_from timestamptz;
  v_future regclass;
  v_last uuid;
  v_made int := 0;
begin
  if sluice_private.end_of_partitions(parent) >= v_to then
    return 0;
  end if;
  execute format('lock table %s in access exclusive mode', parent);
  v_from := coalesce(sluice_private.end_of_partitions(parent), v_month);
  v_future := to_regclass(format('sluice_private.%I', v_name || '_future'));
  if v_future is null then
    perform sluice_private.add_partition(
      parent, v_name || '_past', null, sluice_hidden.uuid_floor(v_from)
    );
    perform sluice_private.watch_partition(
      parent, to_regclass(format('sluice_private.%I', v_name || '_past'))
    );
  else
    execute format(
      'select %I from %s order by 1 desc limit 1', sluice_private.partition_key(parent), v_future
    ) into v_last;
    if v_last is null then
      execute format('drop table %s', v_future);
    elsif v_last < sluice_hidden.uuid_floor(v_to) then
      perform sluice_private.name_future(parent, v_from, v_to);
      v_from := v_to;
      v_made := 1;
    else
      return 0;
    end if;
  end if;

  for v_month in
    select generate_series(v_from, v_to - interval '1 month', '1 month')
  loop
    perform sluice_private.add_partition(
      parent, v_name || to_char(v_month, '"_"YYYY_MM'),
      sluice_hidden.uuid_floor(v_month), sluice_hidden.uuid_floor(v_month + interval '1 month')
    );
    v_made := v_made + 1;
  end loop;
  perform sluice_private.add_partition(
    parent, v_name || '_future', sluice_hidden.uuid_floor(v_to), null
  );
  return v_made;
end;
$$;

comment on function sluice_private.ensure_partitions(regclass, int) is
  'Makes the monthly partitions of a history table up to this many months ahead; says how many.';
--! EndIncluded core/ensure_partitions.sql
--! Included core/partitions_until.sql
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
--! EndIncluded core/partitions_until.sql
--! Included core/stage_partition.sql
/* What changes from here on in the partitions that are to go is noted, so that the copy can be made
   without holding up those who write. */
create or replace function sluice_private.stage_partition(
  parent regclass,
  upper_end timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_name text := (select relname::text from pg_class where oid = parent) || '_kept';
  v_part regclass;
begin
  execute format('drop table if exists sluice_private.%I', v_name);
  execute format('create table sluice_private.%I (like %s including all)', v_name, parent);
  execute format(
    'alter table sluice_private.%I add constraint %I check (%I < %L)',
    v_name, v_name || '_is_old', sluice_private.partition_key(parent),
    sluice_hidden.uuid_floor(upper_end)
  );
  perform sluice_private.close_partition(parent, v_name);
  for v_part in
    select p.partition from sluice_private.partitions_until(parent, upper_end) as p order by 1
  loop
    perform sluice_private.watch_partition(parent, v_part);
  end loop;
end;
$$;

comment on function sluice_private.stage_partition(regclass, timestamptz) is
  'Makes an empty table for what is kept of the partitions that end by then, and notes what '
  'changes in them.';
--! EndIncluded core/stage_partition.sql
--! Included core/copy_kept.sql
create or replace function sluice_private.copy_kept(
  parent regclass,
  organization_ids uuid[],
  ids uuid[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_key text := sluice_private.partition_key(parent);
  v_from uuid := (select min(id::text)::uuid from unnest(ids) as id);
  v_to uuid := (select max(id::text)::uuid from unnest(ids) as id);
begin
  execute format(
    'insert into sluice_private.%I
     select kept.*
     from unnest($1, $2) as one (organization_id, id)
     inner join %s as kept
       on kept.organization_id = one.organization_id
       and kept.%I = one.id
       and kept.%I between $3 and $4',
    (select relname::text from pg_class where oid = parent) || '_kept', parent, v_key, v_key
  )
  using organization_ids, ids, v_from, v_to;
end;
$$;

comment on function sluice_private.copy_kept(regclass, uuid[], uuid[]) is
  'Copies the rows of these executions, or of these events, to what is kept.';
--! EndIncluded core/copy_kept.sql
--! Included core/swap_partitions.sql
/* One transaction, so that no instant has an id without a partition: an execution that still lives
   from that month goes on writing. The lock waits for 100 ms at most, and then another time. */
create or replace function sluice_private.swap_partitions(
  parent regclass,
  upper_end timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_name text := (select relname::text from pg_class where oid = parent);
  v_kept text := v_name || '_kept';
  v_organization_ids uuid[];
  v_ids uuid[];
  v_part regclass;
begin
  execute format('lock table %s in access exclusive mode', parent);
  select array_agg(changed.organization_id), array_agg(changed.id)
  into v_organization_ids, v_ids
  from (
    select distinct c.organization_id, c.id from sluice_private.changed_history as c
  ) as changed;
  if v_ids is not null then
    execute format('delete from sluice_private.%I where %I = any ($1)',
      v_kept, sluice_private.partition_key(parent)) using v_ids;
    perform sluice_private.copy_kept(parent, v_organization_ids, v_ids);
  end if;

  for v_part in
    select p.partition from sluice_private.partitions_until(parent, upper_end) as p order by 1
  loop
    execute format('alter table %s detach partition %s', parent, v_part);
    execute format('alter table %s rename to %I', v_part, v_name || '_gone_' || v_part::oid);
  end loop;
  execute format(
    'alter table %s attach partition sluice_private.%I for values from (minvalue) to (%L)',
    parent, v_kept, sluice_hidden.uuid_floor(upper_end)
  );
  execute format('alter table sluice_private.%I drop constraint %I', v_kept, v_kept || '_is_old');
  execute format('alter table sluice_private.%I rename to %I', v_kept, v_name || '_past');
  perform sluice_private.watch_partition(
    parent, to_regclass('sluice_private.' || quote_ident(v_name || '_past'))
  );
end;
$$;

comment on function sluice_private.swap_partitions(regclass, timestamptz) is
  'Puts what is kept in the place of the partitions that end by then.';
--! EndIncluded core/swap_partitions.sql
--! Included core/detached_partition.sql
create or replace function sluice_private.detached_partition(parent regclass)
returns regclass
language sql
stable
begin atomic
  select part.oid::regclass
  from pg_catalog.pg_class as whole
  inner join pg_catalog.pg_class as part
    on part.relname ~ ('^' || whole.relname || '_gone_[0-9]+$')
  where whole.oid = parent
    and part.relnamespace = 'sluice_private'::regnamespace
    and part.relkind = 'r'
    and not part.relispartition
  order by part.oid
  limit 1;
end;

comment on function sluice_private.detached_partition(regclass) is
  'A table that was a partition of this one and can be dropped; null when there is none.';
--! EndIncluded core/detached_partition.sql
--! Included core/drop_partition.sql
create or replace function sluice_private.drop_partition(part regclass)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  execute format('drop table %s', part);
end;
$$;

comment on function sluice_private.drop_partition(regclass) is
  'Drops a table that was a partition.';
--! EndIncluded core/drop_partition.sql
--! Included core/weigh_executions.sql
/* Of a large partition some 64 pages, wherever they are. */
create or replace function sluice_private.weigh_executions(name text)
returns setof sluice_private.weighed_history
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_table text := 'executions_' || name;
  v_size bigint := pg_relation_size(to_regclass(format('sluice_private.%I', v_table)));
  v_percent numeric := least(100, 100.0 * 64 * 8192 / greatest(v_size, 1));
begin
  return query execute format(
    'select e.organization_id, e.workflow_id, count(*) * 100 / $1, sum(
       200 + coalesce(pg_column_size(e.input), 0) + coalesce(pg_column_size(e.output), 0)
       + coalesce(pg_column_size(e.error), 0) + coalesce(step.bytes, 0)
       + coalesce(attempt.bytes, 0) + coalesce(log.bytes, 0)
     )::numeric
     from sluice_private.%I as e tablesample system ($1)
     left join lateral (
       select sum(250 + coalesce(pg_column_size(s.input), 0) + coalesce(pg_column_size(s.output), 0)
         + coalesce(pg_column_size(s.error), 0) + coalesce(pg_column_size(s.verdicts), 0)) as bytes
       from sluice_private.%I as s
       where s.organization_id = e.organization_id and s.execution_id = e.id
     ) as step on true
     left join lateral (
       select sum(250 + coalesce(pg_column_size(a.error), 0)) as bytes
       from sluice_private.%I as a
       where a.organization_id = e.organization_id and a.execution_id = e.id
     ) as attempt on true
     left join lateral (
       select sum(200 + pg_column_size(l.message) + coalesce(pg_column_size(l.details), 0)) as bytes
       from sluice_private.%I as l
       where l.organization_id = e.organization_id and l.execution_id = e.id
     ) as log on true
     group by 1, 2',
    v_table, 'execution_steps_' || name, 'step_attempts_' || name,
    'workflow_execution_logs_' || name
  ) using v_percent;
end;
$$;

comment on function sluice_private.weigh_executions(text) is
  'About how many executions of each workflow are in a partition, and what their rows weigh, by a '
  'sample.';
--! EndIncluded core/weigh_executions.sql
--! Included core/weigh_events.sql
create or replace function sluice_private.weigh_events(name text)
returns setof sluice_private.weighed_history
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_table text := 'workflow_events_' || name;
  v_size bigint := pg_relation_size(to_regclass(format('sluice_private.%I', v_table)));
begin
  return query execute format(
    'select e.organization_id, ''00000000-0000-0000-0000-000000000000''::uuid, count(*) * 100 / $1,
       sum(200 + pg_column_size(e.payload) + pg_column_size(e.details))::numeric
     from sluice_private.%I as e tablesample system ($1)
     group by 1', v_table
  ) using least(100, 100.0 * 256 * 8192 / greatest(v_size, 1));
end;
$$;

comment on function sluice_private.weigh_events(text) is
  'About how many events of each organization are in a partition, and what they weigh, by a '
  'sample.';
--! EndIncluded core/weigh_events.sql
--! Included core/tg__stamp.sql
create or replace function sluice_private.tg__stamp()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  new.created_at := old.created_at;
  new.updated_at := greatest(sluice_hidden.now(), old.updated_at + '1 microsecond');
  return new;
end;
$$;

comment on function sluice_private.tg__stamp() is
  'Keeps created_at as it was and moves updated_at forward.';
--! EndIncluded core/tg__stamp.sql
--! Included core/write_note_function.sql
/* Definer: who writes to a watched table needs no right here, and nobody else can note changes.
   Which tables are watched only table_watches says, however a trigger that runs it came to be. */
create or replace function sluice_private.write_note_function(relation regclass, body text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_name text := format('sluice_hidden.note_rows_%s', relation::oid);
begin
  -- lint: allow "text type variable is not sanitized": its name is a number, its body a literal
  execute format(
    'create or replace function %s() returns trigger language plpgsql volatile security definer
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
    set datestyle = ''ISO, YMD'' set intervalstyle = ''iso_8601'' set timezone = ''UTC''
    set bytea_output = ''hex''
    as %L',
    v_name, body
  );
  execute format(
    'comment on function %s() is %L', v_name,
    'Notes what statements change in a watched table: see sluice.watched_tables.'
  );
  execute format('grant execute on function %s() to sluice_member, sluice_admin', v_name);
end;
$$;

comment on function sluice_private.write_note_function(regclass, text) is
  'Makes the trigger function of a watched table.';
--! EndIncluded core/write_note_function.sql
--! Included core/drop_note_function.sql
create or replace function sluice_hidden.drop_note_function(relation regclass)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_function regprocedure := to_regprocedure(
    format('sluice_hidden.note_rows_%s()', relation::oid)
  );
begin
  -- lint: allow "text type variable is not sanitized": it is a regprocedure
  if v_function is not null
    and not exists (select from pg_trigger as t where t.tgfoid = v_function)
    and not exists (
      select
      from sluice_private.table_watches as w
      where w.relation = drop_note_function.relation
    )
  then
    execute format('drop function %s', v_function);
  end if;
end;
$$;

comment on function sluice_hidden.drop_note_function(regclass) is
  'Drops the trigger function of a table that is no longer watched, unless triggers still use it.';
grant execute on function sluice_hidden.drop_note_function(regclass)
to sluice_member, sluice_admin;
--! EndIncluded core/drop_note_function.sql
--! Included core/set_row_triggers.sql
/* With the rights of its caller: only who owns the table, or may put triggers on it, can. What only
   its owner may do is left when another asks: a comment, and to drop a trigger, which then finds no
   watch and does nothing. */
create or replace function sluice_hidden.set_row_triggers(relation regclass, operations text[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_owner boolean := (
    select pg_has_role(c.relowner, 'usage') from pg_class as c where c.oid = relation
  );
  v_kind record;
begin
  -- lint: allow "text type variable is not sanitized": they are the constants below
  for v_kind in
    select kind.operation, kind.event, kind.tables
    from (
      values
        ('created', 'insert', 'new table as new_rows'),
        ('updated', 'update', 'old table as old_rows new table as new_rows'),
        ('deleted', 'delete', 'old table as old_rows')
    ) as kind (operation, event, tables)
  loop
    if v_kind.operation = any (operations) then
      execute format(
        'create or replace trigger _900_note_%s after %s on %s referencing %s
        for each statement execute function sluice_hidden.note_rows_%s()',
        v_kind.operation, v_kind.event, relation, v_kind.tables, relation::oid
      );
      continue when not v_is_owner;
      execute format(
        'comment on trigger _900_note_%s on %s is %L',
        v_kind.operation, relation,
        'Makes events of changes: see sluice.watched_tables; ended by sluice.unwatch_table.'
      );
    elsif v_is_owner and exists (
      select
      from pg_trigger as t
      where t.tgrelid = relation and t.tgname = '_900_note_' || v_kind.operation
    ) then
      execute format('drop trigger _900_note_%s on %s', v_kind.operation, relation);
    end if;
  end loop;
exception
  when insufficient_privilege then
    raise exception using
      errcode = 'SLFRB',
      message = format('not allowed to put triggers on %s', relation),
      hint = 'Act as its owner, or let the owner grant you trigger on the table.';
end;
$$;

comment on function sluice_hidden.set_row_triggers(regclass, text[]) is
  'Gives a table the triggers that note these operations, and takes those of the others away.';
grant execute on function sluice_hidden.set_row_triggers(regclass, text[])
to sluice_member, sluice_admin;
--! EndIncluded core/set_row_triggers.sql
--! Included core/try_jsonb.sql
create or replace function sluice_hidden.try_jsonb(value text)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return value::jsonb;
exception
  when data_exception or program_limit_exceeded or statement_too_complex then
    return null;
end;
$$;

comment on function sluice_hidden.try_jsonb(text) is
  'The text as jsonb, or null where Postgres cannot hold it (malformed, \u0000, too deep).';
grant execute on function sluice_hidden.try_jsonb(text) to sluice_worker;
--! EndIncluded core/try_jsonb.sql
--! Included core/max_value_bytes.sql
create or replace function sluice_hidden.max_value_bytes()
returns int
language sql
immutable
parallel safe
return 2097152;

comment on function sluice_hidden.max_value_bytes() is
  'How long a stored value may be, as JSON text: an input, an output, a variable. 2 MiB.';
grant execute on function sluice_hidden.max_value_bytes() to sluice_worker;
--! EndIncluded core/max_value_bytes.sql
--! Included core/max_batch_bytes.sql
create or replace function sluice_hidden.max_batch_bytes()
returns int
language sql
immutable
parallel safe
return 16777216;

comment on function sluice_hidden.max_batch_bytes() is
  'How many bytes of values, as stored, one transaction sets out to move, however many that are: '
  'what it does with 16 MiB takes about a second. One value may always be longer.';
--! EndIncluded core/max_batch_bytes.sql
--! Included core/is_too_deep.sql
/* Inlined where it is called, so it is as stable as pg_column_size. One level takes 8 bytes at
   least. */
create or replace function sluice_hidden.is_too_deep(value jsonb)
returns boolean
language sql
stable
parallel safe
return pg_column_size(value) > 40000 and jsonb_path_exists(value, 'strict $.**{5001}', '{}', true);

comment on function sluice_hidden.is_too_deep(jsonb) is
  'Whether a value is nested more than 5,000 deep: what reads deeper ones may exhaust the stack.';
--! EndIncluded core/is_too_deep.sql
--! Included core/is_too_long.sql
/* A number such as 1e131071 takes a few bytes, and 131,072 characters as text: that is what is
   sent, so that is what counts. Where there is room for thousands of such numbers they are counted
   first, for writing them all would take seconds. */
create or replace function sluice_hidden.is_too_long(value jsonb)
returns boolean
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_bytes int := pg_column_size(value);
  v_limit int := sluice_hidden.max_value_bytes();
begin
  if v_bytes > v_limit or sluice_hidden.is_too_deep(value) then
    return true;
  elsif v_bytes > 20000 and 1000 * jsonb_array_length(jsonb_path_query_array(
    value,
    'strict $.** ? (@.type() == "number" && (@ > 1e1000 || @ < -1e1000
      || @ > 0 && @ < 1e-1000 || @ < 0 && @ > -1e-1000)).type()'
  )) > v_limit then
    return true;
  end if;
  begin
    return octet_length(value::text) > v_limit;
  exception
    when program_limit_exceeded then
      return true;
  end;
end;
$$;

comment on function sluice_hidden.is_too_long(jsonb) is
  'Whether a value is longer than max_value_bytes as JSON text, or too deep.';
--! EndIncluded core/is_too_long.sql
--! Included core/is_oversized.sql
/* Inlined where it is called, so it is as stable as pg_column_size: below 180 bytes no value can be
   that long, and below 20,000 it cannot be too deep, nor too long to be written. */
create or replace function sluice_hidden.is_oversized(value jsonb)
returns boolean
language sql
stable
parallel safe
return coalesce(pg_column_size(value), 0) >= 180 and case
  when pg_column_size(value) < 20000 and pg_column_compression(value) is null
    then octet_length(value::text) > sluice_hidden.max_value_bytes()
  else sluice_hidden.is_too_long(value)
end;

comment on function sluice_hidden.is_oversized(jsonb) is
  'Whether a value is longer than max_value_bytes as JSON text, or too deep; false for null.';
--! EndIncluded core/is_oversized.sql
--! Included core/assert_size.sql
create or replace function sluice_hidden.assert_size(value jsonb, what text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if sluice_hidden.is_oversized(value) then
    raise exception using
      errcode = 'SLVAL',
      message = format(
        '%s is longer than %s bytes, or nested more than 5,000 deep',
        what, sluice_hidden.max_value_bytes()
      ),
      hint = 'Keep large data elsewhere and pass a reference to it.';
  end if;
end;
$$;

comment on function sluice_hidden.assert_size(jsonb, text) is
  'Refuses a value that is too long to be stored (SLVAL).';
--! EndIncluded core/assert_size.sql
--! Included core/oversized.sql
create or replace function sluice_private.oversized(what text)
returns jsonb
language sql
immutable
return jsonb_build_object(
  'class', 'oversized', 'code', 'SLVAL', 'retryable', false,
  'message', format(
    '%s is longer than %s bytes, or nested more than 5,000 deep',
    what, sluice_hidden.max_value_bytes()
  ),
  'hint', 'Keep large data elsewhere and pass a reference to it.'
);

comment on function sluice_private.oversized(text) is
  'The error of a step whose input or output is too long to be stored.';
--! EndIncluded core/oversized.sql
--! Included core/missing_input.sql
create or replace function sluice_private.missing_input(
  handler text,
  organization_id uuid,
  input jsonb
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select string_agg(distinct format('input.%s is missing', required.name), ', ')
    from sluice.workflow_action_definitions as action
    cross join lateral jsonb_array_elements_text(
      case jsonb_typeof(action.input_schema -> 'required')
        when 'array' then action.input_schema -> 'required' else '[]' end
    ) as required (name)
    where action.organization_id in (
        missing_input.organization_id, '00000000-0000-0000-0000-000000000000'
      )
      and action.handler = missing_input.handler
      and coalesce(jsonb_typeof(missing_input.input -> required.name), 'null') = 'null'
  );
end;
$$;

comment on function sluice_private.missing_input(text, uuid, jsonb) is
  'What an SQL action needs and its input lacks, or null.';
--! EndIncluded core/missing_input.sql
--! Included core/run_sql_action.sql
/* What it raises because its input lacks something is said in words of the input.
   What it emits, and the changes that it makes, are known to be of its execution. */
-- lint: allow when-others: whatever an action raises is that step's failure, never its batch's
create or replace function sluice_private.run_sql_action(
  handler text,
  organization_id uuid,
  input jsonb,
  context jsonb,
  out output jsonb,
  out error jsonb
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_message text;
  v_detail text;
  v_missing text;
begin
  perform set_config('sluice.caused_by', coalesce(context #>> '{execution,id}', ''), true);
  execute format('select %s($1, $2, $3)', handler::regproc)
  into output
  using organization_id, input, context;
  set constraints all immediate;
  set constraints all deferred;
  perform set_config('sluice.caused_by', '', true);
exception
  when others then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail;
    output := null;
    v_missing := sluice_private.missing_input(handler, organization_id, input);
    error := case when v_missing is not null then jsonb_build_object(
      'class', 'invalid_input', 'message', v_missing, 'retryable', false
    ) else jsonb_build_object(
      'class', 'sql', 'code', sqlstate, 'message', v_message, 'detail', nullif(v_detail, ''),
      'retryable', false
    ) end;
end;
$$;

comment on function sluice_private.run_sql_action(text, uuid, jsonb, jsonb) is
  'Runs one SQL action, guarded: its output, or the error that makes its step fail.';
--! EndIncluded core/run_sql_action.sql
--! Included core/lock_tables.sql
/* Whoever waits for a lock here holds others that the workers want: it never waits for as long as
   deadlock_timeout (a second), so that it gives way before anybody is told of a deadlock. Each door
   of the workers reads their row first, so once that table is locked they hold nothing. */
create or replace function sluice_private.lock_tables()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '300ms'
as $$
declare
  v_table record;
  v_end timestamptz := clock_timestamp() + interval '5 seconds';
begin
  loop
    begin
      for v_table in
        select n.nspname, c.relname
        from pg_class as c
        inner join pg_namespace as n on n.oid = c.relnamespace
        where n.nspname in ('sluice', 'sluice_private')
          and c.relkind in ('r', 'p')
          and not c.relispartition
        order by c.relname <> 'workers', c.oid
      loop
        execute format(
          'lock table %I.%I in access exclusive mode', v_table.nspname, v_table.relname
        );
      end loop;
      return;
    exception
      -- maintenance renames and drops what was a partition
      when lock_not_available or undefined_table then
        if clock_timestamp() > v_end then
          raise;
        end if;
        perform pg_sleep(0.02 + random() * 0.1);
    end;
  end loop;
end;
$$;

comment on function sluice_private.lock_tables() is
  'What a migration does first: takes every table for itself, until it ends.';
--! EndIncluded core/lock_tables.sql
--! Included core/read_dates.sql
/* names: the columns of the organization, the key and the date. Only columns of built-in types are
   read, as no others can be made JSON without running what their makers wrote. */
create or replace function sluice_private.read_dates(
  relation regclass,
  names text[],
  matching jsonb,
  handler regproc,
  organization_id uuid,
  dates date[],
  after timestamptz,
  until timestamptz,
  cursor text,
  at_most int
)
returns setof jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO, YMD'
as $$
begin
  return query execute format(
    'select jsonb_build_object(
      ''key'', f.key, ''value'', f.value, ''record'', f.record, ''more'', %s
    )
    from (
      select t.%I::text as key, t.%I::text as value,
        (select to_jsonb(r) from (select %s) as r) as record
      from %s as t where t.%I = $1%s and %s order by %s limit $6
    ) as f',
    case when handler is null then 'null::jsonb' else format('%s($1, f.record)', handler) end,
    names[2], names[3],
    (
      select string_agg(format('t.%I', a.attname), ', ' order by a.attnum)
      from pg_attribute as a
      inner join pg_type as type on type.oid = a.atttypid
      where a.attrelid = relation and a.attnum > 0 and not a.attisdropped
        and a.attgenerated in ('', 's') and type.typnamespace = 'pg_catalog'::regnamespace
    ),
    relation, names[1],
    (
      select coalesce(string_agg(format(' and t.%I %s', m.key, coalesce(
        '= ' || quote_literal(m.value #>> '{}'), 'is null'
      )), '' order by m.key), '')
      from jsonb_each(matching) as m
    ),
    case when dates is null then format(
      't.%1$I >= $3 and t.%1$I <= $4 and (t.%1$I > $3 or t.%2$I::text > $5)', names[3], names[2]
    ) else format(
      't.%I = any ($2) and ($5 is null or t.%I::text > $5)', names[3], names[2]
    ) end,
    case when dates is null then format('t.%I, t.%I::text', names[3], names[2])
      else format('t.%I::text', names[2]) end
  )
  using organization_id, dates, after, until, cursor, at_most;
end;
$$;

comment on function sluice_private.read_dates(
  regclass, text[], jsonb, regproc, uuid, date[], timestamptz, timestamptz, text, int
) is
  'Records of an organization with one of these dates or, without dates, with an instant between '
  'two, after the one with the key of the cursor; more: what the handler makes of each.';
--! EndIncluded core/read_dates.sql
--! Included core/read_records.sql
/* Pages by key, which an index on organization and key, or on the key, finds; or those of `keys`.
   parts: the expressions of the organization, if rows name it, of the key, its type, and what is
   read of a row r. */
create or replace function sluice_private.read_records(
  relation regclass,
  parts text[],
  organization_id uuid,
  after text,
  keys text[],
  at_most int
)
returns setof jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO, YMD'
set intervalstyle = 'iso_8601'
set bytea_output = 'hex'
as $$
begin
  return query execute format(
    'select jsonb_build_object(''key'', page.record_key::text, ''record'', page.record)
    from (
      select %1$s as record_key, (select to_jsonb(shown) from (select %2$s) as shown) as record
      from %3$s as r
      where %4$s and %5$s
      order by 1
      limit $4
    ) as page
    order by page.record_key',
    parts[2], parts[4], relation,
    case when parts[1] is null then 'true' else parts[1] || ' = $1' end,
    case
      when keys is not null then format('%s = any ($3::%s[])', parts[2], parts[3])
      when after is not null then format('%s > $2::%s', parts[2], parts[3])
      else 'true'
    end
  )
  using organization_id, after, keys, at_most;
end;
$$;

comment on function sluice_private.read_records(
  regclass, text[], uuid, text, text[], int
) is
  'Records of an organization in a table, in the order of their keys.';
--! EndIncluded core/read_records.sql
--! EndIncluded core/index.sql
