/* Traces: the span that started an execution is kept with it (traceparent), and costs nothing
   where there is none. The span of the execution itself has an id that follows from the
   execution's, so that workers may hang the spans of its steps below it before it has ended; when
   it has, one of the workers that trace tells of it. */
--!include trace/valid_traceparent.sql
--!include trace/span_id.sql
--!include trace/child_traceparent.sql
--!include trace/trace_of.sql
--!include trace/find_traces.sql
--!include trace/take_ended_traces.sql
--!include trace/ended_traces_policies.sql
