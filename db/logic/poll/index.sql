/* Polls: triggers that ask others what is new. Publishing makes a row of workflow_polls of each,
   with its templates and paths compiled. A worker claims those that are due (claim_polls): whoever
   locks a row takes it and moves due_at on, to where the worker counts as dead, so a poll is made
   once however many workers look. The worker asks, which is all it does, and tells the answer by
   its token (report_poll); the token is gone when another one has taken over.

   A report is one transaction: items that were not seen before become rows with their item, the
   cursor moves, and the first of them fire. What is left fires in sets, before the poll asks again,
   so nothing depends on the other side keeping its answer. Killed in between: it is asked again,
   from the same cursor, and items fire once.

   A failure puts off the next poll, twice as long each time. */
--!include poll/polled_triggers.sql
--!include poll/poll_config.sql
--!include poll/poll_request.sql
--!include poll/compile_poll_path.sql
--!include poll/poll_template_faults.sql
--!include poll/poll_request_faults.sql
--!include poll/poll_secret_faults.sql
--!include poll/poll_path_faults.sql
--!include poll/problems_of_poll.sql
--!include poll/compile_poll.sql
--!include poll/poll_identity.sql
--!include poll/sync_polls.sql
--!include poll/next_poll.sql
--!include poll/poll_delay.sql
--!include poll/fail_poll.sql
--!include poll/is_polled.sql
--!include poll/poll_payload.sql
--!include poll/fire_poll_items.sql
--!include poll/hand_poll.sql
--!include poll/call_poll.sql
--!include poll/free_polls.sql
--!include poll/take_poll.sql
--!include poll/take_guarded.sql
--!include poll/queue_polls.sql
--!include poll/claim_polls.sql
--!include poll/found_items.sql
--!include poll/key_items.sql
--!include poll/greater_cursor.sql
--!include poll/cursor_after.sql
--!include poll/page_after.sql
--!include poll/keep_items.sql
--!include poll/forget_items.sql
--!include poll/record_answer.sql
--!include poll/report_poll.sql
--!include poll/find_poll.sql
--!include poll/poll_now.sql
--!include poll/workflow_polls_policies.sql
--!include poll/workflow_polls_stamp.sql
--!include poll/poll_items_policies.sql
