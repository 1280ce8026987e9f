"""The figures of a roadmap: the share of the executed and confirmed on a date, plan and fact by years (К19, К32)."""
