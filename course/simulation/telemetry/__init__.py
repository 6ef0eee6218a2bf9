"""What an engineer sees of a running system, made from what the engine records and nothing else.

Files in reading order: metrics (the store of series), columns (of Arrow tables), otel_names
(labels and words as OpenTelemetry has them), process_series (scrapes side by side, which process
a number belongs to, histograms of durations), scrapes (all metrics of a run), expressions
(with a value and a PromQL text; increases and quantiles as Prometheus has them), conditions and
alerts (rules over expressions), tables (spans and log lines), snapshot
(all of it as of now, with deploys and deeds), topology (pictures of the system and of one trace),
openmetrics (files for other tools).
"""
