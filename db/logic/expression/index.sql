/* Expressions: SQL/JSON path, compiled when a version is published.
   A string that is exactly {{ expr }} yields the JSON value; otherwise each {{ expr | filter }} is
   interpolated as text. The compiler quotes node ids, checks the grammar (that of PostgreSQL 15, on
   every server), and says which steps and which parts of the context an expression reads, so that
   running a step parses nothing and loads only what it needs. Evaluation never raises: an error is
   a value, and becomes the error of its step. */
--!include expression/try_jsonpath.sql
--!include expression/try_interval.sql
--!include expression/try_timestamp.sql
--!include expression/until_instant.sql
--!include expression/quote_node_ids.sql
--!include expression/has_bad_template.sql
--!include expression/compile_expression.sql
--!include expression/compile_field.sql
--!include expression/condition_operators.sql
--!include expression/operator_problem.sql
--!include expression/value_kind_fault.sql
--!include expression/rule_instant.sql
--!include expression/rule_predicate.sql
--!include expression/instant_literal.sql
--!include expression/fill_predicate.sql
--!include expression/compile_rule.sql
--!include expression/rule_group_fault.sql
--!include expression/compile_rules.sql
--!include expression/compile_condition.sql
--!include expression/expression_filters.sql
--!include expression/bounded_number.sql
--!include expression/is_time_zone.sql
--!include expression/is_event_name.sql
--!include expression/local_fault.sql
--!include expression/wall_instant.sql
--!include expression/next_local_instant.sql
--!include expression/date_text.sql
--!include expression/shift_instant.sql
--!include expression/filter_argument_fault.sql
--!include expression/filter_arguments_fault.sql
--!include expression/split_pipes.sql
--!include expression/compile_filters.sql
--!include expression/compile_text.sql
--!include expression/string_leaves.sql
--!include expression/text_of.sql
--!include expression/bounded_text.sql
--!include expression/slice.sql
--!include expression/slug.sql
--!include expression/apply_text_filter.sql
--!include expression/url_encode.sql
--!include expression/url_decode.sql
--!include expression/apply_code_filter.sql
--!include expression/read_number.sql
--!include expression/apply_number_filter.sql
--!include expression/format_number.sql
--!include expression/apply_date_filter.sql
--!include expression/apply_object_filter.sql
--!include expression/apply_order_filter.sql
--!include expression/join_items.sql
--!include expression/apply_list_filter.sql
--!include expression/apply_filter.sql
--!include expression/render_part.sql
--!include expression/render.sql
