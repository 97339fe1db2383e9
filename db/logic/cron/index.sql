/* Cron expressions. parse_cron compiles one, when a workflow is published, into a bit for each
   value; cron_after goes from there to the next match in as many steps as there are fields
   and months to skip, and knows what to do where a zone's clocks are set forward or back.

   A day matches as in Vixie cron: where day of month and weekday both say something (neither is a
   star), one of them is enough. */
--!include cron/cron_units.sql
--!include cron/cron_macro.sql
--!include cron/cron_number.sql
--!include cron/parse_cron_item.sql
--!include cron/is_cron_mark.sql
--!include cron/parse_cron_field.sql
--!include cron/cron_bits.sql
--!include cron/mark_weekdays.sql
--!include cron/compile_cron.sql
--!include cron/parse_cron.sql
--!include cron/next_bit.sql
--!include cron/nearest_weekday.sql
--!include cron/cron_days.sql
--!include cron/next_cron_day.sql
--!include cron/next_cron_time.sql
--!include cron/next_cron_wall.sql
--!include cron/clocks_change.sql
--!include cron/next_cron_match.sql
--!include cron/cron_after.sql
--!include cron/assert_instant.sql
--!include cron/next_cron_instant.sql
