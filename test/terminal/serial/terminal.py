"""A terminal on a serial line, written after the README alone. Usage: terminal.py LINK
Puts a pty at LINK; each line of stdin is a JSON message to send; each JSON message that comes is a line on stdout."""
import os, pty, random, select, sys, time, tty, zlib

MESSAGE, RECEIPT, HEARTBEAT = 0x11, 0x12, 0x13


def stuff(data):
    out = bytearray()
    for part in data.split(b"\0"):
        while len(part) > 253:
            out += b"\xff" + part[:254]
            part = part[254:]
        out += bytes([len(part) + 1]) + part
    return bytes(out)


def unstuff(data):
    out = bytearray()
    while data:
        code, run, data = data[0], data[1 : data[0]], data[data[0] :]
        out += run
        if code < 255 and data:
            out += b"\0"
    return bytes(out)


def frame(kind, run, number, payload=b""):
    body = bytes([kind]) + run.to_bytes(4, "big") + number.to_bytes(4, "big") + payload
    return b"\0" + stuff(body + zlib.crc32(body).to_bytes(4, "big")) + b"\0"


far, near = pty.openpty()
tty.setraw(near)
os.symlink(os.ttyname(near), sys.argv[1])
run, number, last = random.getrandbits(32), 0, None
line, typed, outbox, sent_at, spoke_at = b"", b"", [], None, 0.0


def write(data):
    global spoke_at
    spoke_at = time.monotonic()
    while data:
        data = data[os.write(far, data) :]


while True:
    now = time.monotonic()
    if outbox and (sent_at is None or now - sent_at > 2):
        sent_at = now
        write(frame(MESSAGE, run, number, outbox[0]))
    if now - spoke_at >= 1:
        write(frame(HEARTBEAT, run, 0))
    readable, _, _ = select.select([far, 0], [], [], 0.1)
    if 0 in readable:
        more = os.read(0, 65536)
        if not more:
            sys.exit()
        *whole, typed = (typed + more).split(b"\n")
        if whole and not outbox:
            number += 1
        outbox += whole
    if far in readable:
        *whole, line = (line + os.read(far, 65536)).split(b"\0")
        for one in whole:
            body = unstuff(one)
            if len(body) < 13 or zlib.crc32(body[:-4]) != int.from_bytes(body[-4:], "big"):
                continue
            kind, who, which = body[0], int.from_bytes(body[1:5], "big"), int.from_bytes(body[5:9], "big")
            if kind == RECEIPT and outbox and (who, which) == (run, number):
                outbox.pop(0)
                sent_at = None
                number += 1 if outbox else 0
            if kind == MESSAGE:
                if (who, which) != last:
                    sys.stdout.buffer.write(body[9:-4] + b"\n")
                    sys.stdout.buffer.flush()
                last = (who, which)
                write(frame(RECEIPT, who, which))
