/* Triggers: what starts a workflow. A webhook is one row and one start in one transaction; the
   sender's delivery id is a unique key, so the same delivery again finds the first. */
--!include trigger/claim_key.sql
--!include trigger/find_webhook.sql
--!include trigger/find_webhook_target.sql
--!include trigger/judge_delivery.sql
--!include trigger/receive_webhook.sql
--!include trigger/workflow_events_policies.sql
--!include trigger/idempotency_keys_policies.sql
