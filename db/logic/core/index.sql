/* Core: the clock, ids, failpoints and the few places that need dynamic SQL.
   Time is a function, so that a test can own it; a failpoint is a named place where a test may
   raise, sleep or wait. Both listen only in a database that has the test_mode row. */
--!include core/now.sql
--!include core/failpoint.sql
--!include core/uuid_floor.sql
--!include core/add_partition.sql
--!include core/end_of_partitions.sql
--!include core/ensure_partitions.sql
--!include core/tg__stamp.sql
--!include core/try_jsonb.sql
--!include core/max_value_bytes.sql
--!include core/is_too_deep.sql
--!include core/is_oversized.sql
--!include core/assert_size.sql
--!include core/oversized.sql
--!include core/run_sql_action.sql
