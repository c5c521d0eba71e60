"""A serial line for tests: a pty whose far end is this program's stdin and stdout. Usage: pty-line.py LINK"""
import os, pty, select, sys, tty

link = sys.argv[1]
far, near = pty.openpty()
tty.setraw(near)  # stays open here, so that the reader may close and open it again
if os.path.lexists(link):
    os.unlink(link)
os.symlink(os.ttyname(near), link)
sys.stderr.write("ready\n")
sys.stderr.flush()
while True:
    readable, _, _ = select.select([far, 0], [], [])
    for source, sink in ((far, 1), (0, far)):
        if source in readable:
            data = os.read(source, 65536)
            if not data:
                sys.exit()
            while data:
                data = data[os.write(sink, data):]
