/* What HTTP requests do besides firing a trigger: the shape of what triggers such as
   message_received make of a body, how many came and which were refused, deliveries again, drafts
   that are tested, answers that senders wait for, and forms.

   The edge judges a request by what find_webhook says, before anything is written; what it refuses
   it tells later, many at a time. receive_webhook is the one way in for what it has verified. */
--!include webhook/shape_message.sql
--!include webhook/shape_payment.sql
--!include webhook/shape_delivery.sql
--!include webhook/limit_claim.sql
--!include webhook/fire_webhook.sql
--!include webhook/rate_refusal.sql
--!include webhook/body_refusal.sql
--!include webhook/redeliver.sql
--!include webhook/note_refusals.sql
--!include webhook/fold_webhook_counts.sql
--!include webhook/webhook_counts_policies.sql
--!include webhook/webhook_refusals_policies.sql
--!include webhook/webhook_tests_policies.sql
--!include webhook/awaited_answers_policies.sql
--!include webhook/webhook_deliveries.sql
--!include webhook/webhook_statistics.sql
--!include webhook/action_http_respond.sql
--!include webhook/take_answers.sql
--!include webhook/stop_waiting.sql
--!include webhook/listen_for_delivery.sql
--!include webhook/take_test_delivery.sql
--!include webhook/form_faults.sql
--!include webhook/read_form.sql
--!include webhook/contact_of_form.sql
--!include webhook/submit_form.sql
