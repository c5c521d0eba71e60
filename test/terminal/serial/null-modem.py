"""Two ptys joined back to back, for a program at each end. Usage: null-modem.py LINK LINK [BYTES A SECOND]"""
import os, pty, select, sys, time, tty

ends = []
for link in sys.argv[1:3]:
    far, near = pty.openpty()
    tty.setraw(near)  # stays open here, so that either program may close and open its end again
    os.symlink(os.ttyname(near), link)
    ends.append(far)
rate = float(sys.argv[3]) if len(sys.argv) > 3 else 0
free_at = {far: 0.0 for far in ends}
sys.stderr.write("ready\n")
sys.stderr.flush()
while True:
    now = time.monotonic()
    ready = [far for far in ends if free_at[far] <= now]
    waits = [at - now for at in free_at.values() if at > now]
    readable, _, _ = select.select(ready, [], [], min(waits) if waits else None)
    for source in readable:
        data = os.read(source, 64 if rate else 65536)
        if rate:
            free_at[source] = max(free_at[source], time.monotonic() - 0.02) + len(data) / rate
        sink = ends[1 - ends.index(source)]
        while data:
            data = data[os.write(sink, data) :]
