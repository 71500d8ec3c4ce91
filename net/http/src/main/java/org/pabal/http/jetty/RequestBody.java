// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeoutException;
import org.pabal.http.HttpLimits;

/// The body of a request, as it comes; a client that brings it drop by drop is given up
/// (THREATS J02).
final class RequestBody extends InputStream {
    private final InputStream in;
    private final HttpLimits limits;

    /// Of the present window.
    private long octets;

    private long waitedNanos;

    RequestBody(InputStream in, HttpLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        long before = System.nanoTime();
        int count = readInTime(buffer, offset, length);
        if (count > 0) {
            judge(count, System.nanoTime() - before);
        }
        return count;
    }

    private int readInTime(byte[] buffer, int offset, int length) throws IOException {
        try {
            return in.read(buffer, offset, length);
        } catch (IOException e) {
            throw e.getCause() instanceof TimeoutException
                    ? new TooSlowException(limits.bodyOctetsPerSecond())
                    : e;
        }
    }

    private void judge(int count, long nanos) throws TooSlowException {
        octets += count;
        waitedNanos += nanos;
        long window = limits.bodyWindow().toNanos();
        if (waitedNanos < window) {
            return;
        }
        if (octets < limits.bodyOctetsPerSecond() * (waitedNanos / 1e9)) {
            throw new TooSlowException(limits.bodyOctetsPerSecond());
        }
        octets = 0;
        waitedNanos = 0;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /// 408.
    static final class TooSlowException extends IOException {
        private static final long serialVersionUID = 1L;

        TooSlowException(int octetsPerSecond) {
            super("a body has to come with " + octetsPerSecond + " octets a second at least");
        }
    }
}
