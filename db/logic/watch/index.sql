/* Watches: changes of rows become events.

   A watched table has statement-level triggers and a function written for it. If it finds a
   subscriber, it notes what the statement has changed as one row, column by column, in arrays of
   their own types: that costs the writer less than JSON. The pump makes events of it afterwards, as
   far as somebody wants to know, and these fire triggers and end waits like any other.

   Nothing of a type that users have made is ever cast or compared here, for its functions would
   run with the rights of the owner: such values are written out as text by their type's own output
   function. */
--!include watch/base_type.sql
--!include watch/find_watches.sql
--!include watch/is_watched.sql
--!include watch/captured_columns.sql
--!include watch/wanted_fields.sql
--!include watch/column_images.sql
--!include watch/packed_columns.sql
--!include watch/capture_statement.sql
--!include watch/shape_of.sql
--!include watch/statement_of.sql
--!include watch/whose_rows.sql
--!include watch/difference_check.sql
--!include watch/note_statements.sql
--!include watch/note_function.sql
--!include watch/lock_watches.sql
--!include watch/refresh_note_function.sql
--!include watch/write_statements.sql
--!include watch/keep_statements.sql
--!include watch/note_fault.sql
--!include watch/unfold_values.sql
--!include watch/unfold_change.sql
--!include watch/make_events.sql
--!include watch/expand_changes.sql
--!include watch/is_among.sql
--!include watch/match_record.sql
--!include watch/record_firings.sql
--!include watch/fire_record_triggers.sql
--!include watch/sync_record_triggers.sql
--!include watch/column_numbers.sql
--!include watch/assert_may_watch.sql
--!include watch/watched_operations.sql
--!include watch/write_watch.sql
--!include watch/delete_watch.sql
--!include watch/watch_table.sql
--!include watch/unwatch_table.sql
--!include watch/watched_tables.sql
--!include watch/table_watches_policies.sql
--!include watch/row_changes_policies.sql
--!include watch/record_subscriptions_policies.sql
--!include watch/record_triggers_policies.sql
--!include watch/watch_faults_policies.sql
