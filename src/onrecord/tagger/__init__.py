"""The tagger: report text to spans and arcs, by one pass of a small network."""

import os

# onnxruntime (1.32, for one) reports its use to its maker over the network, unless this is set before it is imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
