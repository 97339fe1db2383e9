/* What subscribers are told.

   A door that has locked executions notes which (note_changes), one row for each execution and
   transaction, and only where somebody watches the execution, its workflow or its organization.
   Who wants to know follows by a cursor, a snapshot: what it does not see, and a later one does,
   is new. So nothing is lost or told twice, and no open transaction holds anything up.

   To watch is a row, committed before the first cursor is taken. A door takes its transaction id
   before it looks for that row: one that did not find it was under way when the row came, and so
   is named in the cursors of that time; when it ends, everything it might have changed counts as
   changed. What a row says is only that something has changed: the rest is read with the rights of
   whoever asks. */
--!include change/tick_subscribers.sql
--!include change/note_changes.sql
--!include change/note_begun.sql
--!include change/note_leases.sql
--!include change/watch_scopes.sql
--!include change/missed_changes.sql
--!include change/read_changes.sql
--!include change/still_members.sql
--!include change/sleep_feed.sql
--!include change/wake_feed.sql
--!include change/forget_changes.sql
--!include change/execution_changes.sql
--!include change/tg_workflows__note.sql
--!include change/workflows_note.sql
--!include change/watched_scopes_policies.sql
--!include change/changes_policies.sql
--!include change/change_floor_policies.sql
--!include change/sleeping_feeds_policies.sql
