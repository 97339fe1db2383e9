/* Segments: the records of a watched table for which a condition holds. A trigger looks at them
   every so often, in pages; who is inside is kept for each trigger; what has changed fires it. */
--!include segment/segment_watch.sql
--!include segment/watched_columns.sql
--!include segment/segment_fault.sql
--!include segment/segment_records.sql
--!include segment/segment_page.sql
--!include segment/keep_members.sql
--!include segment/next_segment_look.sql
--!include segment/look_at_segment.sql
--!include segment/segment_members_policies.sql
