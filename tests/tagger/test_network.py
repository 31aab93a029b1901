import subprocess
import sys
import textwrap


def test_onnxruntime_is_told_to_report_nothing_before_it_is_imported() -> None:
    script = textwrap.dedent(
        """
        import os, sys
        class Watch:
            def find_spec(self, name, path=None, target=None):
                if name == "onnxruntime":
                    print(os.environ.get("ORT_DISABLE_TELEMETRY"))
        sys.meta_path.insert(0, Watch())
        os.environ["ORT_DISABLE_TELEMETRY"] = "0"
        import onrecord
        onrecord.Coder
        """
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1"]
