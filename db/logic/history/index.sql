/* History: what is kept of executions that have ended, and of events, and for how long.

   The tables that only grow have a partition a month, on the time in the id of the execution; all
   that belongs to an execution is in the partitions of one month. Workers call maintain every few
   seconds: it makes the months to come and deletes what has expired.

   What is kept for less than the default retention is deleted in batches. A month that is older
   than the default goes as a whole: what is to be kept of it (executions that still live, or whose
   workflow keeps them for longer) is copied aside while the engine goes on writing, changes since
   then are noted by a trigger, and in one short transaction the copy takes the place of the month,
   at the end of what came before the first one. So an old execution never lacks a partition. */
--!include history/history_tables.sql
--!include history/default_retention.sql
--!include history/retention_of.sql
--!include history/few_enough_steps.sql
--!include history/delete_history.sql
--!include history/delete_expired.sql
--!include history/expire_executions.sql
--!include history/expire_firings.sql
--!include history/expire_events.sql
--!include history/expire_keys.sql
--!include history/copy_events.sql
--!include history/copy_survivors.sql
--!include history/retire_partitions.sql
--!include history/make_partitions.sql
--!include history/partition_bytes.sql
--!include history/measure_storage.sql
--!include history/maintain.sql
--!include history/set_retention.sql
--!include history/executions_below.sql
--!include history/erase_execution.sql
--!include history/maintenance_policies.sql
--!include history/changed_history_policies.sql
--!include history/partition_sizes_policies.sql
--!include history/workflow_storage_policies.sql
