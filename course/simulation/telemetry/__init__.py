"""What an engineer sees of a running system, made from what the engine records and nothing else.

Files in reading order: metrics (the store of series), columns (of Arrow tables), otel_names
(labels and words as OpenTelemetry has them), process_series (scrapes side by side, and which
process a number belongs to), duration_histograms, scrapes (all metrics of a run), expressions
(with a value and a PromQL text; increases and quantiles as Prometheus has them), conditions and
alerts (rules over expressions), tables (spans and log lines), audit_log (deploys and deeds),
snapshot (all of it as of now), topology (pictures of the system and of one trace), openmetrics
(files for other tools).
"""
